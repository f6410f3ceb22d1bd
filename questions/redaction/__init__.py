"""Finds what may identify a person in a text, for a moderator to check. It points; it certifies nothing.

Guided by the 18 classes of HIPAA's Safe Harbor (kinds.py). Every pattern is bounded and starts only where a word
starts, so that the time grows with the length of the text alone, whatever it holds. docs/redaction.md
"""

from questions.redaction.finding import find
from questions.redaction.kinds import CLASSES, Mark, MarkKind, class_of
from questions.redaction.suggestions import suggest

__all__ = ["CLASSES", "Mark", "MarkKind", "class_of", "find", "suggest"]
