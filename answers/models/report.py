"""A concern about a doctor, from anybody; moderators look into it."""

import uuid

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import audit, mail
from accounts.moves import MoveRefused, lock
from questions.models import PublishedQuestion
from specialties.models import Doctor


class ReportKind(models.TextChoices):
    IDENTITY = "identity", _("They are not who they say they are")
    UNSAFE = "unsafe", _("Their advice is unsafe")
    BEHAVIOUR = "behaviour", _("How they behaved towards somebody")
    PRIVACY = "privacy", _("They gave away something private")
    OTHER = "other", _("Something else")


class ReportStatus(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    ACTED = "acted", _("Acted on")
    NOTHING = "nothing", _("Nothing to do")
    SPAM = "spam", _("Spam")


# Every move a report may make; a move absent from here is refused.
REPORT_MOVES = {
    ReportStatus.WAITING: {ReportStatus.ACTED, ReportStatus.NOTHING, ReportStatus.SPAM},
    ReportStatus.ACTED: set(),
    ReportStatus.NOTHING: set(),
    ReportStatus.SPAM: set(),
}
DECIDED = _("This report was decided or changed meanwhile.")


class ReportQuerySet(models.QuerySet):
    def waiting(self):
        """What moderators have to look into: unsafe advice first, what looks like a script last, then the oldest."""
        return self.filter(status=ReportStatus.WAITING).order_by("-urgent", "held", "made_at")

    def by_person(self, user):
        """What somebody with an account reported, oldest first."""
        return self.filter(by=user).order_by("made_at")

    @transaction.atomic
    def make(self, *, doctor, kind, text, contact, by, key, marks=()):
        """Store a concern about `doctor`, once per `key`, however often the form arrives. `by` may be anonymous;
        `marks` are those of accounts.robots."""
        report, made = self.get_or_create(
            key=key,
            defaults={
                "doctor": doctor,
                "kind": kind,
                "text": text,
                "contact": contact,
                "by": by if by.is_authenticated else None,
                "urgent": kind == ReportKind.UNSAFE,
                "held": bool(marks),
            },
        )
        if made:
            audit.record(report.by, "report.made", report)
        return report


class Report(models.Model):
    """One concern and what became of it. Only moderators read it, never the doctor it is about; the address for a
    reply is used once, for the outcome, and then forgotten."""

    doctor = models.ForeignKey(Doctor, models.CASCADE, null=True, related_name="reports", editable=False)
    page = models.ForeignKey(
        PublishedQuestion, models.SET_NULL, null=True, related_name="reports", editable=False
    )
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("what it is about"), max_length=10, choices=ReportKind.choices)
    text = models.TextField(_("what happened"), max_length=4000)
    contact = models.EmailField(_("e-mail address for a reply"), blank=True, default="")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="reports_made", editable=False
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    urgent = models.BooleanField(_("urgent"), default=False, editable=False)
    held = models.BooleanField(_("looks like a script"), default=False, editable=False)
    status = models.CharField(
        max_length=8, choices=ReportStatus.choices, default=ReportStatus.WAITING, editable=False
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
        permissions = [("handle_report", "Can look into concerns about doctors")]
        indexes = [
            # The moderators' queue.
            models.Index(
                fields=["-urgent", "held", "made_at"], name="report_waiting", condition=Q(status="waiting")
            ),
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
                name="report_decided_forgets_contact", condition=Q(status="waiting") | Q(contact="")
            ),
        ]

    def __str__(self):
        return f"#{self.pk}"

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
        """A moderator ends it with what was found; who left an address is told that it was looked into, and how it
        ended, unless it is spam. The address is forgotten with that."""
        current = self._locked(by=by)
        if current.version != seen_version or outcome not in REPORT_MOVES[current.status]:
            raise MoveRefused(DECIDED)
        if not note.strip() and outcome != ReportStatus.SPAM:
            raise MoveRefused(_("Enter what you found and did."))
        if current.contact and outcome != ReportStatus.SPAM:
            mail.notify_address(current.contact, f"report_{outcome}")
        current.status, current.note, current.contact = outcome, note, ""
        current.decided_by, current.decided_at = by, timezone.now()
        current.version += 1
        current.save()
        audit.record(by, f"report.{outcome}", current)
        self.refresh_from_db()

    def _locked(self, *, by):
        current = lock(self)
        if by.pk == current.by_id or (current.doctor and by.pk == current.doctor.user_id):
            raise MoveRefused(_("Another moderator must look into this report: it is by you or about you."))
        if current.status != ReportStatus.WAITING:
            raise MoveRefused(DECIDED)
        return current
