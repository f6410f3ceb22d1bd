"""The language of the rules' patterns, and how a line of it is looked for.

    chest ~4 pain|ache|tight*       words in this order, up to four others between; | either; * any ending
    @chest ~4 @pain                 @name: a vocabulary of concepts.toml, words and phrases alike
    baby very? floppy               ? may be absent
    sore_throat|tonsillitis         _ joins the words of a phrase
    @pregnant & @heavy_bleeding     both within reach of each other (12 words), in any order
    3 @face & @droop                … within 3 words
    @head & @fell && @vomiting      what && parts may lie anywhere in the text
    #fever                          a kind of number (words.NUMBER_KINDS);  #n any number
    ! not suicidal                  these words don't count for this rule
    ~self_harm 0.5                  the second reader is at least that sure (secondreader.py)
    & ~0.2                          the other lines count only where it is that sure of either kind …
    & ~self_harm 0.1                … or of this one

Places of words are the bits of whole numbers, so that a line costs a few shifts whatever the text holds.
"""

import re
from dataclasses import dataclass

from questions.redflags import secondreader
from questions.redflags.words import SHORT, plain

NEAR = 12  # words within which the parts of an & line lie
NEGATIONS = {
    "not",
    "no",
    "cannot",
    "without",
    "never",
    "nothing",
    "none",
    "nor",
    "hardly",
    "barely",
    "stopped",
}
MOST_PHRASES = 4000
ASKS = "~"  # begins a line that asks the second reader …
BACKED = "& ~"  # … and one that wants its backing for the rule's other lines

_ATOM = re.compile(r"^[^\W_](?:[\w'’]|(?<=\w)\*)*$", re.UNICODE)


class PatternError(ValueError):
    """A pattern line that can't be read; the message says why, in words for whoever wrote it."""


Element = frozenset[str] | None  # the symbols one place may hold; None: any word


@dataclass(frozen=True, slots=True)
class Sureness:
    """A line such as `~self_harm 0.5`: what the second reader is asked about, and how sure it must be."""

    kind: str
    least: float


def read_sureness(line: str) -> Sureness:
    """Read such a line. Raises PatternError."""
    parts = line.removeprefix(ASKS).split()
    try:
        kind, least = parts[0], float(parts[1])
    except (IndexError, ValueError):
        raise PatternError("It is written like “~self_harm 0.5”.") from None
    if len(parts) != 2 or kind not in secondreader.KINDS or not 0.05 <= least <= 0.99:
        raise PatternError("The second reader is asked about emergency or self_harm, from 0.05 to 0.99.")
    return Sureness(kind, least)


def read_backing(line: str) -> Sureness:
    """What the second reader must be sure of besides; kind "" is either. Raises PatternError."""
    *kind, least = line.removeprefix(BACKED).split() or [""]
    try:
        backing = Sureness("".join(kind), float(least))
    except ValueError:
        raise PatternError("It is written like “& ~0.2” or “& ~self_harm 0.1”.") from None
    if backing.kind not in ("", *secondreader.KINDS) or not 0.01 <= backing.least <= 0.9:
        raise PatternError("The second reader backs emergency, self_harm or either, from 0.01 to 0.9.")
    return backing


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in a row, of fixed length."""

    elements: tuple[Element, ...]
    negates: bool  # holds a word such as "not" itself, so that negation must not hide it
    needs: frozenset[str]  # symbols without which it can't be there


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """Phrases of which any will do. The same phrases are one object, looked for once in a text."""

    phrases: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One item of a line: a choice, after a gap of at most `gap` words."""

    choice: Choice
    optional: bool
    gap: int


