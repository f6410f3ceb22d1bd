"""The public side of answers: the copy in the making, and the copy that readers see."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from answers.models.contract import CONTRACT_FIELDS, AnswerContract
from answers.models.version import AnswerVersion
from questions.models import PublicDraft, PublishedQuestion
from specialties.models import Doctor

SHOWN_OF_DOCTOR = ("name", "slug", "title", "degree", "country", "portrait", "status", "licence_expires_on")
PAGE_FIELDS = (
    *CONTRACT_FIELDS,
    "question_id",
    "position",
    "credentials",
    "rendered",
    "answered_at",
    "edited_at",
    "reviewed_on",
    "imported",
)


class PublicAnswerDraft(AnswerContract):
    """The de-identified text of one approved answer version, beside its PublicDraft. No reader reads it."""

    draft = models.ForeignKey(PublicDraft, models.CASCADE, related_name="answers")
    source = models.ForeignKey(AnswerVersion, models.CASCADE, related_name="public_drafts")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("public answer in preparation")
        verbose_name_plural = _("public answers in preparation")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "source"], name="publicanswerdraft_source_once"),
        ]

    def __str__(self):
        return f"{self.draft_id} / {self.source_id}"


class PublishedAnswerQuerySet(models.QuerySet):
    def for_page(self):
        """The answers of a page in their order, each with what readers may see of its doctor; one query."""
        shown = [f"doctor__{name}" for name in SHOWN_OF_DOCTOR]
        return self.select_related("doctor").only(*PAGE_FIELDS, *shown).order_by("position", "pk")

    def for_profile(self):
        """A doctor's public answers, newest first, with the page each stands on; one query."""
        on_page = ("reference", "slug", "title", "topic__name", "topic__slug")
        return (
            self.select_related("question__topic")
            .only(
                "doctor",
                "short_answer",
                "explanation",
                "position",
                "answered_at",
                *[f"question__{name}" for name in on_page],
            )
            .order_by("-answered_at", "-pk")
        )


class PublishedAnswer(AnswerContract):
    """The public copy of one approved answer version, or an answer imported from an earlier site.

    A trigger refuses a row whose version no moderator approved. `rendered` holds the markdown parts
    as safe HTML, made once when published, because rendering is what a page costs.
    """

    question = models.ForeignKey(PublishedQuestion, models.CASCADE, related_name="answers")
    source = models.OneToOneField(
        AnswerVersion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="published_copy",
    )
    doctor = models.ForeignKey(Doctor, models.PROTECT, related_name="published_answers")
    position = models.PositiveSmallIntegerField(default=0)
    credentials = models.JSONField(default=dict)
    rendered = models.JSONField(default=dict, help_text="field name → safe HTML; findings → list of texts")
    answered_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    reviewed_on = models.DateField(null=True)
    imported = models.BooleanField(default=False)
    # Its query and answer were erased and the patient let the page stay: nothing private is behind it any more.
    detached = models.BooleanField(default=False)

    objects = PublishedAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("published answer")
        verbose_name_plural = _("published answers")
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["doctor", "-answered_at"], name="publishedanswer_by_doctor")]
        constraints = [
            models.UniqueConstraint(fields=["question", "position"], name="publishedanswer_position_once"),
            models.CheckConstraint(
                name="publishedanswer_ours_or_imported",
                condition=Q(imported=False, detached=False, source__isnull=False, reviewed_on__isnull=False)
                | Q(imported=False, detached=True, source=None, reviewed_on__isnull=False)
                | Q(imported=True, detached=False, source=None),
            ),
        ]

    def __str__(self):
        return f"{self.question_id} / {self.position}"
