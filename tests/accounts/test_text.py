"""Text from outside is cleaned, completely and in linear time."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.text import FORBIDDEN, MARKS_KEPT, clean, whole_number


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("plain words", "plain words"),
        ("two\r\nlines\rthree\tcolumns", "two\nlines\nthree\tcolumns"),
        ("nul\x00bell\x07delete\x7fnext\x85line", "nulbelldeletenextline"),
        ("lone \ud800\udfff surrogates", "lone  surrogates"),
        ("evil\u202etxt.exe \u2066isolated\u2069", "eviltxt.exe isolated"),
        ("cafe\u0301", "caf\u00e9"),
        (
            "\u0645\u0631\u062d\u0628\u0627 \u200f\u05e9\u05dc\u05d5\u05dd",
            "\u0645\u0631\u062d\u0628\u0627 \u200f\u05e9\u05dc\u05d5\u05dd",
        ),
        ("\U0001f469\u200d\u2695\ufe0f", "\U0001f469\u200d\u2695\ufe0f"),
    ],
)
def test_clean_keeps_words_and_drops_what_no_field_may_hold(typed, kept):
    assert clean(typed) == kept


@given(st.text(alphabet=st.characters(), max_size=200))
def test_clean_text_is_storable_normal_and_stays_as_it_is(typed):
    result = clean(typed)

    assert not FORBIDDEN.search(result)
    assert result.encode("utf-8").decode("utf-8") == result
    assert unicodedata.is_normalized("NFC", result)
    assert clean(result) == result


@pytest.mark.parametrize("unit", ("\u0316\u0301", "\u1fb7\u0345", "\ufb1d", "\x00\ud800", "\r", "a\u0301"))
def test_hostile_text_of_a_million_characters_takes_under_two_seconds(unit):
    started = time.process_time()
    clean("a" + unit * (1_000_000 // len(unit)))

    assert time.process_time() - started < 2


def test_a_long_run_of_marks_is_cut():
    assert len(clean("x" + "\u0316" * 500)) == 1 + MARKS_KEPT


@pytest.mark.parametrize(
    ("sent", "number"),
    [("12", 12), ("0", 0), ("", 0), ("-1", 0), ("1.5", 0), ("²", 0), ("٣", 0), ("x", 0), ("9" * 5000, 0)],
)
def test_what_is_no_number_of_ours_is_nought(sent, number):
    assert whole_number(sent) == number
