"""Who people are and what they did: User, AuditEvent, AccessEvent."""

from django.contrib.auth.models import (
    AbstractBaseUser,
    BaseUserManager,
    PermissionsMixin,
)
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager):
    """Makes accounts that sign in with an e-mail address."""

    def create_user(self, email, password=None, **fields):
        """Save a new account; without a password it can only sign in with a code by e-mail."""
        if not email:
            raise ValueError("An account needs an e-mail address.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email, password=None, **fields):
        """Save a new administrator."""
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)

    def moderators(self):
        """Active staff who may decide on queries: the people an urgent alert goes to."""
        holds = models.Q(groups__permissions__codename="moderate_question")
        return self.filter(holds, is_active=True, is_staff=True).distinct()


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account: patient, doctor, moderator or administrator."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    is_staff = models.BooleanField(_("may use the admin"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    # Set by seed_demo alone. Only while settings.DEMO is on does it relax anything (the second factor).
    is_demo = models.BooleanField(_("demo account"), default=False, editable=False)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_unique_whatever_case")]

    def __str__(self):
        return self.name or f"#{self.pk}"

    def get_full_name(self):
        return self.name or str(_("Askwell user"))

    def get_short_name(self):
        return self.get_full_name()


class AuditEvent(models.Model):
    """One decision or change of state: who, what, when, on which version. Holds no medical text.

    Append-only: triggers refuse UPDATE, DELETE and TRUNCATE, for the application's own role too.
    `actor_id` is a bare number, so that erasing an account leaves the trail whole.
    """

    at = models.DateTimeField(default=timezone.now, editable=False)
    actor_id = models.BigIntegerField(null=True, editable=False, help_text="empty: the system itself")
    verb = models.CharField(max_length=60, editable=False)
    subject_type = models.CharField(max_length=60, editable=False)
    subject_id = models.BigIntegerField(editable=False)
    reference = models.CharField(max_length=20, blank=True, editable=False)
    version = models.PositiveIntegerField(null=True, editable=False)
    details = models.JSONField(default=dict, editable=False, help_text="ids and hashes only")

    class Meta:
        ordering = ["-pk"]
        indexes = [
            # The history beside an item on the desk, newest first.
            models.Index(fields=["subject_type", "subject_id", "-id"], name="audit_by_subject"),
            models.Index(fields=["reference", "-id"], name="audit_by_reference"),
        ]

    def __str__(self):
        return f"{self.verb} {self.subject_type} {self.subject_id}"


class AccessEvent(models.Model):
    """Somebody looked at a private query or picture. Append-only like AuditEvent; shown to the patient."""

    class Kind(models.TextChoices):
        QUERY = "query", _("read the query")
        PICTURE = "picture", _("looked at a picture")
        DOCUMENT = "document", _("looked at a document")

    at = models.DateTimeField(default=timezone.now, editable=False)
    viewer_id = models.BigIntegerField(editable=False)
    viewer_role = models.CharField(max_length=20, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices, editable=False)
    subject_id = models.BigIntegerField(editable=False)
    reference = models.CharField(max_length=20, blank=True, editable=False)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["reference", "-id"], name="access_by_reference")]

    def __str__(self):
        return f"{self.viewer_id} {self.kind} {self.subject_id}"
