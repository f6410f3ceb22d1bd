"""Partials printed many times: rendered by the template engine once, then only filled in.

Rendering is what a page of cards costs, and most of a card is the same in all of them.
"""

import re
from collections.abc import Iterable
from datetime import date
from functools import cache, lru_cache
from html import escape
from typing import Any

from django.conf import settings
from django.template.loader import get_template, render_to_string
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

# Private-use characters around a slot's name while the template is rendered: no text of ours holds them.
_MARK = "\ue010{}\ue011"
_SLOT = re.compile(_MARK.format("(.*?)"))
MOST_FORMS = 2000


class Stencil:
    """A template whose words are filled in: rendered once for each language, set of flags and set of words given.

    In the template a word stands where it is printed, `{{ title }}`, and may be asked whether it is there,
    `{% if title %}`; it takes no filter, and nothing else may depend on it. Flags are ordinary values, of which there
    are few. While developing, templates change: then nothing is kept.
    """

    def __init__(self, template: str) -> None:
        self.template = template
        self.forms: dict[tuple, Form] = {}

    def fill(self, words: dict[str, Any], **flags: Any) -> SafeString:
        """Safe HTML, `words` escaped unless they are safe already; always the same names in the same order."""
        return self.fill_in(get_language(), words, **flags)

    def fill_in(self, language: str | None, words: dict[str, Any], **flags: Any) -> SafeString:
        """fill(), where the language in use has been asked for already: a list asks once."""
        filled = {name: word if type(word) is SafeString else _escaped(word) for name, word in words.items()}
        key = (language, *map(bool, filled.values()), *flags.values())
        form = self.forms.get(key)
        if form is None:
            form = self._render({name for name, word in filled.items() if word}, flags)
            if len(self.forms) >= MOST_FORMS:
                self.forms.clear()
            if not settings.DEBUG:
                self.forms[key] = form
        return SafeString(form.filled(filled))

    def _render(self, given: set[str], flags: dict[str, Any]) -> "Form":
        marks = {name: mark_safe(_MARK.format(name)) for name in given}
        return Form(get_template(self.template).render({**flags, **marks}))


class Form:
    """A rendered template, cut where its words stand: joining the pieces costs a fifth of what formatting does."""

    def __init__(self, rendered: str) -> None:
        self.pieces = _SLOT.split(rendered)  # every second one is a name

    def filled(self, words: dict[str, str]) -> str:
        """It with `words` in their places."""
        pieces = self.pieces.copy()
        pieces[1::2] = [words[name] for name in pieces[1::2]]
        return "".join(pieces)


def _escaped(word: Any) -> str:
    """What conditional_escape() makes of a word; of a plain one without its detours."""
    if type(word) is SafeString:
        return word
    return escape(word) if type(word) is str else conditional_escape(word)


def part(template: str, wanted: Any, **context: Any) -> SafeString | str:
    """What few pages have, rendered each time; "" unless it is `wanted`."""
    return render_to_string(template, context) if wanted else ""


def joined(parts: Iterable[Any]) -> SafeString:
    """Parts one after the other, escaped unless they are safe already."""
    return mark_safe("".join(map(_escaped, parts)))


@cache
def stencil(template: str) -> Stencil:
    """The one Stencil of a template."""
    return Stencil(template)


def in_words(day: date) -> str:
    """2 May 2026, as pages print a day; lists print the same ones again and again."""
    return _in_words(get_language(), day)


@lru_cache(maxsize=4096)
def _in_words(language: str, day: date) -> str:
    return date_format(day)


def time_tag(day: date | None, *, language: str | None = None) -> SafeString | str:
    """A day as pages print it, and as machines read it; "" without one. `language` is the one in
    use, where it has been asked for already."""
    return _time_tag(language or get_language(), day) if day else ""


@lru_cache(maxsize=4096)
def _time_tag(language: str, day: date) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), in_words(day))
