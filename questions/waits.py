"""How long an answer took: said only when it is true of enough queries."""

from datetime import timedelta
from statistics import median

from django.db import models
from django.utils import timezone

from accounts.prepared import Prepared, Slot
from questions.models import PublishedQuestion

# The median is taken of the newest public copies, and told only when it stands on enough of our own.
SAMPLE = 200
ENOUGH = 20
SAMPLE_AGE = timedelta(days=365)
_NEWEST = Prepared(
    lambda: (
        PublishedQuestion.objects.published()
        .newest_answer_first()
        .filter(answered_at__gte=Slot("since", models.DateTimeField()))
        .values_list("asked_on", "answered_at", "imported_on", named=True)[:SAMPLE]
    )
)


def median_days():
    """Days from asking to the answer, the median of last year's questions among the newest; None when they are too
    few to tell. Imported ones don't count: nobody waited for them here. One query."""
    # By the day, so that a page stays the same until the next one (accounts.pages).
    since = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) - SAMPLE_AGE
    zone = timezone.get_current_timezone()
    waits = [
        (answered_at.astimezone(zone).date() - asked_on).days
        for asked_on, answered_at, imported_on in _NEWEST.rows(since=since)
        if asked_on and imported_on is None
    ]
    return round(median(waits)) if len(waits) >= ENOUGH else None
