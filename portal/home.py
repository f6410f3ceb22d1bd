"""The home page."""

from datetime import timedelta
from statistics import median

from django.conf import settings
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.pages import public_page
from portal.pages import EMERGENCY_TEXT
from questions.models import PublishedQuestion
from specialties import structured
from specialties.models import Doctor, Specialty

LATEST = 6
# The median wait is taken of the newest public copies, and told only when it stands on enough of our own.
SAMPLE = 200
ENOUGH = 20
SAMPLE_AGE = timedelta(days=365)


@require_safe
@public_page
def home(request):
    """The whole site on a page. Four queries, however much is published."""
    areas = list(Specialty.objects.listed().areas())
    published = PublishedQuestion.objects.published().newest_answer_first()
    latest = list(published.cards()[:LATEST])
    context = {
        "areas": areas,
        "answered": sum(area.published_count for area in areas),
        "latest": latest,
        "imported": any(item.imported_on for item in latest),
        "doctor_count": Doctor.objects.verified().count(),
        "median_days": _median_days(published),
        "emergency_text": EMERGENCY_TEXT,
        "structured": structured.script(
            {"@type": "WebSite", "name": settings.SITE_NAME, "url": structured.absolute("/")}
        ),
    }
    return render(request, "portal/home.html", context)


def _median_days(published):
    """Days from asking to the answer, the median of last year's questions among the newest; None when they are too
    few to tell. Imported ones don't count: nobody waited for them here."""
    since = timezone.now() - SAMPLE_AGE
    rows = published.filter(answered_at__gte=since).values_list("asked_on", "answered_at", "imported_on")
    waits = [
        (answered_at.date() - asked_on).days
        for asked_on, answered_at, imported_on in rows[:SAMPLE]
        if asked_on and imported_on is None
    ]
    return round(median(waits)) if len(waits) >= ENOUGH else None
