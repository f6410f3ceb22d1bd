"""Text as people typed it, made safe to store and to show."""

import re
import unicodedata

# What no field may hold: C0 and C1 controls except tab and newline (PostgreSQL refuses NUL), lone surrogates
# (UTF-8 can't encode them), bidirectional overrides and isolates (they make a name or link read as another),
# the byte-order mark and non-characters. One character class: linear on any input.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff\ufdd0-\ufdef\ufffe\uffff]"
)
# Longest run of combining marks kept. No language needs more, and normalising a run costs the square of its
# length (200,000 marks: two minutes).
MARKS_KEPT = 30
# Of a number that a page sent: bigint holds it.
MOST_DIGITS = 17


def clean(text: str) -> str:
    """`text` in normal form C, with \\n line ends and without characters that no field may hold.

    Linear in the length of `text`, whatever it holds.
    """
    text = FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _with_short_runs(text))


def whole_number(text: str) -> int:
    """A whole number as an address or a hidden field of ours holds it; 0, which no row and no version has, for
    anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else 0


def _with_short_runs(text: str) -> str:
    kept = []
    run = 0
    for character in text:
        run = run + 1 if unicodedata.combining(character) else 0
        if run <= MARKS_KEPT:
            kept.append(character)
    return "".join(kept)
