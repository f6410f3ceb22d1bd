"""How many labelled identifiers are found, class by class, and how often a clean text is marked. No query."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from questions.redaction.finding import find
from questions.redaction.kinds import CLASS_OF, CLASSES, MarkKind

# What a labeller may call a class besides its key and the kinds of mark.
ALSO = {
    **dict.fromkeys(("person", "patient", "doctor", "relative"), "names"),
    **dict.fromkeys(
        ("location", "town", "city", "postcode", "zip", "address", "hospital", "school"), "places"
    ),
    **dict.fromkeys(("ages", "birthday", "dob"), "dates"),
    **dict.fromkeys(("id", "national_id", "nhs"), "ssn"),
    **dict.fromkeys(("card", "iban", "bank"), "account"),
    **dict.fromkeys(("username", "social"), "other"),
    "telephone": "phone",
    "mail": "email",
    "mrn": "record",
    "insurance": "plan",
    "license": "licence",
    "plate": "vehicle",
    "serial": "device",
    "website": "url",
    "mac": "ip",
    "picture": "photo",
}
AROUND = 30  # characters shown on each side


@dataclass
class Tally:
    """The identifiers of one class."""

    spans: int = 0
    found: int = 0


@dataclass
class Report:
    """What was measured; `odd` are lists of (line, what, words), `broken` of (line, reason)."""

    classes: dict[str, Tally] = field(default_factory=dict)
    clean: int = 0
    alarmed: int = 0
    alarms: dict[str, int] = field(default_factory=dict)
    odd: list[tuple[int, str, str]] = field(default_factory=list)
    broken: list[tuple[int, str]] = field(default_factory=list)


def measure(lines: Iterable[str]) -> Report:
    """Look at each line {"text": …, "spans": [[start, end, class], …]}; no spans: a clean text."""
    report = Report()
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                case = json.loads(line)
                text, spans = str(case["text"]), [_span(span) for span in case.get("spans") or []]
            except (ValueError, TypeError, KeyError, AttributeError) as error:
                report.broken.append((number, str(error) or "not understood"))
            else:
                _count(report, number, text, spans)
    return report


def _span(given):
    start, end, name = given
    name = str(name).strip().lower().replace(" ", "_")
    key = name if name in CLASSES else CLASS_OF.get(name) or ALSO.get(name) or ALSO.get(name.rstrip("s"))
    plural = f"{name}s"
    key = key or (plural if plural in CLASSES else None)
    if key is None:
        raise ValueError(f"class {given[2]!r}")
    if not 0 <= int(start) < int(end):
        raise ValueError(f"span {start}–{end}")
    return int(start), int(end), key


def _count(report, number, text, spans):
    marks = find(text)
    for start, end, key in spans:
        tally = report.classes.setdefault(key, Tally())
        tally.spans += 1
        if is_found(marks, start, end):
            tally.found += 1
        else:
            report.odd.append((number, f"missed ({key})", _quoted(text, start, end)))
    if spans:
        return
    report.clean += 1
    report.alarmed += bool(marks)
    for mark in marks:
        kind = str(MarkKind(mark.kind).value)
        report.alarms[kind] = report.alarms.get(kind, 0) + 1
        report.odd.append((number, f"false alarm ({kind})", _quoted(text, mark.start, mark.end)))


def is_found(marks, start, end):
    """Whether a mark of any kind lies over at least half of start:end."""
    return any(2 * (min(mark.end, end) - max(mark.start, start)) >= end - start for mark in marks)


def _quoted(text, start, end):
    words = f"{text[max(0, start - AROUND) : start]}[{text[start:end]}]{text[end : end + AROUND]}"
    return " ".join(words.split())
