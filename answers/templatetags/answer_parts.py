"""Prints the parts of an answer, on the patient's page, in the editor and to readers alike."""

from django import template
from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from accounts.stencils import Stencil
from answers.models import MARKDOWN_FIELDS
from answers.rendering import finding_texts, source_links

register = template.Library()
_BODY = Stencil("answers/_answer_body.html")


@register.simple_tag
def answer_body(answer, rendered, tag, written_in=""):
    """The words of any row with the answer contract. `rendered` holds its markdown parts as safe HTML by field name
    (answers.publication.rendered); `tag` is the element of their headings; `written_in` the code of their language."""
    texts = finding_texts(answer.findings) if answer.findings else []
    words = {
        "short_answer": answer.short_answer,
        "findings": format_html_join("", '<li dir="auto">{}</li>', ([text] for text in texts)),
        **{name: mark_safe((rendered or {}).get(name) or "") for name in MARKDOWN_FIELDS},
        "sources": mark_safe("".join(_source(**link) for link in source_links(answer.sources))),
    }
    return _BODY.fill(
        words,
        pictures=len(texts),
        clinical_opinion=bool(answer.clinical_opinion),
        emergency_number=settings.EMERGENCY_NUMBER,
        tag=tag,
        written_in=written_in,
    )


def _source(title, url):
    if not url:
        return format_html('<li dir="auto">{}</li>', title)
    return format_html(
        '<li dir="auto"><a href="{}" rel="nofollow noopener noreferrer">{}</a></li>', url, title
    )
