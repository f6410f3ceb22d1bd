"""The languages of the site: the address of a page says which one it is in, and nothing else does.

The default language has the plain address, the others a prefix: /about/, /es/about/. A path that is stored, mailed
or compared is the plain one (`unprefixed`), as whoever follows it may read another language than whoever caused it.
"""

from collections.abc import Iterable

from django.conf import settings
from django.utils.http import escape_leading_slashes


def others() -> list[str]:
    """The codes of the languages that have a prefix."""
    return [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def offered(code: str) -> str:
    """`code` where the site speaks it, else the default language."""
    return code if code in others() else settings.LANGUAGE_CODE


def of_path(path: str) -> str:
    """The code of the language that a path is in."""
    first = path[1:].partition("/")[0]
    return offered(first)


def unprefixed(path: str) -> str:
    """The path, a query string after it included, in the default language; never the address of another site, which
    is what /es//elsewhere would leave."""
    address, mark, query = path.partition("?")
    language = of_path(address)
    if language == settings.LANGUAGE_CODE:
        return path
    return escape_leading_slashes(address.removeprefix(f"/{language}") or "/") + mark + query


def in_language(path: str, code: str) -> str:
    """The path, whatever language it is in, in that of `code`; in the default one for a code that has no pages."""
    plain, spoken = unprefixed(path), offered(code)
    return plain if spoken == settings.LANGUAGE_CODE else f"/{spoken}{plain}"


def in_every_language(paths: Iterable[str]) -> tuple[str, ...]:
    """Each path as it is and with each prefix, for who compares the beginnings of addresses."""
    return tuple(in_language(path, code) for path in paths for code, _ in settings.LANGUAGES)
