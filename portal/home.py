"""The home page."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.pages import public_page
from portal.pages import EMERGENCY_TEXT
from questions import waits
from questions.models import PublishedQuestion
from specialties import structured
from specialties.models import Doctor, Edition, Specialty

LATEST = 6


@require_safe
@public_page(edition=Edition.objects.whole)
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
        "median_days": waits.median_days(),
        "emergency_text": EMERGENCY_TEXT,
        "structured": structured.script(structured.website()),
    }
    return render(request, "portal/home.html", context)
