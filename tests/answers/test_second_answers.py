"""A second answer beside a public one: who may begin it, for how long, and what the patient sees."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessEvent, Mail
from accounts.moves import MoveRefused
from answers import correction
from answers.models import Answer
from questions.models import Question
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(specialty):
    return factories.make_published_question(specialty=specialty)


def too_url(page):
    return reverse("answer-too", args=[page.reference, 1])


def end(answer):
    """Its seven days are over."""
    Answer.objects.filter(pk=answer.pk).update(open_until=timezone.now() - timedelta(minutes=1))
    answer.refresh_from_db()


def test_a_second_doctor_opens_the_query_and_answers_too(signed_in, client, doctor, moderator, page):
    signed_in(doctor.user)
    editor = reverse("answer-edit", args=[page.question.reference])
    assert client.get(editor).status_code == 404

    response = client.post(too_url(page))

    assert response.status_code == 302 and response.url == editor
    assert client.get(editor).status_code == 200
    assert AccessEvent.objects.filter(viewer_id=doctor.user_id, reference=page.question.reference).exists()
    answer = Answer.objects.get(doctor=doctor)
    answer.save_draft(contract=factories.CONTRACT, seen_version=answer.version)
    answer.submit(by=doctor.user, seen_version=answer.version)
    answer.approve(by=moderator, seen_version=answer.version)
    assert list(correction.with_moderators()) == [page.question]
    assert Mail.objects.filter(kind="question_answered", user=page.question.asker).count() == 2


def test_the_patient_sees_that_a_second_answer_is_written(signed_in, doctor, page):
    mine = reverse("my-question", args=[page.question.reference])
    client = signed_in(page.question.asker)
    words = "Another doctor is writing a second answer"
    assert words not in client.get(mine).content.decode()

    answer = factories.make_second_answer(page=page, doctor=doctor)

    assert words in client.get(mine).content.decode()
    end(answer)
    assert words not in client.get(mine).content.decode()


def test_two_second_answers_run_at_a_time(signed_in, specialty, page):
    first, second, third = (factories.make_doctor(specialties=[specialty]) for _number in range(3))
    running = factories.make_second_answer(page=page, doctor=first)
    factories.make_second_answer(page=page, doctor=second)

    assert not Question.objects.answerable_too(third).exists()
    with pytest.raises(MoveRefused):
        factories.make_second_answer(page=page, doctor=third)
    assert signed_in(third.user).post(too_url(page)).url == reverse("opinion-edit", args=[page.reference, 1])
    end(running)
    assert factories.make_second_answer(page=page, doctor=third).open_until > timezone.now()


def test_who_may_not_begin_one(page, unrelated_doctor, unverified_doctor, specialty):
    asking = factories.make_doctor(specialties=[specialty])
    own = factories.make_published_question(specialty=specialty, asker=asking.user)
    private = factories.make_approved_answer(specialty=specialty).question
    answering = page.answers.get().doctor

    for doctor, question in [
        (unrelated_doctor, page.question),
        (unverified_doctor, page.question),
        (answering, page.question),
        (asking, own.question),
        (asking, private),
    ]:
        with pytest.raises(MoveRefused):
            Answer.objects.start_too(question=question, doctor=doctor)


def test_it_closes_by_itself_and_goes_on_where_it_was(signed_in, doctor, page):
    answer = factories.make_second_answer(page=page, doctor=doctor)
    answer.save_draft(contract={"explanation": "Half a"}, seen_version=answer.version)
    end(answer)
    client = signed_in(doctor.user)
    editor = reverse("answer-edit", args=[page.question.reference])

    assert client.get(editor).status_code == 404
    late = client.post(editor, {"explanation": "Half an answer", "version": answer.version})
    assert late.status_code == 409 and "Half an answer" in late.content.decode()
    with pytest.raises(MoveRefused):
        answer.save_draft(contract={"explanation": "More"}, seen_version=answer.version)
    assert (Answer.objects.end_seconds(), Answer.objects.end_seconds()) == (1, 0)
    assert Mail.objects.filter(kind="second_closed", user=doctor.user).count() == 1
    again = factories.make_second_answer(page=page, doctor=doctor)
    assert (again.pk, again.explanation, again.closed_at) == (answer.pk, "Half a", None)
    assert client.get(editor).status_code == 200


def test_one_sent_back_has_its_days_anew(doctor, moderator, page):
    answer = factories.make_second_answer(page=page, doctor=doctor)
    answer.save_draft(contract=factories.CONTRACT, seen_version=answer.version)
    answer.submit(by=doctor.user, seen_version=answer.version)
    end(answer)

    assert Question.objects.for_doctor(doctor).exists()  # it is with the reviewers
    answer.send_back(by=moderator, reason="Plainer.", seen_version=answer.version)

    answer.refresh_from_db()
    assert answer.open_until > timezone.now() and Question.objects.for_doctor(doctor).exists()
    assert Answer.objects.end_seconds() == 0


def reopened_answer(*, page, doctor, moderator):
    """A second answer that was approved and is changed again."""
    answer = factories.make_second_answer(page=page, doctor=doctor)
    answer.save_draft(contract=factories.CONTRACT, seen_version=answer.version)
    answer.submit(by=doctor.user, seen_version=answer.version)
    answer.approve(by=moderator, seen_version=answer.version)
    end(answer)
    answer.revise(by=doctor.user, seen_version=answer.version)
    return answer


def test_an_approved_one_stays_with_its_doctor(doctor, moderator, page):
    answer = reopened_answer(page=page, doctor=doctor, moderator=moderator)

    assert Question.objects.for_doctor(doctor).exists() and not answer.is_closed


def test_what_another_doctor_begins_takes_no_approved_one_from_its_doctor(
    doctor, other_doctor, moderator, page
):
    reopened_answer(page=page, doctor=doctor, moderator=moderator)
    factories.make_second_answer(page=page, doctor=other_doctor)

    assert Question.objects.for_doctor(doctor).exists() and Answer.objects.in_hand(doctor).exists()


def test_the_database_refuses_what_the_move_refuses(page, unrelated_doctor, specialty):
    until = timezone.now() + timedelta(days=7)
    private = factories.make_approved_answer(specialty=specialty).question
    doctors = [factories.make_doctor(specialties=[specialty]) for _number in range(3)]

    for question, doctor in [(page.question, unrelated_doctor), (private, doctors[0])]:
        with pytest.raises(DatabaseError), transaction.atomic():
            Answer.objects.create(question=question, doctor=doctor, open_until=until)
    for doctor in doctors[:2]:
        Answer.objects.create(question=page.question, doctor=doctor, open_until=until)
    with pytest.raises(DatabaseError), transaction.atomic():
        Answer.objects.create(question=page.question, doctor=doctors[2], open_until=until)
