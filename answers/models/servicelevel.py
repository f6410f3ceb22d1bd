"""How long things took and what was decided in the last days, in figures that anybody may read."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from specialties.models import Specialty

# Fewer queries, answers or decisions than these say nothing about the site, and may say something about a person.
FEWEST = 10


class Measure(models.TextChoices):
    TRIAGE = "triage", _("Time until a moderator has read the query")
    ANSWER = "answer", _("Time until the answer")
    PUBLICATION = "publication", _("Time until the public page")
    RETURNED = "returned", _("Answers sent back to their doctor")
    DECLINED = "declined", _("Queries declined")


WAITS = (Measure.TRIAGE, Measure.ANSWER, Measure.PUBLICATION)
SHARES = (Measure.RETURNED, Measure.DECLINED)


class ServiceLevelQuerySet(models.QuerySet):
    def for_page(self):
        """All figures with their specialties, those of the whole site first, then by name. One query."""
        listed = self.filter(Q(specialty=None) | Q(specialty__in=Specialty.objects.listed()))
        return listed.select_related("specialty").order_by(
            "measure", models.F("specialty__name").asc(nulls_first=True)
        )


class ServiceLevel(models.Model):
    """One figure of the last days, of a specialty with its topics or of the whole site: a median wait and the one that
    nine of ten stayed within, or a share in percent. There is no row for what rests on fewer than FEWEST.

    Made anew by answers.servicelevels.compute(), from the trail alone.
    """

    specialty = models.ForeignKey(Specialty, models.CASCADE, null=True, related_name="+", editable=False)
    measure = models.CharField(max_length=11, choices=Measure.choices, editable=False)
    number = models.PositiveIntegerField(editable=False, help_text="of what it rests on")
    median = models.DurationField(null=True, editable=False)
    ninety = models.DurationField(null=True, editable=False)
    percent = models.PositiveSmallIntegerField(null=True, editable=False)
    computed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ServiceLevelQuerySet.as_manager()

    class Meta:
        verbose_name = _("service level")
        verbose_name_plural = _("service levels")
        constraints = [
            models.UniqueConstraint(
                name="servicelevel_once", fields=["specialty", "measure"], nulls_distinct=False
            ),
            models.CheckConstraint(name="servicelevel_of_enough", condition=Q(number__gte=FEWEST)),
            models.CheckConstraint(
                name="servicelevel_wait_or_share",
                condition=Q(measure__in=WAITS, median__isnull=False, ninety__isnull=False, percent=None)
                | Q(measure__in=SHARES, median=None, ninety=None, percent__isnull=False, percent__lte=100),
            ),
        ]

    def __str__(self):
        return f"{self.measure} {self.specialty_id or ''}"
