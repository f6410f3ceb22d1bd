"""The addresses of pages that lists print many of: looked up in urls.py once for each language, then only filled in."""

from functools import cache

from django.urls import reverse
from django.utils.translation import get_language

# Of each part that may stand in an address: what its place in urls.py takes, and no other part of one holds.
_SAMPLES = {"reference": "Q-2222-2222", "slug": "a-slug-in-an-address"}


def path_of(name: str, *, language: str | None = None, **parts: str) -> str:
    """What `reverse(name, kwargs=parts)` says; for parts that need no quoting, references and slugs. `language` is the
    one in use, where it has been asked for already."""
    return _form(language or get_language(), name, *parts).format(**parts)


@cache
def _form(language: str | None, name: str, *parts: str) -> str:
    path = reverse(name, kwargs={part: _SAMPLES[part] for part in parts})
    for part in parts:
        path = path.replace(_SAMPLES[part], f"{{{part}}}")
    return path
