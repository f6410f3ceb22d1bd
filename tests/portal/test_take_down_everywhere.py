"""What is taken down is nowhere a reader can reach: every public address is read before and after, as a reader, a feed
reader, a search engine and a cache would."""

import html
import re

import pytest
from django.urls import reverse

from accounts.languages import unprefixed
from accounts.models import AuditEvent, Mail
from answers import correction, opinions, publication
from answers.erasing import erase_question
from questions.models import Consent, PublishedQuestion
from questions.similar import similar
from tests.archive import make_imported
from tests.commits import as_committed
from tests.factories import (
    answer_follow_up,
    approve_copy,
    approve_correction,
    make_approved_answer,
    make_correction,
    make_doctor,
    make_moderator,
    make_opinion,
    make_page_report,
    make_published_question,
    make_specialty,
    take_all_in,
    take_page_down,
)

pytestmark = pytest.mark.django_db
SITE = "https://askwell.example"
LINK = re.compile(rf'(?:href="|<loc>|<link>|<id>)(?:{SITE})?(/[^"<#]*)')
NOT_PUBLIC = ("/accounts/", "/admin/", "/ask/", "/dashboard/", "/me/", "/static/")
# Where a reader begins, what machines fetch, and searches for each word of the page.
BEGINNINGS = ["/", "/feed/", "/sitemap.xml", "/robots.txt", "/doctors/", "/specialties/"]
WORDS = {"title": "zyxwvutitle headaches", "text": "zyxwvutext on Mondays", "answer": "zyxwvuanswer"}
# No token that is drawn at random holds one.
MARK = re.compile("zyxwvu[a-z]+")

TAGGED: dict[tuple[str, str], str] = {}


@pytest.fixture
def place():
    """A topic with a page beside the one that goes, so that both are each other's neighbours."""
    topic = make_specialty(name="Migraine", parent=make_specialty(name="Neurology"))
    doctor = make_doctor(specialties=[topic.parent])
    make_published_question(specialty=topic, doctor=doctor, title="Another headache")
    return {"specialty": topic, "doctor": doctor}


def make_page(place):
    """A public page with something of everything that stands on one, each with a mark of its own."""
    contract = {"short_answer": WORDS["answer"], "explanation": f"Because {WORDS['answer']}."}
    page = make_published_question(title="Old title", text=WORDS["text"], contract=contract, **place)
    colleague = make_doctor(specialties=[page.area])
    opinion = {"stance": "caveat", "reason": "zyxwvuopinion", "shown": True}
    make_opinion(answer=page.answers.get(), doctor=colleague, **opinion)
    answer_follow_up(page.question.answers.get(), text="zyxwvuprivately", reply="zyxwvuprivate")
    parts = {"answers": take_all_in(page.question, patient="zyxwvufurther", doctor="zyxwvureply")}
    words = {"title": WORDS["title"], "text": WORDS["text"], "note": "zyxwvunote"}
    draft = make_correction(page.question, **words, **parts)
    approve_correction(draft)
    draft.refresh_from_db()
    correction.agree(draft, by=page.question.asker, seen_version=draft.version)
    page.refresh_from_db()
    as_committed()
    return page


def crawl(client):
    """{address: (marks on it, ETag)} of everything a reader reaches from the beginnings, link by link. An ETag that was
    seen before stands for the bytes that it came with."""
    as_committed()
    searches = [f"/search/?q={words.replace(' ', '+')}" for words in WORDS.values()]
    found, waiting = {}, [*BEGINNINGS, *searches]
    while waiting:
        address = waiting.pop()
        if address in found or unprefixed(address).startswith(NOT_PUBLIC):
            continue
        response = client.get(address)
        if response.status_code != 200 or response.streaming:
            continue
        text = response.content.decode()
        if tag := response.get("ETag"):
            assert TAGGED.setdefault((address, tag), text) == text, address
        typed = address.partition("?q=")[2]  # which a search keeps: it is not a find
        shown = text.replace(typed, "").replace(typed.replace("+", " "), "") if typed else text
        found[address] = (set(MARK.findall(shown)), response.get("ETag"))
        waiting += map(html.unescape, LINK.findall(text))
    return found


def marked(found):
    return {address for address, (marks, _etag) in found.items() if marks}


def lists_of(page):
    """The addresses of the lists that a page stands in."""
    topic, area = page.topic.get_absolute_url(), page.area.get_absolute_url()
    return {"/", "/feed/", topic, f"{topic}feed/", area, f"{area}feed/", page.lead_doctor.get_absolute_url()}


def ask_again(client, address, before):
    """The status a cache gets that asks whether what it holds still stands; a 304 would keep the marks alive."""
    return client.get(address, headers={"If-None-Match": before[address][1]}).status_code


def by_patient(page, *, moderator):
    take_page_down(page)


def for_a_reason(page, *, moderator):
    page.question.refresh_from_db()
    why = {"cause": "reason", "reason": "identifies", "words": "It showed who you are."}
    publication.withdraw(page.question, by=moderator, seen_version=page.question.version, **why)


def erased(page, *, moderator):
    erase_question(page.question, keep_page=False)


