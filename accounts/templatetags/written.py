"""Words that people wrote, on a page in another language: they say in which one they are."""

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import get_language, gettext

register = template.Library()


@register.simple_tag
def lang_of(code=""):
    """The attribute lang of an element with words in the language `code`; nothing where the page is in it too. Without
    `code` they are in the site's own: topics, and what doctors say of themselves."""
    code = code or settings.LANGUAGE_CODE
    return "" if code == get_language() else format_html(' lang="{}"', code)


@register.filter
def shipped(words):
    """Words of the tables in the page's language where they came with the software; as they are once edited."""
    return gettext(words)


@register.simple_tag
def lang_of_shipped(words):
    """lang_of() for what the filter `shipped` shows: nothing where it is translated."""
    words = words.replace("\r\n", "\n")  # as gettext() looks them up
    return "" if shipped(words) != words else lang_of()
