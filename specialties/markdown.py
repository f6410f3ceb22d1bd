"""Introductions' and answers' small markdown: paragraphs, lists, emphasis and links; to HTML and to plain text."""

import html
import re
from functools import lru_cache

import nh3
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt

# "zero" starts from nothing, so that a feature nobody decided on can't creep in with an update.
_parser = MarkdownIt("zero", {"html": False, "breaks": True}).enable(
    ["emphasis", "link", "list", "newline", "escape", "entity"]
)
_TAGS = {"p", "ul", "ol", "li", "em", "strong", "a", "br"}
_GAPS = re.compile(r"\s+")
# Where words part; an emphasised word or a link may touch the comma after it.
_BLOCKS = re.compile(r"<(?=/?(?:p|ul|ol|li|br)\b)")
# Where a sentence ends: what follows doesn't go on in small letters, as it does after "e.g.".
_SENTENCE_END = re.compile(r"""(?<!\bDr)[.!?؟]["'”’»)]*(?= [^a-zà-ÿ])""")
_TAG = re.compile(r"<[^>]*>")  # in clean HTML, where texts and addresses hold no bare < or >


@lru_cache(maxsize=512)
def render(text):
    """Return `text` as safe HTML. Links open nothing but http(s) and carry rel="nofollow noopener"."""
    dirty = _parser.render(text)
    clean = nh3.clean(
        dirty,
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},  # a list goes on after a paragraph: 1. … 2. …
        url_schemes={"http", "https"},
        link_rel="nofollow noopener noreferrer",
    )
    return mark_safe(clean)


def plain(text):
    """Return `text` as one line of words without markdown, for excerpts, search and feeds."""
    with_gaps = _BLOCKS.sub(" <", _parser.render(text))
    bare = html.unescape(nh3.clean(with_gaps, tags=set()))
    return _GAPS.sub(" ", bare).strip()


def words(rendered):
    """Return what render() made as one line of words: what plain() makes of the same text, without reading its
    markdown again."""
    return _GAPS.sub(" ", html.unescape(_TAG.sub("", _BLOCKS.sub(" <", rendered)))).strip()


def excerpt(text, *, characters=200):
    """Return the beginning of `text` as plain words: cut where a sentence ends, if one does in the second half, so that
    no warning loses its "unless"; else at a word's end. "…" says that it goes on."""
    return shortened(plain(text), characters=characters)


def shortened(words, *, characters=200):
    """Return the beginning of plain words as excerpt() does."""
    if len(words) <= characters:
        return words
    ends = [found.end() for found in _SENTENCE_END.finditer(words[:characters])]
    if ends and ends[-1] > characters // 2:
        return words[: ends[-1]] + " …"
    cut = words[: characters - 1]
    head = cut.rpartition(" ")[0]
    return (head if len(head) > characters // 2 else cut).rstrip(" ,;:–-") + "…"
