"""What may identify a person is found, and no text takes long."""

import time
from itertools import pairwise

import pytest

from questions import redaction

FOUND = [
    ("write to anna.m@example.org please", "email", "anna.m@example.org"),
    ("write to anna (at) example.org please", "email", "anna (at) example.org"),
    ("see https://example.org/me?x=1 for pictures", "link", "https://example.org/me?x=1"),
    ("my page is annas-face.com and", "link", "annas-face.com"),
    ("I am @anna_m there", "handle", "@anna_m"),
    ("call 01632 960961 in the evening", "phone", "01632 960961"),
    ("call +44 (0)20 7946 0018 then", "phone", "+44 (0)20 7946 0018"),
    ("record 123456789012345678 of mine", "record", "123456789012345678"),
    ("seen on 14 March 2024 by", "date", "14 March 2024"),
    ("seen on March 14, 2024 by", "date", "March 14, 2024"),
    ("seen on 3/4/2025 by", "date", "3/4/2025"),
    ("my aunt is 93 years old and", "age", "93 years old"),
    ("and I'm 101, still walking", "age", "I'm 101"),
    ("My name is Anna Müller and", "name", "Anna Müller"),
    ("I saw Dr. Patel about it", "name", "Patel"),
    ("my husband Tom drove me", "name", "Tom"),
    ("I live in Little Wexford with", "place", "Little Wexford"),
    ("near SW1A 1AA it began", "place", "SW1A 1AA"),
]
HOSTILE = [
    "a", "@", "a@", "a.", "1", "1 ", "1-", "+1", "(", "www.", "www.a ", "Dr ", "Dr Aa ", "A-", "12 may ", " ",
    "99 years ", "01632 960961, ", "123-4567 ", "1/1/", "é", "I", "(at)", "a (at) ", "A1 1AA", "my name is ", "a%",
    "\n", "a-b.com",
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "words"), FOUND)
def test_identifier_is_found(text, kind, words):
    marks = redaction.find(text)

    assert [(mark.kind, text[mark.start : mark.end]) for mark in marks] == [(kind, words)]


@pytest.mark.parametrize(
    "text",
    [
        "My blood pressure is 120/80 and I take 500 mg twice a day.",
        "It began two weeks ago; I am 34 and 100% sure.",
        "It got worse from January on, near the chin.",
        "The doctor said it is nothing. My name is on the list.",
    ],
)
def test_ordinary_words_are_left_alone(text):
    assert redaction.find(text) == []


def test_marks_are_in_order_and_never_overlap():
    text = " ".join(sample for sample, _kind, _words in FOUND)

    marks = redaction.find(text)

    assert len(marks) == len(FOUND)
    assert all(one.end <= other.start for one, other in pairwise(marks))


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_takes_no_longer_than_another(piece):
    text = (piece * 20_000)[:20_000]
    started = time.process_time()

    redaction.find(text)

    assert time.process_time() - started < 1.5
