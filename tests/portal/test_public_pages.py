"""Everything anybody can read: nothing private in it, no cookie, nothing from elsewhere, the same for everyone."""

import re

import pytest
from django.urls import reverse

from accounts.languages import in_every_language, unprefixed
from answers import publication
from answers.models import Clarification, in_words
from questions.models import About, AgeBand, Attachment, Consent, PublishedQuestion
from tests.commits import as_committed
from tests.factories import (
    approve_copy,
    make_approved_answer,
    make_moderator,
    make_open_question,
    make_published_question,
    make_user,
)

pytestmark = pytest.mark.django_db
LINK = re.compile(r'(?:href|src|action|content)="([^"]*)"')
LOADED = re.compile(r'<(?:img|script|link|iframe|source|video|object)[^>]*?(?:src|href)="([^"]+)"')
LOCATION = re.compile(r"<loc>https://askwell\.example([^<]*)</loc>")
STARTS = (
    "/",
    "/feed/",
    "/sitemap.xml",
    "/robots.txt",
    "/.well-known/security.txt",
    "/search/?q=mark",
    "/search/?q=SECRETMARK",
    "/doctors/",
)
# Anybody reaches these by links too, but they hold a form: a token, its cookie, and kept by no cache.
FORM = re.compile(r"/(?:doctors/[^/]+|questions/Q-[^/]+)/report/")
POSTED = re.compile(r"/questions/[^/]+/helpful/")  # no page: only a button leads there
PRIVATE = ("/ask/", "/me/", "/accounts/", "/dashboard/", "/admin/", "/static/", "/pictures/")

WORDS = ("short_answer", "explanation", "self_care", "help_non_urgent", "help_urgent", "limits", "sources")


def mark(name):
    """A word that occurs nowhere but in the private field `name`."""
    return f"SECRETMARK{name.replace('_', '')}"


def crawl(client, *, forms=False, starts=()):
    """Every public address that a visitor can reach by links from the usual places and `starts`, in any language, with
    its response; those of forms only if wished."""
    waiting, seen = [*STARTS, *starts], {}
    while waiting:
        address = waiting.pop()
        plain = unprefixed(address)
        if address in seen or plain.startswith(PRIVATE) or (FORM.fullmatch(plain) and not forms):
            continue
        if POSTED.fullmatch(plain):
            continue
        seen[address] = response = client.get(address)
        text = b"".join(response) if response.streaming else response.content
        text = text.decode(errors="replace").replace("&amp;", "&")
        seen[address].text = text
        found = LINK.findall(text) + LOCATION.findall(text)
        waiting += [
            link.split("#")[0] for link in found if link.startswith("/") and not link.startswith("//")
        ]
    return seen


def plant_marks(topic):
    """A published query whose every private field holds a mark; returns the public copy."""
    fields = {name: mark(name) for name in ("title", "text", "conditions", "medicines", "allergies")}
    asker = make_user(name=mark("askername"), email=f"{mark('email').lower()}@example.org")
    question = make_open_question(
        asker=asker, specialty=topic, consent=Consent.SHOW_FIRST, pictures=1, about=About.CHILD,
        age_band=AgeBand.CHILD, **fields,
    )  # fmt: skip
    Attachment.objects.update(caption=mark("caption"))
    moderator = make_moderator(name=mark("moderatorname"))
    Clarification.objects.ask(
        question=question, by=moderator, items=in_words(mark("clarification")), seen_version=question.version
    )
    Clarification.objects.get().answer(by=asker, replies=[mark("reply")])
    question.refresh_from_db()
    answer = make_approved_answer(
        question=question, moderator=moderator, contract={name: mark(name) for name in WORDS}
    )
    return publish(answer)


def publish(answer):
    """Publish a copy without the marks, after one that the patient sent back."""
    question, other = answer.question, make_moderator(name=mark("othermoderator"), senior=True)
    question.refresh_from_db()
    source = publication.publishable_versions(question).get()
    clean = source.contract() | dict.fromkeys(WORDS, "Public words.") | {"findings": {"1": "A small patch."}}
    draft = publication.prepare(
        question, by=source.reviewed_by, title=mark("firsttitle"), text=mark("firsttext"), answers={source.pk: clean},
        seen_version=0,
    )  # fmt: skip
    approve_copy(draft, by=other)
    publication.want_change(draft, by=question.asker, note=mark("changewanted"), seen_version=draft.version)
    draft.refresh_from_db()
    question.refresh_from_db()
    draft = publication.prepare(
        question, by=source.reviewed_by, title="A public title", text="A public text.", answers={source.pk: clean},
        seen_version=draft.version,
    )  # fmt: skip
    approve_copy(draft, by=other)
    draft.refresh_from_db()
    publication.agree(draft, by=question.asker, seen_version=draft.version)
    return PublishedQuestion.objects.get(question=question)


