"""What search engines fetch: sitemap, robots.txt; and security.txt. Whole addresses come from SITE_URL."""

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.views.decorators.http import require_safe

from accounts.languages import in_every_language
from accounts.pages import public_page
from questions.models import PublishedQuestion
from questions.models.published import SITEMAP_PART
from specialties.models import Doctor, Specialty
from specialties.structured import absolute

INFORMATION = (
    "about",
    "editorial-process",
    "disclaimer",
    "privacy",
    "terms",
    "accessibility",
    "contact",
    "service-levels",
)
TRANSLATED = ("home", *INFORMATION)  # all their words are; what isn't stands in the default language alone
LISTS = ("specialty-list", "doctor-list")
PRIVATE = ("/admin/", "/accounts/", "/dashboard/", "/me/", "/pictures/", "/ask/")
# Among them, but found by searching: "$" is the end of an address (RFC 9309).
DOORS = ("/ask/$", "/accounts/login/$")
XML = "application/xml; charset=utf-8"
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
A_PAGE = ("Q-2222-2222", "slug")  # a reference and a slug that no page has


@require_safe
@public_page
def sitemap_index(request):
    """The parts of the sitemap, each with the moment of its newest change. One query, of two rows a part."""
    parts = PublishedQuestion.objects.sitemap_parts(size=SITEMAP_PART)
    named = [(absolute(reverse("sitemap-questions", args=[number])), changed) for number, changed in parts]
    pages = (absolute(reverse("sitemap-pages")), None)
    return _xml(
        "sitemapindex", "sitemap", [pages, *((name, f"{at:%Y-%m-%dT%H:%M:%SZ}") for name, at in named)]
    )


@require_safe
@public_page
def sitemap_pages(request):
    """Everything but questions. Of none of them we know when all that stands on it last changed."""
    addresses = [*in_every_language(map(reverse, TRANSLATED)), *map(reverse, LISTS)]
    for rows in (Specialty.objects.listed().only("slug"), Doctor.objects.listed().only("slug")):
        addresses += [row.get_absolute_url() for row in rows]
    return _xml("urlset", "url", [(f"{settings.SITE_URL}{address}", None) for address in addresses])


@require_safe
@public_page
def sitemap_questions(request, number):
    """The public copies of one range of ids, each with the day of its last change. One query. Text is joined and no
    template filled in: 10,000 rows are 80 ms instead of 700."""
    before, after = absolute(reverse("question-detail", args=A_PAGE)).split("/".join(A_PAGE))
    rows = PublishedQuestion.objects.sitemap_part(number, size=SITEMAP_PART)
    urls = [(f"{before}{reference}/{slug}{after}", changed.date()) for reference, slug, changed in rows]
    if not urls:
        raise Http404
    return _xml("urlset", "url", urls)


def _xml(root, element, entries):
    """A sitemap of (address, time of the last change or None)."""
    lines = [
        f"<{element}><loc>{escape(location)}</loc>{f'<lastmod>{changed}</lastmod>' if changed else ''}</{element}>"
        for location, changed in entries
    ]
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{NAMESPACE}">'
    return HttpResponse("\n".join([head, *lines, f"</{root}>\n"]), content_type=XML)


@require_safe
@public_page
def robots(request):
    """Where crawlers needn't go. Nothing is protected by it: private pages ask who comes."""
    rules = [f"Disallow: {path}" for path in in_every_language(PRIVATE)]
    doors = [f"Allow: {path}" for path in in_every_language(DOORS)]  # the longer of two rules counts
    return _text(["User-agent: *", *rules, *doors, "", f"Sitemap: {absolute(reverse('sitemap'))}"])


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
