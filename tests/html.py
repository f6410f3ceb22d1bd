"""Is a page valid HTML? Parse errors by html5lib; what may stand where by the tables below.

The tables hold the elements and attributes that our pages use, as the HTML standard defines them (its content models,
with Nu's warnings about headings and labels). What isn't in them is a fault: whoever needs a new element looks it up
and adds it.
"""

import re
from collections import Counter
from xml.etree.ElementTree import Element

import html5lib

SVG = "{http://www.w3.org/2000/svg}"
TEXT = "#text"
PHRASING = set(
    "a abbr b bdi bdo br button code datalist del em i img input ins kbd label mark noscript output q script "
    "select small span strong sub sup svg textarea time".split()
)
SECTIONS = {"article", "aside", "nav", "section"}
BLOCKS = set(
    "blockquote details dialog div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr main ol p pre table "
    "ul".split()
)
FLOW = {TEXT, *PHRASING, *SECTIONS, *BLOCKS}
PHRASES = {TEXT, *PHRASING}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


def _each(tags, value):
    return dict.fromkeys(tags.split(), value)


# What stands in an element; "a" takes what its parent takes. Void elements take nothing.
CHILDREN = {
    "html": {"head", "body"},
    "head": {"title", "meta", "link", "script"},
    **_each("a noscript", None),
    **_each("title script option textarea", {TEXT}),
    **_each("br hr img input link meta", set()),
    **_each("ol ul", {"li"}),
    "dl": {"dt", "dd", "div"},
    "dt": FLOW - SECTIONS - HEADINGS,
    "details": FLOW | {"summary"},
    "fieldset": FLOW | {"legend"},
    "figure": FLOW | {"figcaption"},
    **_each("legend summary", PHRASES | HEADINGS),
    "select": {"option", "optgroup"},
    "datalist": {"option"},
    "optgroup": {"option"},
    "table": {"caption", "thead", "tbody"},
    **_each("thead tbody", {"tr"}),
    "tr": {"th", "td"},
    **_each("h1 h2 h3 h4 h5 h6 p pre", PHRASES),
    **_each(
        "abbr b bdi bdo button code del em i ins kbd label mark output q small span strong sub sup time",
        PHRASES,
    ),
    **_each("article aside body blockquote caption dd dialog div figcaption footer form", FLOW),
    **_each("header li main nav section td th", FLOW),
}
# Where an element doesn't stand at any depth.
NEVER_IN = {
    "a": {"a", "button", "label"},
    "button": {"a", "button", "label"},
    "input": {"a", "button"},
    "select": {"a", "button"},
    "textarea": {"a", "button"},
    "label": {"label", "a", "button"},
    "form": {"form"},
    "main": {*SECTIONS, "header", "footer", "form"},
    "header": {"header", "footer"},
    "footer": {"header", "footer"},
}
GLOBAL = set("autofocus class dir draggable hidden id lang role tabindex title property".split())
ATTRIBUTES = {
    "a": "href rel target hreflang download",
    "button": "type name value disabled form formaction",
    "details": "open",
    "fieldset": "disabled",
    "form": "action method novalidate enctype autocomplete",
    "html": "",
    "img": "src alt width height loading decoding srcset sizes",
    "input": "type name value required checked disabled placeholder autocomplete maxlength minlength min max step "
    "inputmode pattern readonly accept multiple spellcheck autocapitalize form list",
    "label": "for",
    "link": "rel href hreflang type sizes title media as",
    "meta": "charset name content http-equiv",
    "ol": "start",
    "option": "value selected disabled label",
    "optgroup": "label disabled",
    "output": "for",
    "script": "src type defer",
    "select": "name required disabled multiple autocomplete",
    "td": "colspan rowspan",
    "textarea": "name rows cols required maxlength minlength placeholder autocomplete readonly spellcheck",
    "th": "scope colspan rowspan",
    "time": "datetime",
}
NEEDED = {
    "a": {"href"},
    "form": {"method"},
    "html": {"lang", "dir"},
    "img": {"src", "alt"},
    "label": {"for"},
    "link": {"rel", "href"},
}
VALUES = {
    "dir": re.compile("ltr|rtl|auto"),
    "id": re.compile(r"\S+"),
    "href": re.compile(r"(?:https?://|mailto:|tel:|/|#|\?)[^\s\"<>\\^`{|}]*"),
    "src": re.compile(r"data:image/[^\s\"<>]*|(?:https?://|/)[^\s\"<>\\^`{|}]*"),
    "formaction": re.compile(r"/[^\s\"<>\\^`{|}]*"),
    "action": re.compile(r"(?:https?://|/|#)[^\s\"<>\\^`{|}]*"),
    "datetime": re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:?\d\d)?)?"),
    "height": re.compile(r"\d+"),
    "lang": re.compile(r"[a-z]{2,3}(?:-[a-zA-Z0-9]{2,8})*"),
    "loading": re.compile("lazy|eager"),
    "method": re.compile("get|post"),
    "role": re.compile(
        "alert|cell|columnheader|group|img|list|none|note|radiogroup|region|row|rowgroup|rowheader|search|status|table"
    ),
    "tabindex": re.compile(r"-1|0"),
    "width": re.compile(r"\d+"),
}
DATA = {"application/json", "application/ld+json"}  # what a script holds that isn't one
# Lists of ids, or one.
POINTERS = (
    "for",
    "form",
    "list",
    "aria-labelledby",
    "aria-describedby",
    "aria-controls",
    "aria-errormessage",
)
ARIA = set(
    "atomic current describedby expanded hidden invalid label labelledby live controls errormessage".split()
)
NAMED = {
    *SECTIONS,
    "a",
    "button",
    "dialog",
    "form",
    "input",
    "main",
    "select",
    "textarea",
    "table",
    "svg",
}  # may have a label


