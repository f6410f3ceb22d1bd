"""A published question in a list."""

from functools import lru_cache

from django import template
from django.utils.timezone import get_current_timezone
from django.utils.translation import get_language, ngettext

from accounts.paths import path_of
from accounts.stencils import Stencil, in_words, joined
from specialties.templatetags.doctors import line_of

register = template.Library()
_CARD = Stencil("questions/_card.html")


@register.simple_tag
def card(item, title_text="", query_text="", answer_text=""):
    """The card of a public copy with the fields of a card; marked texts are printed instead of the stored ones."""
    marked = {"title_text": title_text, "query_text": query_text, "answer_text": answer_text}
    return _card(item, marked, language=get_language(), zone=get_current_timezone())


@register.simple_tag
def cards_of(items):
    """The cards of a list, one after the other."""
    language, zone = get_language(), get_current_timezone()
    return joined(_card(item, {}, language=language, zone=zone) for item in items)


def _card(item, marked, *, language, zone):
    answered_on = item.answered_at.astimezone(zone).date()
    words = {
        "url": path_of("question-detail", reference=item.reference, slug=item.slug),
        "title": item.title,
        "title_text": marked.get("title_text") or item.title,
        "query_text": marked.get("query_text") or item.query_excerpt,
        "answer_text": marked.get("answer_text") or item.answer_excerpt,
        "doctor": line_of(item.lead_doctor, language=language),
        "day": answered_on.isoformat(),
        "day_in_words": in_words(answered_on, language=language),
        "answers": _answers(language, item.answer_count),
    }
    return _CARD.fill_in(language, words, imported=item.imported_on is not None)


@lru_cache(maxsize=256)
def _answers(language, number):
    return ngettext("%(number)s answer", "%(number)s answers", number) % {"number": number}
