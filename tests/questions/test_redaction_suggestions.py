"""What stands instead of a mark is true: no year of another calendar, no age that is not there."""

from datetime import date

import pytest

from questions import redaction

SAID_INSTEAD = [
    ("she was born in 1936, at sea", "she was born in 1936 or earlier, at sea"),
    ("she was born in 1939, at sea", "she was born in the 1930s, at sea"),
    ("she was born 1938, at sea", "she was born in the 1930s, at sea"),
    ("平成5年3月2日に", "[date removed]に"),
    ("昭和20年3月に", "[date removed]に"),
    ("民國112年5月3日", "民國[date removed]"),
    ("it began on 12 Baisakh 2080 at night", "it began on [date removed] at night"),
    ("it began on 5 Chaitra 1945 at night", "it began on [date removed] at night"),
    ("it began on 12 May 2566 at night", "it began on [date removed] at night"),
    ("it began on 12/3/2016 E.C. at night", "it began on [date removed] E.C. at night"),
    ("the scan is on 14 March 2027 at noon", "the scan is on a day in about 4 months at noon"),
    ("the scan was on 3 août 2025 at noon", "the scan was on a day in 2025 at noon"),
]


@pytest.mark.parametrize(("text", "instead"), SAID_INSTEAD)
def test_suggestion_is_true(text, instead):
    [mark] = redaction.find(text)

    suggestion = redaction.suggest(text, mark, today=date(2026, 11, 23))

    assert text[: mark.start] + suggestion + text[mark.end :] == instead
