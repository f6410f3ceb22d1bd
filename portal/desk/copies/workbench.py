"""The de-identification workbench: what is marked in a public copy, and what one click does about it.

Nothing here stores anything: an act takes the texts as they were typed and gives back what they become, for the page
to show. So each works without JavaScript, and loses no word.
"""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from answers import signoff
from questions.redaction import Mark, MarkKind, suggest
from questions.worddiff import changes, word_diff

# Of one text; a text that differs in more places is read as a whole.
MOST_CHANGES = 40
# Of words replaced by hand, in characters: a single letter stands everywhere, and nothing longer is one mark.
SHORTEST_BY_HAND, LONGEST_BY_HAND = 2, 200
NOTHING = ""


@dataclass(frozen=True)
class Standing:
    """A mark in the public text: its words, why they are marked, what one click makes of them."""

    mark: Mark
    words: str
    kind: Any
    suggestion: str
    replace: str
    keep: str
    is_kept: bool


@dataclass(frozen=True)
class Row:
    """One part of a public copy as its page prints it. `tick` stands above the first side of what may be taken in."""

    name: str
    label: str
    field: Any
    public: str
    left_out: bool
    original: list
    preview: list
    standing: list
    undone: list
    changes: list
    tick: Any
    since: list
    for_readers: list
    by_hand: dict

    @property
    def undecided(self):
        """How many marks nobody decided about."""
        return sum(not each.is_kept for each in self.standing)


@dataclass(frozen=True)
class Outcome:
    """What an act came to: the texts by field, what is kept, and a sentence that says so."""

    texts: dict
    kept: list
    message: str


def bench(copy, *, form=None, kept=(), sent=None):
    """(groups, checks): the parts of a public copy as (title, rows), and what must be signed for them. With a form,
    its words count, else the saved ones. `sent` is what came with it, for the boxes that mark words by hand."""
    decided = {tuple(pair) for pair in kept}
    ticks, opened = form.ticks_now() if form is not None else {}, set()
    groups, stretches = [], [signoff.Stretch("note", "", _note(copy, form))]
    for group in copy.groups:
        rows = []
        for piece in group.pieces:
            is_private = piece.tick and not (ticks[piece.tick] if ticks else piece.is_taken)
            if is_private and form is None:
                continue  # nobody takes it in any more
            stretch = _stretch(piece, form)
            if not is_private:
                stretches.append(stretch)
            tick = form[piece.tick] if form is not None and piece.tick not in ("", *opened) else None
            opened.add(piece.tick)
            rows.append(_row(piece, stretch, form, tick=tick, decided=decided, sent=sent or {}))
        groups.append((group.title, rows))
    return groups, signoff.checks_of(stretches, kept=kept, pictures=len(copy.attachments))


def act(copy, form, *, kept, post):
    """What the button pressed (one of ACTS) makes of the texts typed: an Outcome. None, or one whose words are gone by
    now, changes nothing."""
    texts = {
        piece.name: _typed(piece, form)
        for group in copy.groups
        for piece in group.pieces
        if not piece.is_left_out
    }
    pieces = {piece.name: piece for group in copy.groups for piece in group.pieces if not piece.is_left_out}
    kept = [list(pair) for pair in kept]
    for name, do in ACTS.items():
        if name in post:
            field, _colon, rest = post[name].partition(":")
            if do in (_keep, _unkeep):
                return do(texts, kept, [field, rest])
            if field in pieces:
                return do(copy, texts, kept, piece=pieces[field], rest=rest, post=post)
    return Outcome(texts, kept, NOTHING)


def _replace(copy, texts, kept, *, piece, rest, post):
    """One mark becomes its generalisation; found by its words, nearest to where it stood."""
    place, _colon, words = rest.partition(":")
    text = texts[piece.name]
    marks = [mark for mark in _marks(piece, text) if text[mark.start : mark.end] == words]
    if not marks or not place.isdecimal():
        return Outcome(texts, kept, _("These words are no longer in the text."))
    mark = min(marks, key=lambda mark: abs(mark.start - int(place[:9])))
    suggestion = suggest(text, mark, today=piece.day)
    texts[piece.name] = text[: mark.start] + suggestion + text[mark.end :]
    return Outcome(texts, kept, _said(words, suggestion))


def _replace_all(copy, texts, kept, *, piece, rest, post):
    """Every mark of one text that nobody decided about, from its end on, so that places stay right."""
    text, count = texts[piece.name], 0
    decided = {tuple(pair) for pair in kept}
    for mark in reversed(_marks(piece, text)):
        if _decision(text, mark) not in decided:
            suggestion = suggest(text, mark, today=piece.day)
            text, count = text[: mark.start] + suggestion + text[mark.end :], count + 1
    texts[piece.name] = text
    return Outcome(texts, kept, _counted(count))


def _by_hand(copy, texts, kept, *, piece, rest, post):
    """Words that somebody chose become the generalisation of the kind they chose, in every part of the copy: also where
    they chose them, if that isn't taken in, but in nothing else that stays private."""
    words = " ".join(post.get(f"words-{piece.name}", "").split())
    kind = post.get(f"kind-{piece.name}", "")
    if not SHORTEST_BY_HAND <= len(words) <= LONGEST_BY_HAND or kind not in MarkKind.values:
        return Outcome(texts, kept, _("Select the words to replace, and what they are."))
    count = 0
    for other in [each for group in copy.groups for each in group.pieces if not each.is_left_out]:
        if other.tick not in ("", piece.tick, *post):
            continue
        text = texts[other.name]
        for start, end in reversed(list(_places(words, text))):
            mark = Mark(start, end, MarkKind(kind))
            suggestion = suggest(text, mark, today=other.day)
            text, count = text[:start] + suggestion + text[end:], count + 1
        texts[other.name] = text
    if not count:
        return Outcome(texts, kept, _("These words are not in the text."))
    return Outcome(texts, kept, _counted(count))


