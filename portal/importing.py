"""An archive's file, line by line: what a line of JSONL may hold, and every reason to refuse one.

docs/import.md describes the format for the people who write such files. Nothing here touches the database.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, BinaryIO, NoReturn

from accounts.text import clean
from portal.archive_text import from_html

LONGEST_LINE = 1_000_000  # bytes
LONGEST_TITLE = 400  # characters, here and below
LONGEST_QUESTION = 20_000
LONGEST_ANSWER = 40_000
LONGEST_NAME = 120
LONGEST_SLUG = 140
LONGEST_SOURCE_ID = 200
HTML_TAKES = 4  # as many characters as the text in it, at most
MOST_ANSWERS = 50
MOST_SYNONYMS = 50
OLDEST = date(1900, 1, 1)
DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}.{0,30})?", re.ASCII)
GAPS = re.compile(r"\s+")


class BadLine(ValueError):
    """A line that can't be imported; the message says why, to the person who can mend the file."""


@dataclass(frozen=True)
class DoctorNamed:
    """Who wrote an answer, as the file says: any of the three may be empty, but not all."""

    name: str
    slug: str
    number: str


@dataclass(frozen=True)
class ArchiveAnswer:
    doctor: DoctorNamed
    text: str
    answered_on: date


@dataclass(frozen=True)
class Item:
    """One checked line: a question with its answers. `size` is its length in the file, in bytes."""

    line: int
    size: int
    specialty: str
    parent: str
    synonyms: tuple[str, ...]
    title: str
    question: str
    asked_on: date | None
    answers: tuple[ArchiveAnswer, ...]
    source_id: str


