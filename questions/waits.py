"""How long an answer took: said only when it is true of enough queries."""

from datetime import timedelta
from statistics import median

from django.db import models
from django.db.models import Case, F, Func, When
from django.db.models.functions import TruncDate
from django.utils import timezone

from accounts.prepared import Prepared, Slot
from questions.models import PublishedQuestion

# The median is taken of the newest public copies, and told only when it stands on enough of our own.
SAMPLE = 200
ENOUGH = 20
SAMPLE_AGE = timedelta(days=365)
_DAYS = Func(
    TruncDate("answered_at"),
    F("asked_on"),
    template="(%(expressions)s)",
    arg_joiner=" - ",
    output_field=models.IntegerField(),
)
# Whether it counts is told of each row, not a condition on them: an archive's many rows would be walked past.
# Imported ones don't: nobody waited for them here.
_SINCE = Slot("since", models.DateTimeField())
NEWEST = Prepared(
    lambda: (
        PublishedQuestion.objects.published()
        .newest_answer_first()
        .values_list(Case(When(imported_on=None, answered_at__gte=_SINCE, then=_DAYS)))[:SAMPLE]
    )
)


def median_days():
    """Days from asking to the answer, the median of last year's questions among the newest; None when they are too
    few to tell. One query."""
    return median_of(NEWEST.rows(since=since()))


def since():
    """Of what NEWEST is asked: by the day, so that a page stays the same until the next one (accounts.pages)."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) - SAMPLE_AGE


def median_of(rows):
    """What the rows of NEWEST say."""
    days = [number for (number,) in rows if number is not None]
    return round(median(days)) if len(days) >= ENOUGH else None
