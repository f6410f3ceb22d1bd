"""How well the helpers for contact, promotion and near-copies do on answers that somebody labelled. No query."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from answers import ownwords
from answers.advice.contact import contact_details
from answers.advice.copies import SHORTEST, nearest, runs_of
from answers.advice.promotion import promotion
from answers.advice.texts import parts_of
from answers.models import CONTRACT_FIELDS
from answers.models.answerprint import MOST_ASKED, MOST_FOUND

HONEST = "honest"
KINDS = ("contact", "promotion", "copy")
LABELS = (HONEST, *KINDS)


@dataclass
class Tally:
    """The answers of one label: how many, and how many each helper spoke up about."""

    texts: int = 0
    found: int = 0
    by: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    odd: list[tuple[int, list[str]]] = field(
        default_factory=list
    )  # missed, or a false alarm: line and what was said


@dataclass
class Report:
    """What was found in a file; `broken` are numbers of lines that could not be used, with the reason."""

    tallies: dict[str, Tally]
    broken: list[tuple[int, str]]


@dataclass(frozen=True)
class Case:
    """One line of the file: an answer, what it is, and the texts it was copied from."""

    number: int
    contract: dict
    label: str
    originals: list[str]


def measure(lines: Iterable[str]) -> Report:
    """Ask the helpers about each line. All honest answers and all originals are what copies are looked for in."""
    cases, report = [], Report({}, [])
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                cases.append(_case(number, json.loads(line)))
            except (ValueError, TypeError, AttributeError) as error:
                report.broken.append((number, str(error) or "not understood"))
    library = _library(cases)
    for case in cases:
        _count(report.tallies.setdefault(case.label, Tally()), case, _said(case, library))
    return report


def _case(number, given):
    label = str(given.get("label", "")).strip().lower()
    if label not in LABELS:
        raise ValueError(f"label {label!r}")
    contract = {name: given[name] for name in CONTRACT_FIELDS if name in given}
    if given.get("text"):
        contract["explanation"] = str(given["text"])
    if not parts_of(contract):
        raise ValueError("no text")
    originals = given.get("of") or []
    return Case(number, contract, label, [originals] if isinstance(originals, str) else list(originals))


def _library(cases):
    """(whose line, runs, numbers) of every text that a copy may be of."""
    texts = [(case.number, case.contract) for case in cases if case.label == HONEST]
    texts += [(0, {"explanation": text}) for case in cases for text in case.originals]
    rows = [(number, runs_of(contract)) for number, contract in texts]
    return [(number, runs, set(ownwords.numbers(runs))) for number, runs in rows]


def _said(case, library):
    """What each helper said: {kind: quotes}."""
    parts = parts_of(case.contract)
    contact, offers = contact_details(parts), promotion(parts)
    return {
        "contact": [f"{item.text}: {item.quote}" for item in contact.items],
        "promotion": [f"{item.text}: {item.quote}" for item in offers.items],
        "copy": [f"{found.share:.0%}" for found in _copies(case, library)],
    }


def _copies(case, library):
    """As `copies.near_copies` finds them, the database's look-up included: by the numbers first, then closely. An
    honest answer may stand in the file once more, as what a copy is of: that is no copying."""
    own = runs_of(case.contract)
    if len(own) < SHORTEST:
        return []
    asked = set(ownwords.numbers(own)[:MOST_ASKED])
    others = [row for row in library if row[0] != case.number and (case.label != HONEST or row[1] != own)]
    met = [(len(asked & numbers), runs) for _number, runs, numbers in others]
    met = sorted((row for row in met if row[0] >= max(2, len(asked) // 8)), key=lambda row: -row[0])
    return nearest(own, [("", runs) for _shared, runs in met[:MOST_FOUND]])


def _count(tally, case, said):
    tally.texts += 1
    for kind in KINDS:
        tally.by[kind] += bool(said[kind])
    spoken = [kind for kind in KINDS if said[kind]]
    wanted = spoken if case.label == HONEST else [kind for kind in spoken if kind == case.label]
    tally.found += bool(wanted)
    if bool(wanted) == (case.label == HONEST):
        tally.odd.append((case.number, [f"{kind}: {one}" for kind in spoken for one in said[kind]]))