def lines_of(file: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """The lines of a file opened in binary, numbered from 1; None for one that is longer than LONGEST_LINE.

    Never holds more than one line of that length, whatever the file holds: the rest of a longer one is
    read in pieces and dropped.
    """
    number = 0
    while raw := file.readline(LONGEST_LINE + 1):
        number += 1
        if len(raw) <= LONGEST_LINE or raw.endswith(b"\n"):
            yield number, raw
            continue
        while raw and not raw.endswith(b"\n"):
            raw = file.readline(LONGEST_LINE)
        yield number, None


def parse(raw: bytes | None, *, line: int, today: date) -> Item | None:
    """The Item in a line of lines_of(), or None for an empty line; raises BadLine."""
    if raw is None:
        raise BadLine(f"longer than {LONGEST_LINE:,} bytes")
    fields = decode(raw)
    if fields is None:
        return None
    if not isinstance(fields, dict):
        raise BadLine(f"must be a JSON object, is {kind_of(fields)}")
    answers = required(fields, "answers", list)
    if not 1 <= len(answers) <= MOST_ANSWERS:
        raise BadLine(f"answers: {len(answers)} of them; there must be 1 to {MOST_ANSWERS}")
    item: dict[str, Any] = {
        "specialty": words(fields, "specialty", longest=LONGEST_NAME),
        "parent": words(fields, "parent", longest=LONGEST_NAME, optional=True),
        "synonyms": synonyms(fields),
        "title": words(fields, "title", longest=LONGEST_TITLE),
        "question": text(fields, "question", longest=LONGEST_QUESTION),
        "asked_on": day(fields, "asked_on", today=today, optional=True),
        "answers": tuple(
            answer(entry, where=f"answers[{position}]", today=today) for position, entry in enumerate(answers)
        ),
    }
    return Item(line=line, size=len(raw), source_id=source_id(fields) or hash_of(item), **item)


def decode(raw: bytes) -> Any:
    """The JSON value of a line; None for an empty one."""
    if b"\0" in raw:
        # No text has NUL bytes: the file was damaged, and what else is wrong with the line nobody knows.
        raise BadLine("contains NUL bytes")
    try:
        line = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadLine(f"not UTF-8 (byte {error.start + 1})") from None
    if not line.strip():
        return None
    try:
        fields = json.loads(line, parse_constant=refuse_constant, strict=False)
    except RecursionError:
        raise BadLine("nested too deeply") from None
    except json.JSONDecodeError as error:
        raise BadLine(f"not JSON: {error.msg} (character {error.pos + 1})") from None
    except ValueError as error:  # a number of thousands of digits, NaN
        raise BadLine(f"not JSON: {str(error)[:100]}") from None
    if fields is None:
        raise BadLine("must be a JSON object, is null")
    return fields


def refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no value")


def kind_of(value: Any) -> str:
    """What `value` is called in JSON."""
    if value is None:
        return "null"
    names = {bool: "true or false", str: "a string", list: "a list", dict: "an object"}
    return names.get(type(value), "a number")


def required(fields: dict[str, Any], name: str, kind: type, *, where: str = "") -> Any:
    """The value of a field that must be there; null counts as missing."""
    if fields.get(name) is None:
        raise BadLine(f"{where}{name}: missing")
    if not isinstance(fields[name], kind):
        wanted = kind_of(kind())
        raise BadLine(f"{where}{name}: must be {wanted}, is {kind_of(fields[name])}")
    return fields[name]


def text(
    fields: dict[str, Any],
    name: str,
    *,
    longest: int,
    optional: bool = False,
    where: str = "",
    marks: bool = False,
) -> str:
    """A text with its lines, cleaned and without HTML (with `marks`, as markdown); "" when it is optional and missing.

    Without one letter or digit it is refused.
    """
    if optional and fields.get(name) is None:
        return ""
    typed = required(fields, name, str, where=where)
    if "\0" in typed:
        raise BadLine(f"{where}{name}: contains NUL characters")
    cleaned = clean(typed).strip()
    if len(cleaned) <= HTML_TAKES * longest:
        cleaned = clean(from_html(cleaned, marks=marks)).strip()
    if optional and not cleaned:
        return ""
    if not any(character.isalnum() for character in cleaned):
        raise BadLine(f"{where}{name}: has no words")
    if len(cleaned) > longest:
        raise BadLine(f"{where}{name}: {len(cleaned):,} characters; at most {longest:,}")
    return cleaned


def words(fields: dict[str, Any], name: str, **rules: Any) -> str:
    """Like text(), on one line."""
    return GAPS.sub(" ", text(fields, name, **rules))


def day(
    fields: dict[str, Any], name: str, *, today: date, optional: bool = False, where: str = ""
) -> date | None:
    """A day as YYYY-MM-DD; a time after it is dropped."""
    if optional and fields.get(name) in (None, ""):
        return None
    typed = required(fields, name, str, where=where).strip()
    match = DAY.fullmatch(typed)
    try:
        found = date.fromisoformat(match.group(1) if match else "")
    except ValueError:
        raise BadLine(f"{where}{name}: must be a date like 2024-05-31") from None
    if found > today:
        raise BadLine(f"{where}{name}: {found} is in the future")
    if found < OLDEST:
        raise BadLine(f"{where}{name}: {found} is too long ago")
    return found


def answer(entry: Any, *, where: str, today: date) -> ArchiveAnswer:
    """One entry of `answers`."""
    if not isinstance(entry, dict):
        raise BadLine(f"{where}: must be an object, is {kind_of(entry)}")
    answered_on = day(entry, "answered_on", today=today, where=f"{where}.")
    assert answered_on is not None  # required above
    return ArchiveAnswer(
        doctor=doctor(entry, where=f"{where}."),
        text=text(entry, "text", longest=LONGEST_ANSWER, where=f"{where}.", marks=True),
        answered_on=answered_on,
    )


def doctor(entry: dict[str, Any], *, where: str) -> DoctorNamed:
    """`doctor` of an answer: a name, slug or registration number as a string, or an object with any of them."""
    given = entry.get("doctor")
    if isinstance(given, dict):
        inside = f"{where}doctor."
        named = DoctorNamed(
            name=words(given, "name", longest=LONGEST_NAME, optional=True, where=inside),
            slug=words(given, "slug", longest=LONGEST_SLUG, optional=True, where=inside),
            number=words(given, "registration_number", longest=40, optional=True, where=inside),
        )
        if not (named.name or named.slug or named.number):
            raise BadLine(f"{where}doctor: needs a name, a slug or a registration_number")
        return named
    if given is not None and not isinstance(given, str):
        raise BadLine(f"{where}doctor: must be a string or an object, is {kind_of(given)}")
    name = words(entry, "doctor", longest=LONGEST_NAME, where=where)
    return DoctorNamed(name=name, slug=name, number=name)


def synonyms(fields: dict[str, Any]) -> tuple[str, ...]:
    given = fields.get("synonyms")
    if given is None:
        return ()
    if not isinstance(given, list):
        raise BadLine(f"synonyms: must be a list, is {kind_of(given)}")
    if len(given) > MOST_SYNONYMS:
        raise BadLine(f"synonyms: {len(given)} of them; at most {MOST_SYNONYMS}")
    found = [
        words({"synonym": each}, "synonym", longest=LONGEST_NAME, where=f"synonyms[{position}].")
        for position, each in enumerate(given)
    ]
    return tuple(dict.fromkeys(found))


def source_id(fields: dict[str, Any]) -> str:
    """The item's id on the earlier site; a whole number is as good as a string."""
    given = fields.get("source_id")
    if isinstance(given, int) and not isinstance(given, bool):
        fields = {"source_id": str(given)}
    return words(fields, "source_id", longest=LONGEST_SOURCE_ID, optional=True)


def hash_of(item: dict[str, Any]) -> str:
    """What stands for a missing source_id: the same words make the same item on the next run."""
    parts = [item["specialty"].casefold(), item["title"], item["question"]]
    for each in item["answers"]:
        parts += [each.doctor.name, each.doctor.slug, each.doctor.number, each.text]
    joined = json.dumps(parts, ensure_ascii=False).encode()
    return f"content-{hashlib.sha256(joined).hexdigest()[:40]}"


def today() -> date:
    return datetime.now(UTC).date()
