"""What search engines fetch: sitemap, robots.txt; and security.txt. Whole addresses come from SITE_URL."""

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.db.models import Max, Min
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.pages import public_page
from questions.models import PublishedQuestion
from specialties.models import Doctor, Specialty
from specialties.structured import absolute

# Each part holds the public copies whose ids lie in one range of this length, so that a part's address always
# means the same ones, and each is one walk along the primary key. The format allows 50,000.
PART = 10_000
INFORMATION = (
    "home",
    "specialty-list",
    "doctor-list",
    "about",
    "editorial-process",
    "disclaimer",
    "privacy",
    "terms",
    "accessibility",
    "contact",
    "service-levels",
)
PRIVATE = ("/admin/", "/accounts/", "/dashboard/", "/me/", "/pictures/", "/ask/")
XML = "application/xml; charset=utf-8"


@require_safe
@public_page
def sitemap_index(request):
    """The parts of the sitemap. One query, of the lowest and the highest id."""
    ends = PublishedQuestion.objects.published().aggregate(low=Min("pk"), high=Max("pk"))
    names = [reverse("sitemap-pages")]
    if ends["low"] is not None:
        numbers = range(ends["low"] // PART, ends["high"] // PART + 1)
        names += [reverse("sitemap-questions", args=[number]) for number in numbers]
    context = {"sitemaps": [{"location": absolute(name)} for name in names]}
    return render(request, "sitemap_index.xml", context, content_type=XML)


@require_safe
@public_page
def sitemap_pages(request):
    """Everything but questions. A specialty's last change is its introduction's review; others have none to tell."""
    urls = [{"location": absolute(reverse(name))} for name in INFORMATION]
    for specialty in Specialty.objects.listed().only("slug"):
        urls.append({"location": absolute(specialty.get_absolute_url())})
    for doctor in Doctor.objects.listed().only("slug"):
        urls.append({"location": absolute(doctor.get_absolute_url())})
    return render(request, "sitemap.xml", {"urlset": urls}, content_type=XML)


@require_safe
@public_page
def sitemap_questions(request, number):
    """The public copies of one range of ids, each with the day of its last change. One query."""
    rows = (
        PublishedQuestion.objects.published()
        .filter(pk__gte=number * PART, pk__lt=(number + 1) * PART)
        .order_by("pk")
        .only("reference", "slug", "changed_at")
    )
    urls = [{"location": absolute(row.get_absolute_url()), "lastmod": row.changed_at} for row in rows]
    if not urls:
        raise Http404
    return render(request, "sitemap.xml", {"urlset": urls}, content_type=XML)


@require_safe
@public_page
def robots(request):
    """Where crawlers needn't go. Nothing is protected by it: private pages ask who comes."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in PRIVATE), ""]
    return _text([*lines, f"Sitemap: {absolute(reverse('sitemap'))}"])


@require_safe
@public_page
def security_txt(request):
    """Whom to tell about a weakness (RFC 9116). `Expires` moves with the days, always half a year ahead."""
    day = timezone.now().date() + timedelta(days=180)
    contact = f"mailto:{settings.CONTACT_EMAIL}" if settings.CONTACT_EMAIL else absolute(reverse("contact"))
    return _text(
        [
            f"Contact: {contact}",
            f"Expires: {datetime.combine(day, time(), tzinfo=UTC):%Y-%m-%dT%H:%M:%SZ}",
            "Preferred-Languages: en",
            f"Canonical: {absolute(reverse('security-txt'))}",
        ]
    )


def _text(lines):
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
