"""What a moderator must have checked before a text is public: every class of identifying marks that is found in it or
in what it was made from, and what no list of patterns can find. It counts; a human signs (publication.sign_off()).
"""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _

from accounts.moves import MoveRefused
from answers import exchanges
from answers.models import MARKDOWN_FIELDS, PublicAnswerDraft
from questions import redaction
from questions.redaction import CLASSES, MarkKind, class_of

# Signed for every text: nothing finds by a pattern that a rare condition, an age and a job pick out one person.
TOGETHER = "together"
# Signed where the patient sent pictures: none is public, and no finding describes a face or a tattoo.
PICTURES = "pictures"
# The links and the days of papers are what a doctor's sources are made of.
HARMLESS_IN_SOURCES = {MarkKind.LINK, MarkKind.DATE}
SOURCES = "sources"


@dataclass(frozen=True)
class Stretch:
    """One part of a public copy in its original and its public words. `part` is its name: "title", "text", one of an
    answer's contract, or "exchange"."""

    part: str
    original: str
    public: str

    @cached_property
    def original_marks(self):
        return marks_in(self.original, part=self.part)

    @cached_property
    def public_marks(self):
        return marks_in(self.public, part=self.part)


@dataclass(frozen=True)
class Check:
    """One line that is signed. `found` counts the marks of a class, `kept` and `left` are words of it that stand in the
    public text: those said to identify nobody, and those nobody decided about."""

    key: str
    label: Any
    found: int = 0
    kept: tuple[str, ...] = ()
    left: tuple[str, ...] = ()

    @property
    def replaced(self):
        return self.found - len(self.kept) - len(self.left)

    @property
    def counts(self):
        """What is stored of it: numbers, no word."""
        return {"count": self.found, "kept": len(self.kept), "left": len(self.left)}


def marks_in(text, *, part):
    """The marks in one part of a public copy that somebody has to decide about, in order."""
    marks = _found(text)
    if part == SOURCES:
        marks = tuple(mark for mark in marks if mark.kind not in HARMLESS_IN_SOURCES)
    return marks


@lru_cache(maxsize=128)
def _found(text):
    """As redaction.find(). The page, its buttons, the sign-off and the approval ask about the same few texts."""
    return tuple(redaction.find(text))


def keep(kind, words):
    """How a decision that `words` identify nobody is stored: a pair that JSON holds, for them wherever they stand."""
    return [class_of(kind), " ".join(words.split()).casefold()]


def stretches_of(draft):
    """The parts of a saved draft beside what each was made from. No query besides answers_of() and those for its
    query, two where it has exchanges."""
    yield Stretch("title", draft.question.title, draft.title)
    yield Stretch("text", draft.question.text, draft.text)
    yield Stretch("note", "", draft.correction_note)
    answers = answers_of(draft)
    known = exchanges.possible([answer.source for answer in answers if answer.exchanges])
    for answer in answers:
        for part in ("short_answer", *MARKDOWN_FIELDS, SOURCES):
            yield Stretch(part, getattr(answer.source, part), getattr(answer, part))
        for key in {**answer.source.findings, **answer.findings}:
            originals, public = answer.source.findings, answer.findings
            yield Stretch("finding", str(originals.get(key, "")), str(public.get(key, "")))
        if answer.exchanges:
            originals = exchanges.originals(answer, of=known[answer.source.answer_id])
            for _label, original, public in exchanges.pairs(originals, answer.exchanges):
                yield Stretch("exchange", original, public)


def answers_of(draft):
    """The answers of a saved draft, each with its source, answer and doctor. One query, the first time."""
    rows = PublicAnswerDraft.objects.select_related("source__answer__doctor")
    prefetch_related_objects([draft], Prefetch("answers", rows))
    return draft.answers.all()


def checks_of(stretches, *, kept, pictures):
    """What must be signed for a text: the classes found, in the law's order, then what nothing can find. `kept` are
    decisions made by keep()."""
    found: dict[str, Counter] = {}
    standing: dict[str, list] = {}
    for stretch in stretches:
        original = _by_class(stretch.original, stretch.original_marks)
        public = _by_class(stretch.public, stretch.public_marks)
        for key in {*original, *public}:
            # What stands in both counts once, whatever became of its place.
            both = Counter(map(_folded, original.get(key, ()))) | Counter(map(_folded, public.get(key, ())))
            found.setdefault(key, Counter()).update(both)
            standing.setdefault(key, []).extend(public.get(key, ()))
    decided = {(key, words) for key, words in kept}
    checks = [_check(key, found[key], standing[key], decided=decided) for key in CLASSES if key in found]
    if pictures:
        checks.append(Check(PICTURES, _("Pictures"), found=pictures))
    return [*checks, Check(TOGETHER, _("All of it together"))]


def checks_for(draft):
    """What must be signed for a saved draft. No query besides answers_of() and those for its query."""
    return checks_of(list(stretches_of(draft)), kept=draft.kept, pictures=draft.question.picture_count)


def signed(checks, *, classes):
    """What to store when `classes` were signed: {class: counts}. Raises MoveRefused when one that must be isn't."""
    missing = [str(check.label) for check in checks if check.key not in classes]
    if missing:
        raise MoveRefused(_("Not signed off yet: %(classes)s.") % {"classes": _(", ").join(missing)})
    return {check.key: check.counts for check in checks}


def demand(draft, *, by):
    """MoveRefused unless `by` signed everything off that is found in the draft today."""
    if draft.signed_off_by_id != by.pk:
        raise MoveRefused(_("Who approves a public copy first signs off what was found in it."))
    signed(checks_for(draft), classes=draft.signed_off)


def _by_class(text, marks):
    words: dict[str, list[str]] = {}
    for mark in marks:
        words.setdefault(class_of(mark.kind), []).append(text[mark.start : mark.end])
    return words


def _check(key, found, standing, *, decided):
    label, _kinds = CLASSES[key]
    kept = tuple(words for words in standing if (key, _folded(words)) in decided)
    left = tuple(words for words in standing if (key, _folded(words)) not in decided)
    return Check(key, label, found=found.total(), kept=kept, left=left)


def _folded(words):
    return " ".join(words.split()).casefold()
