"""Warning signs in what somebody searches for, often no more than the name of an emergency; and such names in queries
that aren’t English."""

import time
import tomllib
from functools import cache, lru_cache

from questions.models.redflag import FlagLevel, RedFlag, RedFlagVersion
from questions.redflags import shipped
from questions.redflags.match import SERIOUS, Matcher
from questions.redflags.rulebook import in_force

HELD_SECONDS = 60
GRAVE = {FlagLevel.EMERGENCY, FlagLevel.SELF_HARM}


def find(words: str) -> list[RedFlagVersion]:
    """The rules on emergencies and self-harm that a search for `words` meets, or whose emergency it names; the most
    serious first.

    No query: the rules in force are read again (one short query) once in HELD_SECONDS in each process, so that an
    edit counts that much later here than where somebody asks.
    """
    rules = _held(int(time.monotonic() // HELD_SECONDS))
    met = {
        hit.version.flag.code
        for matcher in (rules, _names())
        for hit in matcher.find(words, slugs=set(), age_band="")
    }
    found = [rule.version for rule in rules.rules if rule.version.flag.code in met]
    grave = [version for version in found if version.level in GRAVE]
    return sorted(grave, key=lambda version: SERIOUS[FlagLevel(version.level)])


def named(*texts: str) -> list[RedFlagVersion]:
    """The rules in force whose emergency one of the texts names, in any language of the site. One short query."""
    met = {hit.version.flag.code for text in texts for hit in _names().find(text, slugs=set(), age_band="")}
    return [rule.version for rule in in_force().rules if rule.version.flag.code in met]


@lru_cache(maxsize=1)
def _held(_span: int) -> Matcher:
    """The rules in force as they were read in this span of HELD_SECONDS."""
    return in_force()


@cache
def _names() -> Matcher:
    """What emergencies are called: a rule for each code in data/searched.toml."""
    with (shipped.DATA / "searched.toml").open("rb") as file:
        listed = tomllib.load(file)
    versions = [
        RedFlagVersion(
            flag=RedFlag(code=code), level=FlagLevel.EMERGENCY, patterns=patterns.strip().split("\n")
        )
        for code, patterns in listed.items()
    ]
    return Matcher(versions, shipped.language())
