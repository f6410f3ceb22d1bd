"""Long lists by date: each row once, whatever comes or goes meanwhile; addresses that stay; both ends cost the same."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from answers import publication
from questions.models import PublishedQuestion
from specialties import dated
from specialties.views import reader
from tests.archive import make_archive
from tests.factories import make_doctor, make_moderator, make_published_question
from tests.specialties.shown import shown

pytestmark = pytest.mark.django_db
ROWS = 53  # of each of the eight specialties: pages of 20, 13 and 20


@pytest.fixture
def area(db):
    area = make_archive(8 * ROWS)[0].parent
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")  # as they are outside of that
    return area


def page_of(client, address):
    """What an address shows."""
    response = client.get(address)
    assert response.status_code == 200, address
    return shown(response.text)


def walk(client, page, *, by="next_url"):
    """The pages from this one on, it included."""
    pages = [page]
    while address := getattr(pages[-1], by):
        pages.append(page_of(client, address))
    return pages


def references(pages):
    return [reference for page in pages for reference in page.references]


def wanted(area):
    rows = PublishedQuestion.objects.under(area).published().newest_answer_first()
    return list(rows.values_list("reference", flat=True))


@pytest.mark.parametrize("apart", (timedelta(0), timedelta(hours=1), timedelta(days=2)))
def test_pages_hold_each_row_once_there_and_back(client, area, apart):
    for number, row in enumerate(PublishedQuestion.objects.order_by("pk")):
        moment = timezone.now() - number * apart
        PublishedQuestion.objects.filter(pk=row.pk).update(
            answered_at=moment if apart else "2020-02-02T12:00Z"
        )

    there = walk(client, page_of(client, area.get_absolute_url()))

    assert references(there) == wanted(area)
    assert [len(page.references) for page in there] == [20, 13, 20]
    assert [page.number for page in there] == [1, 2, 3]
    back = walk(client, there[-1], by="previous_url")
    assert [page.url for page in back] == [page.url for page in reversed(there)]


def test_a_row_that_comes_or_goes_between_two_clicks_makes_none_skipped_or_repeated(client, area):
    first = page_of(client, area.get_absolute_url())
    standing = wanted(area)
    gone = [first.references[-1], *page_of(client, first.next_url).references[:2]]
    for row in PublishedQuestion.objects.filter(reference__in=gone):
        publication.withdraw_imported(row, by=make_moderator(), reason_code="wrong")
    make_published_question(specialty=area.topics.first(), doctor=make_doctor(specialties=[area]))

    second, *others = walk(client, page_of(client, first.next_url))

    assert references([second, *others]) == [name for name in standing[20:] if name not in gone]
    assert walk(client, second, by="previous_url")[-1].references[0] == wanted(area)[0]


def test_addresses_stay_while_answers_come(client, area):
    _first, second, third = walk(client, page_of(client, area.get_absolute_url()))
    make_published_question(specialty=area.topics.first(), doctor=make_doctor(specialties=[area]))

    now = walk(client, page_of(client, area.get_absolute_url()))

    assert (now[2].url, references(now[2:])) == (third.url, references([third]))
    assert [page.is_indexed for page in now] == [True, True, True]
    assert re.fullmatch(r"/specialties/[\w-]+/\?before=\d{4}-\d\d-\d\d(T\d{6}(\.\d{6})?-\d+)?~20", third.url)
    former = client.get(second.url).text
    assert '<meta name="robots" content="noindex">' in former, "the place where the second page began before"


def test_each_number_leads_to_its_page_and_is_counted_anew(client, area, monkeypatch):
    monkeypatch.setattr(dated, "PER_PAGE", 4)
    monkeypatch.setattr(dated, "ABOVE", 9)
    monkeypatch.setattr(reader, "OF_AREA", dated.PlannedList(reader.newest_of_area, reader.card_rows))

    for gone in ([], [3, 30]):
        for row in [PublishedQuestion.objects.get(reference=wanted(area)[place]) for place in gone]:
            publication.withdraw_imported(row, by=make_moderator(), reason_code="wrong")
        pages = walk(client, page_of(client, area.get_absolute_url()))
        numbered = [page_of(client, f"{area.get_absolute_url()}?page={page.number}") for page in pages]
        assert [page.url for page in numbered] == [page.url for page in pages]
        assert (len(pages), references(numbered)) == (14 - len(gone) // 2, wanted(area))


def test_numbers_and_years_lead_into_the_list(client, area):
    pages = walk(client, page_of(client, area.get_absolute_url()))
    days = dict(PublishedQuestion.objects.values_list("reference", "answered_at__date"))
    day = days[pages[1].references[3]]

    numbered = [page_of(client, f"{area.get_absolute_url()}?page={number}") for number in (1, 2, 3)]
    dated = page_of(client, f"{area.get_absolute_url()}?before={day}")

    assert [page.url for page in numbered] == [page.url for page in pages]
    assert [references([page]) for page in numbered] == [references([page]) for page in pages]
    assert pages[0].last_url == f"{area.get_absolute_url()}?page=3"
    assert dated.references[0] == next(name for name in references(pages) if days[name] < day)
    assert (dated.number, dated.is_indexed) == (None, False)


@pytest.mark.parametrize(
    "place",
    [
        "",
        "x",
        "2024-13-01",
        "2024-1-1",
        "2024-01-01T1022-5",
        "2024-01-01~0",
        "2024-01-01T250000-5",
        "1999-01-01",
        "٢٠٢٤-01-01",
    ],
)
def test_a_place_that_is_none_or_has_nothing_below_is_not_found(client, topic, place):
    make_published_question(specialty=topic)

    assert client.get(topic.get_absolute_url(), {"before": place}).status_code == 404
