"""Patterns kept in text files beside the code: a rule has a name, points perhaps, and a line for each alternative.

    thing =
      book|course

    own 2
      \\bmy <thing>\\b

`<thing>` stands for the words of "thing =" above it; lines that begin with # are comments.
"""

import re
from dataclasses import dataclass
from pathlib import Path

HEAD = re.compile(r"(\w+)(?: (\d)| (=))?")


@dataclass(frozen=True)
class Rule:
    kind: str
    points: int
    pattern: re.Pattern


def load(name):
    """The rules of a file beside this one, in order."""
    rules, slots = [], {}
    for block in re.split(r"\n(?=\S)", (Path(__file__).parent / name).read_text()):
        head, *lines = block.split("\n")
        lines = [line[2:] for line in lines if line.startswith("  ")]
        if head.startswith("#") or not lines:
            continue
        kind, points, is_slot = HEAD.fullmatch(head).groups()
        text = "|".join(lines)
        for slot, words in slots.items():
            text = text.replace(f"<{slot}>", words)
        if is_slot:
            slots[kind] = f"(?:{text})"
        else:
            rules.append(Rule(kind, int(points or 0), re.compile(text)))
    return rules


def joined(rules, kind, *, flags=0):
    """One pattern of all rules of a kind."""
    return re.compile("|".join(rule.pattern.pattern for rule in rules if rule.kind == kind), flags)
