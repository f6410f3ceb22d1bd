"""Red flags: what in a text or on a checklist means that help must not wait. docs/safety.md explains."""

from questions.redflags.match import Hit
from questions.redflags.patterns import PatternError
from questions.redflags.rulebook import checklist, faults, find, numbers

__all__ = ["Hit", "PatternError", "checklist", "faults", "find", "numbers"]
