"""Looking for all the rules in one text, in time that grows with its length alone.

Every word of the rules has a number whose bits are its places in the text. A pattern is followed from all
places at once by shifting and masking these numbers; nothing is ever tried twice from another place.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from questions.models.redflag import FlagLevel, RedFlagVersion
from questions.redflags import scopes, secondreader
from questions.redflags.patterns import (
    ASKS,
    BACKED,
    Choice,
    Group,
    Line,
    Phrase,
    Step,
    Sureness,
    Vocabulary,
    read_backing,
    read_sureness,
)
from questions.redflags.words import NUMBER_KINDS, Lexicon, Reading, number, read

SERIOUS = {FlagLevel.EMERGENCY: 0, FlagLevel.SELF_HARM: 1, FlagLevel.URGENT: 2}
FEWEST = 5  # words that the second reader may judge by itself


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that a text meets, and where: stretches of the text as (start, end), in characters; none where the
    second reader says so, which judges a text as a whole."""

    version: RedFlagVersion
    spans: tuple[tuple[int, int], ...]

    @property
    def level(self) -> str:
        return self.version.level


@dataclass(frozen=True, slots=True)
class Language:
    """What is the same for all rules: vocabularies, scopes, phrases that hide, everyday words."""

    vocabulary: Vocabulary
    scopes: scopes.Scopes
    idioms: tuple[Line, ...]
    well: tuple[Line, ...]
    past: tuple[Line, ...]
    after: tuple[Line, ...]
    general: tuple[Line, ...]
    everyday: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """A version with its lines read."""

    version: RedFlagVersion
    lines: tuple[Line, ...]
    hides: tuple[Line, ...]
    sure: tuple[Sureness, ...] = ()
    backing: Sureness | None = None

    def is_sure(self, sureness: dict[str, float]) -> bool:
        """Whether the second reader alone says so."""
        return any(sureness[each.kind] >= each.least for each in self.sure)

    def is_backed(self, sureness: dict[str, float]) -> bool:
        """Whether its lines count."""
        return self.backing is None or sureness[self.backing.kind] >= self.backing.least

    def concerns(self, slugs: set[str], age_band: str) -> bool:
        """Whether it is for such a query. What the patient did not say excludes nothing."""
        return (
            not self.version.specialties or not slugs or bool(slugs & set(self.version.specialties))
        ) and (not self.version.age_bands or not age_band or age_band in self.version.age_bands)


class View:
    """The places of a text that count, for one way of reading it."""

    def __init__(self, places: int):
        self.rows = {1: places}
        self.found: dict[Choice, list[tuple[int, int]]] = {}

    def row(self, length: int) -> int:
        """Where `length` words that count begin."""
        if length not in self.rows:
            self.rows[length] = self.row(length - 1) & (self.rows[1] >> (length - 1))
        return self.rows[length]

    def without(self, places: int) -> "View":
        return View(self.rows[1] & ~places)


@dataclass(frozen=True, slots=True)
class Sight:
    """What a line sees: `strict` hides what is denied; `lax` doesn't, for phrases that deny themselves."""

    strict: View
    lax: View

    def without(self, places: int) -> "Sight":
        return Sight(self.strict.without(places), self.lax.without(places)) if places else self


