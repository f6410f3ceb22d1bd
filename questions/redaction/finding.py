"""The detectors together: of marks that overlap the surer one stays whole, what is left of the other is kept."""

import re

from questions.redaction.ages import ages
from questions.redaction.ages_said import ages_said
from questions.redaction.codes import codes, unnamed
from questions.redaction.contacts import contacts
from questions.redaction.dates import dates
from questions.redaction.days import days
from questions.redaction.employers import employers
from questions.redaction.kinds import Mark, MarkKind
from questions.redaction.names import names
from questions.redaction.phones import phones
from questions.redaction.place_cues import beside, cued_places, houses
from questions.redaction.places import guesses, places
from questions.redaction.shapes import checked, general, shapes
from questions.redaction.spelled import spelled
from questions.redaction.traits import traits

# The surest first; of two of one detector the longer.
DETECTORS = (
    contacts, checked, shapes, codes, dates, ages, days, ages_said, traits, spelled, phones,
    places, houses, names, employers, cued_places, guesses, unnamed, general,
)  # fmt: skip
# Between two marks of one kind these make one of them: "12 Mill Lane, Leeds LS6 1AB", "Anna Maria Rossi".
_JOINT = {
    MarkKind.PLACE: re.compile(r"[ ,;\n-]{1,3}"),
    MarkKind.NAME: re.compile(r"[ ]"),
    MarkKind.DATE: re.compile(r"[ ,]{1,2}"),
}
_WORDS = re.compile(r"\w")


def find(text):
    """The marks in `text`, in order, none overlapping. Linear in its length."""
    taken = bytearray(len(text))
    kept: list[Mark] = []
    for detector in DETECTORS:
        _keep(text, detector(text), taken, kept)
    _keep(text, list(beside(text, kept)), taken, kept)
    return _joined(text, sorted(kept, key=lambda mark: mark.start))


def _keep(text, found, taken, kept):
    """Adds what nothing surer has taken yet, the longer first."""
    for start, end, kind in sorted(set(found), key=lambda one: (one[0] - one[1], one[0])):
        for piece in _free(taken, start, end):
            if len(_WORDS.findall(text, *piece)) > 1:
                taken[piece[0] : piece[1]] = b"\x01" * (piece[1] - piece[0])
                kept.append(_trimmed(text, *piece, kind))


def _free(taken, start, end):
    """The stretches of start:end that no mark has taken yet."""
    while start < end:
        start = taken.find(0, start, end)
        if start < 0:
            return
        stop = taken.find(1, start, end)
        stop = end if stop < 0 else stop
        yield start, stop
        start = stop


def _trimmed(text, start, end, kind):
    words = text[start:end]
    return Mark(end - len(words.lstrip(" ,.;:\n\t")), start + len(words.rstrip(" ,;:\n\t")), kind)


def _joined(text, marks):
    joined: list[Mark] = []
    for mark in marks:
        last = joined[-1] if joined else None
        joint = _JOINT.get(mark.kind)
        if last and joint and last.kind == mark.kind and joint.fullmatch(text, last.end, mark.start):
            joined[-1] = Mark(last.start, mark.end, mark.kind)
        else:
            joined.append(mark)
    return joined