@dataclass(frozen=True, slots=True)
class Group:
    """Parts that lie within `reach` words of each other, in any order."""

    parts: tuple[tuple[Step, ...], ...]
    reach: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a rule, ready to be looked for: all of its groups, wherever each is."""

    source: str
    groups: tuple[Group, ...]
    hides: bool
    negates: bool
    longest: int

    @property
    def steps(self) -> list[Step]:
        return [step for group in self.groups for part in group.parts for step in part]

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """Of a line that hides: its phrases."""
        return self.groups[0].parts[0][0].choice.phrases

    @property
    def symbols(self) -> set[str]:
        return {
            symbol
            for step in self.steps
            for phrase in step.choice.phrases
            for element in phrase.elements
            for symbol in element or ()
        }


def _symbols(word: str) -> list[str]:
    """A word of a pattern as the reading would give it: several for a short form."""
    if word.startswith("#"):
        return [word]
    star = word.endswith("*")
    if star and len(word) < 3:
        raise PatternError(f"“{word}” is too short for a beginning: give it two letters or more.")
    if not _ATOM.match(word):
        raise PatternError(f"“{word}” is not a word.")
    bare = plain(word.rstrip("*"))
    return [bare + "*"] if star else SHORT.get(bare, bare).split()


class Vocabulary:
    """The named concepts, each a set of phrases; built once from {name: [entry, …]}."""

    def __init__(self, entries: dict[str, list[str]]):
        self.entries = entries
        self.phrases: dict[str, tuple[Phrase, ...]] = {}
        self.one: dict[tuple[Phrase, ...], Choice] = {}
        for name in entries:
            self.concept(name, above=())

    def concept(self, name: str, *, above=()) -> tuple[Phrase, ...]:
        """The phrases of @name. Raises PatternError for one that is unknown or holds itself."""
        if name in self.phrases:
            return self.phrases[name]
        if name not in self.entries or name in above:
            raise PatternError(f"There is no vocabulary “@{name}”.")
        found: dict[Phrase, None] = {}
        for entry in self.entries[name]:
            for phrase in self.fixed(entry, above=(*above, name)):
                found[phrase] = None
        if len(found) > MOST_PHRASES:
            raise PatternError(f"“@{name}” stands for too many phrases.")
        self.phrases[name] = _merged(found)
        return self.phrases[name]

    def fixed(self, entry: str, *, above=()) -> list[Phrase]:
        """Every phrase of fixed length that an entry stands for: optional words and gaps written out."""
        ways: list[tuple[Element, ...]] = [()]
        for item in entry.split():
            if item.startswith("~"):
                gaps = range(_gap(item) + 1)
                ways = [(*way, *[None] * gap) for way in ways for gap in gaps]
                continue
            choices = [phrase.elements for phrase in self.choices(item.removesuffix("?"), above=above)]
            if item.endswith("?"):
                choices.append(())
            ways = [(*way, *choice) for way in ways for choice in choices]
            if len(ways) > MOST_PHRASES:
                raise PatternError(f"“{entry}” stands for too many phrases.")
        return [_phrase(way) for way in ways if way]

    def choices(self, item: str, *, above=()) -> list[Phrase]:
        """What one item without its ? may be: the phrases of its alternatives, single words as one."""
        found: list[Phrase] = []
        if item == "*":
            return [_phrase((None,))]
        for choice in item.split("|"):
            if choice.startswith("@"):
                found += self.concept(choice[1:], above=above)
                continue
            if not choice:
                raise PatternError(f"“{item}” has an empty choice.")
            words = [word for part in choice.split("_") for word in _symbols(part)]
            elements = tuple(frozenset([word]) for word in words)
            found.append(_phrase(elements))
        return list(_merged(dict.fromkeys(found)))

    def lines(self, source: str) -> list[Line]:
        """Read a line of a rule: one Line, or one for each way of denying in it. Raises PatternError."""
        text = source.strip()
        if text.startswith("!"):
            phrases = tuple(self.fixed(text[1:]))
            if not phrases:
                raise PatternError("Nothing follows the “!”.")
            step = Step(self.choice(phrases), False, 0)
            return [Line(source, (Group(((step,),), 0),), hides=True, negates=False, longest=0)]
        groups = tuple(self.group(each) for each in text.split("&&"))
        longest = max(_length(part) for group in groups for part in group.parts)
        return [
            Line(source, way, hides=False, negates=any(map(_negates, _steps(way))), longest=longest)
            for way in self._ways(groups)
        ]

    def _ways(self, groups: tuple[Group, ...]) -> list[tuple[Group, ...]]:
        """The groups, and where a choice both denies ("cannot") and doesn't ("trouble"), once with each half.

        A line that denies by itself must see "cannot breathe"; one that doesn't must not see "no trouble
        breathing".
        """
        mixed = next(
            (step for step in _steps(groups) if _negates(step) and not _negates(step, every=True)), None
        )
        if mixed is None:
            return [groups]
        ways = []
        for denies in (True, False):
            half = tuple(phrase for phrase in mixed.choice.phrases if phrase.negates == denies)
            step = Step(self.choice(half), mixed.optional, mixed.gap)
            ways += self._ways(_replaced(groups, mixed, step))
        return ways

    def group(self, text: str) -> Group:
        """The parts between two &&, with the reach that a figure in front gives."""
        reach, text = NEAR, text.strip()
        if number := re.match(r"(\d+)\s+(?=.*&)", text):
            reach, text = int(number[1]), text[number.end() :]
        return Group(tuple(self.part(part) for part in text.split("&")), reach)

    def choice(self, phrases: tuple[Phrase, ...]) -> Choice:
        """The one object for these phrases."""
        return self.one.setdefault(phrases, Choice(phrases))

    def part(self, text: str) -> tuple[Step, ...]:
        """One side of an &: steps with their gaps."""
        steps, gap = [], 0
        for item in text.split():
            if item.startswith("~"):
                gap = _gap(item)
                continue
            bare = item.removesuffix("?") if item != "?" else item
            steps.append(Step(self.choice(tuple(self.choices(bare))), item.endswith("?"), gap))
            gap = 0
        if not steps or all(step.optional for step in steps):
            raise PatternError("Each side of a line needs a word that can't be absent.")
        return tuple(steps)


def _length(part: tuple[Step, ...]) -> int:
    """The most words that a part may stretch over."""
    return sum(step.gap + max(len(phrase.elements) for phrase in step.choice.phrases) for step in part)


def _gap(item: str) -> int:
    if not item[1:].isdigit() or not 1 <= int(item[1:]) <= 12:
        raise PatternError(f"“{item}”: a gap is ~1 to ~12 words.")
    return int(item[1:])


def _phrase(elements: tuple[Element, ...]) -> Phrase:
    return Phrase(
        elements,
        negates=any(element is not None and bool(element & NEGATIONS) for element in elements),
        needs=frozenset(s for element in elements if element and len(element) == 1 for s in element),
    )


def _steps(groups: tuple[Group, ...]) -> list[Step]:
    return [step for group in groups for part in group.parts for step in part]


def _negates(step: Step, *, every: bool = False) -> bool:
    """Whether any (or every) phrase of a step holds a word such as "not"."""
    words = [phrase.negates for phrase in step.choice.phrases]
    return all(words) if every else any(words)


def _replaced(groups: tuple[Group, ...], old: Step, new: Step) -> tuple[Group, ...]:
    return tuple(
        Group(
            tuple(tuple(new if step is old else step for step in part) for part in group.parts), group.reach
        )
        for group in groups
    )


def _merged(phrases) -> tuple[Phrase, ...]:
    """Phrases, with those of one word each made one."""
    singles: set[str] = set()
    negating: set[str] = set()
    rest = []
    for phrase in phrases:
        first = phrase.elements[0]
        if len(phrase.elements) == 1 and first is not None:
            (negating if phrase.negates else singles).update(first)
        else:
            rest.append(phrase)
    heads = [_phrase((frozenset(words),)) for words in (singles, negating) if words]
    return (*heads, *rest)
