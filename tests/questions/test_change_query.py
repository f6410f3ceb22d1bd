"""Changing a query while it waits: the same draft each time, the old text until it is sent, refused once answered."""

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from questions import sending
from questions.models import Care, Draft, Question
from tests.factories import (
    make_doctor,
    make_draft_answer,
    make_moderator,
    make_open_question,
    make_question,
)

pytestmark = pytest.mark.django_db


def changing(question):
    return reverse("question-change", args=[question.reference])


def sent_with(question, **said):
    """`question` after its patient changed it and sent the change."""
    draft = sending.begin_changes(question, by=question.asker)
    for field, value in said.items():
        setattr(draft, field, value)
    draft.save()
    return sending.send(draft, by=question.asker)


def test_button_opens_the_check_page_of_a_draft(signed_in, asker):
    question = make_question(asker=asker, pictures=1)
    client = signed_in(asker)
    assert changing(question) in client.get(question.get_absolute_url()).content.decode()
    assert changing(question) in client.get("/me/questions/").content.decode()

    response = client.post(changing(question))

    draft = Draft.objects.get()
    assert response.headers["Location"] == reverse("ask-check", args=[question.reference])
    assert (draft.edits, draft.text, draft.pictures.count()) == (question, question.text, 1)


def test_draft_stands_on_the_list_above_its_query(signed_in, asker):
    question = make_question(asker=asker)
    client = signed_in(asker)
    client.post(changing(question))

    page = client.get("/me/questions/").content.decode()

    assert page.index("Change not sent") < page.index("Being checked")
    assert "kept until" in page and reverse("ask-forget", args=[question.reference]) in page


def test_pressed_twice_it_is_the_same_draft(signed_in, asker):
    question = make_question(asker=asker)
    client = signed_in(asker)

    places = {client.post(changing(question)).headers["Location"] for _ in range(2)}

    assert len(places) == 1 and Draft.objects.count() == 1


def test_sent_it_replaces_the_words_and_is_looked_at_again(signed_in, asker):
    question = make_open_question(asker=asker)

    sent_with(question, text="It began in May, on the left side.")

    question = Question.objects.get()
    assert (question.text, question.care) == ("It began in May, on the left side.", Care.SUBMITTED)
    assert question.triaged_at is None and not Draft.objects.exists()
    assert AuditEvent.objects.filter(verb="question.rewritten").count() == 1
    page = signed_in(asker).get(question.get_absolute_url()).content.decode()
    assert "You changed your query" in page


@pytest.mark.parametrize("begun", ("claimed", "draft"))
def test_once_somebody_answers_it_is_refused_kindly(signed_in, asker, begun):
    question = make_open_question(asker=asker)
    doctor = make_doctor(specialties=[question.specialty])
    if begun == "claimed":
        question.claim(doctor=doctor)
    else:
        make_draft_answer(question=question, doctor=doctor)
    client = signed_in(asker)

    response = client.post(changing(question))

    assert response.status_code == 409 and not Draft.objects.exists()
    assert "somebody has begun to answer it" in response.content.decode()
    assert changing(question) not in client.get(question.get_absolute_url()).content.decode()


def test_triage_meanwhile_costs_no_word_of_a_change(asker):
    question = make_question(asker=asker)
    topic = question.specialty
    draft = sending.begin_changes(question, by=asker)
    draft.answer("details", fields={"text": "It began in May."})
    draft.answer("specialty", fields={"specialty": None})
    question.triage(
        by=make_moderator(), specialty=topic, urgent=False, self_harm=False, seen_version=question.version
    )

    assert sending.begin_changes(question, by=asker) == draft
    sending.send(draft, by=asker)

    question.refresh_from_db()
    assert (question.text, question.specialty, question.care) == ("It began in May.", topic, Care.SUBMITTED)


def test_strangers_find_nothing(signed_in, stranger):
    question = make_question()

    assert signed_in(stranger).post(changing(question)).status_code == 404


def test_list_costs_the_same_queries_at_any_length_of_open_ones(
    signed_in, asker, django_assert_max_num_queries
):
    for _ in range(6):
        make_open_question(asker=asker)
    client = signed_in(asker)

    with django_assert_max_num_queries(7):
        assert client.get("/me/questions/").content.count(b"Change this query") == 6


def test_second_click_on_sending_the_changes_leads_to_the_query(signed_in, asker):
    question = make_question(asker=asker)
    client = signed_in(asker)
    check = client.post(changing(question)).headers["Location"]
    sent = {"changing": "1"}
    assert '<input type="hidden" name="changing" value="1">' in client.get(check).content.decode()

    places = [client.post(check, sent).headers["Location"] for _click in range(2)]

    assert places == [question.get_absolute_url()] * 2


def test_second_click_on_dropping_the_changes_leads_to_the_query(signed_in, asker):
    question = make_question(asker=asker)
    client = signed_in(asker)
    client.post(changing(question))
    forget = reverse("ask-forget", args=[question.reference])

    places = [client.post(forget).headers["Location"] for _click in range(2)]

    assert places == [question.get_absolute_url()] * 2
