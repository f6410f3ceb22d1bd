"""What changed from one text to another, word by word, for the people who have to judge it."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

# A word with the blanks behind it: the blanks are printed but never compared, so that joining two lines is no change.
_WORD = re.compile(r"\S+\s*|\s+")
# Beyond this many words a side the middle is shown as one replacement; the longest field holds about 4,000.
WORDS_COMPARED = 8000

SAME, DELETED, INSERTED = "same", "del", "ins"


def word_diff(old: str, new: str) -> list[tuple[str, str]]:
    """Return [(kind, text), …] with kind "same", "del" or "ins"; the texts that aren't "del" make up `new`.

    Words common to both ends are set aside first, which settles most edits. In the rest SequenceMatcher
    skips very frequent words when it looks for anchors, so that no text, however repetitive, costs seconds.
    """
    before, after = _WORD.findall(old), _WORD.findall(new)
    before_words, after_words = [w.strip() for w in before], [w.strip() for w in after]
    head = _common(before_words, after_words)
    rest = min(len(before), len(after)) - head
    tail = min(_common(before_words[::-1], after_words[::-1]), rest)
    parts = [(SAME, "".join(after[:head]))]
    middle_before = slice(head, len(before) - tail)
    middle_after = slice(head, len(after) - tail)
    parts += _middle(
        before[middle_before],
        after[middle_after],
        before_words[middle_before],
        after_words[middle_after],
    )
    parts.append((SAME, "".join(after[len(after) - tail :])))
    return _joined(parts)


def _common(one, other):
    """How many items two lists share at their beginning."""
    for number, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return number
    return min(len(one), len(other))


def _middle(before, after, before_words, after_words):
    if max(len(before), len(after)) > WORDS_COMPARED:
        return [(DELETED, "".join(before)), (INSERTED, "".join(after))]
    parts = []
    for tag, a, b, c, d in SequenceMatcher(None, before_words, after_words).get_opcodes():
        if tag == "equal":
            parts.append((SAME, "".join(after[c:d])))
        else:
            parts += [(DELETED, "".join(before[a:b])), (INSERTED, "".join(after[c:d]))]
    return parts


def _joined(parts):
    """Leave out empty parts and join neighbours of one kind. A deleted text gets the blanks that part it from its
    neighbours, where it was the last of the old text or follows the last of the new one."""
    result: list[tuple[str, str]] = []
    parts = [(kind, text) for kind, text in parts if text]
    for number, (kind, text) in enumerate(parts):
        if kind == DELETED:
            before = " " if result and not result[-1][1][-1].isspace() else ""
            after = " " if number + 1 < len(parts) and not text[-1].isspace() else ""
            text = f"{before}{text}{after}"
        if result and result[-1][0] == kind:
            result[-1] = (kind, result[-1][1] + text)
        else:
            result.append((kind, text))
    return result


# A word, or one other character, with the blanks behind it, so that a change never takes a comma or a bracket along.
_BIT = re.compile(r"\[[^\[\]\n]{1,40}\]\s*|\w+\s*|[^\w\s]\s*|\s+")


@dataclass(frozen=True, slots=True)
class Change:
    """One stretch that differs: old[start:end] became `new`. `undone` is the new text with this stretch as it was."""

    start: int
    end: int
    old: str
    new: str
    undone: str


def changes(old: str, new: str) -> list[Change]:
    """What changed from one text to another, stretch by stretch, each of which can be taken back by itself."""
    before, after = _BIT.findall(old), _BIT.findall(new)
    before_words, after_words = [bit.strip() for bit in before], [bit.strip() for bit in after]
    head = _common(before_words, after_words)
    tail = min(_common(before_words[::-1], after_words[::-1]), min(len(before), len(after)) - head)
    a_end, c_end = len(before) - tail, len(after) - tail
    if max(len(before), len(after)) > WORDS_COMPARED:
        changed = [(0, a_end - head, 0, c_end - head)]
    else:
        matcher = SequenceMatcher(None, before_words[head:a_end], after_words[head:c_end])
        changed = [(a, b, c, d) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]
    spans = [(a + head, b + head, c + head, d + head) for a, b, c, d in changed]
    return [_change(before, after, *span) for span in spans if span[0] < span[1] or span[2] < span[3]]


def _change(before, after, a, b, c, d):
    start = sum(map(len, before[:a]))
    was, became = "".join(before[a:b]), "".join(after[c:d])
    left, right = "".join(after[:c]), "".join(after[d:])
    back = was
    if was and became:  # the blanks behind stay as they are now
        back = was.rstrip() + became[len(became.rstrip()) :]
    elif was and right and not was[-1].isspace() and before[b : b + 1] == []:
        back = f"{was} "
    if back and left and a and before[a - 1][-1].isspace() and not left[-1].isspace():
        back = f"{before[a - 1][len(before[a - 1].rstrip()) :]}{back}"
    words = was.strip()
    return Change(start, start + len(was.rstrip()), words, became.strip(), f"{left}{back}{right}")
