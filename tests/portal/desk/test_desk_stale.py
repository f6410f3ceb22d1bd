"""The desk's queue of public pages whose review is due."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from answers import opinions, publication
from portal.demo.seed_clock import at
from questions.models import PublishedQuestion
from tests.archive import make_archive, make_imported
from tests.factories import make_published_question, take_page_down

pytestmark = pytest.mark.django_db
LIST = "/admin/desk/waiting/stale/"


def past():
    """The clock when pages were published that have been due for two days now."""
    return at(timezone.now() - timedelta(days=732))


def url(page, name="desk-stale"):
    return reverse(f"admin:{name}", args=[page.pk])


def make_page(doctor, **fields):
    """A page of this site, by a doctor whose licence holds then and now."""
    return make_published_question(doctor=doctor, specialty=doctor.specialties.get(), **fields)


def test_it_lists_what_is_due_with_since_when(signed_in, moderator, doctor):
    with past():
        pages = [make_imported(number) for number in (1, 2)]
    make_imported(3)

    rows = signed_in(moderator).get(LIST).context["rows"]

    assert [(row.title, row.age, row.marks) for row in rows] == [
        (page.reference, "due for 2 days", [("Imported", "info")]) for page in pages
    ]


def test_it_is_read_confirmed_and_the_next_one_opened(signed_in, moderator, doctor):
    with past():
        page, other = make_page(doctor, title="Zyxtitle"), make_imported()
    client = signed_in(moderator)

    shown = client.get(url(page)).content.decode()
    said = {"seen": opinions.seen_on(page), "confirm": "on"}
    response = client.post(url(page, "desk-stale-confirm"), said)

    assert "Zyxtitle" in shown and "It is most likely harmless." in shown and "Correct this page" in shown
    assert (response.status_code, response["Location"]) == (302, url(other))
    page.refresh_from_db()
    assert page.reviewed_on == timezone.localdate()


def test_a_page_without_a_query_leads_to_its_record(signed_in, moderator):
    page = make_imported()

    shown = signed_in(moderator).get(url(page)).content.decode()

    assert reverse("admin:desk-imported", args=[page.reference]) in shown
    assert "Your decision" not in shown  # nothing is due yet


def test_without_a_tick_it_is_not_confirmed(signed_in, moderator, doctor):
    with past():
        page = make_page(doctor)

    response = signed_in(moderator).post(url(page, "desk-stale-confirm"), {"seen": opinions.seen_on(page)})

    assert response.status_code == 422
    assert "Tick the box to confirm" in response.content.decode()


def test_the_history_tells_how_the_page_came_to_be_and_names_no_patient(signed_in, moderator, doctor):
    with past():
        page = make_page(doctor)
    said = signed_in(moderator).get(url(page)).context["history"]

    assert said[0].verb == "publication.published"
    assert [line.who for line in said if line.verb == "publication.allowed"] == ["The patient"]


def test_a_page_confirmed_or_gone_meanwhile_gets_a_conflict(signed_in, moderator, other_moderator, doctor):
    with past():
        page = make_page(doctor)
    client, said = signed_in(moderator), {"seen": opinions.seen_on(page), "confirm": "on"}

    publication.confirm_current(page, by=other_moderator, seen=said["seen"])
    confirmed = client.post(url(page, "desk-stale-confirm"), said)
    page.question.refresh_from_db()
    publication.withdraw(page.question, by=page.question.asker, seen_version=page.question.version)
    gone = client.post(url(page, "desk-stale-confirm"), said)

    assert (confirmed.status_code, gone.status_code) == (409, 409)
    assert "taken down" in gone.content.decode()


@pytest.mark.parametrize("count", (1, 3, 20))
def test_the_list_costs_the_same_at_any_length(signed_in, moderator, count, django_assert_max_num_queries):
    make_archive(count)
    PublishedQuestion.objects.update(reviewed_on="2020-01-01", review_due_on="2022-01-01")
    client = signed_in(moderator)
    client.get(LIST)

    with django_assert_max_num_queries(9):
        assert len(client.get(LIST).context["rows"]) == count


def test_who_takes_a_stale_page_down_goes_on_with_the_next(signed_in, moderator, doctor):
    with past():
        ours, imported, last = make_page(doctor), make_imported(1), make_imported(2)
    client = signed_in(moderator)
    links = [client.get(url(page)).context["take_down_url"] for page in (ours, imported)]
    fields = [client.get(link).content.decode().count('name="where" value="stale"') for link in links]
    ours.question.refresh_from_db()
    said = {"version": ours.question.version, "reason": "legal", "words": "A letter.", "confirm": "on"}
    first = client.post(
        reverse("admin:desk-publication-withdraw", args=[ours.question.reference]),
        {**{f"confirm-{name}": value for name, value in said.items()}, "where": "stale"},
    )
    second = client.post(
        reverse("admin:desk-imported-withdraw", args=[imported.reference]),
        {"reason": "wrong", "confirm": "on", "where": "stale"},
    )

    assert fields == [1, 1]
    assert (first["Location"], second["Location"]) == (url(imported), url(last))


@pytest.mark.parametrize("kind", ("ours", "imported"))
def test_a_page_that_is_down_lies_in_nobodys_hands(signed_in, moderator, doctor, kind):
    with past():
        page = make_page(doctor) if kind == "ours" else make_imported()
    client = signed_in(moderator)
    client.get(url(page))
    held = client.get("/admin/desk/").context["in_hand"]

    take_page_down(PublishedQuestion.objects.get())

    assert len(held) == 1
    assert client.get("/admin/desk/").context["in_hand"] == []
