"""What changed from one text to another, word by word, for the people who have to judge it."""

import re
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
