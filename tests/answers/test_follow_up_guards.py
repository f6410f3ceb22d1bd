"""Raw SQL against follow-ups, appeals and queries that go back: what must never happen, the database refuses.

Each attempt states the words of the refusal, so that it can't pass for another reason.
"""

import uuid

import pytest
from django.utils import timezone

from accounts import statements
from accounts.models.statement import StatementKind
from answers import publication
from questions import sending
from questions.models import Question
from tests import factories
from tests.answers.by_sql import refused, run

pytestmark = pytest.mark.django_db

ASK = """INSERT INTO answers_followup (answer_id, key, text, asked_at, status, version, reply, sent, reason)
    VALUES (%s, %s, 'May I swim?', now(), %s, 1, '', '', '')"""
DECIDE = "UPDATE answers_followup SET status = %s, reviewed_by_id = %s, reviewed_at = now(), reason = 'x' WHERE id = %s"


def waiting():
    return factories.make_follow_up()


def in_review():
    return factories.make_follow_up(reply="Yes.")


def decide(follow_up, to, by):
    """With the statement of reasons that the commit demands."""
    answer = follow_up.answer
    told = {
        "returned": (StatementKind.REPLY_RETURNED, answer.doctor.user),
        "closed": (StatementKind.FOLLOW_UP_CLOSED, answer.question.asker),
    }
    run(DECIDE, to, by.pk, follow_up.pk)
    if to in told:
        kind, person = told[to]
        statements.give(to=person, kind=kind, subject=follow_up, what="x", by=by)


def test_follow_up_to_an_answer_nobody_can_read():
    draft = factories.make_draft_answer()

    refused(ASK, draft.pk, uuid.uuid4(), "waiting", because="the patient can read")


def test_follow_up_to_a_retracted_answer():
    answer = factories.make_approved_answer()
    by = factories.make_moderator()
    publication.retract(answer, by=by, code="wrong", reason="A mix-up.", seen_version=answer.version)

    refused(ASK, answer.pk, uuid.uuid4(), "waiting", because="the patient can read")


def test_follow_up_that_begins_answered():
    answer = factories.make_approved_answer()

    refused(ASK, answer.pk, uuid.uuid4(), "answered", because="answered")
    run(ASK, answer.pk, uuid.uuid4(), "waiting")


@pytest.mark.parametrize(
    "column", ("text = 'x'", "key = gen_random_uuid()", "asked_at = now()", "answer_id = {}")
)
def test_question_changed_afterwards(column):
    follow_up, other = waiting(), factories.make_approved_answer()

    refused(
        f"UPDATE answers_followup SET {column.format(other.pk)} WHERE id = %s",
        follow_up.pk,
        because="stays as it was asked",
    )


@pytest.mark.parametrize("to", ("answered", "returned"))
def test_waiting_one_decided_without_a_reply(to):
    follow_up, moderator = waiting(), factories.make_moderator()

    refused(DECIDE, to, moderator.pk, follow_up.pk, because="waiting")


def test_reply_changed_under_review():
    follow_up = in_review()

    refused(
        "UPDATE answers_followup SET reply = 'No.' WHERE id = %s", follow_up.pk, because="under review stays"
    )
    refused(
        "UPDATE answers_followup SET reply = 'No.', status = 'returned', reason = 'x', reviewed_by_id = %s,"
        " reviewed_at = now() WHERE id = %s",
        factories.make_moderator().pk,
        follow_up.pk,
        because="under review stays",
    )


def test_reply_of_a_doctor_whose_licence_ended():
    follow_up = waiting()
    run(
        "UPDATE specialties_doctor SET licence_expires_on = current_date - 1 WHERE id = %s",
        follow_up.answer.doctor_id,
    )

    refused(
        "UPDATE answers_followup SET reply = 'Yes.' WHERE id = %s", follow_up.pk, because="under review stays"
    )


@pytest.mark.parametrize("to", ("answered", "returned", "closed"))
def test_decided_by_its_doctor_its_patient_or_a_stranger(to):
    follow_up = in_review()
    stranger = factories.make_user()

    for person in (follow_up.answer.doctor.user, follow_up.answer.question.asker, stranger):
        refused(DECIDE, to, person.pk, follow_up.pk, because="another member of the staff")
    refused(
        "UPDATE answers_followup SET status = %s, reason = 'x' WHERE id = %s",
        to,
        follow_up.pk,
        because="another member of the staff",
    )
    decide(follow_up, to, factories.make_moderator())


def test_reply_of_a_suspended_doctor_released():
    follow_up, moderator = in_review(), factories.make_moderator()
    doctor = follow_up.answer.doctor
    doctor.suspend(by=moderator, reason="Complaint 7.", seen_version=doctor.version)

    refused(DECIDE, "answered", moderator.pk, follow_up.pk, because="suspended doctor")
    decide(follow_up, "closed", moderator)