def test_nothing_private_reaches_a_public_page(client, topic, settings):
    published = plant_marks(topic)

    pages = crawl(client, forms=True)

    assert published.get_absolute_url() in pages
    assert f"{topic.get_absolute_url()}feed/" in pages
    hidden = [
        (address, response.text[max(0, found.start() - 80) : found.end() + 20])
        for address, response in pages.items()
        for found in re.finditer("SECRETMARK[a-z]", response.text + str(response.headers), re.IGNORECASE)
        if not unprefixed(address).startswith("/search/")
    ]
    searches = [
        page.text for address, page in pages.items() if unprefixed(address).startswith("/search/?q=SECRET")
    ]
    assert hidden == []
    assert [re.findall("SECRETMARK[a-z]", page) for page in searches] == [[]] * len(settings.LANGUAGES)
    assert published.question.reference not in "".join(page.text for page in pages.values())


def test_public_pages_answer_set_no_cookie_and_may_be_kept_but_searches(client, topic):
    make_published_question(specialty=topic)

    for address, response in crawl(client).items():
        assert (address, response.status_code) == (address, 200)
        # What somebody searches for tells of their health.
        kept = "no-store" if unprefixed(address).startswith("/search/") else "public, max-age=60"
        assert (address, response.headers["Cache-Control"][: len(kept)]) == (address, kept)
        assert (address, response.cookies.output()) == (address, "")
        assert (address, "cookie" in response.headers.get("Vary", "").lower()) == (address, False)


def test_only_the_forms_reached_by_links_hold_a_token_and_none_is_kept(client, topic, settings):
    page = make_published_question(specialty=topic)
    pages = crawl(client, forms=True)

    forms = {address: response for address, response in pages.items() if FORM.fullmatch(unprefixed(address))}

    of_page = reverse("page-report", args=[page.reference])
    assert set(forms) == {*in_every_language([f"{page.lead_doctor.get_absolute_url()}report/", of_page])}
    assert {address for address, each in pages.items() if "csrfmiddlewaretoken" in each.text} == set(forms)
    assert [each.headers["Cache-Control"] for each in forms.values()] == ["no-store, private"] * len(forms)
    assert [list(each.cookies) for each in forms.values()] == [[settings.CSRF_COOKIE_NAME]] * len(forms)


def test_public_pages_load_nothing_from_elsewhere(client, topic):
    make_published_question(specialty=topic)

    for address, response in crawl(client, forms=True).items():
        loaded = LOADED.findall(response.text)
        elsewhere = [link for link in loaded if not re.match(r"/[^/]|/$|https://askwell\.example/", link)]
        assert (address, elsewhere) == (address, [])
        assert (address, re.findall(r"<style|\sstyle=|\son\w+=", response.text)) == (address, [])


def test_public_pages_are_the_same_bytes_for_everybody(client, topic, asker, administrator, doctor):
    make_published_question(specialty=topic, doctor=doctor, asker=asker)
    anonymous = {address: response.text for address, response in crawl(client).items()}

    for person in (asker, doctor.user, administrator):
        client.force_login(person)
        for address, text in anonymous.items():
            response = client.get(address)
            assert (address, response.content.decode()) == (address, text)
            assert (address, response.cookies.output()) == (address, "")


def test_unchanged_page_is_not_sent_again(client, topic):
    first = client.get(topic.get_absolute_url())

    again = client.get(topic.get_absolute_url(), headers={"If-None-Match": first["ETag"]})
    make_published_question(specialty=topic)
    as_committed()
    changed = client.get(topic.get_absolute_url(), headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content, changed.status_code) == (304, b"", 200)


def test_public_pages_take_nothing(client, topic):
    make_published_question(specialty=topic)

    for address in crawl(client):
        assert (address, client.post(address).status_code) == (address, 405)
        assert (address, client.head(address).status_code) == (address, 200)
