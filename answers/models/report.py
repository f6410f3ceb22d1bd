"""A concern about a doctor or about a public page, from anybody; moderators look into it."""

import uuid

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts import audit, mail
from accounts.models import User
from accounts.moves import MoveRefused, lock
from questions.models import PublishedQuestion
from specialties.models import Doctor


class ReportKind(models.TextChoices):
    IDENTITY = "identity", _("They are not who they say they are")
    UNSAFE = "unsafe", _("Their advice is unsafe")
    BEHAVIOUR = "behaviour", _("How they behaved towards somebody")
    PRIVACY = "privacy", _("They gave away something private")
    SPAM = "spam", _("Spam or advertising")
    OTHER = "other", _("Something else")


# What each kind is called of a page; kinds that aren't here are of doctors alone, and spam is of pages alone.
OF_PAGE = {
    ReportKind.PRIVACY: _("It gives away something private about somebody"),
    ReportKind.UNSAFE: _("Its advice could do harm"),
    ReportKind.SPAM: _("It is spam or advertising"),
    ReportKind.OTHER: _("Something else"),
}
OF_DOCTOR = [kind for kind in ReportKind if kind != ReportKind.SPAM]


class ReportStatus(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    ACTED = "acted", _("Acted on")
    CORRECTED = "corrected", _("Page corrected")
    TAKEN_DOWN = "taken_down", _("Page taken down")
    NOTHING = "nothing", _("Nothing to do")
    SPAM = "spam", _("Spam")


# Every move a report may make from waiting, by what it is about; a decided one stays decided.
DOCTOR_OUTCOMES = [ReportStatus.ACTED, ReportStatus.NOTHING, ReportStatus.SPAM]
PAGE_OUTCOMES = [
    ReportStatus.CORRECTED,
    ReportStatus.TAKEN_DOWN,
    ReportStatus.NOTHING,
    ReportStatus.SPAM,
]
DECIDED = _("This report was decided or changed meanwhile.")


class ReportQuerySet(models.QuerySet):
    def waiting(self):
        """What moderators have to look into: urgent ones first, what looks like a script last, then what gives
        something private away, then the oldest."""
        return self.filter(status=ReportStatus.WAITING).order_by("-urgent", "held", "-leaks", "made_at")

    def about_doctors(self):
        return self.filter(reference="")

    def about_pages(self):
        """Of public pages, those taken down since among them."""
        return self.exclude(reference="")

    def by_person(self, user):
        """What somebody with an account reported, oldest first."""
        return self.filter(by=user).order_by("made_at")

    @transaction.atomic
    def make(self, *, doctor, kind, text, contact, by, key, marks=()):
        """Store a concern about `doctor`, once per `key`, however often the form arrives. `by` may be anonymous;
        `marks` are those of accounts.robots."""
        urgent = kind == ReportKind.UNSAFE
        about = {"doctor": doctor, "kind": kind, "urgent": urgent}
        return self._store(about, text=text, contact=contact, by=by, key=key, marks=marks)[0]

    @transaction.atomic
    def make_of_page(self, *, page, kind, text, contact, by, key, marks=()):
        """Store a concern about a public page, likewise. What gives something private away is told to the moderators
        at once, the first time, unless a script seems to have sent it. Raises MoveRefused when the page is down."""
        page = lock(page)
        leaks = kind == ReportKind.PRIVACY
        about = {
            "page": page,
            "reference": page.reference,
            "kind": kind,
            "urgent": leaks or kind == ReportKind.UNSAFE,
            "leaks": leaks,
        }
        told_already = self.waiting().filter(page=page, leaks=True, held=False).exists()
        report, made = self._store(about, text=text, contact=contact, by=by, key=key, marks=marks)
        if made and leaks and not report.held and not told_already:
            report.alert()
        return report

    def _store(self, about, *, text, contact, by, key, marks):
        """(the report, whether it is new). In the caller's transaction."""
        report, made = self.get_or_create(
            key=key,
            defaults={
                **about,
                "text": text,
                "contact": contact,
                "language": get_language(),
                "by": by if by.is_authenticated else None,
                "held": bool(marks),
            },
        )
        if made:
            audit.record(report.by, "report.made", report)
        return report, made


class Report(models.Model):
    """One concern and what became of it. Only moderators read it, never the doctor it is about; the address for a
    reply is used once, for the outcome, and then forgotten. Of a page that is taken down its reference stays."""

    doctor = models.ForeignKey(Doctor, models.CASCADE, null=True, related_name="reports", editable=False)
    page = models.ForeignKey(
        PublishedQuestion, models.SET_NULL, null=True, related_name="reports", editable=False
    )
    # The public reference of the page; empty in a report about a doctor.
    reference = models.CharField(max_length=11, blank=True, default="", db_default="", editable=False)
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("what it is about"), max_length=10, choices=ReportKind.choices)
    text = models.TextField(_("what happened"), max_length=4000)
    contact = models.EmailField(_("e-mail address for a reply"), blank=True, default="")
    # That of the page it was sent from: a reply to `contact` is in it.
    language = models.CharField(max_length=12, blank=True, default="", db_default="", editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="reports_made", editable=False
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    urgent = models.BooleanField(_("urgent"), default=False, editable=False)
    # A page that gives something private away: before all that is as urgent.
    leaks = models.BooleanField(default=False, db_default=False, editable=False)
    held = models.BooleanField(_("looks like a script"), default=False, editable=False)
    status = models.CharField(
        max_length=10, choices=ReportStatus.choices, default=ReportStatus.WAITING, editable=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    taken_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    decided_at = models.DateTimeField(null=True, editable=False)
    note = models.TextField(_("what was found and done"), max_length=2000, blank=True, default="")

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        permissions = [("handle_report", "Can look into concerns about doctors and pages")]
        indexes = [
            # The moderators' two queues, and how long the oldest in each waits.
            models.Index(
                fields=["-urgent", "held", "-leaks", "made_at", "id"],
                name="report_of_page_waiting",
                condition=Q(status="waiting") & ~Q(reference=""),
            ),
            models.Index(
                fields=["made_at"],
                name="report_of_page_oldest",
                condition=Q(status="waiting") & ~Q(reference=""),
            ),
            models.Index(
                fields=["-urgent", "held", "made_at", "id"],
                name="report_of_doctor_waiting",
                condition=Q(status="waiting", reference=""),
            ),
            models.Index(
                fields=["made_at"],
                name="report_of_doctor_oldest",
                condition=Q(status="waiting", reference=""),
            ),
            # Other reports about the same page.
            models.Index(fields=["reference"], name="report_of_page", condition=~Q(reference="")),
        ]
        constraints = [
            models.CheckConstraint(
                name="report_taken_at_and_by_together",
                condition=Q(taken_at=None, taken_by=None) | Q(taken_at__isnull=False, taken_by__isnull=False),
            ),
            models.CheckConstraint(
                name="report_decided_at_and_by_together",
                condition=Q(decided_at=None, decided_by=None, status="waiting")
                | Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(status="waiting"),
            ),
            models.CheckConstraint(
                name="report_decision_has_note",
                condition=Q(status__in=["waiting", "spam"]) | ~Q(note=""),
            ),
            models.CheckConstraint(
                name="report_about_doctor_or_page",
                condition=Q(
                    doctor__isnull=False,
                    page=None,
                    reference="",
                    leaks=False,
                    kind__in=OF_DOCTOR,
                    status__in=["waiting", *DOCTOR_OUTCOMES],
                )
                | Q(doctor=None, kind__in=list(OF_PAGE), status__in=["waiting", *PAGE_OUTCOMES])
                & ~Q(reference=""),
            ),
            models.CheckConstraint(
                name="report_taken_down_is_down", condition=~Q(status="taken_down") | Q(page=None)
            ),
            models.CheckConstraint(
                name="report_decided_forgets_contact", condition=Q(status="waiting") | Q(contact="")
            ),
        ]

    def __str__(self):
        return f"#{self.pk}"

    @property
    def kind_word(self):
        """What it is about, in the words of the form it was chosen on."""
        return OF_PAGE[self.kind] if self.reference else self.get_kind_display()

    @property
    def outcomes(self):
        """How it may end, as things are: a page is called corrected or taken down only once it is."""
        if not self.reference:
            return DOCTOR_OUTCOMES
        left_out = {
            ReportStatus.CORRECTED: self.page is None or self.page.changed_at <= self.made_at,
            ReportStatus.TAKEN_DOWN: self.page is not None,
        }
        return [outcome for outcome in PAGE_OUTCOMES if not left_out.get(outcome)]

    @property
    def involved(self):
        """The ids of those who don't look into it: who reported it, the doctor, or the page's doctors and patient.
        No query where all of them are prefetched."""
        found = {self.by_id, self.doctor and self.doctor.user_id}
        if self.page is not None:
            found |= {answer.doctor.user_id for answer in self.page.answers.all()}
            found.add(self.page.question and self.page.question.asker_id)
        return found - {None}

    def alert(self):
        """Tell every moderator that something private may be public. In the caller's transaction."""
        path = reverse("admin:desk-page-report", args=[self.pk])
        for moderator in User.objects.moderators().exclude(pk=self.by_id):
            mail.notify(moderator, "page_report_privacy", reference=self.reference, path=path)

    @transaction.atomic
    def take(self, *, by, seen_version):
        """A moderator says: I am looking into it. Another may take it over; a second click changes nothing."""
        current = self._locked(by=by)
        if current.taken_by_id == by.pk:
            return
        if current.version != seen_version:
            raise MoveRefused(DECIDED)
        current.taken_by, current.taken_at = by, timezone.now()
        current.version += 1
        current.save()
        audit.record(by, "report.taken", current)
        self.refresh_from_db()

    @transaction.atomic
    def decide(self, *, by, outcome, note, seen_version):
        """A moderator ends it with what was found; who left an address, or reported a page from an account, is told
        that it was looked into, and how it ended, unless it is spam. The address is forgotten with that."""
        current = self._locked(by=by)
        if current.version != seen_version:
            raise MoveRefused(DECIDED)
        if outcome not in current.outcomes:
            raise MoveRefused(_("The page is not corrected, or not taken down, yet."))
        if not note.strip() and outcome != ReportStatus.SPAM:
            raise MoveRefused(_("Enter what you found and did."))
        if outcome != ReportStatus.SPAM:
            current._tell(outcome)
        current.status, current.note, current.contact = outcome, note, ""
        current.decided_by, current.decided_at = by, timezone.now()
        current.version += 1
        current.save()
        audit.record(by, f"report.{outcome}", current)
        self.refresh_from_db()

    def _tell(self, outcome):
        """How it ended, to who reported it, if they can be told."""
        if self.contact:
            mail.notify_address(
                self.contact,
                f"page_report_{outcome}" if self.reference else f"report_{outcome}",
                reference=self.reference,
                language=self.language,
            )
        elif self.reference and self.by is not None:
            mail.notify(self.by, f"page_report_{outcome}", reference=self.reference)

    def _locked(self, *, by):
        current = lock(self)
        if by.pk in current.involved:
            raise MoveRefused(_("Another moderator must look into this report: it is by you or about you."))
        if current.status != ReportStatus.WAITING:
            raise MoveRefused(DECIDED)
        return current
