"""The home page."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.pages import public_page
from accounts.prepared import Prepared
from portal.pages import EMERGENCY_TEXT
from questions import waits
from questions.models import PublishedQuestion
from specialties import structured
from specialties.models import Doctor, Edition, Specialty

LATEST = 6
_AREAS = Prepared(lambda: Specialty.objects.listed().areas())
_LATEST = Prepared(lambda: PublishedQuestion.objects.published().newest_answer_first().cards()[:LATEST])


@require_safe
@public_page(edition=Edition.objects.whole)
def home(request):
    """The whole site on a page. Five queries, however much is published."""
    areas, latest = _AREAS.rows(), _LATEST.rows()
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
