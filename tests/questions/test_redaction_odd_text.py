"""Texts that nobody expects: the detectors and their suggestions come to an end, without a fault."""

from datetime import date

import pytest

from questions import redaction

ODD = [
    "feeding plan: kcal/24 hours",  # a unit where a code begins
    "plan mg/24 hours, number IU/4000 units",
    "platelets one hundred and fifty × 10⁹/L",  # digits that are no numbers
    "take ② of them, ½ at night, ٣ by day",
    "dob: 9 9876543210",  # numbers that no calendar has
    "born 99/99/9999, seen on 31 February 0000",
    "12.12.99999999999999999999",
]


@pytest.mark.parametrize("text", ODD)
def test_detectors_and_suggestions_end_on_odd_text(text):
    for mark in redaction.find(text):
        assert redaction.suggest(text, mark, today=date(2026, 11, 23))
