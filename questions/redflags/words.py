"""Reading a text as words: the same for what a patient typed and for the words of a rule.

Words keep their place in the text. Case, accents, apostrophes, stretched letters and typing errors are evened
out; the time grows with the length of the text alone, whatever it holds.
"""

import re
import unicodedata
from dataclasses import dataclass, field

# What some put inside a word: apostrophes of all kinds, stars, characters of no width.
_INNER = "'’‘`´ʼ*\u200b-\u200d\u2060\u00ad\ufeff"
_PIECE = re.compile(
    rf"(?P<mixed>[^\W\d_]+[0-9@$!][^\W\d_]+(?![\w]))"
    rf"|(?P<number>\d+(?:[.,]\d+)?)"
    rf"|(?P<word>[^\W\d_]+(?:[{_INNER}]+[^\W\d_]+)*)"
    r"|(?P<end>[.?!;…。？！]+|\n[ \t\r]*\n)"
    r"|(?P<pause>[,:()\n–—]|\s-\s)"
)
_INNER_MARKS = re.compile(rf"[{_INNER}]")
_LEET = str.maketrans("013457@$!", "oieastasi")
_STRETCHED = re.compile(r"(.)\1{2,}")

# Short forms, apostrophe gone; in patterns too, so that each way of writing meets the other.
SHORT = {
    "cant": "cannot", "cannt": "cannot", "canot": "cannot", "cnt": "cannot", "dont": "do not", "dnt": "do not",
    "doesnt": "does not", "dosent": "does not", "dosnt": "does not", "didnt": "did not", "isnt": "is not",
    "arent": "are not", "aint": "is not", "wasnt": "was not", "werent": "were not", "wont": "will not",
    "wouldnt": "would not", "couldnt": "could not", "shouldnt": "should not", "havent": "have not",
    "havnt": "have not", "hasnt": "has not", "hadnt": "had not", "mustnt": "must not", "neednt": "need not",
    "im": "i am", "ive": "i have", "hes": "he is", "shes": "she is", "theyre": "they are",
    "youre": "you are", "youve": "you have", "theyve": "they have", "weve": "we have", "thats": "that is",
    "theres": "there is", "whats": "what is", "gonna": "going to", "wanna": "want to", "gotta": "got to",
    "u": "you", "ur": "your", "n": "and", "r": "are", "y": "why", "thru": "through", "tho": "though",
    "bf": "boyfriend", "gf": "girlfriend", "hubby": "husband", "yo": "year old", "nite": "night",
    "tonite": "tonight", "plz": "please", "pls": "please", "bc": "because", "cuz": "because", "coz": "because",
    "cos": "because", "wks": "weeks", "wk": "week", "hrs": "hours", "hr": "hour", "mins": "minutes",
    "min": "minutes", "yrs": "years", "yr": "year", "mths": "months", "mos": "months", "mo": "months",
    "preg": "pregnant", "temp": "temperature", "wana": "want to", "wnna": "want to",
    "abt": "about", "w": "with", "wo": "without", "hv": "have", "coudnt": "could not",
    "til": "until", "till": "until", "def": "definitely", "prob": "probably", "rlly": "really", "rly": "really",
    "sth": "something", "smth": "something", "sum1": "someone", "some1": "someone", "every1": "everyone",
    "ppl": "people", "nobodys": "nobody is", "everyones": "everyone is", "shouldve": "should have",
    "mite": "might", "2day": "today", "2nite": "tonight", "b4": "before", "l8r": "later", "gr8": "great",
    "diarrhea": "diarrhoea", "hemorrhage": "haemorrhage", "anemia": "anaemia", "edema": "oedema",
    "pee": "wee", "peeing": "weeing", "peed": "weed", "pees": "wees", "tummy": "stomach", "belly": "stomach",
    "abdomen": "stomach", "abdominal": "stomach", "tum": "stomach", "diaper": "nappy", "diapers": "nappies",
    "mom": "mum", "mommy": "mum", "mummy": "mum", "mam": "mum", "mama": "mum",
    "color": "colour", "colored": "coloured", "gray": "grey", "grayish": "greyish", "tumor": "tumour",
}  # fmt: skip

NUMBER_WORDS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
        " seventeen eighteen nineteen twenty".split()
    )
} | {"couple": 2, "few": 3, "several": 3, "dozen": 12, "thirty": 30, "forty": 40, "fifty": 50, "hundred": 100}

