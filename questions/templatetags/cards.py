"""A published question in a list."""

from functools import lru_cache
from operator import attrgetter

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, ngettext

from accounts.paths import path_of
from accounts.stencils import Stencil, in_words, joined
from specialties.models import Doctor
from specialties.templatetags.doctors import line_of

register = template.Library()
IN_LINE = ("name", "slug", "title", "portrait", "status", "licence_expires_on")
_IN_LINE = attrgetter(*(f"lead_doctor__{name}" for name in IN_LINE))
_CARD = Stencil("questions/_card.html")


@register.simple_tag
def cards_of(items):
    """The cards of a list, one after the other: of cards() or card_rows()."""
    return marked_cards((item, (item.title, item.query_excerpt, item.answer_excerpt)) for item in items)


def marked_cards(pairs):
    """cards_of() with the texts of title, query and answer that are printed: [(item, texts), …]. Many are by the same
    few doctors."""
    pairs = list(pairs)
    items = [item for item, _texts in pairs]
    language, zone = get_language(), timezone.get_current_timezone()
    doctors = {item.lead_doctor_id: item for item in items}
    lines = {pk: _line(item, language=language) for pk, item in doctors.items()}
    return joined(
        _card(item, texts, doctor=lines[item.lead_doctor_id], language=language, zone=zone)
        for item, texts in pairs
    )


def _line(item, *, language):
    if not isinstance(item, tuple):
        return line_of(item.lead_doctor, language=language)
    line = _line_on.__wrapped__ if settings.DEBUG else _line_on  # while developing, templates change
    return line(language, timezone.now().date(), _IN_LINE(item))


@lru_cache(maxsize=4096)
def _line_on(language, _day, fields):
    """A doctor's line as it is on a day: with it a licence may have ended. Lists print the same doctors again and
    again."""
    return line_of(Doctor(**dict(zip(IN_LINE, fields, strict=True))), language=language)


def _card(item, texts, *, doctor, language, zone):
    title, query, answer = texts
    answered_on = item.answered_at.astimezone(zone).date()
    words = {
        "url": path_of("question-detail", reference=item.reference, slug=item.slug),
        "title": item.title,
        "title_text": title,
        "query_text": query,
        "answer_text": answer,
        "doctor": doctor,
        "day": answered_on.isoformat(),
        "day_in_words": in_words(answered_on, language=language),
        "answers": _answers(language, item.answer_count),
    }
    return _CARD.fill_in(language, words, imported=item.imported_on is not None)


@lru_cache(maxsize=256)
def _answers(language, number):
    return ngettext("%(number)s answer", "%(number)s answers", number) % {"number": number}
