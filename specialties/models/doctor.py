"""By whom it is treated: doctors and how they become verified."""

import secrets

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Case, Exists, F, Func, OuterRef, Q, When
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts import audit, mail, statements
from accounts.models import StatementKind
from accounts.moves import MoveRefused, lock
from accounts.paths import path_of
from accounts.storage import portraits, random_name
from specialties import sections
from specialties.models.states import DOCTOR_MOVES, DoctorStatus, DocumentStatus
from specialties.registers import NumberKey, RegisterKey

# How the address of an application begins that was never sent; sending gives it the doctor's name.
UNSENT = "draft-"
MANY = 100  # answers; beyond, the directory says "more than", as a count reads as many rows as it tells
# Who was verified here stands before an archive's doctors.
ARCHIVE_LAST = Case(When(status="archive", then=1), default=0)


def badge_of(status, licence_expires_on):
    """The status readers see as a DoctorStatus: a verified doctor past the licence's last day (UTC) is lapsed."""
    valid = licence_expires_on is not None and licence_expires_on >= timezone.now().date()
    return DoctorStatus.LAPSED if status == DoctorStatus.VERIFIED and not valid else DoctorStatus(status)


class DoctorQuerySet(models.QuerySet):
    def verified(self, *, today=None):
        """Doctors who may answer today: verified, and their licence not past its last day (UTC)."""
        day = timezone.now().date() if today is None else today
        return self.filter(status=DoctorStatus.VERIFIED, licence_expires_on__gte=day)

    def listed(self):
        """Doctors with a public profile: whoever was verified once, suspended and lapsed ones included
        (their answers stand, and readers must see the mark), and the archive's."""
        return self.filter(Q(verified_at__isnull=False) | Q(status=DoctorStatus.ARCHIVE))

    def sent(self):
        """Whoever is more than a draft: what staff may see."""
        return self.exclude(status=DoctorStatus.DRAFT)

    def begin(self, *, user):
        """The draft of an application, empty but for the account's name. Raises IntegrityError when there is one."""
        (doctor := self.model.objects.blank(user=user)).save(force_insert=True)
        return doctor

    def blank(self, *, user):
        """What begin() stores, not stored."""
        return self.model(user=user, name=user.name[:120], slug=UNSENT + secrets.token_hex(12))

    def same_number(self, number):
        """Doctors with this registration number on any register, whatever its case, spaces and punctuation."""
        key = NumberKey(models.Value(number, output_field=models.TextField()))
        rows = self.sent().exclude(register_number="").alias(number_key=NumberKey(F("register_number")))
        return rows.filter(number_key=key)

    def on_register(self, name, *, country):
        """Doctors on the register that `name` means in `country`, under any of the names it is known by."""
        given = [models.Value(text, output_field=models.TextField()) for text in (name, country)]
        rows = self.alias(register_key=RegisterKey(F("register_name"), F("register_country")))
        return rows.filter(register_key=RegisterKey(*given))

    def directory(self):
        """Doctors with their specialties (one more query) and their public answers, counted to one past MANY;
        in the order readers look them up: who was verified here, then the archive's; by name."""
        standing = self.model.published_answers.rel.related_model.objects.standing()
        some = standing.filter(doctor=OuterRef("pk")).order_by("-answered_at", "-pk").values("pk")[: MANY + 1]
        counted = Func(ArraySubquery(some), function="cardinality", output_field=models.IntegerField())
        rows = self.prefetch_related("specialties").annotate(published_count=counted)
        return rows.order_by(ARCHIVE_LAST, "name", "pk")

    def matching(self, *, specialty="", country="", language="", words=()):
        """Those who meet every filter given: of a specialty (its slug) or a topic in it, in a country, answering in a
        language (codes), with all words in the name."""
        found = self
        if specialty:
            treats = Doctor.specialties.through.objects.filter(doctor=OuterRef("pk"))
            within = Q(specialty__slug=specialty) | Q(specialty__parent__slug=specialty)
            found = found.filter(Exists(treats.filter(within)))
        if country:
            found = found.filter(country=country)
        if language:
            found = found.filter(languages__contains=[language])
        for word in words:
            found = found.filter(name__icontains=word)
        return found

    def awaiting_verification(self):
        """What moderators still have to check, oldest first."""
        return self.filter(status__in=[DoctorStatus.APPLIED, DoctorStatus.CHECKED]).order_by("applied_at")

    def licence_needs_attention(self, *, until):
        """Verified doctors whose licence ends on the day `until`, earlier, or has ended."""
        return self.filter(status=DoctorStatus.VERIFIED, licence_expires_on__lte=until)


