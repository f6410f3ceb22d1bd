"""How well the rules in force do on texts that somebody labelled: recall, and false alarms."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from questions.models.redflag import FlagLevel
from questions.redflags.rulebook import in_force

HARMLESS = "harmless"
NAMES = {
    "emergency": FlagLevel.EMERGENCY,
    "emergencies": FlagLevel.EMERGENCY,
    "red": FlagLevel.EMERGENCY,
    "urgent": FlagLevel.URGENT,
    "self_harm": FlagLevel.SELF_HARM,
    "selfharm": FlagLevel.SELF_HARM,
    "suicide": FlagLevel.SELF_HARM,
} | dict.fromkeys(
    (
        "harmless",
        "none",
        "ok",
        "safe",
        "routine",
        "not_urgent",
        "non_urgent",
        "no",
        "negative",
        "benign",
        "0",
    ),
    HARMLESS,
)
# Levels that are as serious as a label asks for, or more.
ENOUGH = {
    FlagLevel.EMERGENCY: {FlagLevel.EMERGENCY, FlagLevel.SELF_HARM},
    FlagLevel.SELF_HARM: {FlagLevel.SELF_HARM, FlagLevel.EMERGENCY},
    FlagLevel.URGENT: set(FlagLevel),
}
HEADS = {"label", "level", "class", "category", "labels"}


@dataclass
class Tally:
    """The texts of one label."""

    texts: int = 0
    flagged: int = 0
    flagged_enough: int = 0
    missed: list[tuple[int, str]] = field(default_factory=list)
    alarms: list[tuple[int, str, list[str]]] = field(default_factory=list)


@dataclass
class Report:
    """What was found in a file; `broken` are numbers of lines that could not be used, with the reason."""

    tallies: dict[str, Tally]
    broken: list[tuple[int, str]]


def label_of(word: str) -> str:
    """The level a label names, or "harmless"; "" for an unknown one."""
    plain = "_".join(word.strip().strip("\"'").lower().replace("-", " ").replace("_", " ").split())
    return str(NAMES.get(plain, ""))


def measure(lines: Iterable[str]) -> Report:
    """Run the rules in force over lines of `text<TAB>label`. Empty lines and a heading are passed over."""
    matcher, report = in_force(), Report({}, [])
    for number, line in enumerate(lines, start=1):
        line = line.rstrip("\r\n").removeprefix("\ufeff")
        if not line.strip():
            continue
        text, tab, word = line.rpartition("\t")
        label = label_of(word)
        if number == 1 and word.strip().lower() in HEADS:
            continue
        if not tab or not text.strip() or not label:
            reason = (
                "no text and label parted by a tab"
                if not tab or not text.strip()
                else f"label {word.strip()!r}"
            )
            report.broken.append((number, reason))
            continue
        hits = matcher.find(text, slugs=set(), age_band="")
        _count(report.tallies.setdefault(label, Tally()), label, number, text, hits)
    return report


def _count(tally: Tally, label: str, number: int, text: str, hits) -> None:
    tally.texts += 1
    tally.flagged += bool(hits)
    if label == HARMLESS:
        if hits:
            tally.alarms.append((number, text, [hit.version.flag.code for hit in hits]))
        return
    tally.flagged_enough += any(hit.level in ENOUGH[FlagLevel(label)] for hit in hits)
    if not hits:
        tally.missed.append((number, text))
