"""The catalogues of `locale/`: what the code says, what translators made of it, and the files that Django reads.

`make words` brings them up to the code; nothing here runs on a site. Messages are found without the programs of GNU
gettext, so that a test can find them anywhere: Babel reads Python, and what Django makes of a template for it.

`locale/terms.toml` holds the words for what the site is about. Who calls a specialty a department changes that word
there: it takes the place of the catalogues' word when they are compiled; in English too, whose words are in the code.
"""

import io
import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

CHECKOUT = Path(__file__).resolve().parent.parent
LOCALE = CHECKOUT / "locale"
TERMS = LOCALE / "terms.toml"
SOURCE = "en"  # what the messages in the code are written in
TRANSLATED = ("ar", "es")
SHIPPED = CHECKOUT / "questions/redflags/data"  # warning signs and help lines, which become rows of tables
APPS = ("accounts", "answers", "portal", "questions", "specialties")
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACE = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%[sd%]")  # where a value is put in
TAG = re.compile(r"</?\w+")
HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural_forms}\\n"

"""  # without dates: the same words make the same file
NO_WORD = re.compile(rf"{PLACE.pattern}|<[^>]*>")  # what holds no words to be read


def found() -> Catalog:
    """Every message of the code, the templates and what is shipped for the tables, with the files that have it."""
    catalog = Catalog(project="Askwell", charset="utf-8")
    python = [path for app in APPS for path in (CHECKOUT / app).rglob("*.py")]
    templates = [path for path in (CHECKOUT / "templates").rglob("*") if path.suffix in (".html", ".txt")]
    for path in sorted(python + templates):
        text = path.read_text()
        if path.suffix != ".py":
            # Python to Babel, but for the indentation.
            text = "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines())
        for _line, words, _comments, context in extract("python", io.BytesIO(text.encode()), KEYWORDS):
            catalog.add(words, locations=[(str(path.relative_to(CHECKOUT)), 1)], context=context)
    for path, words in _shipped():
        catalog.add(words, locations=[(str(path.relative_to(CHECKOUT)), 1)])
    return catalog


def _shipped() -> Iterator[tuple[Path, str]]:
    """What people read of the shipped warning signs and help lines, with the file that has it."""
    listed = [
        (path, row)
        for path in sorted(SHIPPED.glob("rules-*.toml"))
        for row in tomllib.loads(path.read_text()).values()
    ]
    numbers = SHIPPED / "numbers.toml"
    listed += [(numbers, row) for rows in tomllib.loads(numbers.read_text()).values() for row in rows]
    for path, row in listed:
        yield from ((path, row[part]) for part in ("name", "ask", "text", "hours") if row.get(part))


def read(language: str) -> Catalog:
    """The catalogue of a language as its translators left it."""
    with _folder(language).with_suffix(".po").open("rb") as file:
        return _timeless(read_po(file, locale=language))


def write() -> dict[str, int]:
    """Bring the catalogues up to the code and compile them; of each language, how many messages have no words yet."""
    messages, lacking = found(), {}
    for language in TRANSLATED:
        catalog = read(language)
        catalog.update(messages, no_fuzzy_matching=True)
        file = io.BytesIO()
        write_po(file, catalog, width=0, include_lineno=False, ignore_obsolete=True, omit_header=True)
        header = HEADER.format(language=language, plural_forms=catalog.plural_forms)
        _folder(language).with_suffix(".po").write_bytes(header.encode() + file.getvalue())
        lacking[language] = sum(1 for message in catalog if message.id and not all(forms(message)))
    for language in (SOURCE, *TRANSLATED):
        compiled = _folder(language).with_suffix(".mo")
        compiled.parent.mkdir(parents=True, exist_ok=True)
        compiled.write_bytes(made(language))
    return lacking


def made(language: str, terms: dict[str, dict[str, str]] | None = None) -> bytes:
    """The compiled catalogue of a language, with the words of `terms` (those of the file) in it."""
    changes = (tomllib.loads(TERMS.read_text()) if terms is None else terms).get(language, {})
    changes = {word: instead for word, instead in changes.items() if word != instead}
    catalog = read(language) if language in TRANSLATED else _of_the_code(changes)
    if changes:
        for message in catalog:
            if message.id:
                words = [_with_terms(form, changes) for form in forms(message)]
                message.string = tuple(words) if message.pluralizable else words[0]
    file = io.BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def _of_the_code(changes: dict[str, str]) -> Catalog:
    """English: the code's own words, of the messages that have one of these words in them."""
    catalog = _timeless(Catalog(locale=SOURCE, charset="utf-8"))
    for message in found() if changes else ():
        if message.id and any(_with_terms(form, changes) != form for form in _ids(message)):
            catalog.add(message.id, message.id, context=message.context)
    return catalog


