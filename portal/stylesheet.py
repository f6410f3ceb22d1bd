"""Makes the stylesheets that are served (static/css) of the ones we write (styles/): one for each kind of page.

Pages are public (built on base.html but not on base_private.html), private, or of the desk (templates/admin/). Of
Bootstrap and ours, public pages get what their templates and all that these include can use; a class made up by a
variable must be named in ALSO. The others get all of ours, and of Bootstrap what any template or script can use.
Nothing here runs on a site: `make css` writes the files, and a test compares them with what would be written now.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import tinycss2
from bootstrap_wrapper import get_bootstrap_css_dir

CHECKOUT = Path(__file__).resolve().parent.parent
TEMPLATES = CHECKOUT / "templates"
STATIC = CHECKOUT / "static" / "css"
STYLES = CHECKOUT / "styles"
# What a sheet is made of, in this order; a later rule wins.
PARTS = ("tokens", "ground", "frame", "components", "forms", "reading", "asking", "answering", "readers")
KINDS = {"public": PARTS, "private": PARTS, "desk": (*PARTS, "desk")}
ALONE = (
    "admin",
    "plain",
)  # without Bootstrap: Django's admin has its own sheets, and two pages need no other file
BOOTSTRAP = {"": "bootstrap.min.css", ".rtl": "bootstrap.rtl.min.css"}  # by what its twin is called
PRIVATE = "base_private.html"
GUIDE = "portal/design.html"  # built on the public base, shows the parts of all pages
OUR_APPS = ("specialties", "questions", "answers", "portal")
# Classes that no template spells out: of template tags, see references.py and telephone.py.
ALSO = frozenset({"text-nowrap", "tel"})
# What crispy-forms gives to controls, by their kind and state.
OF_FORMS = frozenset({"form-control", "form-select", "form-check", "form-check-input", "is-invalid"})
# Attributes that a public page may carry without a template naming them, or that browsers match by themselves.
ATTRIBUTES = frozenset(
    {
        "hidden",
        "dir",
        "lang",
        "href",
        "title",
        "type",
        "role",
        "tabindex",
        "start",
        "scope",
        "autocomplete",
        "open",
    }
    | {"readonly", "disabled", "multiple", "size", "list"}
)
ANY_NAME = r"--(?:aw|bs|i)-[\w-]+"
# One custom property as we write it: its name is group 1.
PROPERTY = re.compile(rf"(?<=[{{;])({ANY_NAME}):(?:[^;{{}}\"']|\"[^\"]*\"|'[^']*')*(?:;|(?=}}))")
HEAD = "/* Made by `make css` from {sources}. Don't edit: change those. */\n"


# -- What pages name ---------------------------------------------------------------------------------------


def templates_of(kind: str) -> set[str]:
    """The names of all templates that pages of this kind may be made of."""
    texts = {
        path.relative_to(TEMPLATES).as_posix(): path.read_text("utf-8") for path in TEMPLATES.rglob("*.html")
    }
    if kind == "desk":
        return set(texts)
    if kind == "private":
        return {name for name in texts if not name.startswith("admin/")}
    libraries = tag_templates()
    wanted = {name for name in texts if name != GUIDE and is_public(name, texts)}
    wanted |= page_parts() & texts.keys()
    waiting = list(wanted)
    while waiting:
        text = texts[waiting.pop()]
        found = set(re.findall(r'"([\w/.-]+\.html)"', text))  # extended, included or printed by a tag
        for loaded in re.findall(r"{%\s*load ([\w ]+)%}", text):
            found = found.union(*(libraries.get(name, ()) for name in loaded.split()))
        found = (found & texts.keys()) - wanted
        wanted |= found
        waiting += found
    return wanted


def is_public(name: str, texts: dict[str, str]) -> bool:
    """Whether a page builds on base.html past the private base."""
    while name != "base.html":
        parent = re.match(r'{%\s*extends\s+"([^"]+)"', texts.get(name, ""))
        if parent is None or PRIVATE in (name, parent[1]) or name == parent[1]:
            return False
        name = parent[1]
    return True


def page_parts() -> set[str]:
    """The partials that what prepares a public page prints by itself (questions/page.py, say, and not a view)."""
    files = [
        file for app in OUR_APPS for where in ("*.py", "search/*.py") for file in (CHECKOUT / app).glob(where)
    ]
    return {
        name for file in files for name in re.findall(r'"([\w/.-]+/_\w+\.html)"', file.read_text("utf-8"))
    }


def tag_templates() -> dict[str, set[str]]:
    """The templates that our template tags print, as their modules name them: {library: templates}."""
    files = CHECKOUT.glob("*/templatetags/*.py")
    return {file.stem: set(re.findall(r'"([^"\s]+\.html)"', file.read_text("utf-8"))) for file in files}


def used_words(kind: str) -> tuple[set[str], set[str]]:
    """Of the templates of this kind: every word of a class, id or data attribute, and the beginnings of those that go
    on with a variable ("tag--" of "tag--{{ kind }}").
    """
    words, beginnings = set(ALSO), set()
    if kind != "public":
        words |= OF_FORMS | words_of_scripts()
        for part in KINDS[kind]:  # all of ours: some of it is for what forms and Django's templates print
            words |= set(re.findall(r"[.#]([\w-]+)", source(part)))
    for name in templates_of(kind):
        text = re.sub(
            r"{#.*?#}|{% comment .*?{% endcomment %}", "", (TEMPLATES / name).read_text("utf-8"), flags=re.S
        )
        words |= set(re.findall(r"\s(data-[\w-]+|aria-[\w-]+)", text))
        for value in re.findall(r'\b(?:class|id)="((?:{%[^%]*%}|{{[^}]*}}|[^"{])*)"', text):
            beginnings |= set(re.findall(r"([\w-]+-){{", value))
            words |= set(re.findall(r"[\w-]+", value))
        words |= set(re.findall(r'\bwith [^%]*?="([\w -]+)"', text))
        words |= set(re.findall(r"{% block main_class %}([\w-]+)", text))
    return words, beginnings


def words_of_scripts() -> set[str]:
    """Every word in a string of our scripts, which may be a class that one sets."""
    scripts = (path.read_text("utf-8") for path in (CHECKOUT / "static" / "js").glob("*.js"))
    strings = (string for script in scripts for string in re.findall(r'"([\w -]+)"', script))
    return {word for string in strings for word in string.split()}


# -- What of the sheets they can use -----------------------------------------------------------------------


class Sheet:
    """Rules kept of some stylesheets, in their order; those for print come last, as a screen waits for none of them.

    Without words, all are kept.
    """

    def __init__(self, words: set[str] | None = None, beginnings: Iterable[str] = ()) -> None:
        self.words, self.beginnings = words, tuple(sorted(beginnings))
        self.screen: list[str] = []
        self.print: list[str] = []

    def add(self, css: str) -> None:
        """Keep what is used of `css`."""
        for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
            text = self.kept(rule)
            if text:
                (self.print if text.startswith("@media print") else self.screen).append(text)

    def kept(self, rule: Any) -> str:
        """One rule as text without what nothing uses; "" when nothing is left."""
        if rule.type == "qualified-rule":
            selectors = ",".join(filter(self.is_used, split(tinycss2.serialize(rule.prelude))))
            body = declarations(rule.content)
            return f"{selectors}{{{body}}}" if selectors and body else ""
        if rule.type == "at-rule" and rule.lower_at_keyword == "page":
            return f"@page{{{declarations(rule.content)}}}"
        if rule.type != "at-rule" or rule.lower_at_keyword not in {"media", "supports"}:
            return ""  # animations and the like: nothing moves on a public page
        inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
        body = "".join(map(self.kept, inner))
        condition = squeeze(tinycss2.serialize(rule.prelude))
        return f"@{rule.lower_at_keyword} {condition}{{{body}}}" if body else ""

    def is_used(self, selector: str) -> bool:
        """Whether some public page can match: all its classes, ids and attributes are known, but for those that it
        excludes or takes as one of several.
        """
        if self.words is None:
            return True
        bare = re.sub(r":not\([^()]*(?:\([^()]*\)[^()]*)*\)", "", selector)
        choices = re.findall(r":(?:is|where|has)\(([^()]*(?:\([^()]*\)[^()]*)*)\)", bare)
        bare = re.sub(r":(?:is|where|has)\([^()]*(?:\([^()]*\)[^()]*)*\)", "", bare)
        if not all(any(self.is_used(choice) for choice in split(choice_list)) for choice_list in choices):
            return False
        names = re.findall(r"[.#]((?:\\.|[\w-])+)", re.sub(r"\[[^\]]*\]", "", bare))
        attributes = re.findall(r"\[([\w-]+)", bare)
        return all(map(self.is_named, names)) and all(
            name in self.words or name in ATTRIBUTES for name in attributes
        )

    def is_named(self, name: str) -> bool:
        """Whether a template has this class or id."""
        return self.words is None or name in self.words or name.startswith(self.beginnings)

    def text(self) -> str:
        """All rules, one a line, without custom properties that none of them reads."""
        text, before = "\n".join(self.screen + self.print) + "\n", ""
        while text != before:  # a property that is gone may have been the only one to read another
            before, read = text, set(re.findall(r"var\((--[\w-]+)", text))
            for name in set(PROPERTY.findall(text)) - read:
                text = re.sub(PROPERTY.pattern.replace(ANY_NAME, re.escape(name)), "", text)
            text = re.sub(r"(?m)^[^{}@\n]+{}\n", "", text.replace(";}", "}"))
        return text


def split(selectors: str) -> Iterator[str]:
    """The selectors of a list, at commas outside brackets."""
    depth, start = 0, 0
    for place, sign in enumerate(selectors):
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and not depth:
            yield squeeze(selectors[start:place])
            start = place + 1
    yield squeeze(selectors[start:])


def declarations(content: list[Any]) -> str:
    """The declarations of a rule on one line; in the order given, as a later one may be what older browsers lack."""
    found = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    return ";".join(
        f"{each.name}:{squeeze(tinycss2.serialize(each.value))}{'!important' if each.important else ''}"
        for each in found
        if each.type == "declaration"
    )


def squeeze(text: str) -> str:
    """Runs of blanks as one, none at the ends; tinycss2's mark between tokens (/**/) goes where no blank is needed."""
    return re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", text)).strip()


def source(name: str) -> str:
    """The text of one of the stylesheets that we write."""
    return (STYLES / f"{name}.css").read_text("utf-8")


def make() -> dict[str, str]:
    """The text of each file made, by its name."""
    made = {}
    for kind, parts in KINDS.items():
        words, beginnings = used_words(kind)
        for twin, bootstrap in BOOTSTRAP.items():
            theirs = (Path(get_bootstrap_css_dir()) / bootstrap).read_text("utf-8")
            sheet = Sheet(words, beginnings)
            for css in (theirs, *map(source, parts)):
                sheet.add(css)
            version = re.search(r"Bootstrap\s+v([\d.]+)", theirs)
            head = HEAD.format(sources=f"Bootstrap {version[1] if version else ''} (MIT) and styles/")
            made[f"{kind}{twin}.css"] = head + sheet.text()
    for name in ALONE:
        sheet = Sheet()
        for part in ("tokens", name):
            sheet.add(source(part))
        made[f"{name}.css"] = HEAD.format(sources=f"styles/tokens.css and {name}.css") + sheet.text()
    return made


def write() -> list[str]:
    """Write the files made into static/css; their names."""
    made = make()
    for name, text in made.items():
        (STATIC / name).write_text(text, "utf-8")
    return list(made)
