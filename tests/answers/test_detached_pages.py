"""A page whose query was erased and whose patient let it stay goes on working, and leads to nobody."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from accounts.models import AuditEvent
from accounts.moves import MoveRefused
from answers import publication
from answers.erasing import erase_question
from answers.models import Answer, PublishedAnswer
from questions.models import PublicDraft, PublishedQuestion, Question, WithdrawnPage
from tests.factories import make_published_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    """A detached page."""
    published = make_published_question(title="Numb fingers at night", text="They tingle.", pictures=1)
    erase_question(published.question, keep_page=True)
    return PublishedQuestion.objects.get()


def test_nothing_private_is_behind_it(page):
    answer = PublishedAnswer.objects.get()

    assert (page.question, answer.source, answer.detached) == (None, None, True)
    assert page.detached_on is not None and page.imported_on is None
    assert not (Question.objects.exists() or Answer.objects.exists() or PublicDraft.objects.exists())


def test_it_is_read_found_fed_and_counted_as_before(client, page):
    text = client.get(page.get_absolute_url()).content.decode()

    assert "They tingle." in text and "strained" in text and "Imported" not in text
    for address in (
        "/search/?q=tingle",
        "/feed/",
        "/",
        page.topic.get_absolute_url(),
        page.lead_doctor.get_absolute_url(),
    ):
        assert page.reference in client.get(address).content.decode(), address
    page.topic.refresh_from_db()
    assert page.topic.published_count == 1


def test_it_takes_no_further_answers_so_it_is_no_qapage(client, page):
    text = client.get(page.get_absolute_url()).content.decode()

    assert "MedicalWebPage" in text and "QAPage" not in text


def test_moderator_takes_it_down(signed_in, moderator, page):
    client, address = signed_in(moderator), reverse("admin:desk-imported", args=[page.reference])
    listed = client.get(reverse("admin:questions_publishedquestion_changelist")).content.decode()
    opened = client.get(address).content.decode()
    assert address in listed and "had the account and the query erased" in opened and "Imported" not in opened

    response = client.post(f"{address}withdraw/", {"reason": "asked", "confirm": "on"}, follow=True)

    assert f"{page.reference} was taken down" in response.content.decode()
    assert client.get(page.get_absolute_url()).status_code == 410
    assert AuditEvent.objects.get(verb="publication.detached_taken_down").details == {"reason": "asked"}
    assert "already" in client.get(address, follow=True).content.decode()
    assert WithdrawnPage.objects.get().source_id == ""


def test_page_of_a_living_query_is_not_detached():
    published = make_published_question()

    with pytest.raises(IntegrityError), transaction.atomic():
        publication.detach(published)
        connection.check_constraints()

    published.refresh_from_db()
    assert published.question is not None


def test_page_of_a_living_query_is_not_taken_down_as_a_detached_one(moderator):
    with pytest.raises(MoveRefused):
        publication.withdraw_imported(make_published_question(), by=moderator, reason_code="asked")


@pytest.mark.parametrize("column", ("title", "text", "answer_excerpt"))
def test_its_words_stay_as_they_were_approved(page, column):
    with pytest.raises(IntegrityError), transaction.atomic():
        PublishedQuestion.objects.update(**{column: "something else"})


def test_its_answers_stay_as_they_were_approved(page):
    with pytest.raises(IntegrityError), transaction.atomic():
        PublishedAnswer.objects.update(explanation="something else")
    with pytest.raises(IntegrityError), transaction.atomic():
        PublishedAnswer.objects.update(detached=False)
