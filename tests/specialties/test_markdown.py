"""The small markdown as plain words: for excerpts, search and feeds."""

import pytest

from specialties.markdown import plain, render, shortened


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


@pytest.mark.parametrize(
    ("words", "beginning"),
    [
        ("Short enough.", "Short enough."),
        (
            "Don't take it before you were seen. Never stop it unless told to.",
            "Don't take it before you were seen. …",
        ),
        (
            "Wait. Never stop this tablet unless your doctor told you to do so",
            "Wait. Never stop this tablet unless…",
        ),
        (
            "You may take tablets, e.g. paracetamol or others, if a doctor agrees",
            "You may take tablets, e.g. paracetamol…",
        ),
        ("هل هذا خطير على طفلي الصغير؟ أرجو الجواب في أقرب وقت ممكن", "هل هذا خطير على طفلي الصغير؟ …"),
        ("x" * 60, "x" * 39 + "…"),
    ],
)
def test_beginning_ends_with_a_sentence_or_else_with_a_word(words, beginning):
    assert shortened(words, characters=40) == beginning
    assert len(beginning) <= 40


def test_numbered_list_goes_on_after_a_paragraph():
    assert render("1. Rest\n\nBecause.\n\n2. Drink") == (
        '<ol>\n<li>Rest</li>\n</ol>\n<p>Because.</p>\n<ol start="2">\n<li>Drink</li>\n</ol>\n'
    )


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# Heading", "<p># Heading</p>\n"),
        ("Heading\n===", "<p>Heading<br>\n===</p>\n"),
        ("<b onclick=x>bold</b>", "<p>&lt;b onclick=x&gt;bold&lt;/b&gt;</p>\n"),
        ("| a | b |\n|---|---|", "<p>| a | b |<br>\n|---|---|</p>\n"),
        ("`code`", "<p>`code`</p>\n"),
        ("```\ncode\n```", "<p>```<br>\ncode<br>\n```</p>\n"),
        ("    indented", "<p>indented</p>\n"),
        ("> quoted", "<p>&gt; quoted</p>\n"),
        ("---", "<p>---</p>\n"),
        ("~~struck~~", "<p>~~struck~~</p>\n"),
        ("https://plain.example", "<p>https://plain.example</p>\n"),
        ("[bad](javascript:alert(1))", "<p>[bad](javascript:alert(1))</p>\n"),
        ("[ref]\n\n[ref]: https://a.example", "<p>[ref]</p>\n<p>[ref]: https://a.example</p>\n"),
    ],
)
def test_what_is_no_paragraph_list_emphasis_or_link_is_shown_as_typed(text, html):
    assert render(text) == html


def test_a_picture_becomes_a_link_and_is_never_loaded():
    assert render("![x](https://a.example/a.png)") == (
        '<p>!<a href="https://a.example/a.png" rel="nofollow noopener noreferrer">x</a></p>\n'
    )


def test_a_link_opens_nothing_but_web_pages():
    assert render("[call](tel:112)") == '<p><a rel="nofollow noopener noreferrer">call</a></p>\n'
