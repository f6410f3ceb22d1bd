"""Hard words with plain ones beside them (hard_words.tsv). English only; a word explained where it stands is none."""

import re
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext as _

from answers.advice.items import Group, Item
from answers.advice.texts import is_english, quote, written

TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+){0,3}")
LONGEST_TERM = 4  # words
# Right after a term: it is explained there. Right before one: it is itself the explanation's term in brackets.
EXPLAINED_AFTER = re.compile(
    r"[\"'”’*_)]{0,3},?\s?(?:\(|[–—:-]\s|=|(?:that is|i\.e\.|which (?:means?|is)|meaning|in other words"
    r"|in plain words"
    r"|also (?:called|known as)|is (?:a|an|the|when|what|another)\b|are (?:the|when)\b|means?\b"
    r"|or\s[a-z-]{3,30}\s?[,)])"
    r")",
    re.I,
)
NAMED_BEFORE = re.compile(
    r"(?:\([^()]{0,60}|\b(?:called|known as|named|term(?:ed)?|what doctors call|name for (?:this|it) is"
    r"|that is|i\.e\.),? (?:an? |the )?[\"'“‘*_]{0,3})\Z",
    re.I,
)
STEM = 5  # letters of a plain word that, close by, show that the term is explained in other words
NEAR = 60  # characters to each side


def hard_words(parts):
    """The helper: each hard term once, where it stands first."""
    prose = written(parts)
    if not is_english(" ".join(part.text for part in prose)):
        return None
    items = []
    for term, part, sentence in found_in(prose):
        text = _("“%(term)s”: in plain words, “%(plain)s”") % {"term": term.text, "plain": term.plain}
        items.append(Item(text, part.name, part.label, quote(sentence)))
    return Group("hard_words", _("Words patients may not know"), items)


class Term:
    """A hard term as it stands in a text, with its plain words."""

    def __init__(self, text, plain, key):
        self.text, self.plain, self.key = text, plain, key


def found_in(prose):
    """(Term, part, sentence) of each term that isn't explained anywhere in the answer, in order."""
    found, explained = {}, set()
    for part in prose:
        for sentence in part.sentences:
            for term, start, end in terms_in(sentence):
                if is_explained(sentence, start, end, plain=term.plain):
                    explained.add(term.key)
                found.setdefault(term.key, (term, part, sentence))
    return [row for key, row in found.items() if key not in explained]


def terms_in(sentence):
    """The terms of a sentence with their places; the longest where several begin."""
    tokens = list(TOKEN.finditer(sentence))
    small = [token[0].lower() for token in tokens]
    table, at = _table(), 0
    while at < len(tokens):
        for length in range(min(LONGEST_TERM, len(tokens) - at), 0, -1):
            entry = table.get(" ".join(small[at : at + length]))
            if entry:
                start, end = tokens[at].start(), tokens[at + length - 1].end()
                yield Term(sentence[start:end], entry[0], entry[1]), start, end
                at += length - 1
                break
        at += 1


def is_explained(sentence, start, end, *, plain):
    if EXPLAINED_AFTER.match(sentence, end) or NAMED_BEFORE.search(sentence[max(0, start - NEAR) : start]):
        return True
    around = (sentence[max(0, start - NEAR) : start] + sentence[end : end + NEAR]).lower()
    beside = {word[:STEM] for word in TOKEN.findall(around)}
    telling = {word[:STEM] for word in TOKEN.findall(plain.lower()) if len(word) >= STEM}
    return len(telling & beside) >= min(2, len(telling)) if telling else False


@lru_cache(maxsize=1)
def _table():
    """form → (plain words, the term's first form), plurals included."""
    table = {}
    for line in (Path(__file__).parent / "hard_words.tsv").read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        forms, plain = line.split("\t")
        first, *_more = forms.split("|")
        for form in forms.split("|"):
            for one in (form, *_plurals(form)):
                table.setdefault(one, (plain, first))
    return table


def _plurals(form):
    if form.endswith("y"):
        return (form[:-1] + "ies",)
    if form.endswith(("s", "x", "ch", "sh")):
        return (form + "es",)
    return (form + "s",)
