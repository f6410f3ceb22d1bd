"""What machines read of the public pages: valid HTML, structured data that tells what the page shows, and a head."""

import re

import pytest
from django.db import connection

from accounts.languages import unprefixed
from answers import publication, servicelevels
from questions.models import AgeBand
from specialties import structured
from specialties.models import Specialty
from tests import factories, html, schema_org
from tests.archive import make_imported
from tests.portal.test_public_pages import crawl

pytestmark = pytest.mark.django_db
SITE = "https://askwell.example"
# No search engine lists these.
UNLISTED = re.compile(
    r"/search/.*|.*/(?:report|helpful)/|/nowhere/|/doctors/\?.*|/questions/[^/]+/(?:retracted|gone)/"
)
EVERY_PART = {
    "explanation": "From a *strained* muscle.\n\n1. Rest\n2. Heat & [a cushion](https://example.org/?a=1&b=2)",
    "help_urgent": "It *wakes* you.",
    "help_emergency": "You cannot breathe.",
    "sources": "A leaflet | https://example.org/leaflet?a=1&b=2\nA book",
}


def make_pages(topic, doctor, colleague):
    """A public page in every state that there is; returns the addresses to which no link leads."""
    Specialty.objects.filter(pk=topic.pk).update(
        introduction="A *rare* condition:\n\n- one\n- two", synonyms=["Parry-Romberg syndrome", "Face & jaw"],
        care_level="urgent", care_text="You can't see.", reviewed_by=doctor, reviewed_on="2026-01-01",
    )  # fmt: skip
    factories.make_specialty(name="Empty topic", parent=topic.parent)
    make_full_page(topic, doctor, colleague)
    factories.make_exchanged_page(specialty=topic, title="Asked back")
    retracted, gone = (
        factories.make_published_question(specialty=topic, doctor=doctor, title=title)
        for title in ("Retracted", "Gone")
    )
    retract(retracted.question.answers.get())
    factories.take_page_down(gone)
    make_imported(specialty=topic.name, parent=topic.parent.name)
    colleague.suspend(by=factories.make_moderator(), reason="Asked to", seen_version=colleague.version)
    servicelevels.compute()
    pages = [retracted.get_absolute_url(), gone.get_absolute_url()]
    return [*pages, "/nowhere/", "/doctors/?country=GB", "/doctors/?q=nobody", "/search/?q=normal"]


def make_full_page(topic, doctor, colleague):
    """Two answers with everything that an answer may have and a third that was retracted; an opinion, a correction."""
    page = factories.make_published_question(
        specialty=topic, doctor=doctor, pictures=1, age_band=AgeBand.THIRTIES, contract=EVERY_PART,
        title='Is <this> & "that" normal?', text="First line.\n\n**Second** <b>line</b>.",
    )  # fmt: skip
    others = [colleague, factories.make_doctor(specialties=[topic.parent])]
    seen = {"findings": {str(page.question.attachments.get().pk): "A patch."}}
    for other in others:
        answer = factories.make_second_answer(page=page, doctor=other)
        answer.save_draft(contract=factories.CONTRACT | seen, seen_version=answer.version)
        answer.submit(by=other.user, seen_version=answer.version)
        answer.approve(by=factories.make_moderator(), seen_version=answer.version)
    factories.approve_correction(factories.make_correction(page.question, title=page.title, text=page.text))
    with connection.cursor() as cursor:  # what is checked at the commit of a correction is checked here
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    retract(page.question.answers.get(doctor=colleague))
    factories.make_opinion(
        answer=page.answers.get(doctor=doctor), doctor=others[1], stance="disagree", shown=True
    )


def retract(answer):
    publication.retract(
        answer, by=factories.make_moderator(), code="unsafe", reason="", seen_version=answer.version
    )


@pytest.fixture
def pages(client, topic, doctor, other_doctor):
    """{address: response} of every public HTML page in every state."""
    found = crawl(client, forms=True, starts=make_pages(topic, doctor, other_doctor))
    return {address: page for address, page in found.items() if page["Content-Type"].startswith("text/html")}


