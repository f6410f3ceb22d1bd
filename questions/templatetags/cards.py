"""A published question in a list."""

from functools import lru_cache
from operator import attrgetter

from django import template
from django.utils import timezone
from django.utils.translation import get_language, ngettext

from accounts.paths import path_of
from accounts.stencils import Stencil, joined, time_tag
from specialties.templatetags.doctors import InLine, line_of

register = template.Library()
_IN_LINE = attrgetter(*(f"lead_doctor__{name}" for name in InLine._fields))
_CARD = Stencil("questions/_card.html")


@register.simple_tag
def cards_of(items):
    """The cards of a list, one after the other: of card_rows()."""
    return marked_cards((item, (item.title, item.query_excerpt, item.answer_excerpt)) for item in items)


def marked_cards(pairs):
    """cards_of() with the texts of title, query and answer that are printed: [(item, texts), …]. Many are by the same
    few doctors."""
    pairs = list(pairs)
    items = [item for item, _texts in pairs]
    language, zone = get_language(), timezone.get_current_timezone()
    doctors = {item.lead_doctor_id: item for item in items}
    lines = {pk: line_of(InLine._make(_IN_LINE(item)), language=language) for pk, item in doctors.items()}
    return joined(
        _card(item, texts, doctor=lines[item.lead_doctor_id], language=language, zone=zone)
        for item, texts in pairs
    )


def _card(item, texts, *, doctor, language, zone):
    title, query, answer = texts
    answered_on = item.answered_at.astimezone(zone).date()
    words = {
        "url": path_of("question-detail", language=language, reference=item.reference, slug=item.slug),
        "title": item.title,
        "title_text": title,
        "query_text": query,
        "answer_text": answer,
        "doctor": doctor,
        "day": time_tag(answered_on, language=language),
        "answers": _answers(language, item.answer_count),
    }
    return _CARD.fill_in(language, words, imported=item.imported_on is not None, written_in=item.language)


@lru_cache(maxsize=256)
def _answers(language, number):
    return ngettext("%(number)s answer", "%(number)s answers", number) % {"number": number}
