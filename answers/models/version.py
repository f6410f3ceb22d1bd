"""A frozen version of an answer: what exactly was reviewed, by whom, with which credentials behind it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.moves import MoveRefused
from answers.models.contract import AnswerContract

CHANGE_NOTE_LENGTH = 500  # characters


class Outcome(models.TextChoices):
    WAITING = "", pgettext_lazy("answer", "Waiting for review")
    APPROVED = "approved", pgettext_lazy("answer", "Approved")
    RETURNED = "returned", pgettext_lazy("answer", "Sent back")
    RECALLED = "recalled", pgettext_lazy("answer", "Recalled by the doctor")


class AnswerVersionQuerySet(models.QuerySet):
    def approved(self):
        """Versions a moderator released."""
        return self.filter(outcome=Outcome.APPROVED)

    def wanting_prints(self):
        """Versions that near-copies are compared with: of each answer the last one sent and the approved one."""
        later = self.model.objects.filter(
            answer=models.OuterRef("answer"), number__gt=models.OuterRef("number")
        )
        return self.filter(Q(pk=F("answer__approved_version")) | ~models.Exists(later)).order_by("pk")


class AnswerVersion(AnswerContract):
    """What a doctor sent for review, word for word. Its content never changes (a trigger refuses it), and its
    outcome is written once. Moderators judge versions; patients read the approved one."""

    answer = models.ForeignKey("answers.Answer", models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    credentials = models.JSONField(help_text="Doctor.credentials() when it was written")
    submitted_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True, default=Outcome.WAITING)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    reason = models.TextField(pgettext_lazy("answer", "reason"), blank=True, default="")
    # With a return: the code of the editorial rule (answers.rules), and what the moderator would write instead.
    rule = models.CharField(max_length=20, blank=True, default="")
    proposal = models.JSONField(default=dict, blank=True, help_text="contract field → proposed text")
    change_note = models.TextField(
        _("what was changed, and why"),
        max_length=CHANGE_NOTE_LENGTH,
        blank=True,
        default="",
        help_text="of every version after an approved one; its patient reads it",
    )

    objects = AnswerVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer version")
        verbose_name_plural = _("answer versions")
        ordering = ["answer", "number"]
        indexes = [
            # What a doctor had approved lately.
            models.Index(
                fields=["author", "reviewed_at"],
                name="answerversion_approved_of",
                condition=Q(outcome="approved"),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["answer", "number"], name="answerversion_number_once"),
            models.UniqueConstraint(
                fields=["answer"],
                name="answerversion_one_waiting",
                condition=Q(outcome=""),
            ),
            models.CheckConstraint(
                name="answerversion_reviewed_at_and_by_together",
                condition=Q(reviewed_at=None, reviewed_by=None)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="answerversion_decided_by_somebody",
                condition=~Q(outcome__in=["approved", "returned"]) | Q(reviewed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="answerversion_author_is_not_reviewer",
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("author")),
            ),
            models.CheckConstraint(
                name="answerversion_returned_has_reason",
                condition=~Q(outcome="returned") | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="answerversion_proposal_with_return",
                condition=Q(outcome="returned") | Q(rule="", proposal={}),
            ),
        ]

    def __str__(self):
        return f"{self.answer_id} v{self.number}"

    def decide(self, outcome, *, by, reason="", rule="", proposal=None):
        """Write the outcome, once. Called by the moves of Answer, in their transaction, under their lock."""
        if self.outcome != Outcome.WAITING:
            raise MoveRefused(_("This version was decided already."))
        if by is not None and by.pk == self.author_id:
            raise MoveRefused(_("Nobody reviews their own answer."))
        self.outcome, self.reason = outcome, reason
        self.rule, self.proposal = rule, proposal or {}
        if by is not None:
            self.reviewed_by, self.reviewed_at = by, timezone.now()
        self.save(update_fields=["outcome", "reason", "rule", "proposal", "reviewed_by", "reviewed_at"])