def head_of(page):
    """What the head says, by name; every Open Graph line among it. Nothing is said twice."""
    metas = [(meta.get("name") or meta.get("property"), meta.get("content")) for meta in page.find("meta")]
    links = [("canonical", link.get("href")) for link in page.find("link", rel="canonical")]
    said = [(name, value) for name, value in metas + links if name]
    assert sorted(dict(said).items()) == sorted(said)
    return dict(said) | {"title": page.find("title")[0].text}


def test_every_public_page_is_valid_and_tells_machines_what_it_shows(pages):
    faults, heads = [], {}
    for address, response in pages.items():
        text = response.content.decode()
        kind = unprefixed(address) if response.status_code == 200 else "gone"
        faults += [(address, fault) for fault in html.faults(text) + schema_org.faults(kind, text)]
        if address == unprefixed(address):  # test_languages.py looks at the heads of others
            heads[address] = head_of(html.Page(text))

    assert faults == [] and len(heads) > 30
    unlisted = {address for address, head in heads.items() if head.get("robots") == "noindex"}
    assert unlisted == {address for address in heads if UNLISTED.fullmatch(address)}
    listed = {address: head for address, head in heads.items() if address not in unlisted}
    assert len({head["title"] for head in listed.values()}) == len(listed)
    for address, head in listed.items():
        assert (head["canonical"], head["og:url"]) == (SITE + address, SITE + address)
        assert (f"{head['og:title']} – Askwell", head["og:description"]) == (
            head["title"],
            head["description"],
        )
        assert head["description"].strip() and head["og:image"].startswith(SITE)


def document(body, *, head="<title>A page</title>"):
    start = '<!doctype html><html lang="en" dir="ltr"><head><meta charset="utf-8">'
    return f"{start}{head}</head><body><main><h1>A page</h1>{body}</main></body></html>"


@pytest.mark.parametrize(
    "body",
    [
        "<p><div>x</div></p>", "<p id=a>x</p><p id=a>x</p>", "<p id=a id=b>x</p>", "<ul><p>x</p></ul>",
        "<a href='/x'><button type=button>x</button></a>", "<span><ul><li>x</li></ul></span>", "<p class='x' y>x</p>",
        "<a href='/a b'>x</a>", "<a href='#nowhere'>x</a>", "<label for=nowhere>x</label>", "<h3>x</h3>",
        "<img src='/x'>", "<section><p>x</p></section>", "<time datetime='2 May'>x</time>", "<time>Monday</time>",
        "<dl><div><p>x</p></div></dl>", "<div><p>x</div></p>", "<b><i>x</b></i>", "<p aria-label='x'>x</p>",
        "<center>x</center>", "<ul><li> </li></ul>", "<ul><li><img src='/x' alt=''></li></ul>",
        "<script>x</script>", "<p style='x'>x</p>", "<table><div>x</div></table>", "<div role=buton>x</div>",
    ],
)  # fmt: skip
def test_what_is_wrong_in_html_is_found(body):
    assert html.faults(document("<p>Right.</p><ul><li><img src='/x' alt='A hand'></li></ul>")) == []

    assert html.faults(document(body)) != []


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"name": "Another"}, "WebSite.name is no text as the page shows it: 'Another'"),
        ({"url": "https://elsewhere.example/"}, "WebSite.url is no address on this site: 'https://elsewhere.example/'"),
        ({"telephone": "112"}, "WebSite has no telephone"),
        ({"potentialAction": {"@type": "Person"}}, "a Person where ('SearchAction',) belong"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_structured_data_is_found(changes, fault):
    site = {
        "@type": "WebSite",
        "name": "A page",
        "url": f"{SITE}/",
        "potentialAction": structured.website()["potentialAction"],
    }
    blocks = [f"<title>A page</title>{structured.script(one)}" for one in (site, site | changes)]

    right, wrong = (schema_org.faults("/", document("", head=block)) for block in blocks)

    assert (right, wrong) == ([], [fault])
