"""Digits written as words, singly or by twos: "oh seven double seven …", "area code 406, 555, 0 1 8 8"."""

import re
from itertools import pairwise

from questions.redaction.kinds import MarkKind
from questions.redaction.patterns import FAX, UNIT_AFTER
from questions.redaction.public import is_help_line

_SAID = {
    "0": "zero oh o nought naught nil null cero zéro nul nolla sıfır shunya",
    "1": "one won eins un uno um een ek jeden bir en ett moja",
    "2": "two zwei zwo deux dos due dois twee do dwa iki två mbili",
    "3": "three drei trois tres tre três drie teen trzy üç tatu",
    "4": "four vier quatre cuatro quattro quatro char cztery dört fyra nne",
    "5": "five fünf cinq cinco cinque vijf paanch pięć beş fem tano",
    "6": "six sechs seis sei zes chhe sześć altı sex sita",
    "7": "seven sieben sept siete sette sete zeven saat siedem yedi sju saba",
    "8": "eight acht huit ocho otto oito aath osiem sekiz åtta nane",
    "9": "nine neun neuf nueve nove negen nau dziewięć dokuz nio tisa",
}
_DIGITS = {word: digit for digit, words in _SAID.items() for word in words.split()}
# Words of a sentence too: they go on with a row, they begin none.
_UNSURE = set("o un uno um een en do due sei sex saat teen null nul char sept nau won saba tre".split())
_MORE = {
    "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15",
    "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19", "twenty": "20", "thirty": "30",
    "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70", "eighty": "80", "ninety": "90",
    "hundred": "00",
}  # fmt: skip
_TIMES = {
    "double": 2,
    "triple": 3,
    "treble": 3,
    "doppel": 2,
    "doble": 2,
    "dubbel": 2,
    "doppio": 2,
    "quadruple": 4,
}
_JOINTS = {
    "dash",
    "space",
    "plus",
    "then",
    "and",
    "hyphen",
    "stroke",
    "slash",
    "pause",
    "point",
    "comma",
    "again",
    "minus",
}
_TOKEN = re.compile(r"[^\W\d_]+|\d+|[.;:!?\n](?=\s|\Z)")
# Before a row: a telephone's words, or those of any other number.
_CALLED = re.compile(
    r"(?<!\w)(?:tel(?:ephone)?|phone|mobile|mob|cell|call|ring|text|whats?app|viber|sms|dial"
    r"|landline|contact|reach(?:ed)?|fax"
    r"|area\scode|number|no|code|id|pin|policy|account|card|extension|ext|reference|ref"
    r"|licen[cs]e|badge|it['’]?s|file|record)"
    r"\b[^.\n]{0,25}\Z",
    re.IGNORECASE,
)
# "area code 406, 555, 0 1 8 8": figures with commas between, where a telephone is spoken of.
_LOOSE = re.compile(
    r"(?<!\w)(?:area\scode|dial|call(?:\s(?:me|us))?(?:\s(?:at|on))?|phone|mobile|cell"
    r"|number(?:\sis)?|ring|text(?:\sme)?|whats?app)"
    r"[:\s]{1,3}(?:(?:is|at|on|me|us|number"
    r"|it['’]?s)\s){0,3}([+(]{0,2}\d{1,5}(?:[\s,.()/–-]{1,3}\d{1,5}){2,12})(?![\w%])",
    re.IGNORECASE,
)


def spelled(text):
    """(start, end, kind) of rows of digits of which three or more are words or stand alone."""
    row = _Row(text)
    for token in _TOKEN.finditer(text):
        word = token[0].lower()
        if not row.takes(word, token) and not (row.digits and word in _JOINTS):
            yield from row.ended()
    yield from row.ended()
    for match in _LOOSE.finditer(text):
        if sum(sign.isdigit() for sign in match[1]) >= 7 and not is_help_line(re.sub(r"\D", "", match[1])):
            yield match.start(1), match.end(1), MarkKind.PHONE


class _Row:
    """The digits read so far of one row."""

    def __init__(self, text):
        self.text = text
        self._empty()

    def _empty(self):
        self.digits, self.words, self.start, self.end, self.times = "", 0, -1, 0, 1
        self.hundreds = False

    def takes(self, word, token):
        """Whether a word goes on with the row."""
        if word in _TIMES:
            self.times = _TIMES[word]
            self.start = token.start() if self.start < 0 else self.start
            return True
        if word in _UNSURE and not self.digits and self.times == 1:
            return False
        digits = (
            _DIGITS.get(word) or _MORE.get(word) or (word if word.isdecimal() and len(word) <= 6 else None)
        )
        if digits is None:
            return False
        self.start = token.start() if self.start < 0 else self.start
        self.digits, self.end = self.digits + digits * self.times, token.end()
        self.words, self.times = self.words + (not word.isdecimal()), 1
        self.hundreds = self.hundreds or word == "hundred"
        return True

    def ended(self):
        """The row, if it is one; the next begins."""
        if self.words >= 3 and not is_help_line(self.digits) and not UNIT_AFTER.match(self.text, self.end):
            before = self.text[max(0, self.start - 34) : self.start]
            steps = {int(other) - int(one) for one, other in pairwise(self.digits)}
            called, counting = bool(_CALLED.search(before)), steps in ({1}, {-1})
            size = len(self.digits)
            # "Two hundred and fifty" counts something, "oh eight hundred" does not.
            counting = counting or (self.hundreds and not self.digits.startswith("0"))
            if (
                (size >= 7 and (called or not counting))
                or (size >= 6 and self.words >= 6 and not counting)
                or (called and size >= 4)
            ):
                yield self.start, self.end, MarkKind.FAX if FAX.search(before) else MarkKind.PHONE
        self._empty()
