"""What is left of a public page that was taken down: its address, and why it answers 410 Gone."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from questions.models.states import TakenDownFor


class WithdrawalCause(models.TextChoices):
    """On whose account a page goes."""

    PATIENT = "patient", _("For the patient, or somebody it is about")
    REASON = "reason", _("For a reason of our moderators")
    LEGAL = "legal", _("For a legal reason")


# The cause that each answer to "why does it go?" is, and the reasons among them that the tombstone keeps.
CAUSES = {
    TakenDownFor.ASKED: WithdrawalCause.PATIENT,
    TakenDownFor.IDENTIFIES: WithdrawalCause.REASON,
    TakenDownFor.WRONG: WithdrawalCause.REASON,
    TakenDownFor.UNFIT: WithdrawalCause.REASON,
    TakenDownFor.LEGAL: WithdrawalCause.LEGAL,
}
REASONS = [code for code, cause in CAUSES.items() if cause == WithdrawalCause.REASON]

# What a reader who comes back is told. Of a patient's wish nothing is said: it is nobody's business.
SENTENCES = {
    TakenDownFor.IDENTIFIES: _("Our moderators took it down to protect somebody’s privacy."),
    TakenDownFor.WRONG: _(
        "Our moderators took it down because its advice was wrong, unsafe or out of date. If you have begun to follow "
        "it, speak to your own doctor before you go on."
    ),
    TakenDownFor.UNFIT: _(
        "Our moderators took it down because it was a duplicate, an advertisement or not about health."
    ),
    WithdrawalCause.LEGAL: _("It was taken down for a legal reason."),
}


class WithdrawnPage(models.Model):
    """The tombstone of a public copy that was taken down: its address answers 410 Gone. Holds nothing of its words.

    Of an imported page it also keeps which item of which archive it was, so that no later import brings it back.
    Written with the withdrawal and never changed; a trigger sees to both.
    """

    reference = models.CharField(max_length=11, unique=True)
    withdrawn_at = models.DateTimeField(default=timezone.now)
    # Empty where a page was taken down before causes were kept.
    cause = models.CharField(
        max_length=7, choices=WithdrawalCause.choices, blank=True, default="", db_default=""
    )
    reason = models.CharField(
        max_length=10, choices=TakenDownFor.choices, blank=True, default="", db_default=""
    )
    source_name = models.CharField(max_length=120, blank=True, default="")
    source_id = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("page taken down")
        verbose_name_plural = _("pages taken down")
        constraints = [
            # Also what an import asks of every batch.
            models.UniqueConstraint(
                fields=["source_name", "source_id"],
                name="withdrawn_source_id_once",
                condition=~Q(source_id=""),
            ),
            models.CheckConstraint(
                name="withdrawn_for_a_cause",
                condition=Q(cause=WithdrawalCause.REASON, reason__in=REASONS)
                | Q(cause__in=["", WithdrawalCause.PATIENT, WithdrawalCause.LEGAL], reason=""),
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def sentence(self):
        """Why it is gone, as readers are told; empty where that is nobody's business."""
        return SENTENCES.get(self.reason or self.cause, "")