def _timeless(catalog: Catalog) -> Catalog:
    catalog.creation_date = catalog.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    return catalog


def _with_terms(words: str, changes: dict[str, str]) -> str:
    """`words` with each term replaced, in the case that it has there; nothing inside of tags and placeholders.

    Arabic writes "the", "and" and plurals onto the word: there, a term is replaced wherever it stands.
    """
    either = "|".join(sorted(map(re.escape, changes), key=len, reverse=True))
    if either.isascii():
        either = rf"\b(?:{either})\b"
    term = re.compile(
        rf"(?P<keep>{NO_WORD.pattern})|(?P<article>\b[Aa]n? )?(?P<word>{either})", re.IGNORECASE
    )

    def instead(match: re.Match[str]) -> str:
        word = match["word"]
        if word is None:
            return match[0]
        new = changes[word.lower()]
        article = match["article"] or ""
        if article:
            article = f"{article[0]}n " if new[0] in "aeiou" else f"{article[0]} "
        return article + (new[0].upper() + new[1:] if word[0].isupper() else new)

    return term.sub(instead, words)


def faults(message: Message, *, plural_forms: int) -> Iterator[str]:
    """What is wrong with the translation of a message: one line for each fault."""
    if not message.id:
        return
    ids, words = _ids(message), forms(message)
    if not all(words):
        yield "not translated"
        return
    if message.fuzzy:
        yield "marked as a guess"
    if message.pluralizable and len(words) != plural_forms:
        yield f"{len(words)} plural forms instead of {plural_forms}"
    for form in words:
        # Where a form stands for one number alone, such as "two days" in Arabic, the number may be a word of it.
        spare = (
            {place for place in PLACE.findall(ids[-1]) if place.startswith("%(")}
            if message.pluralizable
            else set()
        )
        lacking = sorted(set(PLACE.findall(ids[-1])) - set(PLACE.findall(form)))
        if unknown := sorted(set(PLACE.findall(form)) - set(PLACE.findall("".join(ids)))):
            yield f"unknown placeholder: {' '.join(unknown)}"
        if lacking and not (len(lacking) == 1 and set(lacking) <= spare):
            yield f"placeholder left out: {' '.join(lacking)}"
        if not message.pluralizable and sorted(TAG.findall(form)) != sorted(TAG.findall(ids[0])):
            yield "other tags"
        if (form[0].isspace(), form[-1].isspace()) != (ids[0][0].isspace(), ids[0][-1].isspace()):
            yield "other space at an end"


def forms(message: Message) -> list[str]:
    """The words of a translation: one, or one for each plural form."""
    words: Any = message.string
    return list(words) if isinstance(words, (tuple, list)) else [words or ""]


def _ids(message: Message) -> list[str]:
    words: Any = message.id
    return list(words) if isinstance(words, (tuple, list)) else [words]


def _folder(language: str) -> Path:
    """The catalogue of a language without the ending of its name."""
    return LOCALE / language / "LC_MESSAGES" / "django"
