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
    "I can walk 100 m without pain, then swim 100m freestyle",
    "a fever of 102 F last night, and 101F this morning",
    "Sertraline (100) and rest; Levothyroxine, 100, and rest",
    "they paid 12345678 naira for it",
    "I looked at outlook and work at yahoo",
    "the nurse on the nhs ward worked for nhs wages",
]


@pytest.mark.parametrize("text", NO_MARK)
def test_what_is_nobodys_is_left_alone(text):
    assert redaction.find(text) == []


STILL_FOUND = [
    ("write to annam22 at gmail", "email", "annam22 at gmail"),
    ("or to smiley at hotmail then", "email", "smiley at hotmail"),
    ("my nan 98 F has gout", "age", "98 F"),
    ("she, 94F, has gout", "age", "94F"),
    ("sent to Embu county referral now", "place", "Embu county referral"),
    ("our village Kwadzimba is far", "place", "village Kwadzimba"),
    (
        "write oh eight hundred five five five one two down",
        "phone",
        "oh eight hundred five five five one two",
    ),
    ("then Brixelle's nurse rang", "name", "Brixelle"),
    ("my son Tom drops things", "name", "Tom"),
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
