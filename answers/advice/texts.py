"""An answer as the helpers read it: its parts by name, their sentences, their words. No query."""

import re
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from answers.models import CONTRACT_FIELDS, Answer

LONGEST = 20_000  # characters read of a part
LONGEST_QUOTE = 220  # characters shown of a sentence
# Marks of the light markdown that doctors use; a link leaves its words.
LINKED = re.compile(r"\[([^][\n]{1,300})\]\((?:https?://|mailto:)[^\s)]{1,500}\)")
MARKS = re.compile(
    r"(?m)\*{1,3}|(?<!\w)_{1,2}|_{1,2}(?!\w)|^ {0,3}(?:[-+•]|#{1,6}|>|\d{1,2}[.)])[ \t]{1,4}|`"
)
END = re.compile(r"(?<=[.!?…])[\"'”’)]?\s+|(?<=:)\s+(?=[^\sa-z])|\n+")
# What ends in a full stop within a sentence.
SHORT_FORM = re.compile(r"\b(?:e\.g|i\.e|etc|dr|mr|mrs|ms|prof|st|no|vs|approx|tel|fig|min|max|ca)\.\Z", re.I)
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
# Words that hardly an English sentence does without, and other languages have few of.
ENGLISH = frozenset(
    "the of and to you is your that it for be are with can this have not or as if in by from may will but when more "
    "which should at an they we".split()
)


@dataclass(frozen=True)
class Part:
    """One part of an answer: `name` as the form has it, `label` as the doctor sees it."""

    name: str
    label: str
    raw: str

    @cached_property
    def text(self):
        """Without the marks of markdown."""
        return without_marks(self.raw)

    @cached_property
    def sentences(self):
        return sentences(self.text)

    @cached_property
    def raw_sentences(self):
        """With the addresses that links lead to."""
        return sentences(self.raw)


def parts_of(contract):
    """The parts of an answer that hold words, as the page has them, sources and pictures' findings included."""
    parts = []
    for name in CONTRACT_FIELDS:
        value = contract.get(name)
        if isinstance(value, str) and value.strip():
            label = str(Answer._meta.get_field(name).verbose_name)
            parts.append(Part(name, label[:1].upper() + label[1:], value[:LONGEST]))
    for number, (pk, words) in enumerate(sorted((contract.get("findings") or {}).items()), start=1):
        if str(words).strip():
            label = _("What picture %(number)d shows") % {"number": number}
            parts.append(Part(f"finding_{pk}", label, str(words)[:LONGEST]))
    return parts


def written(parts):
    """The parts that are the doctor's prose: all but the sources."""
    return [part for part in parts if part.name != "sources"]


def without_marks(text):
    """A text as readers see it."""
    return MARKS.sub("", LINKED.sub(r"\1", text))


def plain_sentences(text):
    """The sentences of a text as readers see it."""
    return sentences(without_marks(text[:LONGEST]))


def sentences(text):
    """The sentences of a text; a line is the end of one."""
    found: list[str] = []
    for piece in END.split(text[:LONGEST]):
        piece = piece.strip()
        if found and SHORT_FORM.search(found[-1][-8:]):
            found[-1] = f"{found[-1]} {piece}"
        elif piece:
            found.append(piece)
    return found


def words(text):
    """The words of a text in small letters, without numbers."""
    return WORD.findall(text.lower().replace("’", "'"))


def is_english(text):
    """Whether a text reads as English; too short a one counts as English."""
    found = words(text[:LONGEST])
    return len(found) < 8 or sum(word in ENGLISH for word in found) / len(found) >= 0.12


def quote(sentence):
    """A sentence as it is shown: its beginning when it is long."""
    sentence = " ".join(sentence.split())
    if len(sentence) <= LONGEST_QUOTE:
        return sentence
    return sentence[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