class Text:
    """One text as places of symbols, and where lines are found in it."""

    def __init__(self, text: str, lexicon: Lexicon):
        self.reading, places = resolve(read(text), lexicon)
        words = self.reading.words
        self.symbols = {symbol: _mask(found, size=len(words)) for symbol, found in places.items()}
        self.words = ((1 << len(words)) - 1) & ~self.symbols.pop("", 0)
        self.present = frozenset(self.symbols)
        self.sets: dict[frozenset[str], int] = {}
        self.phrases: dict[int, int] = {}

    def places(self, element: frozenset[str] | None) -> int:
        """Where one of these symbols stands; of None, any word."""
        if element is None:
            return self.words
        if element not in self.sets:
            found = 0
            for symbol in element & self.symbols.keys():
                found |= self.symbols[symbol]
            self.sets[element] = found
        return self.sets[element]

    def phrase(self, phrase: Phrase) -> int:
        """Where this phrase begins."""
        if id(phrase) not in self.phrases:
            found = self.words
            for offset, element in enumerate(phrase.elements):
                found &= self.places(element) >> offset
                if not found:
                    break
            self.phrases[id(phrase)] = found
        return self.phrases[id(phrase)]

    def begins(self, lines: Iterable[Line]) -> list[int]:
        """Every place at which one of these lines, each a fixed phrase, begins."""
        found = 0
        for line in lines:
            for phrase in line.phrases:
                if phrase.needs <= self.present:
                    found |= self.phrase(phrase)
        return [place for place, bit in enumerate(reversed(bin(found)[2:])) if bit == "1"]

    def covered(self, lines: Iterable[Line]) -> int:
        """Every place that these lines, each a fixed phrase, cover."""
        found = 0
        for line in lines:
            for phrase in line.phrases:
                if phrase.needs <= self.present and (begin := self.phrase(phrase)):
                    for offset in range(len(phrase.elements)):
                        found |= begin << offset
        return found

    def starts(self, choice: Choice, strict: View, lax: View) -> list[tuple[int, int]]:
        """(length, where a phrase of that length begins), of the phrases that this view shows."""
        if choice not in strict.found:
            by_length: dict[int, int] = {}
            for phrase in choice.phrases:
                if phrase.needs <= self.present and (begin := self.phrase(phrase)):
                    length = len(phrase.elements)
                    begin &= (lax if phrase.negates else strict).row(length)
                    by_length[length] = by_length.get(length, 0) | begin
            strict.found[choice] = [(length, begin) for length, begin in by_length.items() if begin]
        return strict.found[choice]

    def follow(self, part: tuple[Step, ...], sight: Sight, negates: bool, begin: int) -> int:
        """Where the part ends (the place after its last word), begun at any of the places `begin`."""
        strict = sight.lax if negates else sight.strict
        reached = begin
        for step in part:
            for _ in range(step.gap):
                reached |= (reached & self.words) << 1
            next_reached = reached if step.optional else 0
            for length, starts in self.starts(step.choice, strict, sight.lax):
                next_reached |= (reached & starts) << length
            reached = next_reached
            if not reached:
                return 0
        return reached

    def spans(self, line: Line, sight: Sight) -> list[tuple[int, int]]:
        """Where the line is met first: one stretch (in characters) for each of its parts; else nothing."""
        found: list[tuple[int, int]] = []
        for group in line.groups:
            stretches = self._group(line, group, sight)
            if not stretches:
                return []
            found += stretches
        return found

    def _group(self, line: Line, group: Group, sight: Sight) -> list[tuple[int, int]]:
        ends, around = [], -1
        for part in group.parts:
            found = self.follow(part, sight, line.negates, self.words)
            if not found:
                return []
            ends.append(found)
        if len(ends) > 1:
            half = (group.reach + 1) // 2
            for found in ends:
                around &= spread(found, half)
            if not around:
                return []
            around = spread(around & -around, half)
        return [
            self._stretch(line, part, sight, end=lowest(found & around))
            for part, found in zip(group.parts, ends, strict=True)
        ]

    def _stretch(self, line: Line, part: tuple[Step, ...], sight: Sight, *, end: int) -> tuple[int, int]:
        """The shortest stretch that ends there: the latest beginning is found by halving."""
        early, late = max(0, end - line.longest), end - 1
        while early < late:
            middle = (early + late + 1) // 2
            begin = ((1 << end) - 1) >> middle << middle & self.words
            if self.follow(part, sight, line.negates, begin) >> end & 1:
                early = middle
            else:
                late = middle - 1
        return self.reading.starts[early], self.reading.ends[end - 1]


