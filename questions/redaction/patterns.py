"""Pieces that several detectors share, and large alternations that are quick to try: grouped by their first letter."""

import re

# Before a number: a fax, no telephone.
FAX = re.compile(r"(?:tele)?fax\b[^.\n]{0,22}\Z", re.IGNORECASE)
# Behind a number: it counts or measures something and is nobody's.
UNIT_AFTER = re.compile(
    r"\s?(?:mg|ml|mcg|µg|ug|ng|pg|kg|g|iu|units?|%|mmol|nmol|pmol|µl|ul|mmhg|cfu|copies|cells|km|metres|miles|steps"
    r"|kcal|cal(?:ories)?|kj|times|million|years?|months?|weeks?|days?|hours?|minutes|mins|seconds|patients"
    r"|participants|people|women|men|adults|children|babies|births|cases|deaths|studies|pounds|euros?|dollars|rupees"
    r"|naira|shillings|kr|per\s(?:cent|head|person|million|kg|m?l|[mµu]l|lit(?:re|er)|hour|day|week|month|year|\d))(?!\w)",
    re.IGNORECASE,
)


def by_first_letter(alternatives):
    """A pattern for any of `alternatives`, in their order; a word fails after its first letter, not after hundreds."""
    groups: dict[str, list[str]] = {}
    others = []
    for one in alternatives:
        if one[0].isalpha() and one[1:2] not in ("?", "*", "+", "{"):
            groups.setdefault(one[0].lower(), []).append(one[1:])
        else:
            others.append(one)
    grouped = [first + "(?:" + "|".join(rest) + ")" for first, rest in groups.items()]
    return "(?:" + "|".join(grouped + others) + ")"


def alternatives_of(pattern):
    """The alternatives of a pattern, split where "|" stands outside brackets."""
    found, depth, start = [], 0, 0
    for sign in re.finditer(r"\\.|[()|\[\]]", pattern):
        depth += {"(": 1, ")": -1, "[": 1, "]": -1}.get(sign[0], 0)
        if sign[0] == "|" and depth == 0:
            found.append(pattern[start : sign.start()])
            start = sign.end()
    return [*found, pattern[start:]]
