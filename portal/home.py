"""The home page."""

from django.contrib.humanize.templatetags.humanize import intcomma
from django.db import models
from django.db.models import Func
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.pages import Page, public_page
from accounts.prepared import Prepared, Slot, Together
from accounts.site import EMERGENCY_TEXT, facts
from accounts.stencils import Stencil
from questions import waits
from questions.models import PublishedQuestion
from questions.templatetags.cards import cards_of
from specialties import parts, structured
from specialties.models import Doctor, Edition, Specialty

LATEST = 6
AREA = ("name", "slug", "summary", "published_count")
_PAGE = Stencil("portal/home.html")
_READ = Together(
    Prepared(lambda: Specialty.objects.listed().areas().values_list(*AREA, named=True)),
    Prepared(lambda: PublishedQuestion.objects.published().newest_answer_first().card_rows()[:LATEST]),
    Prepared(
        lambda: (
            # Read from the index of licences alone: Count would group by the row.
            Doctor.objects.verified(today=Slot("today", models.DateField()))
            .order_by()
            .values_list(Func("pk", function="count", output_field=models.IntegerField()))
        )
    ),
    waits.NEWEST,
    Prepared(lambda: Edition.objects.order_by("scope", "pk").values_list("mark")),
)


@require_safe
@public_page(edition=Edition.objects.whole, with_page=True)
def home(request):
    """The whole site on a page. One query, however much is published."""
    areas, latest, ((doctor_count,),), newest, edition = _READ.rows(
        today=timezone.now().date(), since=waits.since()
    )
    days = waits.median_of(newest)
    answered = sum(area.published_count for area in areas)
    words = {
        "areas": parts.topics("specialties/_area_tile.html", [area._asdict() for area in areas]),
        "answered": intcomma(answered),
        "answered_label": ngettext(
            "question answered and published", "questions answered and published", answered
        ),
        "cards": cards_of(latest),
        "doctor_count": intcomma(doctor_count),
        "doctor_label": ngettext("verified doctor who answers", "verified doctors who answer", doctor_count),
        "structured": structured.script(structured.website()),
        "page_address": "/",
    }
    flags = {
        "imported": any(item.imported_on for item in latest),
        "days": 0 if days is None else max(days, 1),
        "emergency_text": str(EMERGENCY_TEXT),
        "translated": True,
    }
    return Page(_PAGE.fill(words, **flags, **facts()), edition=(mark for (mark,) in edition))
