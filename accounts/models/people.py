"""Who people are: the account of a patient, doctor, moderator or administrator."""

from django.conf import settings
from django.contrib.auth.models import (
    AbstractBaseUser,
    BaseUserManager,
    PermissionsMixin,
)
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import languages


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

    def hold(self, pk):
        """The account, locked until the transaction ends; None when it is gone.

        What counts or closes an account's doings takes this lock first, so that two at once wait for each other. NO KEY
        UPDATE: rows that refer to the account can be written meanwhile. Under a full FOR UPDATE, whoever holds a query
        and writes such a row would wait for who holds the account, who may be waiting for the query.
        """
        return self.select_for_update(no_key=True).filter(pk=pk).first()

    def names_of(self, ids):
        """{id: name} of those accounts that still are. One query."""
        return {user.pk: user.get_full_name() for user in self.filter(pk__in=ids)}

    def moderators(self):
        """Active staff who may decide on queries: the people an urgent alert goes to."""
        return self.staff_who_may("moderate_question")

    def staff_who_may(self, codename):
        """Active staff in a group that holds the permission `codename`; administrators hold all without a group."""
        holds = models.Q(groups__permissions__codename=codename)
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
    # No choices: which are offered is a setting, and a code that is offered no more stands for the portal's own.
    language = models.CharField(
        _("language of e-mails"), max_length=12, blank=True, default="", db_default="", editable=False
    )

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

    @property
    def mail_language(self):
        """Code of the language that we write to them in."""
        return languages.offered(self.language)

    @property
    def has_applied(self):
        """Whether they are a doctor, or have sent an application to be one: more than begun it. Up to one query."""
        doctor = getattr(self, "doctor", None)  # of specialties, above
        return doctor is not None and doctor.status != "draft"

    def get_full_name(self):
        return self.name or str(_("A person on %(site)s") % {"site": settings.SITE_NAME})

    def get_short_name(self):
        return self.get_full_name()
