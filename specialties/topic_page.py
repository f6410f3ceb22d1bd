"""What a topic's or a specialty's page prints, ready for its Stencil: words to be filled in, and flags that say which
parts there are."""

from django.contrib.humanize.templatetags.humanize import intcomma
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.languages import unprefixed
from accounts.paths import path_of
from accounts.site import EMERGENCY_TEXT, facts
from accounts.stencils import Stencil, joined, time_tag
from specialties import markdown, parts, structured
from specialties.templatetags.doctors import doctor_line, not_verified

# So many other names are shown at once.
NAMES = 8
STEPS = ("area", "area_url", "name")
_PAGE = Stencil("specialties/specialty_detail.html")


def printed(specialty, cards, *, doctors):
    """The whole page of a `specialty` of for_page(): `cards` is a DatedPage."""
    itself = _self(specialty)
    words = {
        **itself,
        **_review(specialty),
        **_list(specialty, cards),
        "cards": render_to_string("questions/_cards.html", {"items": cards.items}) if cards.items else "",
        "doctors": joined(format_html("<li>{}</li>", doctor_line(doctor)) for doctor in doctors),
        "structured": structured.script(
            structured.topic_page(specialty, url=cards.url),
            structured.breadcrumb(steps(**{name: itself[name] for name in STEPS})),
        ),
    }
    flags = {
        "care_level": specialty.care_level,
        "is_first": cards.is_first,
        "is_indexed": cards.is_indexed,
        "is_topic": specialty.parent_id is not None,
        "imported": any(card.imported_on for card in cards.items),
        "section": "specialties",
        "emergency_text": str(EMERGENCY_TEXT),
    }
    return _PAGE.fill(words, **flags, **facts())


def steps(area, area_url, name):
    """The breadcrumb of a topic's page, or of a specialty's, which has no `area`."""
    above = [(_("Home"), path_of("home")), (_("Specialties"), path_of("specialty-list"))]
    return [*above, *([(area, area_url)] if area else []), (name, "")]


def _self(specialty):
    names, area = specialty.synonyms, specialty.parent if specialty.parent_id else None
    return {
        "name": specialty.name,
        "ask_url": f"{path_of('ask')}?specialty={specialty.slug}",
        "summary": specialty.summary,
        "names": ", ".join(names[:NAMES]),
        "more_names": ", ".join(names[NAMES:]),
        "introduction": markdown.render(specialty.introduction) if specialty.introduction else "",
        "care_text": markdown.render(specialty.care_text) if specialty.care_level else "",
        "area": area.name if area else "",
        "area_url": area.get_absolute_url() if area else "",
        "feed_url": path_of("specialty-feed", slug=specialty.slug),
        "below": parts.topics("specialties/_topic_tile.html", specialty.below),
        "related": parts.topics("specialties/_topic_link.html", specialty.related),
    }


def _review(specialty):
    """Who reviewed the introduction, and when; the same words, all empty, where nobody did."""
    on, due = specialty.reviewed_on, specialty.review_due_on
    by = specialty.reviewed_by if on else None
    return {
        "reviewer": _reviewer(by) if by else "",
        "reviewed_on": time_tag(on),
        "due_on": time_tag(due),
    }


def _reviewer(doctor):
    """Dr Amara Okafor, Consultant neurologist (Licence ended), as safe HTML."""
    note = not_verified(doctor)
    return format_html(
        '<a href="{}">{}</a>{}{}',
        doctor.get_absolute_url(),
        doctor.name,
        f", {doctor.title}" if doctor.title else "",
        f" ({note})" if note else "",
    )


def _list(specialty, cards):
    return {
        "answered": parts.answered(specialty.published_count),
        "count": intcomma(specialty.published_count),
        "page_address": unprefixed(cards.url),
        "first_url": cards.base_url,
        "page_name": cards.name,
        "pager": parts.pager(cards),
    }
