"""A published question in a list."""

from django import template
from django.utils.timezone import localdate
from django.utils.translation import ngettext

from accounts.stencils import Stencil, in_words
from specialties.templatetags.doctors import doctor_line

register = template.Library()
_CARD = Stencil("questions/_card.html")


@register.simple_tag
def card(item, title_text="", query_text="", answer_text=""):
    """The card of a public copy with the fields of a card; marked texts are printed instead of the stored ones."""
    answered_on = localdate(item.answered_at)
    number = item.answer_count
    words = {
        "url": item.get_absolute_url(),
        "title": item.title,
        "title_text": title_text or item.title,
        "query_text": query_text or item.query_excerpt,
        "answer_text": answer_text or item.answer_excerpt,
        "doctor": doctor_line(item.lead_doctor),
        "day": answered_on.isoformat(),
        "day_in_words": in_words(answered_on),
        "answers": ngettext("%(number)s answer", "%(number)s answers", number) % {"number": number},
    }
    return _CARD.fill(words, imported=item.imported_on is not None)
