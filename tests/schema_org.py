"""Is a page's structured data right? The types and properties that we use, as schema.org defines them; what Google
needs of them; and that nothing is told which the page doesn't show."""

import json
import re
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

from accounts.languages import unprefixed
from tests.html import Page

SITE = "https://askwell.example"

# Kinds of values.
SHOWN = "text as the page shows it"
CODE = "code of a language"
KEPT = "text of a fixed wording"
OURS = "address on this site"
AWAY = "address"
DAY = "day that the page shows"
MOMENT = "time that isn't still to come"
COUNT = "number"

# type → {property: kind of value, or the type of the thing}; a list may stand where one may.
TYPES: dict[str, dict[str, str | tuple[str, ...]]] = {
    "WebSite": {"name": SHOWN, "url": OURS, "potentialAction": ("SearchAction",)},
    "SearchAction": {"target": ("EntryPoint",), "query-input": KEPT},
    "EntryPoint": {"urlTemplate": OURS},
    "BreadcrumbList": {"itemListElement": ("ListItem",)},
    "ListItem": {"position": COUNT, "name": SHOWN, "item": OURS},
    "MedicalWebPage": {
        "name": SHOWN,
        "url": OURS,
        "about": ("MedicalCondition", "MedicalSpecialty"),
        "lastReviewed": DAY,
        "reviewedBy": ("Person", "Organization"),
        "dateModified": MOMENT,
        "inLanguage": CODE,
    },
    "MedicalCondition": {"name": SHOWN, "alternateName": SHOWN},
    "MedicalSpecialty": {"name": SHOWN, "alternateName": SHOWN},
    "QAPage": {"url": OURS, "mainEntity": ("Question",)},
    "Question": {
        "name": SHOWN,
        "text": SHOWN,
        "inLanguage": CODE,
        "answerCount": COUNT,
        "suggestedAnswer": ("Answer",),
        "datePublished": DAY,
        "comment": ("Comment",),
    },
    "Answer": {
        "text": SHOWN,
        "url": OURS,
        "datePublished": DAY,
        "dateModified": DAY,
        "author": ("Person",),
        "comment": ("Comment",),
    },
    "Comment": {"text": SHOWN, "datePublished": DAY, "author": ("Person",)},
    "ProfilePage": {"url": OURS, "mainEntity": ("Person",)},
    "Person": {
        "name": SHOWN,
        "url": OURS,
        "description": SHOWN,
        "image": OURS,
        "jobTitle": SHOWN,
        "honorificSuffix": SHOWN,
        "knowsAbout": SHOWN,
        "knowsLanguage": CODE,
        "hasCredential": ("EducationalOccupationalCredential",),
    },
    "EducationalOccupationalCredential": {
        "credentialCategory": KEPT,
        "recognizedBy": ("Organization",),
        "identifier": SHOWN,
        "url": AWAY,
    },
    "Organization": {"name": SHOWN, "url": OURS},
}
NEEDED = {
    "WebSite": {"name", "url", "potentialAction"},
    "SearchAction": {"target", "query-input"},
    "EntryPoint": {"urlTemplate"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name"},
    "MedicalWebPage": {"name", "url", "about"},
    "QAPage": {"url", "mainEntity"},
    "Question": {"name", "text", "answerCount", "suggestedAnswer", "datePublished"},
    "Answer": {"text", "url", "datePublished", "author"},
    "Comment": {"text"},
    "ProfilePage": {"url", "mainEntity"},
}
# Which types a page must have, and which it may have, by its address.
PAGES = (
    (re.compile(r"/"), {"WebSite"}, set()),
    (re.compile(r"/specialties/[^/]+/(\?(page|before)=[^&]+)?"), {"MedicalWebPage", "BreadcrumbList"}, set()),
    (re.compile(r"/questions/[^/]+/(?!report/)[^/]+/"), {"MedicalWebPage", "BreadcrumbList"}, {"QAPage"}),
    (re.compile(r"/doctors/[^/]+/(\?(page|before)=[^&]+)?"), {"ProfilePage", "BreadcrumbList"}, set()),
)


def things(text):
    """The schema.org things of a page, by type."""
    blocks = Page(text).find("script", type="application/ld+json")
    graphs = [json.loads(block.text) for block in blocks]
    assert [graph["@context"] for graph in graphs] in ([], ["https://schema.org"])
    return {thing["@type"]: thing for graph in graphs for thing in graph["@graph"]}


def faults(address, text):
    """What is wrong with the structured data of the page at `address`, one line each."""
    page, found = Page(text), things(text)
    needed, allowed = next(
        ((must, must | may) for path, must, may in PAGES if path.fullmatch(address)), (set(), set())
    )
    lines = [
        f"{kind} is wanted or not wanted here" for kind in (needed - set(found)) | (set(found) - allowed)
    ]
    seen = _Seen(page)
    for thing in found.values():
        lines += _faults_of(thing, (thing["@type"],), seen)
    if "BreadcrumbList" in found:
        lines += _of_breadcrumb(found["BreadcrumbList"], page)
    if "QAPage" in found:
        lines += _of_question(found["QAPage"]["mainEntity"], page)
    for thing in found.values():
        if "url" in thing and thing["@type"] != "WebSite" and thing["url"] != seen.canonical:
            lines.append(f"{thing['url']} isn't the page's own address")
    return lines


class _Seen:
    """What a reader sees of a page."""

    def __init__(self, page):
        self.words = page.words
        self.days = {element.get("datetime", "")[:10] for element in page.find("time")}
        self.ids = page.ids
        self.canonical = next((link.get("href") for link in page.find("link", rel="canonical")), None)


def _faults_of(thing, allowed, seen):
    kind = thing.get("@type")
    if kind not in allowed:
        yield f"a {kind} where {allowed} belong"
        return
    yield from (f"{kind} lacks {name}" for name in NEEDED.get(kind, set()) - set(thing))
    for name, value in thing.items():
        wanted = TYPES[kind].get(name)
        for each in value if isinstance(value, list) else [value]:
            if name == "@type":
                continue
            if wanted is None:
                yield f"{kind} has no {name}"
            elif isinstance(wanted, tuple):
                yield from _faults_of(each, wanted, seen)
            elif not _is(each, wanted, seen):
                yield f"{kind}.{name} is no {wanted}: {each!r}"


def _is(value, wanted, seen):
    if wanted == COUNT:
        return type(value) is int and value > 0
    if not isinstance(value, str) or not value.strip() or value != value.strip():
        return False
    if wanted == SHOWN:  # a colon parts a stance from its reason, which stand in two places on the page
        parts = re.split(r"\n+", value)
        return all(
            _in(part, seen) or all(_in(piece, seen) for piece in part.split(": ", 1)) for part in parts
        )
    if wanted == DAY:
        return value in seen.days and date.fromisoformat(value)
    if wanted == MOMENT:
        return datetime.fromisoformat(value) <= datetime.now(UTC)
    if wanted == OURS:
        place = urlsplit(value).fragment
        return value.startswith(f"{SITE}/") and (not place or place in seen.ids)
    if wanted == AWAY:
        return urlsplit(value).scheme in ("http", "https") and bool(urlsplit(value).hostname)
    return re.fullmatch(r"[a-z]{2,3}(-[A-Za-z]+)*" if wanted == CODE else r"[a-z_= ]+", value)


def _in(text, seen):
    return " ".join(text.split()) in seen.words


def _of_breadcrumb(crumbs, page):
    """The same steps, in the same order, as above the heading."""
    told = [(item["name"], item.get("item")) for item in crumbs["itemListElement"]]
    steps = next(each for each in page.find("nav") if "breadcrumbs" in each.get("class", "")).iter("li")
    shown = [
        (
            " ".join("".join(step.itertext()).split()),
            *[f"{SITE}{unprefixed(link.get('href'))}" for link in step.iter("a")],
        )
        for step in steps
    ]
    if [tuple(filter(None, step)) for step in told] != shown:
        yield f"breadcrumb {told} is shown as {shown}"
    if [item["position"] for item in crumbs["itemListElement"]] != list(range(1, len(told) + 1)):
        yield "breadcrumb counts wrongly"


def _of_question(question, page):
    """As many answers as there are, each at its own place with its own words, and no author of the question."""
    answers = {f"#{element.get('id')}": element for element in page.find("article") if element.get("id")}
    standing = [
        place for place, element in answers.items()
        if not any("notice--warning" in below.get("class", "") for below in element.iter("div"))
    ]  # fmt: skip
    told = [f"#{urlsplit(answer['url']).fragment}" for answer in question["suggestedAnswer"]]
    if told != standing or question["answerCount"] != len(standing):
        yield f"{question['answerCount']} answers {told} are shown as {standing}"
    for place, answer in zip(told, question["suggestedAnswer"], strict=True):
        words = " ".join("".join(answers[place].itertext()).split()) if place in answers else ""
        said = [answer["author"]["name"], *answer["text"].split("\n\n")]
        yield from (f"{place} doesn't say {each!r}" for each in said if " ".join(each.split()) not in words)
