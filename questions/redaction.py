"""Finds what may identify a person in a text, for a moderator to check. It points; it certifies nothing.

Guided by the 18 classes of HIPAA's Safe Harbor. Every pattern is bounded and starts only where a word
starts, so that the time grows with the length of the text alone, whatever it holds.
"""

import re
from dataclasses import dataclass

import phonenumbers
from django.db import models
from django.utils.translation import gettext_lazy as _


class MarkKind(models.TextChoices):
    EMAIL = "email", _("e-mail address")
    LINK = "link", _("web address")
    HANDLE = "handle", _("account name")
    PHONE = "phone", _("telephone number")
    NUMBER = "number", _("long number")
    DATE = "date", _("date")
    AGE = "age", _("age over 89")
    NAME = "name", _("name")
    PLACE = "place", _("place")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text to look at: text[start:end]."""

    start: int
    end: int
    kind: str


_MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    "|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_CAPITAL = r"(?-i:[^\W\d_a-z][\w'’-]{1,40})"
_NOT_A_NAME = re.compile(
    rf"(?:{_MONTH}|(?:mon|tues|wednes|thurs|fri|satur|sun)day|i['’]?\w{{0,3}})\Z", re.IGNORECASE
)

# Ordered: of two marks that overlap, the earlier kind wins.
_PATTERNS = [
    (
        MarkKind.EMAIL,
        r"(?<![\w.%+-])[\w.%+-]{1,128}(?:@|[ ]?[(\[][ ]?at[ ]?[)\]][ ]?)[\w-]{1,63}(?:\.[\w-]{1,63}){0,6}",
    ),
    (MarkKind.LINK, r"(?<!\w)(?:https?://|www\.)[^\s<>\"']{1,500}"),
    (
        MarkKind.LINK,
        r"(?<![\w.@-])[\w-]{1,63}\.(?:com|org|net|info|io|health|clinic|me|co\.uk|org\.uk|de|fr|in)(?![\w.-]?\w)",
    ),
    (MarkKind.HANDLE, r"(?<![\w@./])@\w{2,30}"),
    (MarkKind.DATE, r"(?<![\w./-])\d{1,4}([./-])\d{1,2}\1\d{2,4}(?!\w)"),
    (MarkKind.DATE, rf"(?<!\w){_DAY}(?:\sof)?\s{_MONTH}\b\.?(?:,?\s(?:19|20)\d\d\b)?"),
    (MarkKind.DATE, rf"(?<!\w){_MONTH}\.?\s{_DAY}\b(?:,?\s(?:19|20)\d\d\b)?"),
    (
        MarkKind.AGE,
        r"(?<![\w.,])(?:9\d|1[0-2]\d)[ -]?(?:years?[ -]old|year-olds?|years?\sof\sage|yo\b|y/o\b|yrs?\b)",
    ),
    (MarkKind.AGE, r"(?<!\w)(?:aged?|i\sam|i['’]m|turned|is)\s(?:9\d|1[0-2]\d)(?![\w%/.,-]?\d|%|\w)"),
    (MarkKind.PLACE, r"(?<!\w)(?-i:[A-Z]{1,2}\d[A-Z\d]?[ ]?\d[A-Z]{2})(?!\w)"),  # British postcodes
]
# A capitalised word after one of these may be a name or a place.
_CUES = [
    (
        MarkKind.NAME,
        r"my\sname\sis|my\sname['’]s|i\sam\scalled|i['’]m\scalled|named|called|signed|regards,?|dr|doctor|mr|mrs|ms|miss"
        r"|mx|prof|professor|nurse|sister|my\s(?:husband|wife|partner|son|daughter|mother|father|mum|mom|dad|brother"
        r"|boyfriend|girlfriend|friend|child|baby)",
    ),
    (
        MarkKind.PLACE,
        r"live\sin|lives\sin|lived\sin|living\sin|moved\sto|grew\sup\sin|born\sin|work\sat|works\sat|working\sat|near|from"
        r"|hospital\sin|clinic\sin",
    ),
]
_COMPILED = [(kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _PATTERNS]
_CUED = [
    (kind, re.compile(rf"(?<!\w)(?:{cue})\.?,?\s{{1,3}}({_CAPITAL}(?:[ ]{_CAPITAL}){{0,2}})", re.IGNORECASE))
    for kind, cue in _CUES
]
# A run of digits with what people put between them; what it is, phonenumbers says.
_DIGITS = re.compile(r"(?<![\w+(.-])[+(]{0,2}\d(?:[\s().\-/]{0,3}\d){6,40}(?!\w)")
# Asking phonenumbers costs 0.1 ms a time; a text with more numbers than this is looked at by hand anyway.
_MOST_NUMBERS = 100
_REGIONS = ("GB", "US", "DE", "IN")


def find(text):
    """The marks in `text`, in order, none overlapping. Linear in its length."""
    found = [
        Mark(match.start(), match.end(), kind)
        for kind, pattern in _COMPILED
        for match in pattern.finditer(text)
    ]
    found += _numbers(text)
    for kind, pattern in _CUED:
        for match in pattern.finditer(text):
            if not _NOT_A_NAME.match(match[1]):
                found.append(Mark(match.start(1), match.end(1), kind))
    return _without_overlaps(found, length=len(text))


def _numbers(text):
    marks = []
    for match in _DIGITS.finditer(text):
        few = len(marks) < _MOST_NUMBERS
        kind = MarkKind.PHONE if few and _is_phone(match[0]) else MarkKind.NUMBER
        marks.append(Mark(match.start(), match.end(), kind))
    return marks


def _is_phone(digits):
    for region in [None] if digits.startswith("+") else _REGIONS:
        try:
            if phonenumbers.is_possible_number(phonenumbers.parse(digits, region)):
                return True
        except phonenumbers.NumberParseException:
            continue
    return False


def _without_overlaps(marks, *, length):
    taken = bytearray(length)
    kept = []
    for mark in marks:  # in the order of the kinds
        if not any(taken[mark.start : mark.end]):
            taken[mark.start : mark.end] = b"\x01" * (mark.end - mark.start)
            kept.append(mark)
    return sorted(kept, key=lambda mark: mark.start)