class Page:
    """A parsed page: `root`, the `elements` each with the tags around it, its `ids`, and the parser's `errors`."""

    def __init__(self, text):
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        self.root: Element = parser.parse(text)
        self.errors = [f"{at[0]}:{at[1]} {code}" for at, code, _more in parser.errors]
        self.elements = list(self._below(self.root, ()))
        self.ids = Counter(element.get("id") for element in self.root.iter() if element.get("id"))

    def _below(self, element, above):
        yield element, above
        if element.tag.startswith(SVG):
            return
        for child in element:
            if isinstance(child.tag, str):  # a comment's is a function
                yield from self._below(child, (*above, element.tag))

    def find(self, tag, **attributes):
        """The elements of a tag with these attributes."""
        return [
            element
            for element, _above in self.elements
            if element.tag == tag and all(element.get(name) == value for name, value in attributes.items())
        ]

    @property
    def words(self):
        """What a reader reads, its gaps made one."""
        body = self.root.find("body")
        return " ".join("".join(body.itertext()).split())


def faults(text):
    """What is wrong with a page's HTML, one line each; nothing where it is valid."""
    page = Page(text)
    found = [*page.errors, *_faults_of_page(page)]
    for element, above in page.elements:
        tag = element.tag.replace(SVG, "")
        where = f"<{tag} {' '.join(f'{name}={value[:40]!r}' for name, value in element.items())}>"
        found += [f"{where} {fault}" for fault in _faults_of(element, tag, above, page)]
    return found


def _faults_of_page(page):
    counts = Counter(element.tag for element, _above in page.elements)
    for tag in ("title", "h1", "main"):
        if counts[tag] != 1:
            yield f"{counts[tag]} <{tag}>"
    yield from (f"id {name} stands {count} times" for name, count in page.ids.items() if count > 1)
    levels = [int(element.tag[1]) for element, _above in page.elements if element.tag in HEADINGS]
    for before, level in zip([0, *levels], levels, strict=False):
        if level > before + 1:
            yield f"h{level} after h{before}"


def _faults_of(element, tag, above, page):
    if not element.tag.startswith(SVG):
        yield from _faults_inside(element, tag, above)
        yield from _faults_of_attributes(element, tag)
    for name in POINTERS:
        for target in element.get(name, "").split():
            if target not in page.ids:
                yield f"{name} leads nowhere"
    place = element.get("href", "").partition("#")[2] if element.get("href", "").startswith("#") else ""
    if place and place not in page.ids:
        yield "leads nowhere"
    if tag in ("article", "section") and not any(below.tag in HEADINGS for below in element.iter()):
        yield "has no heading"
    said = "".join([*element.itertext(), *(image.get("alt", "") for image in element.iter("img"))])
    if tag in ("title", "li", *HEADINGS) and not said.strip():
        yield "is empty"


def _faults_inside(element, tag, above):
    if tag not in CHILDREN:
        yield "is no element of ours"
        return
    allowed = CHILDREN[tag]
    if allowed is None:  # what the nearest parent that isn't transparent takes
        parent = next(each for each in reversed(above) if CHILDREN[each] is not None)
        allowed = CHILDREN[parent]
    if tag == "div" and above[-1:] == ("dl",):
        allowed = {"dt", "dd"}
    children = [child.tag.replace(SVG, "") for child in element if isinstance(child.tag, str)]
    texts = [element.text, *[child.tail for child in element]]
    if any(text and text.strip() for text in texts):
        children.append(TEXT)
    yield from (f"holds {child}" for child in children if child not in allowed)
    for each in NEVER_IN.get(tag, set()) & set(above):
        yield f"stands in <{each}>"


def _faults_of_attributes(element, tag):
    allowed = GLOBAL | set(ATTRIBUTES.get(tag, "").split())
    for name, value in element.items():
        known = name in allowed or name.startswith("data-") or name.removeprefix("aria-") in ARIA
        if not known or (name in VALUES and not VALUES[name].fullmatch(value)):
            yield f"has {name}={value!r}"
    missing = NEEDED.get(tag, set()) - set(element.keys())
    if missing:
        yield f"lacks {missing}"
    if tag == "time" and not element.get("datetime") and not VALUES["datetime"].fullmatch(element.text or ""):
        yield "tells no time"
    if tag == "script" and not element.get("src") and element.get("type") not in DATA:
        yield "is inline"
    if (
        {"aria-label", "aria-labelledby"} & set(element.keys())
        and tag not in NAMED
        and not element.get("role")
    ):
        yield "has a label that nobody reads"
