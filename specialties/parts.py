"""What pages print of specialties again and again, as words and as items of lists (see accounts.stencils)."""

from functools import lru_cache

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import get_language, ngettext

from accounts.paths import path_of
from accounts.stencils import joined, stencil


def answered(number):
    """1,240 answered questions."""
    return _answered(get_language(), number)


@lru_cache(maxsize=4096)
def _answered(language, number):
    words = ngettext("%(shown)s answered question", "%(shown)s answered questions", number)
    return words % {"shown": intcomma(number)}


def topics(template, rows):
    """Specialties in a list, each as an item of `template`; `rows` are dicts with name, slug, summary and
    published_count."""
    item = stencil(template)
    return joined(
        item.fill(
            {
                "url": path_of("specialty-detail", slug=row["slug"]),
                "name": row["name"],
                "summary": row["summary"],
                "number": str(row["published_count"]),
                "answered": answered(row["published_count"]),
            }
        )
        for row in rows
    )


def pager(page):
    """The links to the other pages of a DatedPage; "" where it is the only one."""
    if not (page.previous_url or page.next_url):
        return ""
    words = {
        "previous_url": page.previous_url,
        "next_url": page.next_url,
        "last_url": page.last_url,
        "newest_url": "" if page.is_first else page.base_url,
        "number": intcomma(page.number) if page.number else "",
        "pages": intcomma(page.pages),
        "years": _years(page.years) if len(page.years) > 1 else "",
    }
    return stencil("includes/_dated_pagination.html").fill(words)


def _years(years):
    link = stencil("includes/_year_link.html")
    return joined(link.fill({"year": str(year), "url": address}) for year, address in years)
