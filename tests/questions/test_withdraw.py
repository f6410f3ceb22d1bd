"""Taking a query back: asked once more, and only while nobody has answered."""

import pytest
from django.urls import reverse

from questions.models import Care, Question
from tests.factories import (
    make_approved_answer,
    make_draft_answer,
    make_open_question,
    make_question,
    make_submitted_answer,
)


def address_of(question):
    return reverse("question-withdraw", args=[question.reference])


@pytest.mark.parametrize("make", (make_question, make_open_question))
def test_waiting_query_is_taken_back_after_a_question(signed_in, asker, make):
    question = make(asker=asker)
    client = signed_in(asker)
    assert "Withdraw your query?" in client.get(address_of(question)).content.decode()
    question.refresh_from_db()
    assert question.care != Care.WITHDRAWN  # looking changes nothing

    response = client.post(address_of(question), {"version": question.version})

    question.refresh_from_db()
    assert response.headers["Location"] == "/me/questions/"
    assert question.care == Care.WITHDRAWN


def test_draft_is_discarded(signed_in, asker):
    draft = make_question(asker=asker, submitted=False)
    signed_in(asker).post(address_of(draft), {"version": draft.version})

    draft.refresh_from_db()
    assert draft.care == Care.WITHDRAWN


def test_answered_query_stays(signed_in, asker):
    question = make_approved_answer(asker=asker).question
    question.refresh_from_db()

    assert "can't be withdrawn" in signed_in(asker).get(address_of(question)).content.decode().replace(
        "&#x27;", "'"
    )
    assert signed_in(asker).post(address_of(question), {"version": question.version}).status_code == 409
    assert Question.objects.get().care == Care.ANSWERED


def test_stale_page_changes_nothing(signed_in, asker):
    question = make_question(asker=asker)

    response = signed_in(asker).post(address_of(question), {"version": question.version - 1})

    assert response.status_code == 409
    assert "Nothing was changed" in response.content.decode()
    assert Question.objects.get().care == Care.SUBMITTED


def test_doctor_loses_sight_of_a_query_that_was_taken_back(signed_in, asker, topic, doctor):
    question = make_open_question(asker=asker, specialty=topic)
    make_draft_answer(question=question, doctor=doctor)
    question.refresh_from_db()
    signed_in(asker).post(address_of(question), {"version": question.version})

    assert not Question.objects.open_for(doctor).exists()
    question.refresh_from_db()
    assert question.claimed_by is None


@pytest.mark.parametrize("make_answer", (make_draft_answer, make_submitted_answer))
@pytest.mark.django_db
def test_doctor_who_was_writing_reads_it_no_longer(client, make_answer):
    answer = make_answer(pictures=1)
    question, picture = answer.question, answer.question.attachments.get()
    question.refresh_from_db()
    client.force_login(answer.doctor.user)
    assert client.get(answer.get_absolute_url()).status_code == 200

    question.withdraw(by=question.asker, seen_version=question.version)

    assert client.get(answer.get_absolute_url()).status_code == 404
    assert client.get(picture.get_absolute_url()).status_code == 404
    assert question.reference not in client.get("/dashboard/?tab=review").content.decode()
    assert question.reference not in client.get("/dashboard/?tab=mine").content.decode()