# Kinds of numbers a pattern may name, with what they take: fever in °C or °F, sugar in mmol/l or mg/dl.
NUMBER_KINDS = {
    "#fever": lambda x: 38 <= x <= 43 or 100.4 <= x <= 109,
    "#highfever": lambda x: 40 <= x <= 43 or 104 <= x <= 109,
    "#cold": lambda x: 28 <= x < 36 or 85 <= x < 96.8,
    "#highsugar": lambda x: 15 <= x <= 45 or 270 <= x <= 900,
    "#lowsugar": lambda x: 0.5 <= x < 4 or 20 <= x < 65,
    "#highpressure": lambda x: 160 <= x <= 280,
    "#fastpulse": lambda x: 140 <= x <= 280,
    "#lowoxygen": lambda x: 50 <= x <= 91,
    "#ketones": lambda x: 1.5 <= x <= 15,
    "#many": lambda x: 6 <= x <= 500,
    "#newborn": lambda x: x <= 12,
}

# What may follow a short beginning: "wee*" is not meant to be "week", nor "stor*" "storm" …
ENDING = re.compile(
    r"(?:[a-z]?(?:ing|ings|ed|es|en|y|ies|ier)|[a-z]?e?s|d|n|t|e|er|est|ful|fully|ly|ness|th|\d*)"
)
# … and what looks like a form of it all the same.
UNRELATED = {
    "number",
    "numbers",
    "scared",
    "scary",
    "scarier",
    "scaring",
    "scares",
    "scare",
    "plant",
    "plants",
    "plane",
}

LONGEST = 24  # letters; nothing longer is a word to be mended


@dataclass(slots=True)
class Reading:
    """A text as words. Entry i of each list belongs together; "" is the end of a sentence."""

    words: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    pauses: set[int] = field(default_factory=set)  # words that a comma or the like stands before

    def add(self, word: str, start: int, end: int) -> None:
        self.words.append(word)
        self.starts.append(start)
        self.ends.append(end)


