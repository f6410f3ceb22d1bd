"""Large alternations that are quick to try: grouped by their first letter."""

import re


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