@pytest.mark.parametrize("way", [by_patient, for_a_reason, erased])
def test_a_page_taken_down_is_nowhere_a_reader_can_reach(client, place, moderator, way):
    page = make_page(place)
    report = make_page_report(page=page)
    before = crawl(client)

    way(page, moderator=moderator)

    after = crawl(client)
    assert (marked(after), page.reference in " ".join(after)) == (set(), False)
    assert lists_of(page) | {page.get_absolute_url(), "/search/?q=zyxwvuanswer"} <= marked(before)
    assert before[page.get_absolute_url()][0] == set(
        MARK.findall(f"{WORDS} zyxwvuopinion zyxwvunote zyxwvufurther zyxwvureply")
    )
    assert similar(f"{WORDS['title']} {WORDS['text']}") == []
    assert {ask_again(client, address, before) for address in marked(before)} == {200, 410}
    for end in ("old-title", "report"):
        assert client.get(f"/questions/{page.reference}/{end}/").status_code == 410
    report.refresh_from_db()
    assert report.page is None


def test_words_left_out_before_publication_are_nowhere(client, place):
    private = {
        "title": "zyxwvutitle hurts",
        "text": "I am zyxwvutext of zyxwvutown.",
        "conditions": "zyxwvucondition",
    }
    contract = {"short_answer": "Dear zyxwvuanswer, rest."}
    question = make_approved_answer(consent=Consent.NO_NEED, contract=contract, **private, **place).question
    version = question.answers.get().approved_version
    approve_copy(
        publication.prepare(
            question,
            by=make_moderator(),
            title="It hurts",
            text="I hurt.",
            answers={version.pk: {**version.contract(), "short_answer": "Rest."}},
            seen_version=0,
        )
    )

    page = PublishedQuestion.objects.get(question=question)
    found = crawl(client)
    assert page.get_absolute_url() in found and marked(found) == set()
    kept = [
        *AuditEvent.objects.values_list("details", flat=True),
        *Mail.objects.values_list("text", "subject"),
    ]
    assert kept and not MARK.search(str(kept))


def test_words_left_out_by_a_correction_are_nowhere_any_more(client, place):
    page = make_page(place)
    before, old = crawl(client), page.get_absolute_url()

    words = {"title": "It hurts", "text": "I hurt.", "note": "Made shorter."}
    approve_correction(make_correction(page.question, **words))

    gone, after = {"zyxwvutitle", "zyxwvutext"}, crawl(client)
    assert gone <= before[old][0] and gone & before["/feed/"][0]
    assert [address for address, (marks, _etag) in after.items() if gone & marks] == []
    assert {ask_again(client, address, before) for address in marked(before)} == {200}
    assert not MARK.search(client.get(f"/questions/{page.reference}/zyxwvutitle-headaches/")["Location"])


def test_links_in_mails_lead_to_none_of_its_words(client, place, moderator):
    page = make_page(place)
    links = list(Mail.objects.filter(path__contains=page.reference).exclude(user=None))

    for_a_reason(page, moderator=moderator)

    assert links
    for mail in links:
        client.force_login(mail.user)
        response = client.get(mail.path)
        assert response.status_code in (404, 410) and not MARK.search(response.content.decode())


def test_an_imported_page_taken_down_on_a_report_is_nowhere_either(signed_in, moderator):
    page = make_imported(title=WORDS["title"], question=WORDS["text"])
    report, client = make_page_report(page=page), signed_in(moderator)
    assert page.get_absolute_url() in marked(crawl(client))

    said = {
        "down-version": 1,
        "down-seen": opinions.seen_on(page),
        "down-reason": "wrong",
        "down-confirm": "on",
    }
    client.post(reverse("admin:desk-page-report-take-down", args=[report.pk]), said)

    assert marked(crawl(client)) == set()
    assert client.get(page.get_absolute_url()).status_code == 410


def test_a_retracted_answer_leaves_no_word_and_says_so_where_it_was_read(client, place, moderator):
    page = make_page(place)
    answer = page.question.answers.get()
    before = crawl(client)

    publication.retract(answer, by=moderator, code="unsafe", reason="Zyx.", seen_version=answer.version)

    after = crawl(client)
    shown = client.get(page.get_absolute_url()).content.decode()
    assert any("zyxwvuanswer" in marks for marks, _etag in before.values())
    gone = {"zyxwvuanswer", "zyxwvuopinion", "zyxwvufurther", "zyxwvureply"}
    assert not any(gone & marks for marks, _etag in after.values())
    assert "This answer was retracted on" in shown and "Following it could do harm." in shown
    for address in ("/feed/", f"{page.topic.get_absolute_url()}feed/"):
        feed = client.get(address).content.decode()
        assert page.get_absolute_url() in feed and "retracted" in feed


def test_readers_of_a_feed_see_a_correction(client, place):
    page = make_published_question(**place)
    earlier = client.get("/feed/")

    approve_correction(make_correction(page.question, text="zyxwvutext", note="zyxwvunote"))
    as_committed()

    feed = client.get("/feed/", headers={"If-None-Match": earlier["ETag"]})
    page = PublishedQuestion.objects.get(pk=page.pk)
    moment = page.changed_at.isoformat(timespec="seconds")[:19]
    assert feed.status_code == 200
    assert "zyxwvutext" in feed.content.decode() and f"<updated>{moment}" in feed.content.decode()