def plain(piece: str) -> str:
    """A word without case, accents and marks inside."""
    piece = _INNER_MARKS.sub("", piece).lower()
    if piece.isascii():
        return piece
    apart = unicodedata.normalize("NFKD", piece.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def read(text: str) -> Reading:
    """The words of a text, short forms written out, sentence ends marked."""
    reading, single = Reading(), 0
    for found in _PIECE.finditer(text):
        start, end, kind = found.start(), found.end(), found.lastgroup
        if kind == "end":
            if reading.words and reading.words[-1]:
                reading.add("", start, end)
        elif kind == "pause":
            reading.pauses.add(len(reading.words))
        elif kind == "number":
            reading.add(found[0].replace(",", "."), start, end)
        else:
            word = plain(found[0])
            single = single + 1 if len(word) == 1 else 0
            for part in SHORT.get(word, word).split():
                reading.add(part, start, end)
            if single >= 3:  # "k m s": the letters are a word
                _join_letters(reading, count=single)
    return reading


def _join_letters(reading: Reading, *, count: int) -> None:
    """Let the last of a row of single letters stand for the word they spell, ten letters at most."""
    if count <= 10:
        letters = {value: key for key, value in SHORT.items() if len(key) == 1}
        row = reading.words[-count:]
        reading.words[-1] = "".join(letters.get(word, word) for word in row)[-count:]


def number(word: str) -> float | None:
    """The value of a number in figures or words."""
    if word[:1].isdigit():
        try:
            return float(word)
        except ValueError:
            return None
    return NUMBER_WORDS.get(word)


def within_edits(one: str, other: str, edits: int) -> bool:
    """Whether `edits` slips of typing (a letter more, less, other, or two swapped) lie between two words."""
    if abs(len(one) - len(other)) > edits:
        return False
    same = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        same += 1
    one, other = one[same:], other[same:]
    if not one or not other:
        return len(one) + len(other) <= edits
    if not edits:
        return False
    if one[:2] == other[1::-1] and len(one) > 1 and within_edits(one[2:], other[2:], edits - 1):
        return True
    return (
        within_edits(one[1:], other[1:], edits - 1)
        or within_edits(one, other[1:], edits - 1)
        or within_edits(one[1:], other, edits - 1)
    )


def same_start(one: str, other: str) -> bool:
    """Slips rarely touch the first letter, save that it is swapped with the second ("hcest")."""
    return one[0] == other[0] or one[:2] == other[1::-1]


def _shorter(word: str, letters: int) -> set[str]:
    """The word with up to that many letters left out."""
    found, last = {word}, {word}
    for _ in range(letters):
        last = {each[:i] + each[i + 1 :] for each in last for i in range(len(each))}
        found |= last
    return found


def allowed_edits(word: str) -> int:
    """How many slips still leave a word of this length recognisable."""
    return 0 if len(word) < 5 else 1 if len(word) < 8 else 2


class Lexicon:
    """The words of the rules, and which of them a typed word means.

    `symbols` are words, or beginnings of words with a star. A word that is nobody's is compared with all of
    them at once: both are looked up under what is left of them when one or two letters are left out.
    """

    MENDED = 300  # different unknown words of one text that are mended; texts of this length have about 100
    CANDIDATES = 12

    def __init__(self, symbols, *, everyday=frozenset()):
        self.exact = {symbol for symbol in symbols if not symbol.endswith("*")}
        self.beginnings = {symbol[:-1] for symbol in symbols if symbol.endswith("*")}
        self.everyday = everyday
        self.index: dict[str, list[str]] = {}
        self.meaning: dict[str, tuple[str, ...]] = {}
        forms = {word: self._known(word) for word in self.exact}
        for stem in self.beginnings:
            for ending in ("", "s", "ed", "ing", "e") if len(stem) > 4 else ():
                forms.setdefault(stem + ending, (stem + "*",))
        for word, symbols_of in sorted(forms.items()):
            if edits := allowed_edits(word):
                self.meaning[word] = symbols_of
                for rest in _shorter(word, edits):
                    self.index.setdefault(rest, []).append(word)

    def _known(self, word: str) -> tuple[str, ...]:
        found = [word] if word in self.exact else []
        found += [
            word[:k] + "*"
            for k in range(2, min(len(word), LONGEST) + 1)
            if word[:k] in self.beginnings
            and (k > 4 or (word not in UNRELATED and ENDING.fullmatch(word, k)))
        ]
        return tuple(found)

    def looks_mistyped(self, word: str) -> bool:
        """Whether a word that no rule knows is worth mending."""
        return len(word) >= 4 and word.isalnum() and word not in self.everyday and word not in self.exact

    def places(self, word: str, *, mend: bool) -> tuple[tuple[str, ...], ...]:
        """The symbols a typed word stands for: one place, or two for words written as one ("chestpain")."""
        known = self._known(word)
        if known or not mend or not self.looks_mistyped(word):
            return (known,)
        for other in self._unstretched(word):
            if known := self._known(other):
                return (known,)
        if known := self._mended(word):
            return (known,)
        return self._two_words(word) or ((),)

    def _unstretched(self, word: str) -> list[str]:
        """The word without stretched letters ("heeelp") and figures for letters ("k1ll")."""
        short = _STRETCHED.sub(r"\1\1", word)
        others = [short, _STRETCHED.sub(r"\1", word), word.translate(_LEET)]
        if word.endswith("in"):
            others.append(word + "g")  # "thinkin"
        return [each for each in others if each != word]

    def _mended(self, word: str) -> tuple[str, ...]:
        """The words that one slip leads to; only if there is none, those two slips away."""
        if not 4 <= len(word) <= LONGEST:
            return ()
        near = self._candidates(_shorter(word, 1))
        best = [each for each in near if within_edits(word, each, 1) and same_start(word, each)]
        if not best and 7 <= len(word) <= 12:
            far = [each for each in self._candidates(_shorter(word, 2)) if allowed_edits(each) == 2]
            best = [each for each in far if each[0] == word[0] and within_edits(word, each, 2)]
        return tuple(symbol for each in best for symbol in self.meaning[each])

    def _candidates(self, shortened: set[str]) -> list[str]:
        found: dict[str, None] = {}
        for rest in shortened & self.index.keys():
            found.update(dict.fromkeys(self.index[rest]))
            if len(found) > self.CANDIDATES:
                break
        return list(found)

    def _two_words(self, word: str) -> tuple[tuple[str, ...], ...]:
        if 7 <= len(word) <= LONGEST:
            for cut in range(3, len(word) - 2):
                if word[:cut] in self.exact and word[cut:] in self.exact:
                    return (self._known(word[:cut]), self._known(word[cut:]))
        return ()