def test_decided_twice():
    follow_up, moderator = in_review(), factories.make_moderator()
    follow_up.approve(by=moderator, seen_version=follow_up.version)

    refused("UPDATE answers_followup SET reply = 'No.' WHERE id = %s", follow_up.pk, because="decided once")
    refused(
        "UPDATE answers_followup SET status = 'closed' WHERE id = %s", follow_up.pk, because="decided once"
    )


@pytest.mark.parametrize("to", ("returned", "closed"))
def test_refused_without_a_reason(to):
    follow_up, moderator = in_review(), factories.make_moderator()

    refused(
        "UPDATE answers_followup SET status = %s, reviewed_by_id = %s, reviewed_at = now() WHERE id = %s",
        to,
        moderator.pk,
        follow_up.pk,
        because="followup_refused_has_reason",
    )


# -- Appeals, and queries that go back to triage -------------------------------------------------


APPEAL = """INSERT INTO questions_appeal (question_id, refused_by_id, text, made_at, outcome, note)
    VALUES (%s, %s, 'x', now(), %s, '')"""
DECIDED = """UPDATE questions_appeal SET outcome = %s, note = 'x', decided_by_id = %s, decided_at = now()
    WHERE id = %s"""


def test_appeal_against_no_refusal():
    question, moderator = factories.make_question(), factories.make_moderator()

    refused(APPEAL, question.pk, moderator.pk, "", because="against a refusal")


def test_appeal_that_names_another_refuser_or_is_decided_at_once():
    question, other = factories.make_declined_question(), factories.make_moderator()

    refused(APPEAL, question.pk, other.pk, "", because="against a refusal")
    refused(APPEAL, question.pk, question.declined_by_id, "granted", because="against a refusal")


def test_two_appeals_that_wait():
    appeal = factories.make_appeal()

    refused(APPEAL, appeal.question_id, appeal.refused_by_id, "", because="appeal_one_waiting")


def test_appeal_decided_by_who_refused_its_patient_or_a_stranger():
    appeal = factories.make_appeal()

    for person, because in (
        (appeal.refused_by, "another"),
        (appeal.question.asker, "another member"),
        (factories.make_user(), "another member"),
    ):
        refused(DECIDED, "granted", person.pk, appeal.pk, because=because)
    refused(DECIDED, "granted", factories.make_moderator().pk, appeal.pk, because="a senior moderator")
    run(DECIDED, "granted", factories.make_moderator(senior=True).pk, appeal.pk)


def test_appeal_changed_or_decided_twice():
    appeal, moderator = factories.make_appeal(), factories.make_moderator(senior=True)

    refused("UPDATE questions_appeal SET text = 'y' WHERE id = %s", appeal.pk, because="stays as it was made")
    appeal.decide(by=moderator, granted=False, note="Still not ours.")
    refused(DECIDED, "granted", factories.make_moderator().pk, appeal.pk, because="decided once")


def test_refusal_that_stands_without_a_note():
    appeal, moderator = factories.make_appeal(), factories.make_moderator(senior=True)

    refused(
        "UPDATE questions_appeal SET outcome = 'upheld', decided_by_id = %s, decided_at = now() WHERE id = %s",
        moderator.pk,
        appeal.pk,
        because="appeal_upheld_has_note",
    )


BACK = """UPDATE questions_question SET care = 'submitted', reason = '', declined_by_id = NULL, closed_at = NULL
    WHERE id = %s"""


def test_declined_query_back_without_a_granted_appeal():
    question = factories.make_declined_question()
    refused(BACK, question.pk, because="the refusal of query")

    appeal = factories.make_appeal(question=question)
    refused(BACK, question.pk, because="the refusal of query")
    appeal.decide(by=factories.make_moderator(senior=True), granted=False, note="Still not ours.")
    refused(BACK, question.pk, because="the refusal of query")


def test_an_old_appeal_does_not_open_a_new_refusal():
    appeal, moderator = factories.make_appeal(), factories.make_moderator(senior=True)
    appeal.decide(by=moderator, granted=True, note="")
    question = Question.objects.get(pk=appeal.question_id)
    question.decline(by=moderator, reason="No, after all.", seen_version=question.version)

    refused(BACK, question.pk, because="the refusal of query")


def test_open_query_back_while_somebody_answers():
    back = "UPDATE questions_question SET care = 'submitted' WHERE id = %s"
    claimed = factories.make_open_question()
    claimed.claim(doctor=factories.make_doctor(specialties=[claimed.specialty]))
    begun = factories.make_draft_answer().question
    run("UPDATE questions_question SET claimed_until = now() - interval '1 hour' WHERE id = %s", begun.pk)

    refused(back, claimed.pk, because="somebody answers query")
    refused(back, begun.pk, because="somebody answers query")
    run(back, factories.make_open_question().pk)


def test_change_of_a_query_that_is_being_answered_is_refused_by_the_move_as_well():
    question = factories.make_draft_answer().question

    with pytest.raises(sending.MoveRefused):
        sending.begin_changes(question, by=question.asker)
    assert timezone.now() < Question.objects.get(pk=question.pk).claimed_until
