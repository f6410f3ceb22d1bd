"""The small markdown as plain words: for excerpts, search and feeds."""

import pytest

from specialties.markdown import plain, render


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Often the *coffee*, **not** the [tea](https://a.example).", "Often the coffee, not the tea."),
        ("One.\n\nTwo:\n\n- a\n- b\n\n1. c", "One. Two: a b c"),
        ("One\nTwo", "One Two"),
        ("a < b & c > d", "a < b & c > d"),
        ("<b>bold</b>", "<b>bold</b>"),
    ],
)
def test_plain_keeps_the_words_and_parts_what_lines_part(text, words):
    assert plain(text) == words


def test_numbered_list_goes_on_after_a_paragraph():
    assert render("1. Rest\n\nBecause.\n\n2. Drink") == (
        '<ol>\n<li>Rest</li>\n</ol>\n<p>Because.</p>\n<ol start="2">\n<li>Drink</li>\n</ol>\n'
    )
