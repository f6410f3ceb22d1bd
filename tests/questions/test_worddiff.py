"""Word differences: right, complete, and never slow."""

import random
import time

import pytest

from questions.worddiff import word_diff


def test_changed_words_are_marked():
    assert word_diff("I am Anna, 34, from Wexford.", "I am in my thirties.") == [
        ("same", "I am "),
        ("del", "Anna, 34, from Wexford. "),
        ("ins", "in my thirties."),
    ]


def test_line_breaks_alone_are_no_change():
    assert word_diff("one two\n\nthree", "one two three") == [("same", "one two three")]


def test_words_taken_from_the_end_don_t_run_into_each_other():
    assert word_diff("one two", "one") == [("same", "one"), ("del", " two")]


@pytest.mark.parametrize(
    ("old", "new", "expected"), [("", "", []), ("", "a", [("ins", "a")]), ("a", "", [("del", "a")])]
)
def test_empty_sides(old, new, expected):
    assert word_diff(old, new) == expected


@pytest.mark.parametrize("words", (1, 2, 60, 150, 4000))
def test_both_texts_can_be_put_together_again_and_it_takes_no_time(words):
    dice = random.Random(words)
    old, new = (" ".join(str(dice.randrange(words)) for _ in range(8000)) for _ in range(2))
    started = time.perf_counter()
    diff = word_diff(old, new)

    assert time.perf_counter() - started < 5
    assert "".join(text for kind, text in diff if kind != "del") == new
    assert "".join(text for kind, text in diff if kind != "ins").split() == old.split()
