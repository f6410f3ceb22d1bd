"""The related questions on a page: those most like it, none that is gone, and never of another specialty."""

from datetime import timedelta
from html import unescape
from re import findall

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from accounts.prepared import Statement
from answers.publication import withdraw_imported
from questions import related
from questions.models import PublishedQuestion, RelatedPages, SearchEntry
from questions.search import figures, terms
from tests.archive import make_imported
from tests.commits import as_committed
from tests.together import at_once

pytestmark = pytest.mark.django_db

SAID = (
    "Green tea with thyroxine tablets",
    "Thyroxine tablets before breakfast",
    "Is green tea fine with thyroxine tablets?",
    "A dry cough for six weeks",
    "Hives after aspirin",
)


@pytest.fixture
def page():
    """The first of SAID, looked at; all are under one topic, and one more like it under another specialty."""
    pages = [make_imported(number, title=title, question=title) for number, title in enumerate(SAID)]
    make_imported(99, title=SAID[0], question=SAID[0], specialty="Nerves", parent="Surgery")
    figures.refresh()
    related.find()
    return pages[0]


def shown(client, page):
    """The titles of the page's related questions, in its order; a reader's ETag is no other's."""
    as_committed()
    text = client.get(page.get_absolute_url()).content.decode()
    part = text.partition(">Related questions<")[2].partition("</section>")[0]
    return [unescape(title) for title in findall(r'dir="auto">([^<]+)</a>', part)]


def test_the_likest_come_first_and_no_others(client, page):
    assert shown(client, page) == [SAID[2], SAID[1]]


def test_until_they_are_found_and_where_there_are_none_the_newest_of_the_topic_are_shown(client, page):
    cough = PublishedQuestion.objects.get(title=SAID[3])
    newest = [SAID[4], SAID[2], SAID[1], SAID[0]]

    assert RelatedPages.objects.get(page=cough).pages == [] and shown(client, cough) == newest
    RelatedPages.objects.all().delete()
    assert shown(client, page) == [SAID[4], SAID[3], SAID[2], SAID[1]]


def test_what_is_taken_down_is_gone_at_once(client, page, moderator):
    as_committed()
    tag = client.get(page.get_absolute_url())["ETag"]

    withdraw_imported(PublishedQuestion.objects.get(title=SAID[2]), by=moderator, reason_code="wrong")

    assert shown(client, page) == [SAID[1]]
    assert client.get(page.get_absolute_url(), headers={"If-None-Match": tag}).status_code == 200
    assert RelatedPages.objects.count() == PublishedQuestion.objects.count() == 5


def test_a_list_that_is_deleted_gives_its_page_a_new_etag(client, page):
    as_committed()
    tag = client.get(page.get_absolute_url())["ETag"]

    RelatedPages.objects.filter(page=page).delete()

    assert shown(client, page) == [SAID[4], SAID[3], SAID[2], SAID[1]]
    assert client.get(page.get_absolute_url(), headers={"If-None-Match": tag}).status_code == 200


def test_what_is_of_another_specialty_or_was_retracted_is_no_neighbour(client, page):
    named = PublishedQuestion.objects.get(title=SAID[2]).pk
    away = PublishedQuestion.objects.get(area__name="Surgery").pk
    retracted = PublishedQuestion.objects.get(title=SAID[1])
    PublishedQuestion.objects.filter(pk=retracted.pk).update(answer_count=0)
    assert away not in RelatedPages.objects.get(page=page).pages

    RelatedPages.objects.filter(page=page).update(pages=[away, retracted.pk, named])

    assert shown(client, page) == [SAID[2]]


def test_a_new_page_is_named_by_those_like_it_which_get_a_new_etag(client, page):
    as_committed()
    tag = client.get(page.get_absolute_url())["ETag"]
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        make_imported(50, title="Thyroxine tablets and green tea", question=SAID[0])
        as_committed()
        tagged = client.get(page.get_absolute_url())["ETag"]
        related.find()
        assert shown(client, page)[0] == "Thyroxine tablets and green tea"

    assert len({tag, tagged, client.get(page.get_absolute_url())["ETag"]}) == 3


