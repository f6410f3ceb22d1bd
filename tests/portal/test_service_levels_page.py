"""The page of waiting times: what readers are told, and what not."""

from datetime import timedelta

import pytest
from django.utils import timezone

from answers.models import Measure, ServiceLevel
from tests.factories import make_specialty

pytestmark = pytest.mark.django_db
ADDRESS = "/service-levels/"


def figure(measure, *, specialty=None, hours=5, percent=None, **fields):
    """A figure as compute() writes it."""
    waits = (
        {"median": timedelta(hours=hours), "ninety": timedelta(hours=4 * hours)} if percent is None else {}
    )
    ServiceLevel.objects.create(
        **{"measure": measure, "specialty": specialty, "number": 1234, "percent": percent, **waits, **fields}
    )


def test_page_tells_waits_and_shares_with_their_tables(client, specialty):
    figure(Measure.TRIAGE)
    figure(Measure.TRIAGE, specialty=specialty, hours=30, number=11)
    figure(Measure.DECLINED, percent=7)

    page = client.get(ADDRESS).content.decode()

    assert "Half within 5 hours, nine in ten within 20 hours</dd>" in page
    assert "<td>30 hours</td><td>5 days</td><td>11</td>" in page
    assert "<dt>Queries declined</dt><dd>7 %</dd>" in page
    assert page.count(" in the last 30 days: too few for a figure.") == 3


def test_bars_are_as_long_as_their_waits(client, specialty):
    figure(Measure.ANSWER, hours=10)
    figure(Measure.ANSWER, specialty=specialty, hours=25)

    page = client.get(ADDRESS).content.decode()

    assert 'bar__longer" x="0" y="2.5" width="40.0"' in page
    assert 'bar__length" x="0" y="0" width="10.0"' in page
    assert 'bar__length" x="0" y="0" width="25.0"' in page


def test_page_without_figures_says_why(client):
    page = client.get(ADDRESS).content.decode()

    assert "No figures yet" in page
    assert "<table" not in page


def test_specialty_that_readers_may_not_see_is_not_named(client):
    figure(Measure.ANSWER)
    figure(Measure.ANSWER, specialty=make_specialty(name="Hidden field", is_listed=False))

    page = client.get(ADDRESS).content.decode()

    assert "Hidden field" not in page
    assert "All specialties" in page


@pytest.mark.parametrize("count", (1, 3, 20))
def test_page_costs_one_query_at_any_length(client, count, django_assert_num_queries):
    for _number in range(count):
        figure(Measure.PUBLICATION, specialty=make_specialty())
    with django_assert_num_queries(1):
        page = client.get(ADDRESS).content.decode()

    assert page.count("<tr><th") == count + 1


def test_page_is_kept_by_caches_until_a_figure_changes(client):
    figure(Measure.ANSWER)
    first = client.get(ADDRESS)

    assert first["Cache-Control"] == "public, max-age=60, stale-while-revalidate=60, s-maxage=0"
    assert client.get(ADDRESS, headers={"if-none-match": first["ETag"]}).status_code == 304

    ServiceLevel.objects.update(median=timedelta(days=3), computed_at=timezone.now())

    assert client.get(ADDRESS, headers={"if-none-match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("page", ("/", "/about/", "/ask/"))
def test_page_is_linked_from_where_people_wonder(client, page):
    assert f'href="{ADDRESS}"' in client.get(page).content.decode().replace("?", "")
