"""An appeal against a refusal: made once by the patient, decided by another, senior moderator."""

from functools import partial

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from accounts.models import Mail, Statement
from accounts.moves import MoveRefused
from answers.models import Clarification, in_words
from questions.models import Appeal, Care, Question
from tests.factories import make_appeal, make_declined_question, make_question


@pytest.fixture
def declined(asker, moderator):
    return make_declined_question(asker=asker, moderator=moderator)


def appealing(question):
    return reverse("question-appeal", args=[question.reference])


def page_of(client, question):
    return client.get(question.get_absolute_url()).content.decode()


def mails(kind):
    return set(Mail.objects.filter(kind=kind).values_list("user", flat=True))


def test_patient_appeals_and_the_senior_moderators_are_told(signed_in, asker, moderator, senior, declined):
    client = signed_in(asker)
    assert "I don’t agree" in page_of(client, declined)

    response = client.post(appealing(declined), {"version": declined.version, "text": "It is about health."})

    assert response.status_code == 302
    assert Appeal.objects.get().refused_by == moderator
    assert mails("moderator_appeal") == {senior.pk}
    page = page_of(client, declined)
    assert "It is about health." in page and "Being looked at again" in page and "I don’t agree" not in page


def test_second_click_is_no_second_appeal(signed_in, asker, declined):
    form = {"version": declined.version, "text": "It is about health."}
    client = signed_in(asker)

    responses = [client.post(appealing(declined), form, follow=True) for _ in range(2)]

    assert "already" in str(list(responses[1].context["messages"])[-1])
    assert Appeal.objects.count() == 1


def test_another_text_comes_too_late_and_is_shown(signed_in, asker, declined):
    make_appeal(question=declined)

    response = signed_in(asker).post(
        appealing(declined), {"version": declined.version, "text": "More reasons"}
    )

    assert response.status_code == 409 and "More reasons" in response.content.decode()


@pytest.mark.parametrize(("text", "said"), (("", "Enter why you disagree."), ("x" * 2001, "Shorten this")))
def test_what_is_wrong_is_said_beside_the_field(signed_in, asker, declined, text, said):
    response = signed_in(asker).post(appealing(declined), {"version": declined.version, "text": text})

    page = response.content.decode()
    assert response.status_code == 422 and said in page and 'href="#appeal-text"' in page


def test_only_a_refusal_can_be_appealed_and_only_by_its_patient(signed_in, asker, stranger, declined):
    waiting = make_question(asker=asker)
    form = {"version": waiting.version, "text": "Please hurry"}

    assert signed_in(asker).post(appealing(waiting), form).status_code == 409
    assert signed_in(stranger).post(appealing(declined), form).status_code == 404
    with pytest.raises(MoveRefused):
        Appeal.objects.make(question=declined, by=stranger, text="x", seen_version=declined.version)


def test_granted_it_goes_back_to_triage(signed_in, asker, senior, declined):
    appeal = make_appeal(question=declined)

    appeal.decide(by=senior, granted=True, note="You are right.")

    question = Question.objects.get(pk=declined.pk)
    assert (question.care, question.reason, question.declined_by) == (Care.SUBMITTED, "", None)
    assert mails("appeal_granted") == {asker.pk}
    page = page_of(signed_in(asker), question)
    assert "You are right." in page and "Another moderator accepted your query after all" in page
    assert page.count("You sent your query") == 1


def test_granted_after_a_request_nobody_replied_to_it_can_be_asked_about_again(asker, moderator, senior):
    question = make_question(asker=asker)
    for asks_again in (False, True):
        seen = {"seen_version": question.version}
        Clarification.objects.ask(question=question, by=moderator, items=in_words("Since when?"), **seen)
        if not asks_again:
            question.decline(by=moderator, reason="No reply.", seen_version=question.version)
            make_appeal(question=question).decide(by=senior, granted=True, note="")
            question.refresh_from_db()

    question.clarifications.get().answer(by=asker, replies=["Since May."])

    question.refresh_from_db()
    assert question.care == Care.SUBMITTED


def test_upheld_the_refusal_and_the_note_are_shown(signed_in, asker, senior, declined):
    appeal = make_appeal(question=declined)

    appeal.decide(by=senior, granted=False, note="A dentist must look.")

    page = page_of(signed_in(asker), declined)
    assert "Please see a dentist." in page and "A dentist must look." in page and "I don’t agree" not in page
    assert mails("appeal_upheld") == {asker.pk}


def test_who_refused_does_not_decide(asker, senior):
    appeal = make_appeal(asker=asker, moderator=senior)

    with pytest.raises(MoveRefused, match="Another moderator"):
        appeal.decide(by=senior, granted=True, note="")


def test_decided_twice_is_refused(senior, declined):
    appeal = make_appeal(question=declined)
    appeal.decide(by=senior, granted=True, note="")

    with pytest.raises(MoveRefused):
        Appeal.objects.get().decide(by=senior, granted=False, note="No.")


def test_a_second_refusal_can_be_appealed_again(asker, other_moderator, senior, declined):
    make_appeal(question=declined).decide(by=senior, granted=True, note="")
    question = Question.objects.get(pk=declined.pk)
    question.decline(by=other_moderator, reason="No, after all.", seen_version=question.version)

    assert question.may_be_appealed


def test_who_was_overruled_decides_no_more_on_the_query(moderator, senior, specialty, declined):
    make_appeal(question=declined).decide(by=senior, granted=True, note="")
    question = Question.objects.get(pk=declined.pk)
    said = Statement.objects.about(question).get()
    assert said.overruled_at is not None

    marks = {"specialty": specialty, "urgent": False, "self_harm": False}
    for move in (partial(question.decline, reason="No."), partial(question.triage, **marks)):
        with pytest.raises(MoveRefused, match="overruled"):
            move(by=moderator, seen_version=question.version)
    for columns in (f"care = 'declined', declined_by_id = {moderator.pk}", f"triaged_by_id = {moderator.pk}"):
        with pytest.raises(DatabaseError, match="another moderator decides"), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"UPDATE questions_question SET {columns} WHERE id = {question.pk}")


def test_after_the_last_day_there_is_no_appeal(settings, asker, moderator):
    settings.APPEAL_DAYS = -1
    question = make_declined_question(asker=asker, moderator=moderator)

    assert not question.may_be_appealed
    with pytest.raises(MoveRefused):
        make_appeal(question=question)