def test_old_ones_are_looked_for_again_and_the_page_gets_a_new_etag(client, page):
    RelatedPages.objects.update(pages=[], computed_at=timezone.now() - timedelta(days=8))
    as_committed()
    tag = client.get(page.get_absolute_url())["ETag"]

    related.renew()

    assert shown(client, page) == [SAID[2], SAID[1]]
    assert client.get(page.get_absolute_url())["ETag"] != tag


def test_one_whose_every_answer_was_retracted_keeps_no_others_from_their_turn(page, monkeypatch):
    ages = {page.pk: 9, PublishedQuestion.objects.get(title=SAID[2]).pk: 8}
    for pk, days in ages.items():
        moment = timezone.now() - timedelta(days=days)
        RelatedPages.objects.filter(pk=pk).update(pages=[], computed_at=moment)
    PublishedQuestion.objects.filter(pk=page.pk).update(answer_count=0)
    monkeypatch.setattr(related, "OLDEST", 1)

    related.renew()

    assert [bool(RelatedPages.objects.get(page=pk).pages) for pk in ages] == [False, True]


@pytest.fixture
def slow(monkeypatch):
    """The database takes longer than it may."""
    monkeypatch.setattr(terms, "LEXEMES", Statement("SELECT pg_sleep(5)::text, $1::text, 1, 1"))
    monkeypatch.setattr(related, "TIMEOUT", 100)


def test_a_search_that_takes_too_long_leaves_the_list_and_the_page_has_had_its_turn(page, slow):
    stored = RelatedPages.objects.get(page=page).pages
    RelatedPages.objects.filter(page=page).update(computed_at=timezone.now() - timedelta(days=8))

    related.renew()

    row = RelatedPages.objects.get(page=page)
    assert row.pages == stored != [] and timezone.now() - row.computed_at < timedelta(minutes=1)


def test_a_search_that_takes_too_long_stores_none_where_there_is_no_list(page, slow):
    RelatedPages.objects.filter(page=page).delete()

    related.find()

    assert RelatedPages.objects.get(page=page).pages == []


def test_a_search_that_takes_too_long_keeps_no_other_page_from_its_turn(client, page, monkeypatch, caplog):
    late = PublishedQuestion.objects.get(title=SAID[2])
    sleep = f"SELECT * FROM ({terms.LEXEMES.sql}) AS said WHERE pg_sleep(5 * ($1 LIKE '{SAID[2]}%')::int)::text = ''"
    monkeypatch.setattr(terms, "LEXEMES", Statement(sleep))
    monkeypatch.setattr(related, "TIMEOUT", 1000)
    stored = RelatedPages.objects.get(page=late).pages
    RelatedPages.objects.exclude(page=late).update(pages=[])
    RelatedPages.objects.update(computed_at=timezone.now() - timedelta(days=8))

    related.renew()

    assert caplog.messages == [f"looking for what is like page {late.pk} took too long"]
    assert RelatedPages.objects.get(page=late).pages == stored != []
    assert shown(client, page) == [SAID[2], SAID[1]]
    assert client.get(late.get_absolute_url()).status_code == 200


def test_a_page_that_is_not_found_itself_is_measured_by_the_likest(client, page):
    make_imported(50, title="A sore knee", question=f"{'My knee is sore. ' * 100}Green tea is all I drink.")
    SearchEntry.objects.filter(page=page).delete()
    RelatedPages.objects.filter(page=page).delete()

    related.find()

    assert shown(client, page) == [SAID[2], SAID[1]]


@pytest.mark.django_db(transaction=True)
def test_finding_waits_for_nobody():
    held, other = [make_imported(number, title=title) for number, title in enumerate(SAID[:2])]

    with transaction.atomic():
        PublishedQuestion.objects.hold(held)
        (counted,) = at_once(related.find, seconds=10)

    assert counted == 2 and [*RelatedPages.objects.values_list("page", flat=True)] == [other.pk]