class Doctor(models.Model):
    """A doctor and the credential that readers can check. Answers need a verified one.

    Two different moderators confirm a licence: `mark_checked()` by the first, `verify()` by a second and senior one.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="doctor",
        verbose_name=_("account"),
    )
    name = models.CharField(_("name"), max_length=120, help_text=_("As on the register, with title."))
    slug = models.SlugField(_("address of the profile"), max_length=140, unique=True)
    title = models.CharField(_("professional title"), max_length=120, blank=True)
    degree = models.CharField(_("degrees"), max_length=160, blank=True)
    country = models.CharField(
        _("country"), max_length=2, blank=True, help_text=_("ISO code, for example GB.")
    )
    languages = ArrayField(
        models.CharField(max_length=8),
        verbose_name=_("languages"),
        default=list,
        blank=True,
    )
    biography = models.TextField(_("biography"), blank=True)
    interests = models.TextField(_("declared interests"), blank=True)
    portrait = models.ImageField(_("portrait"), storage=portraits, upload_to=random_name, blank=True)
    specialties = models.ManyToManyField(
        "specialties.Specialty",
        related_name="doctors",
        verbose_name=_("specialties"),
        blank=True,
    )

    register_name = models.CharField(_("register"), max_length=160, blank=True)
    register_country = models.CharField(
        _("register's country"), max_length=2, blank=True, help_text=_("ISO code, for example GB.")
    )
    register_number = models.CharField(_("registration number"), max_length=40, blank=True)
    register_url = models.URLField(_("page on the register"), max_length=300, blank=True)
    licence_expires_on = models.DateField(_("licence ends on"), null=True, blank=True)

    status = models.CharField(
        max_length=10,
        choices=DoctorStatus.choices,
        default=DoctorStatus.DRAFT,
        editable=False,
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    # Of a draft: when it was begun.
    applied_at = models.DateTimeField(default=timezone.now, editable=False)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    checked_at = models.DateTimeField(null=True, editable=False)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
    )
    verified_at = models.DateTimeField(null=True, editable=False)
    reason = models.TextField(_("reason"), blank=True, editable=False)
    # What moderators vouched for last time (sections.profile()), to show them what has changed since.
    verified_profile = models.JSONField(default=dict, editable=False)

    MANY_ANSWERS = MANY
    objects = DoctorQuerySet.as_manager()

    class Meta:
        verbose_name = _("doctor")
        verbose_name_plural = _("doctors")
        ordering = ["name"]
        permissions = [
            ("verify_doctor", "Can check doctors"),
            ("confirm_doctor", "Can confirm what another moderator checked: the doctor is verified"),
        ]
        indexes = [
            # The desk's queue of applications.
            models.Index(
                fields=["applied_at"],
                name="doctor_awaiting_check",
                condition=Q(status__in=["applied", "checked"]),
            ),
            # The desk's queue of licences that end.
            models.Index(
                fields=["licence_expires_on", "id"],
                name="doctor_licence_ends",
                condition=Q(status="verified"),
            ),
            # Whose portrait a missing file was.
            models.Index(fields=["portrait"], name="doctor_portrait", condition=~Q(portrait="")),
            # The directory, read in its order.
            models.Index(
                ARCHIVE_LAST,
                "name",
                "id",
                name="doctor_directory",
                condition=Q(verified_at__isnull=False) | Q(status="archive"),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                RegisterKey(F("register_name"), F("register_country")),
                NumberKey(F("register_number")),
                name="doctor_number_unique_in_its_register",
                # A draft reserves nothing: whoever sends first has the number.
                condition=~Q(register_number="") & ~Q(status="draft"),
                violation_error_message=_("A doctor with this number on this register has an account here."),
            ),
            models.CheckConstraint(
                name="doctor_checked_at_and_by_together",
                condition=Q(checked_at=None, checked_by=None)
                | Q(checked_at__isnull=False, checked_by__isnull=False),
            ),
            models.CheckConstraint(
                name="doctor_verified_at_and_by_together",
                condition=Q(verified_at=None, verified_by=None)
                | Q(verified_at__isnull=False, verified_by__isnull=False),
            ),
            models.CheckConstraint(
                name="doctor_verified_by_two_people",
                condition=~Q(status="verified") | ~Q(verified_by=F("checked_by")),
            ),
            models.CheckConstraint(
                name="doctor_does_not_verify_self",
                condition=(Q(verified_by=None) | ~Q(verified_by=F("user")))
                & (Q(checked_by=None) | ~Q(checked_by=F("user"))),
            ),
            models.CheckConstraint(
                name="doctor_verified_is_complete",
                condition=~Q(status="verified")
                | Q(
                    verified_at__isnull=False,
                    checked_at__isnull=False,
                    user__isnull=False,
                    licence_expires_on__isnull=False,
                )
                & ~Q(register_name="")
                & ~Q(register_number=""),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return path_of("doctor-detail", slug=self.slug)

    @property
    def is_verified(self):
        """Whether this doctor may answer today."""
        return self.badge == DoctorStatus.VERIFIED

    @property
    def badge(self):
        """The status readers see."""
        return badge_of(self.status, self.licence_expires_on)

    def credentials(self):
        """The snapshot that each answer freezes: how readers could check its author when it was written."""
        return {
            "name": self.name,
            "title": self.title,
            "degree": self.degree,
            "country": self.country,
            "register_name": self.register_name,
            "register_number": self.register_number,
            "register_url": self.register_url,
            "verified_on": self.verified_at.date().isoformat() if self.verified_at else "",
        }

    @property
    def vouched(self):
        """What readers see as checked: the columns as moderators vouched for them last, whatever the doctor has changed
        since. Of an archive's doctor, for whom nobody vouched, what stands here."""
        kept = self.verified_profile
        return {column: kept.get(column, getattr(self, column)) for column in sections.CHECKED_COLUMNS}

    @property
    def reasons(self):
        """Why the application came back: (what, reason) pairs, "" for the application as a whole."""
        returned = [one for one in self.documents.all() if one.status == DocumentStatus.RETURNED]
        whole = [("", self.reason)] if self.reason else []
        return whole + [(one.label, one.reason) for one in returned]

    def submit(self, *, by, seen_version):
        """Send a complete draft to the moderators; its address becomes the doctor's name."""
        self._move(DoctorStatus.APPLIED, by=by, seen_version=seen_version)

    def mark_checked(self, *, by, seen_version):
        """The first moderator found the licence on the register."""
        self._move(DoctorStatus.CHECKED, by=by, seen_version=seen_version)

    def verify(self, *, by, seen_version):
        """A second, senior moderator confirms; from now on the doctor may answer. Needs every document accepted."""
        self._move(DoctorStatus.VERIFIED, by=by, seen_version=seen_version)

    @transaction.atomic
    def send_back(self, *, by, reason, seen_version, rule="", change=""):
        """Something in the application is missing or wrong; `reason` goes to the doctor's own page (empty when the
        documents sent back carry their own, and a statement of theirs). `rule` and `change` are for the statement."""
        self._move(DoctorStatus.RETURNED, by=by, reason=reason, seen_version=seen_version)
        if reason:
            self._give_reasons(
                StatementKind.APPLICATION_RETURNED, by=by, what=reason, rule=rule, change=change
            )

    @transaction.atomic
    def suspend(self, *, by, reason, seen_version, rule="", change=""):
        """Stop a doctor from answering, at once and in every open window."""
        self._move(DoctorStatus.SUSPENDED, by=by, reason=reason, seen_version=seen_version)
        self._give_reasons(StatementKind.DOCTOR_SUSPENDED, by=by, what=reason, rule=rule, change=change)

    def lapse(self, *, by=None):
        """Write down that the licence has ended (answering stopped by itself on that day)."""
        if self.is_verified:
            raise MoveRefused(_("The licence is still valid."))
        self._move(DoctorStatus.LAPSED, by=by, seen_version=self.version)

    def apply_again(self, *, by, seen_version):
        """Start the two checks anew: a complete application after being sent back, or a change of name or licence."""
        self._move(DoctorStatus.APPLIED, by=by, seen_version=seen_version)

    def count_up(self):
        """Make pages that were opened before this moment stale. Called with the doctor locked."""
        self.version += 1
        self.save(update_fields=["version"])

    @transaction.atomic
    def _move(self, to, *, by, seen_version, reason=""):
        """Change status, write the audit line and queue the e-mail in one transaction, under a row lock.

        Raises MoveRefused when the doctor has changed since `seen_version`, when the table of moves
        forbids it, or when the same person would make both checks.
        """
        current = lock(self)
        if current.version != seen_version or to not in DOCTOR_MOVES[current.status]:
            raise MoveRefused(_("This application was changed or decided meanwhile."))
        if by is not None and by.pk == current.user_id and to != DoctorStatus.APPLIED:
            raise MoveRefused(_("Nobody decides on their own application."))
        if by is not None and to != DoctorStatus.APPLIED:
            statements.demand_not_overruled(current, by=by)
        now = timezone.now()
        # An earlier reason stays for the moderators to see, until they verify.
        if to == DoctorStatus.CHECKED:
            current.checked_by, current.checked_at = by, now
            reason = current.reason
        elif to == DoctorStatus.VERIFIED:
            current._demand_two_checks(by)
            current.verified_by, current.verified_at = by, now
            current.verified_profile = sections.profile(current)
        elif to == DoctorStatus.APPLIED:
            current._demand_complete()
            current.applied_at, current.checked_by, current.checked_at = now, None, None
            reason = current.reason
        current.status, current.reason, current.version = to, reason, current.version + 1
        current.save()
        audit.record(by, f"doctor.{to}", current)
        if to != DoctorStatus.CHECKED and current.user_id:
            mail.notify(current.user, f"doctor_{to}")
        self.refresh_from_db()

    def _give_reasons(self, kind, **words):
        """The statement of reasons to the doctor."""
        statements.give(to=self.user, kind=kind, subject=self, **words)

    def _demand_two_checks(self, by):
        if self.checked_by_id == by.pk:
            raise MoveRefused(_("A second, different moderator must confirm."))
        if not by.has_perm("specialties.confirm_doctor"):
            raise MoveRefused(_("A senior moderator must confirm."))
        if found := sections.obstacles(self):
            raise MoveRefused(" ".join(str(one) for one in found))

    def _demand_complete(self):
        """A verified doctor's change is sent as it is; whoever sends an application by hand sends all of it."""
        if self.status != DoctorStatus.VERIFIED and sections.missing(self):
            raise MoveRefused(_("Your application is not complete yet."))
        if self.slug.startswith(UNSENT):
            self.slug = free_slug(self.name)


def free_slug(name):
    """A doctor's address from the name, with a few random letters when it is taken."""
    slug = slugify(name)[:120].strip("-") or "doctor"
    if slug.startswith(UNSENT) or Doctor.objects.filter(slug=slug).exists():
        return f"{slug}-{secrets.token_hex(3)}".removeprefix(UNSENT)
    return slug
