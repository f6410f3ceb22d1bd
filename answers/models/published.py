"""The public side of answers: the copy in the making, and the copy that readers see."""

from statistics import median

from django.db import models
from django.db.models import Prefetch, Q, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from answers.models.contract import CONTRACT_FIELDS, MARKDOWN_FIELDS
from answers.models.exchange import PublicWords
from answers.models.opinion import GIVEN, SHOWN_OF_DOCTOR, Opinion
from answers.models.retraction import Retraction
from answers.models.version import AnswerVersion
from questions.models import PublicDraft, PublishedQuestion
from specialties.models import Doctor

# A doctor's median is taken of the newest answers, and told only when it stands on enough of them.
SAMPLE = 100
ENOUGH = 5
# What a page prints: what is written in markdown as it was rendered.
PAGE_FIELDS = (
    *(name for name in CONTRACT_FIELDS if name not in MARKDOWN_FIELDS),
    "exchanges",
    "question_id",
    "position",
    "credentials",
    "rendered",
    "answered_at",
    "edited_at",
    "reviewed_on",
    "imported",
    "retracted_on",
    "retraction",
    "detached",
    "draft_version",
)


class PublicAnswerDraft(PublicWords):
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


def _opinions():
    return Prefetch("opinions", Opinion.objects.for_page(), to_attr="read_opinions")


class PublishedAnswerQuerySet(models.QuerySet):
    def standing(self):
        """Those with words: not retracted. What is counted, judged or listed anywhere is one of these."""
        return self.filter(retracted_on=None)

    def for_page(self):
        """The answers of a page in their order, each with what readers may see of its doctor; of a retracted one the
        notice in its place; what colleagues say of it as `shown_opinions`. Two queries."""
        return self._printed(*PAGE_FIELDS, *MARKDOWN_FIELDS).prefetch_related(_opinions())

    def as_printed(self):
        """The same as the public page prints them: no markdown but what it was rendered to, and no opinions, which
        read_opinions() adds where a page has any. One query."""
        return self._printed(*PAGE_FIELDS)

    def read_opinions(self, answers):
        """Read what colleagues say of these `answers`, as for_page() has it. One query."""
        prefetch_related_objects(answers, _opinions())

    def _printed(self, *fields):
        shown = [f"doctor__{name}" for name in SHOWN_OF_DOCTOR]
        return self.select_related("doctor").only(*fields, *shown).order_by("position", "pk")

    def judgeable_by(self, doctor):
        """What a doctor who is verified today may give an opinion on: colleagues' answers that stand, under the
        doctor's specialties (a topic belongs to its specialty), never to the doctor's own query. Nothing imported,
        and nothing whose query was erased: nobody could answer to a disagreement there."""
        if not doctor.is_verified:
            return self.none()
        fields = doctor.specialties.values("pk")
        return (
            self.standing()
            .filter(imported=False, detached=False)
            .filter(Q(question__topic__in=fields) | Q(question__area__in=fields))
            .exclude(doctor=doctor)
            .exclude(question__question__asker=doctor.user_id)
        )

    def unjudged_by(self, doctor):
        """Of those, the ones the doctor has no opinion on yet; the newest first."""
        given = Opinion.objects.of_doctor(doctor).filter(
            status__in=GIVEN, published_answer=models.OuterRef("pk")
        )
        return (
            self.judgeable_by(doctor).filter(~models.Exists(given.order_by())).order_by("-answered_at", "-pk")
        )

    def for_profile(self):
        """A doctor's public answers, newest first, with the page each stands on; none retracted. One query."""
        on_page = ("reference", "slug", "title", "language", "topic__name", "topic__slug")
        return (
            self.standing()
            .select_related("question__topic")
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

    def median_days(self):
        """Days from asking to the answer, the median of the newest; None when they are too few to tell. Imported ones
        don't count: nobody waited for them here. One query of at most SAMPLE rows."""
        ours = (
            self.standing().filter(imported=False, question__asked_on__isnull=False).order_by("-answered_at")
        )
        pairs = ours.values_list("answered_at", "question__asked_on")[:SAMPLE]
        waits = [(timezone.localdate(answered_at) - asked_on).days for answered_at, asked_on in pairs]
        return round(median(waits)) if len(waits) >= ENOUGH else None


class PublishedAnswer(PublicWords):
    """The public copy of one approved answer version, or an answer imported from an earlier site.

    A trigger refuses a row whose version no moderator approved. `rendered` holds the markdown parts
    as safe HTML, made once when published, because rendering is what a page costs. A correction changes the row in
    place (answers.correction), a retraction empties it: the page keeps its address, the answer its place on it.
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
    # The version of the PublicDraft whose words these are; 0 for an imported one.
    draft_version = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    retracted_on = models.DateField(null=True, editable=False)
    retraction = models.CharField(
        max_length=15, choices=Retraction.choices, blank=True, default="", db_default="", editable=False
    )

    objects = PublishedAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("published answer")
        verbose_name_plural = _("published answers")
        ordering = ["position", "pk"]
        indexes = [
            # A doctor's profile, which lists and counts what stands.
            models.Index(
                fields=["doctor", "-answered_at", "-id"],
                name="publishedanswer_by_doctor",
                condition=Q(retracted_on=None),
            ),
            # What doctors look through for a second opinion.
            models.Index(
                fields=["-answered_at", "-id"],
                name="publishedanswer_to_judge",
                condition=Q(imported=False, detached=False, retracted_on=None),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["question", "position"], name="publishedanswer_position_once"),
            models.CheckConstraint(
                name="publishedanswer_ours_or_imported",
                condition=Q(imported=False, detached=False, source__isnull=False, reviewed_on__isnull=False)
                | Q(imported=False, detached=True, source=None, reviewed_on__isnull=False)
                | Q(imported=True, detached=False, source=None),
            ),
            models.CheckConstraint(
                name="publishedanswer_imported_without_exchanges",
                condition=Q(imported=False) | Q(exchanges=[]),
            ),
            models.CheckConstraint(
                name="publishedanswer_retracted_says_why",
                condition=Q(retracted_on=None, retraction="")
                | Q(retracted_on__isnull=False, retraction__in=Retraction.values),
            ),
        ]

    def __str__(self):
        return f"{self.question_id} / {self.position}"

    @property
    def shown_opinions(self):
        """What colleagues say, as for_page() read it; nothing where nobody did."""
        return getattr(self, "read_opinions", ())


class CorrectionQuerySet(models.QuerySet):
    def for_page(self):
        """What a page says about its corrections, newest first; one query."""
        return self.only("page_id", "made_on", "note").order_by("-made_on", "-pk")


class Correction(models.Model):
    """What was corrected on a public page, and when, as readers see it. Written with the correction by
    answers.correction, never changed; a trigger compares it with the approved note."""

    page = models.ForeignKey(PublishedQuestion, models.CASCADE, related_name="corrections")
    made_on = models.DateField()
    note = models.CharField(max_length=300)
    draft_version = models.PositiveIntegerField()

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        constraints = [
            models.UniqueConstraint(fields=["page", "draft_version"], name="correction_version_once"),
            models.CheckConstraint(name="correction_has_note", condition=~Q(note="")),
        ]

    def __str__(self):
        return f"{self.page_id} / {self.made_on}"
