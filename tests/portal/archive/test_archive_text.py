"""HTML in an archive becomes plain text or small markdown; what only looks like HTML stays."""

import time

import pytest

from portal.archive_text import from_html
from specialties.markdown import plain, render


@pytest.mark.parametrize(
    "text",
    [
        "a < b & c > d",
        "BP <120 and >80, <3",
        "R&D at AT&T; &copy 5",
        "I feel <very bad> now",
        "just <br",
        "1 * 2",
    ],
)
def test_what_is_no_html_stays(text):
    assert from_html(text, marks=True) == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Hello,<br><br>pain.<br />\nThanks &amp; regards&nbsp;&ndash; A",
            "Hello,\n\npain.\nThanks & regards – A",
        ),
        ("<p>One\ntwo</p>\n\n<p>Three", "One two\n\nThree"),
        ("<ul>\n <li>a</li>\n <li>b<ul><li>c</li></ul></li>\n</ul>d", "- a\n- b\n   - c\n\nd"),
        ("<ol><li>One</li><li><p>Two</p></li></ol>", "1. One\n2. Two"),
        ("A<script>alert(1)</script><style>p{}</style><!-- c -->B", "AB"),
        ("&lt;br&gt;twice &amp;amp; &amp;lt; once", "twice & < once"),
        ('<span style="x>y">so</span> <very> <font color=red>red</font>', "so <very> red"),
        ("<table><tr><td>TSH</td><td>4.5</td></tr></table>", "TSH 4.5"),
        ("M&uuml;ller&#8217;s", "Müller’s"),
    ],
)
def test_tags_and_entities_go_and_lines_stay(text, words):
    assert from_html(text, marks=False) == words


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<b>Note:</b>take <i> it </i>", "<p><strong>Note</strong>:take  <em>it</em></p>"),
        ("<h3>Rest (bed)</h3>At home", "<p><strong>Rest (bed</strong>)</p>\n<p>At home</p>"),
        ("<strong>नमस्ते</strong>", "<p><strong>नमस्ते</strong></p>"),
        ("<b>2*3</b> <b></b><b>one<br><br>two</b>", "<p>2*3 one</p>\n<p>two</p>"),
        (
            '<a href="https://x.example/?a=1&amp;b=2">this</a>, <a href="/old">that</a>, <a href="javascript:x">it</a>',
            '<p><a href="https://x.example/?a=1&amp;b=2" rel="nofollow noopener noreferrer">this</a>, that, it</p>',
        ),
    ],
)
def test_emphasis_and_links_become_markdown_that_renders(text, html):
    assert render(from_html(text, marks=True)).strip() == html


def test_links_in_a_question_keep_their_address():
    assert (
        from_html('see <a href="https://x.example/">this</a>', marks=False) == "see this (https://x.example/)"
    )


@pytest.mark.parametrize(
    "piece", ["<", "<!--", "<br ", "<ul><li>", "<div>", "&amp;", "<b>x ", " \n", "<a '", '<a ""', "&#0;"]
)
def test_hostile_markup_takes_no_time(piece):
    began = time.process_time()

    plain(from_html(piece * (40_000 // len(piece)), marks=True))

    assert time.process_time() - began < 5
