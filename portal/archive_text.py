"""Texts of an earlier site, which are often HTML: turned into the plain text or small markdown of this site.

nh3 mends the tag soup and drops scripts, styles and comments with what is in them; what is left is well formed.
What merely looks like HTML stays: "below <120", "<3", "A & B".
"""

import html
import re
import unicodedata
from html.parser import HTMLParser

import nh3

BLOCKS = {"p", "div", "ul", "ol", "li", "blockquote", "tr", "h1", "h2", "h3", "h4", "h5", "h6"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
EMPHASIS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
KEPT = BLOCKS | set(EMPHASIS) | {"br", "a", "td", "th", "table", "tbody"}
# Known, so that they are taken for tags, but of no use here: nh3 leaves their words and drops the rest.
DROPPED = (
    "abbr article aside body button center cite code dd dl dt fieldset figcaption figure font footer form head "
    "header hr html iframe img input ins label legend link main mark meta nav o:p object option pre q s script "
    "section select small span strike style sub sup textarea tfoot thead title tt u video wbr"
).split()
# No tag's name begins another match: the longest is tried first and must end there.
_NAMES = "|".join(sorted(map(re.escape, [*KEPT, *DROPPED]), key=len, reverse=True))
TAG = re.compile(rf"""</?(?:{_NAMES})(?=[\s/>])(?:[^<>"']|"[^"<]*"|'[^'<]*')*>""", re.IGNORECASE)
ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
GAPS = re.compile(r"[ \n]+")
PARAGRAPH = re.compile(r"<(?:p|div|ul|ol|table)[\s>]", re.IGNORECASE)
INDENT = "\t"  # becomes spaces in the end: those of the source are thrown away
DEEPEST = 3  # levels of lists that are set in
ROUNDS = 3  # some sites escaped their texts twice: &amp;nbsp;


def from_html(text, *, marks):
    """Return `text` without tags and entities; with `marks`, emphasis, headings and links become markdown.

    Paragraphs, line breaks and lists are kept either way. A text without HTML comes back as it is.
    """
    for _round in range(ROUNDS):
        before = text = _without_comments(text)
        if TAG.search(text):
            text = _Reader(marks=marks, paragraphs=bool(PARAGRAPH.search(text))).read(_mended(text))
        elif ENTITY.search(text):
            text = ENTITY.sub(_character, text)
        if text == before:
            break
    return text


def _without_comments(text):
    """One search forward for each: a pattern would begin anew at every unclosed one."""
    kept, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept.append(text[at:start])
        at = end + 3
    return "".join([*kept, text[at:]])


def _character(entity):
    return html.unescape(entity.group()).replace("\xa0", " ")


def _mended(text):
    """Well-formed HTML of `text`, in which whatever is no tag and no entity stands escaped."""
    escaped, at = [], 0
    for tag in TAG.finditer(text):
        escaped += [_escaped(text[at : tag.start()]), tag.group()]
        at = tag.end()
    escaped.append(_escaped(text[at:]))
    return nh3.clean("".join(escaped), tags=KEPT, attributes={"a": {"href"}}, link_rel=None)


def _escaped(words):
    """`words` with "<", ">" and each "&" that begins no entity escaped."""
    parts, at = [], 0
    for entity in ENTITY.finditer(words):
        parts += [html.escape(words[at : entity.start()], quote=False), entity.group()]
        at = entity.end()
    return "".join([*parts, html.escape(words[at:], quote=False)])


class _Reader(HTMLParser):
    """Reads what nh3 has mended: every tag is known and closed."""

    def __init__(self, *, marks, paragraphs):
        super().__init__(convert_charrefs=True)
        self.marks, self.paragraphs = marks, paragraphs
        self.out, self.lists, self.open = [], [], []

    def read(self, mended):
        self.feed(mended)
        self.close()
        return _tidy("".join(self.out))

    def handle_data(self, data):
        data = data.replace("\xa0", " ").replace(INDENT, " ")
        if self.lists and not data.strip():
            return
        if self.paragraphs:  # as a browser reads it: lines of the source are no lines of the text
            data = GAPS.sub(" ", data)
        self.out.append(data)

    def handle_starttag(self, tag, attrs):
        if tag in {"ul", "ol"}:
            self.lists.append(0 if tag == "ol" else None)
            self.out.append("" if len(self.lists) > 1 else "\n\n")
        elif tag == "li":
            self.out.append(f"\n{INDENT * min(len(self.lists) - 1, DEEPEST)}{self._bullet()} ")
        elif tag == "br":
            self.out.append("\n" if self.paragraphs else "\v")
        elif tag in {"td", "th"}:
            self.out.append(" ")
        elif tag in BLOCKS:
            self._part(tag)
        if tag in EMPHASIS or tag in HEADINGS or tag == "a":
            self.open.append((tag, len(self.out), dict(attrs).get("href") or ""))

    def handle_endtag(self, tag):
        if self.open and self.open[-1][0] == tag:
            _tag, start, href = self.open.pop()
            words = "".join(self.out[start:])
            self.out[start:] = [
                _linked(words, href, self.marks) if tag == "a" else self._stressed(words, tag)
            ]
        if tag in {"ul", "ol"}:
            self.lists.pop()
            self.out.append("" if self.lists else "\n\n")
        elif tag in BLOCKS and tag != "li":
            self._part(tag)

    def _part(self, tag):
        """Where a block begins or ends: a blank line, a new line for rows, nothing within a list's point."""
        if not self.lists:
            self.out.append("\n" if tag == "tr" else "\n\n")

    def _bullet(self):
        if not self.lists or self.lists[-1] is None:
            return "-"
        self.lists[-1] += 1
        return f"{self.lists[-1]}."

    def _stressed(self, words, tag):
        return _emphasised(words, EMPHASIS.get(tag, "**")) if self.marks else words


def _emphasised(words, mark):
    """`words` between marks that markdown surely takes for marks; without them where it wouldn't."""
    core = words.strip()
    start = words.find(core)
    while core and unicodedata.category(core[-1])[0] in "PSZC":
        core = core[:-1]
    while core and unicodedata.category(core[0])[0] in "PSZC":
        core, start = core[1:], start + 1
    if not core or any(character in core for character in "\n\v*_[]\\`"):
        return words
    return f"{words[:start]}{mark}{core}{mark}{words[start + len(core) :]}"


def _linked(words, href, marks):
    """A link as markdown, or with its address behind it; only the words where it leads nowhere outside."""
    words_only = " ".join(words.split())
    if not re.fullmatch(r"https?://[^\s<>()\\]+", href) or not words_only:
        return words
    if words_only == href:
        return href
    if marks and not any(character in words_only for character in "[]\\`*_"):
        return f"[{words_only}]({href})"
    return f"{words_only} ({href})"


def _tidy(text):
    """One line break for a <br> at a line's end, at most one blank line, no spaces around lines but a list's."""
    lines = [line.strip(" ") for line in text.replace("\v\n", "\n").replace("\v", "\n").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).replace(INDENT, "   ").strip()