def _undo(copy, texts, kept, *, piece, rest, post):
    """One change becomes the original's words again; named by its place in the original, which nobody changes."""
    for change in changes(piece.original, texts[piece.name]):
        if _place(change) == rest:
            texts[piece.name] = change.undone
            words = change.old or change.new
            return Outcome(texts, kept, _("Undone: “%(words)s”. Nothing is saved yet.") % {"words": words})
    return Outcome(texts, kept, _("This change is no longer in the text."))


def _keep(texts, kept, pair):
    if pair in kept or pair[0] not in signoff.CLASSES:
        return Outcome(texts, kept, NOTHING)
    message = _("“%(words)s” stays: it identifies nobody. Nothing is saved yet.")
    return Outcome(texts, [*kept, pair], message % {"words": pair[1]})


def _unkeep(texts, kept, pair):
    return Outcome(
        texts, [each for each in kept if each != pair], _("It is marked again. Nothing is saved yet.")
    )


ACTS = {
    "replace": _replace,
    "all": _replace_all,
    "hand": _by_hand,
    "undo": _undo,
    "keep": _keep,
    "unkeep": _unkeep,
}


def _said(words, suggestion):
    said = _("“%(words)s” became “%(new)s”. Nothing is saved yet.")
    return said % {"words": words, "new": suggestion}


def _counted(count):
    said = ngettext(
        "Replaced in %(count)d place. Nothing is saved yet.",
        "Replaced in %(count)d places. Nothing is saved yet.",
        count,
    )
    return said % {"count": count}


def _row(piece, stretch, form, *, tick, decided, sent):
    standing = [_standing(piece, stretch.public, mark, decided) for mark in stretch.public_marks]
    undone = changes(piece.original, stretch.public) if form is not None and not piece.is_left_out else []
    return Row(
        name=piece.name,
        label=piece.label,
        field=form[piece.name] if form is not None and not piece.is_left_out else None,
        public=stretch.public,
        left_out=piece.is_left_out,
        original=_original(stretch),
        preview=_pieces(stretch.public, [(each.mark, each) for each in standing]) if standing else [],
        standing=standing,
        undone=[(change, f"{piece.name}:{_place(change)}") for change in undone]
        if len(undone) <= MOST_CHANGES
        else [],
        changes=word_diff(piece.original, stretch.public) if piece.original != stretch.public else [],
        since=_diff(piece.before, piece.original),
        for_readers=_diff(piece.shown, stretch.public),
        tick=tick,
        by_hand={
            "words": sent.get(f"words-{piece.name}", ""),
            "kind": sent.get(f"kind-{piece.name}") or MarkKind.NAME.value,
        },
    )


def _standing(piece, text, mark, decided):
    words = text[mark.start : mark.end]
    key, folded = _decision(text, mark)
    return Standing(
        mark=mark,
        words=words,
        kind=MarkKind(mark.kind).label,
        suggestion=suggest(text, mark, today=piece.day),
        replace=f"{piece.name}:{mark.start}:{words}",
        keep=f"{key}:{folded}",
        is_kept=(key, folded) in decided,
    )


def _original(stretch):
    """The original in (mark, words) pieces; a mark says its kind and whether its words stand in the public text."""
    left = Counter(stretch.public[mark.start : mark.end] for mark in stretch.public_marks)
    pairs = []
    for mark in stretch.original_marks:
        words = stretch.original[mark.start : mark.end]
        stands = left[words] > 0
        left[words] -= 1
        pairs.append((mark, {"kind": MarkKind(mark.kind).label, "stands": stands}))
    return _pieces(stretch.original, pairs)


def _pieces(text, pairs):
    """`text` cut at its marks: (what belongs to the mark, words), None for what isn't marked."""
    cut, place = [], 0
    for mark, said in pairs:
        cut += [(None, text[place : mark.start]), (said, text[mark.start : mark.end])]
        place = mark.end
    return [pair for pair in [*cut, (None, text[place:])] if pair[1]]


def _diff(old, new):
    """The word differences; empty where nothing is compared or nothing differs."""
    return word_diff(old, new) if old is not None and old != new else []


def _stretch(piece, form):
    return signoff.Stretch(piece.part, piece.original, _typed(piece, form))


def _typed(piece, form):
    if piece.is_left_out:
        return ""
    return piece.public if form is None else form[piece.name].value() or ""


def _note(copy, form):
    """What readers are told of a correction: it is public too."""
    if form is not None and copy.corrects:
        return form["correction_note"].value() or ""
    return copy.draft.correction_note if copy.draft else ""


def _marks(piece, text):
    return signoff.marks_in(text, part=piece.part)


def _decision(text, mark):
    return tuple(signoff.keep(mark.kind, text[mark.start : mark.end]))


def _place(change):
    return f"{change.start}:{change.end}"


def _places(words, text):
    """Where `words` stand in `text` as whole words, large or small letters alike, whatever blanks are between."""
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    return [match.span() for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", text, re.IGNORECASE)]
