"""The same page in the other languages: links for people, and for search engines."""

from django import template
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.http import QueryDict
from django.utils.html import format_html_join
from django.utils.translation import get_language

from accounts import languages
from accounts.stencils import joined, stencil

register = template.Library()


@register.simple_tag
def language_switch(address):
    """The links to the page at `address`, its query kept, in every language; "" without one, or with one language."""
    if not address or len(settings.LANGUAGES) < 2:
        return ""
    here, link = get_language(), stencil("includes/_language.html")
    links = joined(
        link.fill_in(
            here,
            {"url": _twin(address, code), "name": name},
            code=code,
            rtl=LANG_INFO[code]["bidi"] if code in LANG_INFO else False,
            current=code == here,
        )
        for code, name in settings.LANGUAGES
    )
    return stencil("includes/_languages.html").fill_in(here, {"links": links})


def _twin(address, code):
    """`address` in another language, and in it the page that it leads on to."""
    address = languages.in_language(address, code)
    path, _mark, query = address.partition("?")
    asked = QueryDict(query, mutable=True)
    if not asked.get("next", "").startswith("/"):
        return address
    asked["next"] = languages.in_language(asked["next"], code)
    return f"{path}?{asked.urlencode(safe='/')}"


@register.simple_tag
def language_alternates(address):
    """Where search engines find the page at `address` in each language, and for who reads none of them; "" with one
    language. Only for pages whose words are translated, all of them."""
    if not address or len(settings.LANGUAGES) < 2:
        return ""
    path = address.partition("?")[0]
    named = [(code.partition("-")[0], code) for code, _name in settings.LANGUAGES]
    places = [(tag, languages.in_language(path, code)) for tag, code in named]
    return format_html_join(
        "\n  ",
        '<link rel="alternate" hreflang="{}" href="{}{}">',
        (
            (tag, settings.SITE_URL, place)
            for tag, place in [*places, ("x-default", languages.unprefixed(path))]
        ),
    )


@register.filter
def unprefixed(address):
    """`address` in the default language: where search engines keep a page whose content isn't translated."""
    return languages.unprefixed(address)
