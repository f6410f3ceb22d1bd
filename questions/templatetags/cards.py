"""A published question in a list."""

from functools import lru_cache

from django import template
from django.utils.timezone import localdate
from django.utils.translation import get_language, ngettext

from accounts.paths import path_of
from accounts.stencils import Stencil, in_words, joined
from specialties.templatetags.doctors import doctor_line

register = template.Library()
_CARD = Stencil("questions/_card.html")


@register.simple_tag
def card(item, title_text="", query_text="", answer_text=""):
    """The card of a public copy with the fields of a card; marked texts are printed instead of the stored ones."""
    answered_on = localdate(item.answered_at)
    words = {
        "url": path_of("question-detail", reference=item.reference, slug=item.slug),
        "title": item.title,
        "title_text": title_text or item.title,
        "query_text": query_text or item.query_excerpt,
        "answer_text": answer_text or item.answer_excerpt,
        "doctor": doctor_line(item.lead_doctor),
        "day": answered_on.isoformat(),
        "day_in_words": in_words(answered_on),
        "answers": _answers(get_language(), item.answer_count),
    }
    return _CARD.fill(words, imported=item.imported_on is not None)


@register.simple_tag
def cards_of(items):
    """The cards of a list, one after the other."""
    return joined(map(card, items))


@lru_cache(maxsize=256)
def _answers(language, number):
    return ngettext("%(number)s answer", "%(number)s answers", number) % {"number": number}
