"""A doctor who is suspended or whose licence ended writes nothing: by the moves, and past them by the database."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.moves import MoveRefused
from answers.models import Answer, AnswerVersion, Clarification, FollowUp, in_words
from questions.models import Question
from specialties.models import Doctor
from specialties.writers import hold_verified
from tests import factories
from tests.together import at_once

pytestmark = pytest.mark.django_db


def suspend(doctor):
    now = Doctor.objects.get(pk=doctor.pk)
    now.suspend(by=factories.make_moderator(), reason="complaint", seen_version=now.version)


def expire(doctor):
    Doctor.objects.filter(pk=doctor.pk).update(licence_expires_on=timezone.now() - timedelta(days=1))


def claiming(doctor, area):
    question = factories.make_open_question(specialty=area)
    return lambda: question.claim(doctor=doctor)


def renewing(doctor, area):
    question = factories.make_draft_answer(doctor=doctor, specialty=area).question
    return lambda: question.claim(doctor=doctor)


def starting(doctor, area):
    question = factories.make_open_question(specialty=area)
    question.claim(doctor=doctor)
    return lambda: Answer.objects.start(question=question, doctor=doctor)


def saving(doctor, area):
    answer = factories.make_draft_answer(doctor=doctor, specialty=area)
    contract = {**factories.CONTRACT, "short_answer": "Changed."}
    return lambda: answer.save_draft(contract=contract, seen_version=answer.version)


def sending(doctor, area):
    answer = factories.make_draft_answer(doctor=doctor, specialty=area)
    return lambda: answer.submit(by=doctor.user, seen_version=answer.version)


def recalling(doctor, area):
    answer = factories.make_submitted_answer(doctor=doctor, specialty=area)
    return lambda: answer.recall(by=doctor.user, seen_version=answer.version)


def revising(doctor, area):
    answer = factories.make_approved_answer(doctor=doctor, specialty=area)
    return lambda: answer.revise(by=doctor.user, seen_version=answer.version)


def asking(doctor, area):
    question = factories.make_draft_answer(doctor=doctor, specialty=area).question
    question.refresh_from_db()
    return lambda: Clarification.objects.ask(
        question=question, by=doctor.user, items=in_words("Since when?"), seen_version=question.version
    )


def keeping_a_reply(doctor, area):
    one = factories.make_follow_up(doctor=doctor, specialty=area)
    return lambda: one.save_reply(by=doctor.user, reply="Yes.", seen_version=one.version)


def sending_a_reply(doctor, area):
    one = factories.make_follow_up(doctor=doctor, specialty=area)
    return lambda: one.send_reply(by=doctor.user, reply="Yes.", seen_version=one.version)


MOVES = [
    claiming,
    renewing,
    starting,
    saving,
    sending,
    recalling,
    revising,
    asking,
    keeping_a_reply,
    sending_a_reply,
]


@pytest.mark.parametrize("fate", [suspend, expire], ids=lambda fate: fate.__name__)
@pytest.mark.parametrize("prepare", MOVES, ids=lambda move: move.__name__)
def test_move_prepared_before_is_refused_after(prepare, fate, doctor, specialty):
    move = prepare(doctor, specialty)  # it holds the doctor as of a moment ago
    fate(doctor)

    with pytest.raises(MoveRefused):
        move()


@pytest.mark.parametrize("prepare", MOVES, ids=lambda move: move.__name__)
def test_the_same_move_of_a_verified_doctor_is_made(prepare, doctor, specialty):
    move = prepare(doctor, specialty)

    move()


def word(answer):
    Answer.objects.filter(pk=answer.pk).update(explanation="Other words.")


def finding(answer):
    Answer.objects.filter(pk=answer.pk).update(findings={"1": "Other words."})


def another_status(answer):
    Answer.objects.filter(pk=answer.pk).update(status="draft")


def version(answer):
    sent = answer.versions.get()
    sent.pk, sent.number = None, 2
    sent.outcome, sent.reviewed_by, sent.reviewed_at, sent.change_note = "", None, None, "Anew."
    AnswerVersion.objects.bulk_create([sent])


def reply(answer):
    FollowUp.objects.filter(answer=answer).update(reply="Other words.")


def claim(answer):
    until = timezone.now() + timedelta(hours=1)
    open_one = factories.make_open_question(specialty=answer.question.specialty)
    Question.objects.filter(pk=open_one.pk).update(claimed_by=answer.doctor, claimed_until=until)


def another_answer(answer):
    open_one = factories.make_open_question(specialty=answer.question.specialty)
    Answer.objects.bulk_create([Answer(question=open_one, doctor=answer.doctor)])


def request(answer):
    Clarification.objects.bulk_create(
        [Clarification(question=answer.question, asked_by=answer.doctor.user, items=in_words("?"), text="?")]
    )


PAST_THE_MOVES = [word, finding, another_status, version, reply, claim, another_answer, request]


@pytest.mark.parametrize("fate", [suspend, expire], ids=lambda fate: fate.__name__)
@pytest.mark.parametrize("write", PAST_THE_MOVES, ids=lambda write: write.__name__)
def test_the_database_refuses_what_goes_past_the_moves(write, fate, doctor, specialty):
    answer = factories.make_approved_answer(doctor=doctor, specialty=specialty)
    factories.make_follow_up(answer=answer)
    fate(doctor)

    with pytest.raises(IntegrityError, match=r"verified|stays as it is"), transaction.atomic():
        write(answer)


@pytest.mark.parametrize("write", PAST_THE_MOVES, ids=lambda write: write.__name__)
def test_the_database_lets_a_verified_doctor_write(write, doctor, specialty):
    answer = factories.make_approved_answer(doctor=doctor, specialty=specialty)
    factories.make_follow_up(answer=answer)

    write(answer)


def test_moderators_still_decide_on_what_a_lapsed_doctor_sent(doctor, specialty):
    answer = factories.make_submitted_answer(doctor=doctor, specialty=specialty)
    expire(doctor)

    answer.approve(by=factories.make_moderator(), seen_version=answer.version)

    assert answer.status == "approved"


@pytest.mark.django_db(transaction=True)
def test_a_suspension_waits_for_a_write_and_every_later_write_sees_it():
    doctor = factories.make_doctor()
    moderator = factories.make_moderator()
    seen = []

    def write():
        with transaction.atomic():
            hold_verified(doctor)
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(0.5)")
            seen.append(Doctor.objects.get(pk=doctor.pk).status)

    def end():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.2)")
        doctor.suspend(by=moderator, reason="complaint", seen_version=doctor.version)

    assert at_once(write, end) == [None, None]
    assert seen == ["verified"]
    with pytest.raises(MoveRefused), transaction.atomic():
        hold_verified(doctor)
