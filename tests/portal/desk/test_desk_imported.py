"""An imported page is taken down by a moderator, everywhere and for good."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import AuditEvent
from accounts.moves import MoveRefused
from answers.models import PublishedAnswer
from answers.publication import withdraw_imported
from questions.models import PublishedQuestion, TakenDownFor, WithdrawnPage
from tests.archive import make_imported
from tests.factories import make_published_question

pytestmark = pytest.mark.django_db

SURE = {"reason": "identifies", "confirm": "on"}


def url(page, name="desk-imported"):
    return reverse(f"admin:{name}", args=[page.reference])


def test_imported_page_is_found_in_the_list_and_taken_down(signed_in, moderator):
    page, client = make_imported(), signed_in(moderator)
    listed = reverse("admin:questions_publishedquestion_changelist")
    assert url(page) in client.get(listed).content.decode()
    assert "My head hurts every Sunday." in client.get(url(page)).content.decode()

    response = client.post(url(page, "desk-imported-withdraw"), SURE, follow=True)

    assert response.redirect_chain == [(listed, 302)]
    assert f"{page.reference} was taken down" in response.content.decode()
    assert (PublishedQuestion.objects.count(), PublishedAnswer.objects.count()) == (0, 0)
    event = AuditEvent.objects.get(verb="publication.imported_taken_down")
    assert (event.actor_id, event.reference, event.details) == (
        moderator.pk,
        page.reference,
        {"reason": "identifies"},
    )


def test_address_of_a_withdrawn_imported_page_is_gone_everywhere(client, moderator):
    page = make_imported()
    assert client.get(page.get_absolute_url()).status_code == 200

    withdraw_imported(page, by=moderator, reason_code=TakenDownFor.ASKED)

    assert client.get(page.get_absolute_url()).status_code == 410
    page.topic.refresh_from_db()
    assert (page.topic.published_count, page.topic.parent.published_count) == (0, 0)
    for address in (page.topic.get_absolute_url(), "/search/?q=sunday+coffee", "/feed/", "/"):
        assert page.reference not in client.get(address).content.decode()


@pytest.mark.parametrize("typed", [{}, {"reason": "wrong"}, {"confirm": "on"}, {**SURE, "reason": "zebra"}])
def test_without_reason_and_tick_nothing_happens(signed_in, moderator, typed):
    page = make_imported()

    response = signed_in(moderator).post(url(page, "desk-imported-withdraw"), typed)

    assert response.status_code == 422
    assert PublishedQuestion.objects.count() == 1
    assert WithdrawnPage.objects.count() == 0


def test_second_withdrawal_says_that_it_is_down_already(signed_in, moderator):
    page, client = make_imported(), signed_in(moderator)
    stale = PublishedQuestion.objects.get()
    client.post(url(page, "desk-imported-withdraw"), SURE)

    again = client.post(url(page, "desk-imported-withdraw"), SURE, follow=True)
    opened = client.get(url(page), follow=True)

    assert "was taken down already" in again.content.decode() and "already" in opened.content.decode()
    with pytest.raises(MoveRefused):
        withdraw_imported(stale, by=moderator, reason_code="asked")
    assert WithdrawnPage.objects.count() == 1


def test_page_made_of_a_query_is_not_taken_down_this_way(signed_in, moderator):
    page = make_published_question()

    response = signed_in(moderator).post(url(page, "desk-imported-withdraw"), SURE)

    assert response.status_code == 404
    with pytest.raises(MoveRefused):
        withdraw_imported(page, by=moderator, reason_code="asked")
    assert PublishedQuestion.objects.count() == 1


def test_withdrawn_item_is_not_imported_again(moderator):
    withdraw_imported(make_imported(1), by=moderator, reason_code="asked")

    assert make_imported(1) is None
    assert make_imported(2).source_id == "old-2"


def test_database_keeps_one_tombstone_for_an_item(moderator):
    withdraw_imported(make_imported(1), by=moderator, reason_code="asked")

    with pytest.raises(IntegrityError), transaction.atomic():
        WithdrawnPage.objects.create(reference="Q-2222-2222", source_name="Old Site", source_id="old-1")