class Matcher:
    """All the rules in force, read once and looked for together."""

    def __init__(self, versions: Iterable[RedFlagVersion], language: Language):
        self.language = language
        self.rules = [read_rule(version, language.vocabulary) for version in versions]
        hidden = [*language.idioms, *language.well, *language.past, *language.after, *language.general]
        lines = [*hidden, *(line for rule in self.rules for line in (*rule.lines, *rule.hides))]
        self.lexicon = Lexicon({s for line in lines for s in line.symbols}, everyday=language.everyday)

    def find(self, text: str, *, slugs: set[str], age_band: str) -> list[Hit]:
        """Every rule the text meets, most serious first. Linear in the length of the text."""
        sureness = secondreader.sureness(text)
        sureness[""] = max(sureness.values())
        # A few words say too little for the second reader alone: "On the left arm", in reply to a question.
        says_much = len(text.split()) >= FEWEST
        concerned = [rule for rule in self.rules if rule.concerns(slugs, age_band)]
        backed = [rule for rule in concerned if rule.lines and rule.is_backed(sureness)]
        spans = self._by_words(Text(text, self.lexicon), backed) if backed else {}
        hits = [
            Hit(rule.version, spans.get(rule.version.flag.code, ()))
            for rule in concerned
            if rule.version.flag.code in spans or (says_much and rule.is_sure(sureness))
        ]
        return sorted(hits, key=lambda hit: SERIOUS[FlagLevel(hit.level)])  # stable: then by position

    def _by_words(self, seen: Text, rules: list[Rule]) -> dict[str, tuple[tuple[int, int], ...]]:
        """{code: stretches} of the rules whose own lines are met, each at its first place."""
        told, meant = self._sights(seen)
        met = {}
        for rule in rules:
            sight = meant if rule.version.level == FlagLevel.SELF_HARM else told
            sight = sight.without(seen.covered(rule.hides))
            if spans := next((found for line in rule.lines if (found := seen.spans(line, sight))), None):
                met[rule.version.flag.code] = tuple(sorted(set(spans)))
        return met

    def _sights(self, seen: Text) -> tuple[Sight, Sight]:
        """What counts for bodily rules, and for self-harm: there what is feared or denied counts, and what
        is past too unless the text says that all is well now."""
        language, reading = self.language, seen.reading
        shown = seen.words & ~seen.covered(language.idioms)
        shown &= ~scopes.sentences(reading, seen.begins(language.general))
        past = scopes.past(reading, seen.begins(language.past), language.scopes)
        lax = shown & ~past & ~scopes.rest_of_sentence(reading, seen.begins(language.after), language.scopes)
        strict = lax & ~scopes.denied(reading, language.scopes)
        meant = View(shown & ~past if seen.begins(language.well) else shown)
        return Sight(View(strict), View(lax)), Sight(meant, meant)


def read_rule(version: RedFlagVersion, vocabulary: Vocabulary) -> Rule:
    """The lines of a version. Raises PatternError."""
    lines, sure, backing = [], [], None
    for source in version.patterns:
        if source.startswith(BACKED):
            backing = read_backing(source)
        elif source.startswith(ASKS):
            sure.append(read_sureness(source))
        else:
            lines += vocabulary.lines(source)
    words = tuple(line for line in lines if not line.hides)
    return Rule(version, words, tuple(line for line in lines if line.hides), tuple(sure), backing)


def resolve(typed: Reading, lexicon: Lexicon) -> tuple[Reading, dict[str, list[int]]]:
    """The reading with words parted that were typed as one, and the places of each symbol ("" ends a sentence)."""
    known: dict[str, tuple[tuple[str, ...], ...]] = {"": (("",),)}
    places: dict[str, list[int]] = {}
    reading, left = Reading(), lexicon.MENDED
    for index, word in enumerate(typed.words):
        if word not in known:
            known[word] = lexicon.places(word, mend=left > 0)
            left -= lexicon.looks_mistyped(word)
            if (value := number(word)) is not None:
                kinds = [kind for kind, fits in NUMBER_KINDS.items() if fits(value)]
                known[word] = ((*known[word][0], "#n", *kinds),)
        if index in typed.pauses:
            reading.pauses.add(len(reading.words))
        for symbols in known[word]:
            for symbol in symbols:
                places.setdefault(symbol, []).append(len(reading.words))
            reading.add(word, typed.starts[index], typed.ends[index])
    return reading, places


def _mask(places: list[int], *, size: int) -> int:
    """A number with these bits."""
    if len(places) < 32:
        return sum(1 << place for place in places)
    row = bytearray(size)
    for place in places:
        row[place] = 1
    return scopes.bits(row)


def spread(places: int, reach: int) -> int:
    """These places and all within `reach` words before and after."""
    done = 0
    while done < reach:
        step = min(done or 1, reach - done)
        places |= places << step | places >> step
        done += step
    return places


def lowest(places: int) -> int:
    """The first place of a number that has one."""
    return (places & -places).bit_length() - 1
