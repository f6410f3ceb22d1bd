"""An answer on its road through review: every move in every state, who may make it, and what else it changes."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import AuditEvent, Mail
from accounts.moves import MoveRefused
from answers import publication
from answers.models import ANSWER_MOVES, Answer, AnswerStatus, Clarification, Outcome, in_words
from questions.models import Care, Question
from specialties.models import Doctor, DoctorStatus
from tests import factories

pytestmark = pytest.mark.django_db


def returned():
    answer = factories.make_submitted_answer()
    answer.send_back(by=factories.make_moderator(), reason="Too long.", seen_version=answer.version)
    return answer


def retracted():
    answer = factories.make_approved_answer()
    answer.retract(
        by=factories.make_moderator(), code="wrong", reason="A mix-up.", seen_version=answer.version
    )
    return answer


ROADS = {
    AnswerStatus.DRAFT: factories.make_draft_answer,
    AnswerStatus.IN_REVIEW: factories.make_submitted_answer,
    AnswerStatus.RETURNED: returned,
    AnswerStatus.APPROVED: factories.make_approved_answer,
    AnswerStatus.RETRACTED: retracted,
}


def by_doctor(name):
    return lambda answer: getattr(answer, name)(by=answer.doctor.user, seen_version=answer.version)


def approve(answer, *, by=None):
    answer.approve(by=by or factories.make_moderator(), seen_version=answer.version)


def send_back(answer, *, by=None):
    by = by or factories.make_moderator()
    answer.send_back(by=by, reason="Too long.", seen_version=answer.version)


def retract(answer):
    answer.retract(
        by=factories.make_moderator(), code="wrong", reason="A mix-up.", seen_version=answer.version
    )


MOVES = {
    "submit": (
        by_doctor("submit"),
        dict.fromkeys([AnswerStatus.DRAFT, AnswerStatus.RETURNED], AnswerStatus.IN_REVIEW),
    ),
    "recall": (by_doctor("recall"), {AnswerStatus.IN_REVIEW: AnswerStatus.DRAFT}),
    "revise": (by_doctor("revise"), {AnswerStatus.APPROVED: AnswerStatus.DRAFT}),
    "approve": (approve, {AnswerStatus.IN_REVIEW: AnswerStatus.APPROVED}),
    "send_back": (send_back, {AnswerStatus.IN_REVIEW: AnswerStatus.RETURNED}),
    # From the three others only when a version was approved before: tests below.
    "retract": (retract, {AnswerStatus.APPROVED: AnswerStatus.RETRACTED}),
}


@pytest.mark.parametrize("state", AnswerStatus.values)
@pytest.mark.parametrize("name", MOVES)
def test_an_answer_moves_as_the_table_says_and_leaves_a_trail(name, state):
    answer = ROADS[state]()
    move, roads = MOVES[name]
    trail, version = AuditEvent.objects.count(), answer.version

    if state not in roads:
        with pytest.raises(MoveRefused), transaction.atomic():
            move(answer)
        answer.refresh_from_db()
        assert (answer.status, answer.version, AuditEvent.objects.count()) == (state, version, trail)
        return
    move(answer)

    assert (answer.status, answer.version) == (roads[state], version + 1)
    assert answer.status in ANSWER_MOVES[state]
    mine = AuditEvent.objects.filter(subject_type="answers.answer", subject_id=answer.pk).first()
    assert (mine.verb, mine.version) == (f"answer.{roads[state]}", version + 1)


@pytest.mark.parametrize("name", ["approve", "send_back", "submit", "retract"])
def test_state_trail_and_mails_roll_back_together(name):
    move, roads = MOVES[name]
    answer = ROADS[next(iter(roads))]()
    before = (
        Answer.objects.values().get(),
        Question.objects.values().get(),
        list(answer.versions.values()),
        AuditEvent.objects.count(),
        Mail.objects.count(),
    )

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        move(answer)
        raise ZeroDivisionError

    assert before == (
        Answer.objects.values().get(),
        Question.objects.values().get(),
        list(answer.versions.values()),
        AuditEvent.objects.count(),
        Mail.objects.count(),
    )


@pytest.mark.parametrize("name", MOVES)
def test_a_move_on_a_stale_page_is_refused(name):
    move, roads = MOVES[name]
    answer = ROADS[next(iter(roads))]()
    answer.version -= 1

    with pytest.raises(MoveRefused):
        move(answer)


def test_approving_answers_the_query_and_tells_patient_and_doctor():
    answer = factories.make_submitted_answer()
    Mail.objects.all().delete()

    approve(answer)

    question = Question.objects.get()
    sent = {(mail.kind, mail.user_id) for mail in Mail.objects.all()}
    assert question.care == Care.ANSWERED and question.answered_at and not question.claimed_by
    assert sent == {("question_answered", question.asker_id), ("answer_approved", answer.doctor.user_id)}


def test_second_decision_is_refused(moderator, other_moderator):
    answer = factories.make_submitted_answer()
    stale = Answer.objects.get(pk=answer.pk)  # a page opened before the first decision
    approve(answer, by=moderator)

    with pytest.raises(MoveRefused):
        send_back(stale, by=other_moderator)

    assert answer.versions.get().reviewed_by == moderator


@pytest.mark.parametrize("decide", [approve, send_back])
@pytest.mark.parametrize("who", ["author", "patient"])
def test_nobody_decides_on_an_own_answer_or_query(decide, who, moderator):
    answer = factories.make_submitted_answer(asker=moderator)
    by = answer.doctor.user if who == "author" else moderator
    by.is_staff = True
    by.save()

    with pytest.raises(MoveRefused):
        decide(answer, by=by)

    assert Answer.objects.awaiting_review().get() == answer


@pytest.mark.parametrize("name", ["submit", "recall", "revise"])
def test_only_its_own_doctor_moves_an_answer(name, other_doctor):
    _move, roads = MOVES[name]
    answer = ROADS[next(iter(roads))]()

    with pytest.raises(MoveRefused):
        getattr(answer, name)(by=other_doctor.user, seen_version=answer.version)


def stop(doctor, how):
    if how == "lapsed":
        Doctor.objects.filter(pk=doctor.pk).update(licence_expires_on=timezone.now() - timedelta(days=2))
    else:
        doctor.suspend(by=factories.make_moderator(), reason="Complaint.", seen_version=doctor.version)


@pytest.mark.parametrize("how", ["lapsed", "suspended"])
@pytest.mark.parametrize("name", ["save", "submit", "recall", "revise", "claim", "start"])
def test_a_doctor_who_may_not_answer_today_writes_nothing(name, how, doctor):
    make = {"recall": factories.make_submitted_answer, "revise": factories.make_approved_answer}
    answer = make.get(name, factories.make_draft_answer)(doctor=doctor, specialty=doctor.specialties.get())
    question, opened = answer.question, Doctor.objects.get(pk=doctor.pk)  # in an open window: still verified
    stop(doctor, how)
    moves = {
        "save": lambda: answer.save_draft(contract={"limits": "None."}, seen_version=answer.version),
        "claim": lambda: question.claim(doctor=opened),
        "start": lambda: Answer.objects.start(question=question, doctor=Doctor.objects.get(pk=doctor.pk)),
    }

    with pytest.raises(MoveRefused):
        moves[name]() if name in moves else by_doctor(name)(Answer.objects.get(pk=answer.pk))

    assert not Answer.objects.editable_by(Doctor.objects.get(pk=doctor.pk)).exists()


def test_an_unverified_doctor_starts_nothing(unverified_doctor, specialty):
    question = factories.make_open_question(specialty=specialty)

    with pytest.raises(MoveRefused):
        question.claim(doctor=unverified_doctor)
    with pytest.raises(MoveRefused):
        Answer.objects.start(question=question, doctor=unverified_doctor)


def test_an_answer_sent_before_the_licence_ended_may_be_released(doctor):
    answer = factories.make_submitted_answer(doctor=doctor, specialty=doctor.specialties.get())
    stop(doctor, "lapsed")

    approve(answer)

    assert answer.approved_version.credentials["register_number"] == doctor.register_number


def test_an_answer_of_a_doctor_suspended_meanwhile_is_not_released(doctor):
    answer = factories.make_submitted_answer(doctor=doctor, specialty=doctor.specialties.get())
    stop(doctor, DoctorStatus.SUSPENDED)

    with pytest.raises(MoveRefused):
        approve(answer)

    assert Question.objects.get().care == Care.OPEN


@pytest.mark.parametrize("how", ["withdrawn", "declined"])
def test_a_query_given_up_meanwhile_takes_no_answer(how, moderator):
    writing = factories.make_draft_answer()
    sent = factories.make_submitted_answer()
    for question in (writing.question, sent.question):
        question.refresh_from_db()
        if how == "withdrawn":
            question.withdraw(by=question.asker, seen_version=question.version)
        else:
            question.decline(by=moderator, reason="Spam.", seen_version=question.version)

    for answer, move in ((writing, by_doctor("submit")), (sent, approve)):
        with pytest.raises(MoveRefused):
            move(answer)
    with pytest.raises(MoveRefused):
        writing.save_draft(contract={"limits": "None."}, seen_version=writing.version)

    assert not Answer.objects.awaiting_review().exists() and not Answer.objects.readable_by_patient().exists()


def test_an_answer_waits_while_the_patient_is_asked_for_more(other_doctor, specialty):
    answer = factories.make_submitted_answer(specialty=specialty)
    question = Question.objects.get()
    question.claim(doctor=other_doctor)
    request = Clarification.objects.ask(
        question=question, by=other_doctor.user, items=in_words("Why?"), seen_version=question.version
    )

    with pytest.raises(MoveRefused):
        approve(answer)
    request.answer(by=question.asker, replies=["Because."])
    approve(answer)

    assert Question.objects.get().care == Care.ANSWERED


def test_a_lost_claim_loses_no_answer(other_doctor, specialty):
    answer = factories.make_draft_answer(specialty=specialty)
    Question.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    question = Question.objects.get()
    question.claim(doctor=other_doctor)

    answer.save_draft(contract={"limits": "None."}, seen_version=answer.version)
    by_doctor("submit")(answer)

    question.refresh_from_db()
    assert answer.status == AnswerStatus.IN_REVIEW
    assert (question.claimed_by, question.is_claimed) == (other_doctor, True)  # still the other's


def test_start_needs_the_claim(doctor, other_doctor, specialty):
    question = factories.make_open_question(specialty=specialty)
    question.claim(doctor=other_doctor)

    with pytest.raises(MoveRefused):
        Answer.objects.start(question=question, doctor=doctor)


# -- Retracting -----------------------------------------------------------------------------------


@pytest.mark.parametrize("road", [(), ("revise",), ("revise", "submit"), ("revise", "submit", "send_back")])
def test_what_was_approved_once_can_be_taken_back_wherever_it_is(road):
    answer = factories.make_approved_answer()
    for name in road:
        factories.revise(answer) if name == "revise" else MOVES[name][0](answer)
    assert Answer.objects.readable_by_patient().exists()

    publication.retract(
        answer, by=factories.make_moderator(), code="wrong", reason="A mix-up.", seen_version=answer.version
    )

    assert not Answer.objects.readable_by_patient().exists()
    assert not answer.versions.filter(outcome=Outcome.WAITING).exists()


@pytest.mark.parametrize("state", [AnswerStatus.DRAFT, AnswerStatus.IN_REVIEW, AnswerStatus.RETURNED])
def test_what_was_never_approved_is_not_retracted(state):
    with pytest.raises(MoveRefused):
        retract(ROADS[state]())


def test_a_retracted_answer_is_not_sent_again_by_its_doctor_alone():
    answer = factories.make_approved_answer()
    retract(answer)
    answer.refresh_from_db()

    with pytest.raises(MoveRefused):
        answer.submit(by=answer.doctor.user, seen_version=answer.version)

    assert Answer.objects.get(pk=answer.pk).status == AnswerStatus.RETRACTED
