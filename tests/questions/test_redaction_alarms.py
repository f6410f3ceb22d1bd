"""What only looks like an identifier is left alone, and what stands near by is still found."""

import pytest

from questions import redaction
from questions.redaction.lists import words

NO_MARK = [
    "in our village I was told to rest",
    "in the village I've never been well",
    "Nephrology referral was sent on.",
    "my oldest child with a rash since Monday",
    "I walk two thousand five hundred steps a day",
    "it went from one thousand two hundred and fifty to nine hundred and ninety",
    "the nurse on the nhs ward worked for nhs wages",
]


@pytest.mark.parametrize("text", NO_MARK)
def test_what_is_nobodys_is_left_alone(text):
    assert redaction.find(text) == []


STILL_FOUND = [
    ("sent to Embu county referral now", "place", "Embu county referral"),
    ("our village Kwadzimba is far", "place", "village Kwadzimba"),
    (
        "write oh eight hundred five five five one two down",
        "phone",
        "oh eight hundred five five five one two",
    ),
    ("then Brixelle's nurse rang", "name", "Brixelle"),
    ("then Rose's knees swelled", "name", "Rose"),
    ("we rested, Sant Carles de la Rapita, for a week", "place", "Sant Carles de la Rapita"),
]


@pytest.mark.parametrize(("text", "kind", "found"), STILL_FOUND)
def test_what_is_somebodys_is_found(text, kind, found):
    assert [(mark.kind, text[mark.start : mark.end]) for mark in redaction.find(text)] == [(kind, found)]


def test_no_list_of_employers_holds_what_is_none():
    assert "nhs" not in words("employers")


def test_the_plain_words_are_words():
    scraped = "allauth blocktranslate kwargs pytest queryset endblock frozenset zyxanswer abuot freind didn"

    assert not set(scraped.split()) & words("ordinary")
