"""References of queries in headings and lists."""

import re

from django import template
from django.utils.html import format_html, format_html_join

from questions.references import PATTERN

register = template.Library()
REFERENCE = re.compile(f"({PATTERN.pattern})")


@register.filter
def unbroken(text):
    """A text as safe HTML whose references each stay on one line: browsers break at a hyphen."""
    pieces = REFERENCE.split(str(text))
    kept = (format_html('<span class="text-nowrap">{}</span>', piece) for piece in pieces[1::2])
    return format_html_join("", "{}{}", zip(pieces[::2], [*kept, ""], strict=True))
