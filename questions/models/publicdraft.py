"""The public copy in the making: what a moderator de-identified and the patient is asked to agree to."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from questions.models.question import Question

SIGNATURES = ["approved_by", "approved_at", "agreed_at", "signed_off_by", "signed_off_at", "signed_off"]


class PublicDraft(models.Model):
    """The de-identified text of one query before (and after) it is public. No reader ever reads this row.

    Its moves are in answers.publication, because a publication takes the answers with it.
    Who approves it has signed off each class of marks found in this very text (`signed_off`, answers.signoff).
    Where two people must sign, `approved_by` differs from `prepared_by` and is a senior moderator; triggers see to it.
    While its page is public, a newer `version` than PublishedQuestion.draft_version is a correction in the making
    (answers.correction), with `correction_note` for readers; approved and not yet public, it waits for the patient.
    """

    question = models.OneToOneField(Question, models.CASCADE, related_name="public_draft")
    title = models.CharField(_("public title"), max_length=200)
    text = models.TextField(_("public text"), max_length=10_000)
    version = models.PositiveIntegerField(default=1, editable=False)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    prepared_at = models.DateTimeField(editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
    )
    approved_at = models.DateTimeField(null=True, editable=False)
    agreed_at = models.DateTimeField(
        null=True, editable=False, help_text="when the patient agreed to this text"
    )
    change_wanted = models.TextField(
        _("change the patient asks for"),
        max_length=2000,
        blank=True,
        default="",
        editable=False,
    )
    unwanted_version = models.PositiveIntegerField(
        default=0,
        db_default=0,
        editable=False,
        help_text="the version that the patient asked to have changed",
    )
    correction_note = models.CharField(
        _("what was corrected"), max_length=300, blank=True, default="", editable=False
    )

    # Decisions that words in the text identify nobody, as answers.signoff.keep() makes them.
    kept = models.JSONField(default=list, editable=False)
    signed_off = models.JSONField(
        default=dict, editable=False, help_text="per class of marks found: how many, how many of them stand"
    )
    signed_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    signed_off_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("public copy in preparation")
        verbose_name_plural = _("public copies in preparation")
        constraints = [
            models.CheckConstraint(
                name="publicdraft_approved_at_and_by_together",
                condition=Q(approved_at=None, approved_by=None)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
            ),
            models.CheckConstraint(
                name="publicdraft_signed_off_at_and_by_together",
                condition=Q(signed_off_at=None, signed_off_by=None, signed_off={})
                | Q(signed_off_at__isnull=False, signed_off_by__isnull=False) & ~Q(signed_off={}),
            ),
            models.CheckConstraint(
                name="publicdraft_agreed_needs_approved",
                condition=Q(agreed_at=None) | Q(approved_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.question.reference} v{self.version}"

    @property
    def change_awaited(self):
        """Whether the change that the patient asks for waits for a newer text; `change_wanted` stays until the next
        approval, so that who signs can see that it is in."""
        return bool(self.change_wanted) and self.version == self.unwanted_version

    @property
    def corrects_page(self):
        """Whether it is a correction in the making: newer than what its public page shows."""
        page = getattr(self.question, "published_copy", None)
        return page is not None and self.version != page.draft_version

    @property
    def correction_waits_for_patient(self):
        """Whether it is a correction that a moderator approved and the patient has not agreed to yet."""
        return self.corrects_page and self.approved_at is not None

    def may_be_signed_by(self, user):
        """Whether `user` may approve it, or an approval of theirs still suffices: where two people sign, a senior
        moderator who didn't prepare it. Two queries for the permissions of somebody not asked for one before."""
        if not self.question.two_people_publish:
            return True
        return self.prepared_by_id != user.pk and user.has_perm("questions.confirm_publication")

    def want_change(self, note):
        """The patient asks to have this very text changed, which takes back what was signed. Doesn't save."""
        self.unsign()
        self.change_wanted, self.unwanted_version = note, self.version

    def unsign(self):
        """Forget what was signed and agreed to: it was another text, or is wanted otherwise. Doesn't save."""
        self.approved_by = self.approved_at = self.agreed_at = None
        self.signed_off_by, self.signed_off_at, self.signed_off = None, None, {}

    def take_back_approval(self):
        """What no longer lies before the patient is not approved. Called by Question.move_held_publication()
        and take_back_correction(), under their lock. Saves nothing where nobody signed."""
        if self.approved_at is not None or self.signed_off_at is not None:
            self.unsign()
            self.save(update_fields=SIGNATURES)
