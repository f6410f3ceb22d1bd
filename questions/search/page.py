"""What the search's page prints, ready for its Stencil: words to be filled in, and flags that say which parts there
are."""

from functools import lru_cache

from django.core.paginator import Paginator
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.languages import unprefixed
from accounts.paths import path_of
from accounts.site import facts
from accounts.stencils import Stencil, joined, part
from questions import warnings
from questions.redflags import searches
from questions.templatetags.cards import marked_cards
from specialties import parts as specialties
from specialties.templatetags.doctors import doctor_line

_PAGE = Stencil("questions/search.html")
_HEADING = Stencil("questions/_search_heading.html")
_NOTES = Stencil("questions/_search_notes.html")
_AREA = Stencil("questions/_search_area.html")
_TOPIC = Stencil("questions/_search_topic.html")
_PAGER = Stencil("includes/_pagination.html")


def printed(words, *, address, area=None, results=None, listed=None, cards=(), late=False):
    """The whole page, which stands at `address`. What was found are `results`, of which the ListPage `listed` is
    shown, as `cards`."""
    filled = {
        "words": words,
        "warning": _warning(words),
        "title": Truncator(words).chars(60),
        "area": area.slug if area else "",
        "heading": _heading(words, area=area, results=results) if results else "",
        "page_number": "" if listed is None or listed.is_first else str(listed.number),
        "topics": joined(map(_topic, results.topics)) if results else "",
        "doctors": joined(map(_doctor, results.doctors)) if results else "",
        "notes": _notes(results) if cards else "",
        "cards": marked_cards(cards),
        "pager": _pager(listed) if cards else "",
        "address": results.address if results else "",
        "page_address": unprefixed(address),
    }
    flags = {
        "found": results is not None,
        "late": late,
        "section": "search",
        "breadcrumb_items": ((_("Home"), path_of("home")), (_("Search"), "")),
    }
    return _PAGE.fill(filled, **flags, **facts())


def _warning(words):
    """Who to call, when the words are those of an emergency or of self-harm; "" else, at the cost of no query."""
    met = searches.find(words)
    context = warnings.interruption(met) | facts() if met else {}
    return part("questions/_interruption.html", met, tag="h2", **context)


def _heading(words, *, area, results):
    filled = {"words": Truncator(words).chars(80), "area": area.name if area else ""}
    return _HEADING.fill(filled, number=len(results.hits), more=results.more)


def _topic(topic):
    words = {
        "url": path_of("specialty-detail", slug=topic.slug),
        "name": topic.name,
        "area": topic.area or "",
        "answered": specialties.answered(topic.published_count),
    }
    return _TOPIC.fill(words)


def _doctor(doctor):
    return format_html('<li class="tile">{}</li>', doctor_line(doctor))


def _notes(results):
    areas = results.areas if len(results.areas) > 1 and not results.area else ()
    words = {
        # Translators: between two quoted words, which stand in quotation marks as a whole.
        "typed": _("”, “").join(results.mended),
        "address": results.address,
        "areas": joined(
            _AREA.fill({"address": results.address, "slug": slug, "name": name, "number": str(number)})
            for name, slug, number in areas
        ),
    }
    flags = {
        "mended": len(results.mended),
        "fits_well": results.fits_well,
        "in_one_area": results.area is not None,
    }
    return _NOTES.fill(words, **flags)


def _pager(listed):
    place = _place(listed.number, listed.page.paginator.num_pages)
    addresses = {"base_url": listed.base_url, "prefix": listed.prefix}
    return _PAGER.fill(addresses, page=place, pages=tuple(listed.pages))


@lru_cache
def _place(number, pages):
    """Where the reader is, the same object each time, so that it may be a flag."""
    return Paginator(range(pages), 1).page(number)
