"""Prints an answer as readers see it."""

from django import template
from django.utils.timezone import localdate

from accounts.stencils import Stencil, part, time_tag
from answers.templatetags.answer_parts import answer_body
from specialties.templatetags.doctors import country_name, doctor_line, iso_day, not_verified

register = template.Library()
_ANSWER = Stencil("questions/_answer.html")


@register.simple_tag
def published_answer(answer, number, several, page=None):
    """An answer (of for_page()) of `page`, the `number`-th of `several`; of a retracted one the notice in its place."""
    then, now, stands = answer.credentials, answer.doctor, not answer.retracted_on
    written_in = getattr(page, "language", "")
    register_url = then.get("register_url") or ""
    country = then.get("country") or now.country
    words = {
        "number": str(number),
        "line": doctor_line(now, "", False),
        "title": then.get("title") or now.title,
        "degree": then.get("degree") or now.degree,
        "country": country and country_name(country),
        "register_name": then.get("register_name") or "",
        "register_url": register_url if register_url.startswith("http") else "",
        "register_number": then.get("register_number") or "",
        "note": not_verified(now),
        "verified_on": iso_day(then.get("verified_on") or ""),
        "answered": time_tag(localdate(answer.answered_at)),
        "edited": time_tag(localdate(answer.edited_at)) if answer.edited_at else "",
        "reviewed": time_tag(answer.reviewed_on),
        "retracted": time_tag(answer.retracted_on),
        "retraction": "" if stands else answer.get_retraction_display(),
        "body": answer_body(answer, answer.rendered, "h3", written_in) if stands else "",
        "exchanges": part(
            "questions/_exchanges.html", answer.exchanges, exchanges=answer.exchanges, written_in=written_in
        ),
        "opinions": part(
            "questions/_opinions.html",
            stands and answer.shown_opinions,
            opinions=answer.shown_opinions,
            number=number,
            written_in=written_in,
            disputed=getattr(page, "review_wanted_at", None),
        ),
    }
    reviewed = bool(getattr(page, "reviewed_on", None))
    return _ANSWER.fill(words, several=several > 1, imported=answer.imported, page_reviewed=reviewed)
