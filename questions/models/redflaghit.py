"""What the red flags found in a query, and what its writer did about it."""

from django.db import models
from django.db.models import Case, Q, Subquery, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from questions.models.draft import Draft
from questions.models.question import Question
from questions.models.redflag import FlagLevel, RedFlagVersion

MOST_SERIOUS_FIRST = [FlagLevel.SELF_HARM, FlagLevel.EMERGENCY, FlagLevel.URGENT]


class RedFlagHitQuerySet(models.QuerySet):
    def pending(self):
        """Shown on the interruption page, and not gone on from."""
        return self.filter(continued_at=None)

    def level_of(self, question):
        """The level of the most serious rule found in a query (an OuterRef or an id), as a subquery; else null."""
        rank = Case(
            *(When(version__level=level, then=place) for place, level in enumerate(MOST_SERIOUS_FIRST))
        )
        return Subquery(self.filter(question=question).order_by(rank).values("version__level")[:1])


class RedFlagHit(models.Model):
    """One rule, in one version, that fits a draft or a query, once each. Moves with the draft when it is sent.

    `continued_at` is the writer's choice: when they said that they had read the warning and went on.
    """

    class Place(models.TextChoices):
        CHECKLIST = "checklist", _("ticked in “Do you have any of these now?”")
        UNTICKED = "unticked", _("ticked in “Do you have any of these now?” and unticked again")
        TEXT = "text", _("in the query")
        REPLY = "reply", _("in a reply")
        FOLLOW_UP = "follow_up", _("in a follow-up question")

    version = models.ForeignKey(RedFlagVersion, models.PROTECT, related_name="hits", editable=False)
    draft = models.ForeignKey(Draft, models.CASCADE, null=True, related_name="red_flags", editable=False)
    question = models.ForeignKey(
        Question, models.CASCADE, null=True, related_name="red_flags", editable=False
    )
    place = models.CharField(max_length=10, choices=Place.choices, editable=False)
    shown_at = models.DateTimeField(default=timezone.now, editable=False)
    continued_at = models.DateTimeField(null=True, editable=False)

    objects = RedFlagHitQuerySet.as_manager()

    class Meta:
        verbose_name = _("warning sign found")
        verbose_name_plural = _("warning signs found")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="redflaghit_of_draft_or_question",
                condition=Q(draft__isnull=False, question=None) | Q(draft=None, question__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["draft", "version"], name="redflaghit_once_in_draft", condition=~Q(draft=None)
            ),
            models.UniqueConstraint(
                fields=["question", "version"], name="redflaghit_once_in_query", condition=~Q(question=None)
            ),
        ]

    def __str__(self):
        return f"{self.version_id} in {self.draft_id or self.question_id}"
