"""The rules, vocabularies and numbers that come with the portal: TOML files that clinicians can read."""

import tomllib
from functools import cache
from pathlib import Path

from questions.models.redflag import HelpNumber, RedFlag, RedFlagVersion
from questions.redflags.match import Language, Matcher
from questions.redflags.patterns import Vocabulary
from questions.redflags.scopes import Scopes

DATA = Path(__file__).parent / "data"


def _toml(path: Path) -> dict:
    with path.open("rb") as file:
        return tomllib.load(file)


@cache
def language() -> Language:
    """Vocabularies, scopes and idioms."""
    entries = {}
    for path in sorted(DATA.glob("words-*.toml")):
        for name, listed in _toml(path).items():
            if name in entries:
                raise ValueError(f"{path.name}: “{name}” is there twice")
            entries[name] = [each.strip() for each in listed.replace("\n", ",").split(",") if each.strip()]
    vocabulary, told = Vocabulary(entries), _toml(DATA / "scopes.toml")
    reach = {name: frozenset(words.split()) for name, words in told["words"].items()}
    hiding = {
        name: tuple(line for each in _lines(text) for line in vocabulary.lines("! " + each))
        for name, text in told["phrases"].items()
    }
    everyday = frozenset((DATA / "everyday.txt").read_text(encoding="utf-8").split())
    return Language(vocabulary=vocabulary, scopes=Scopes(**reach), everyday=everyday, **hiding)


@cache
def versions() -> tuple[RedFlagVersion, ...]:
    """The shipped rules, in their order, as versions that are not in the database."""
    found: list[RedFlagVersion] = []
    for path in sorted(DATA.glob("rules-*.toml")):
        for code, rule in _toml(path).items():
            flag = RedFlag(code=code, position=len(found) + 1)
            rule["patterns"] = _lines(rule["patterns"])
            rule["must_match"] = _lines(rule["must_match"])
            rule["must_not_match"] = _lines(rule["must_not_match"])
            found.append(RedFlagVersion(flag=flag, number=1, **rule))
    return tuple(found)


def _lines(text: str) -> list[str]:
    """The lines of a block, without empty ones."""
    return [line.strip() for line in text.splitlines() if line.strip()]


@cache
def help_numbers() -> tuple[HelpNumber, ...]:
    """The shipped numbers, in their order."""
    listed = _toml(DATA / "numbers.toml")
    return tuple(
        HelpNumber(country=country, position=position, **each)
        for country, rows in listed.items()
        for position, each in enumerate(rows, start=1)
    )


@cache
def matcher() -> Matcher:
    """The shipped rules, read."""
    return Matcher(versions(), language())
