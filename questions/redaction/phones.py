"""Telephone and fax numbers in figures; spelled.py finds those in words."""

import re

import phonenumbers

from questions.redaction.kinds import MarkKind
from questions.redaction.patterns import FAX, UNIT_AFTER
from questions.redaction.public import is_help_line

# A run of digits with what people put between them; what it is, phonenumbers says.
_DIGITS = re.compile(r"(?<![\w+(.,/-])[+(]{0,2}[\dOo](?:[\s().\-/·–_*]{0,3}[\dOo]){6,24}(?![\w%])", re.ASCII)
# Asking phonenumbers costs 0.1 ms a time; a text with more numbers than this is looked at by hand anyway.
_MOST_NUMBERS = 60
_REGIONS = (
    "GB", "US", "IE", "DE", "IN", "NG", "FR", "ES", "AU", "IT", "NL", "PL", "ZA", "KE", "PK", "BR", "MX", "NZ",
    "SE", "CH", "AT", "BE", "GH", "PH", "BD", "EG", "TR", "IL", "JP", "RO",
)  # fmt: skip
_CALLS = re.compile(
    r"(?:tel(?:e(?:ph|f)on[eo]?)?\.?|phones?|ph\.?|mobile?|mob|movil|móvil|cell(?:phone)?|celular"
    r"|cellulare|portable|call|ring|text|whats?app"
    r"|wa|viber|telegram|signal|imo|line|zalo|sms|dial(?:l?ed)?|landline|contact|desk|reception|switchboard"
    r"|ward|number|num(?:é"
    r"|e)ro|nummer|reach(?:ed)?|fax|handy|gsm|pager)\b"
    r"[^.\n]{0,40}\Z",
    re.IGNORECASE,
)
# A short number after a word that says it is called: "telephone 555 104", "ring 22-41-76".
_SHORT = re.compile(
    r"(?<!\w)(?:tel(?:e(?:ph|f)on[eo]?)?\.?|phone|ph\.?|call|ring|dial|whats?app|sms|landline|mobile|cell"
    r"|hot-?line|line|desk|reception|switchboard)"
    r"(?:[ ](?:no\.?|num(?:ber)?|me|us|him|her|on|at|is|the|my|our|his|home|house|office|clinic|direct"
    r"|line)){0,3}"
    r"[ :.,]{1,3}(\d{1,4}(?:[ -]\d{2,4}){1,2}|\d{5,6})(?![\w%]|[.,/-]\d|\s?(?:mg|ml|times|days|hours|weeks"
    r"|patients))",
    re.IGNORECASE,
)
_HELP = re.compile(
    r"(?<!\w)(?:help-?lines?|hot-?lines?|free\s?(?:phone|line)|support\sline|poisons?|emergency\sline"
    r"|samaritans|charity|charities|crisis|ambulance|(?:the|a)\s\w{1,15}\sline\b|nhs\s111|freephone"
    r"|lifeline|childline|advice\sline)",
    re.IGNORECASE,
)
_FREE = re.compile(r"1?8(?:00|33|44|55|66|77|88)\d{7}\Z|0?80[08]\d{6,7}\Z|1800\d{6,7}\Z")
_OWN = re.compile(r"(?<!\w)(?:my|me|his|her|our)(?!\w)", re.IGNORECASE)
_FAX_AFTER = re.compile(r"\s?[(\[]?\s?fax\b", re.IGNORECASE)
_NOT_BEFORE = re.compile(
    r"(?<!\w)(?:doi|pmid|pmc|isbn|issn|nct|isrctn|icd|trial|article|version|pages?|pp|vol|volume|icd-?1[01]"
    r"|snomed"
    r"|£|\$|€|₹|₦|between|range)"
    r"[\s:.#/]{0,3}(?:no\.?|number)?[\s:.#/]{0,3}\Z",
    re.IGNORECASE,
)
# Thousands, two years, a date with a time, ranges and rows of short numbers.
_NOT_ONE = re.compile(
    r"(?:\d{1,4}\s?[-–]\s?)?\d{1,3}(?:[ .,]000)+|\d{1,3}(?:[.,']\d{3}){2,}|\d(?:[ ]\d{3}){2,}|(?:19"
    r"|20)\d\d\s?[-–/]\s?(?:19"
    r"|20)\d\d|(?!0 )(?:\d{1,2}[ ]){6,}\d{1,2}"
    r"|\d{1,4}\s?[-–/]\s?\d{1,4}|\d{1,4}(?:\s[-–/]\s?\d{1,4}){2}|\d{1,2}(?:[-–/]\d{1,2}){2}"
    r"|\d{4}[-./]\d{1,2}[-./]\d{1,2}.*|\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d\d)\b.*"
)
# What may be a telephone's groups after a word that says so, and thousands or a range elsewhere.
_GROUPED = re.compile(r"\d{3,4}[ -]\d{3,4}|\d{1,3}(?:[. ]\d{3}){2,3}|(?:\d\d ){4,6}\d\d")
_SHAPE = re.compile(r"(?:\+|00|\(0|\(\d{3}\)|0\d{2,4}[\s-]|0[\d\s()-]{8,})")


def phones(text):
    """(start, end, kind) of telephone and fax numbers; of other long numbers with the kind NUMBER."""
    asked = 0
    for match in _DIGITS.finditer(text):
        words = match[0]
        digits = re.sub(r"\D", "", re.sub("[Oo]", "0", words))
        before = text[max(0, match.start() - 60) : match.start()]
        if not any(sign.isdigit() for sign in words) or _is_none(words, before, text, match.end()):
            continue
        if _is_public(digits, text, match.start(), before):
            continue
        asked += 1
        called = bool(_CALLS.search(before))
        is_phone = asked <= _MOST_NUMBERS and len(digits) <= 15 and (called or _is_phone(words, digits))
        if FAX.search(before) or _FAX_AFTER.match(text, match.end()):
            yield match.start(), match.end(), MarkKind.FAX
        elif is_phone:
            yield match.start(), match.end(), MarkKind.PHONE
        elif sum(sign.isdigit() for sign in words) >= 7:
            yield match.start(), match.end(), MarkKind.NUMBER
    for match in _SHORT.finditer(text):
        digits = re.sub(r"\D", "", match[1])
        helps = _HELP.search(text, max(0, match.start() - 70), match.start(1))
        if len(digits) >= 5 and not is_help_line(digits) and not helps:
            yield match.start(1), match.end(1), MarkKind.PHONE


def _is_none(words, before, text, end):
    called = _CALLS.search(before) and not re.match(r"(?:19|20)\d\d\s?[-–/]", words)
    return bool(
        (_NOT_ONE.fullmatch(words) and not (called and _GROUPED.fullmatch(words)))
        or _NOT_BEFORE.search(before)
        or UNIT_AFTER.match(text, end)
        or (text[end : end + 1] in ".," and text[end + 1 : end + 2].isdigit())
    )


def _is_public(digits, text, start, before):
    """Whether a number is a help line's: a known one, one where help lines are named, one whose calls are free."""
    if is_help_line(digits):
        return True
    helps = _FREE.match(digits) and _HELP.search(text, max(0, start - 70), start)
    return bool(helps) and not _OWN.search(before) and not FAX.search(before)


def _is_phone(words, digits):
    plain = re.sub("[Oo]", "0", words)
    for region in [None] if plain.startswith("+") else _REGIONS:
        try:
            if phonenumbers.is_valid_number(phonenumbers.parse(plain, region)):
                return True
        except phonenumbers.NumberParseException:
            continue
    return bool(_SHAPE.match(plain)) and 9 <= len(digits) <= 15
