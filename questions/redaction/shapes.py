"""Numbers that tell by their shape or their check digit what they are, and any other code."""

import re

from questions.redaction.checks import luhn, nhs, verhoeff
from questions.redaction.kinds import MarkKind
from questions.redaction.shape_list import SHAPES
from questions.redaction.stretches import found_in, stretches

_COMPILED = [(kind, re.compile(shape, re.IGNORECASE)) for kind, shape in SHAPES]
_LONG = re.compile(r"(?<![\w.,/+-])\d(?:[ -]?\d){6,40}(?!\w)")
# Any other token of letters and digits, with signs within but no space.
_GENERAL = re.compile(
    r"(?<![\w.,/@#-])#?(?=[\w/.:-]{0,30}\d)(?=[\w/.:-]{0,30}[A-Za-z])[A-Za-z0-9]+(?:[-/.:_][A-Za-z0-9]+){0,7}(?![\w@]"
    r"|[.,]\d)"
)
# Capitals and five digits or more: "CMA-BW 03381", "TX 20884317".
_CAPITALS = re.compile(
    r"(?<![\w.,/-])(?!(?:NCT|PMID|PMC|NG|CG|TA|ISRCTN|ICD|CAS|ISO|EN|DIN|IU|INR|CD|CK|CPK|BNP|WBC"
    r"|PLT|AST|ALT|BP|TA|RR|HCG|BHCG|EUR|GBP|USD|RS|PSA)\b)"
    r"[A-Z]{1,5}(?:[-/.][A-Z]{1,4})?[ ](?:\d{5,12}|\d{2,6}(?:-\d{2,6}){1,3})(?![\w%]|[.,]\d"
    r"|\s?(?:mg|ml|iu|units|steps|kcal)\b)"
)
_NOT_GENERAL = re.compile(
    r"(?:(?:ng|cg|ta|qs|ph|dg|mtg|ipg|htg|nct|isrctn|pmid|pmc|eudract|icd|iso|en|din|bs|covid|sars|cov|hba"
    r"|ca|il|cd|hla|vit|omega|rs|chr|grch|e|b|d|k|mir|igg|anti|a|k|ec|cas|hla-[a-z]{1,4}|ent|tsh|ft|pm|h|n|co"
    r"|v)[- ]?\d[\w./-]{0,14}"
    r"|\d+(?:[-/]\d+)?(?:mg|ml|mcg|µg|ug|iu|units?|kcal|cal|steps|g|kg|cm|mm|m|km|hrs?|mins?|s|am|pm|k|ppm"
    r"|hz|bpm|mah|ms|cc|l|th|st|nd|rd|x|iu/\w+|mg/\w+|ml/\w+|cells/\w+|u|u/\w+|mmol/\w+|kj|f|c|w|v|lb|lbs"
    r"|day|week)"
    r"|[acgtn]\d{2,5}[acgtn]|[cgmnpr]\.\S+|[\d/.:-]+|[a-z]\d\d\.\d\w*"
    r"|\d[\d.,/x:-]*[a-z]{1,6}(?:[/.-][a-z]{1,6}){0,2}|\d{2,5}[/-](?:month|week|day|hour|year"
    r"|mile|calorie|kcal|step|mg|metre|meter|bed|patient"
    r"|person|strong|fold|a)\w*(?:[-/]\w+)*|\d+s|[a-z]+-(?:19|20)\d\d|(?:19|20)\d\d-[a-z]+)\Z",
    re.IGNORECASE,
)


def shapes(text):
    """(start, end, kind) of numbers with a telling shape."""
    figures = list(stretches(text))
    for kind, pattern in _COMPILED:
        # Names of pictures and places of three words have no figure.
        parts = [(0, len(text))] if kind in (MarkKind.PHOTO, MarkKind.PLACE) else figures
        for match in found_in(text, pattern, parts):
            yield match.start(), match.end(), kind


def checked(text):
    """(start, end, kind) of long numbers whose check digit says what they are."""
    for match in _LONG.finditer(text):
        kind = _by_check(re.sub(r"\D", "", match[0]), match[0])
        if kind:
            yield match.start(), match.end(), kind


def general(text):
    """(start, end, kind) of any other token that mixes letters and digits and is no medicine's."""
    for match in _GENERAL.finditer(text):
        word = match[0].lstrip("#")
        digits = sum(sign.isdigit() for sign in word)
        if (
            len(word) >= 6
            and (digits >= 4 or (digits >= 3 and len(word) >= 8 and word.upper() == word))
            and not _NOT_GENERAL.match(word)
        ):
            yield match.start(), match.end(), MarkKind.NUMBER
    for match in _CAPITALS.finditer(text):
        yield match.start(), match.end(), MarkKind.NUMBER


def _by_check(digits, written):
    if 13 <= len(digits) <= 19 and luhn(digits) and digits[0] in "3456":
        return MarkKind.ACCOUNT
    if len(digits) == 12 and digits[0] not in "01" and verhoeff(digits):
        return MarkKind.SSN
    if len(digits) == 10 and re.fullmatch(r"\d{3}[ -]?\d{3}[ -]?\d{4}", written) and nhs(digits):
        return MarkKind.SSN
    return None
