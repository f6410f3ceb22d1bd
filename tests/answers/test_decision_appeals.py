"""Appeals against decisions: who may, who decides, and what a granted one brings back."""

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import Mail, Statement, StatementKind
from accounts.moves import MoveRefused
from answers import publication
from answers.erasing import erase_question
from answers.models import AnswerStatus, DecisionAppeal, FollowUp, FollowUpStatus, OpinionStatus
from questions.models import Publication
from specialties.models import DoctorStatus, DocumentStatus
from tests import factories
from tests.accounts import test_statements as made

pytestmark = pytest.mark.django_db


def appealed(decide, moderator):
    """(item, appeal) of a decision against somebody."""
    item, _person = decide(moderator)
    return item, factories.make_decision_appeal(statement=Statement.objects.about(item).get())


def granted(decide, moderator, senior):
    item, appeal = appealed(decide, moderator)
    appeal.decide(by=senior, granted=True, note="You are right.")
    item.refresh_from_db()
    return item, appeal


def test_an_answer_sent_back_is_reviewed_again_by_another(moderator, other_moderator, senior):
    answer, appeal = granted(made.return_answer, moderator, senior)

    assert appeal.restored and answer.status == AnswerStatus.IN_REVIEW
    assert [version.outcome for version in answer.versions.all()] == ["returned", ""]
    for decide in (answer.approve, lambda **by: answer.send_back(reason="Again.", **by)):
        with pytest.raises(MoveRefused):
            decide(by=moderator, seen_version=answer.version)
    answer.approve(by=other_moderator, seen_version=answer.version)
    assert answer.status == AnswerStatus.APPROVED


def test_what_its_doctor_typed_meanwhile_stays_in_the_working_copy(moderator, senior):
    answer, appeal = appealed(made.return_answer, moderator)
    answer.save_draft(contract={"explanation": "Longer now."}, seen_version=answer.version)
    appeal.decide(by=senior, granted=True, note="")
    answer.refresh_from_db()

    assert answer.explanation == "Longer now."
    assert answer.latest_version.explanation == factories.CONTRACT["explanation"]


def test_an_answer_sent_again_meanwhile_stays_as_it_is(moderator, senior):
    answer, appeal = appealed(made.return_answer, moderator)
    answer.submit(by=answer.doctor.user, seen_version=answer.version)
    appeal.decide(by=senior, granted=True, note="")

    assert appeal.outcome == "granted" and not appeal.restored
    assert answer.versions.count() == 2


def test_a_retracted_answer_is_reviewed_again_before_its_patient_reads_it(moderator, other_moderator, senior):
    answer, appeal = granted(made.retract, moderator, senior)

    assert appeal.restored and answer.status == AnswerStatus.IN_REVIEW
    assert not type(answer).objects.readable_by_patient().filter(pk=answer.pk).exists()
    answer.approve(by=other_moderator, seen_version=answer.version)
    assert type(answer).objects.readable_by_patient().filter(pk=answer.pk).exists()
    factories.revise(answer)
    answer.submit(by=answer.doctor.user, seen_version=answer.version)


def test_who_was_overruled_does_not_retract_it_again(moderator, other_moderator, senior):
    answer, _appeal = granted(made.retract, moderator, senior)
    answer.approve(by=other_moderator, seen_version=answer.version)

    again = {"code": "unsafe", "reason": "Still wrong.", "seen_version": answer.version}
    with pytest.raises(MoveRefused, match="overruled"):
        publication.retract(answer, by=moderator, **again)


def test_a_retracted_answer_returned_after_all_can_be_sent_again(moderator, other_moderator, senior):
    answer, _appeal = granted(made.retract, moderator, senior)
    answer.send_back(by=other_moderator, reason="Shorter.", seen_version=answer.version)
    assert answer.needs_change_note
    answer.save_draft(contract={"change_note": "Shorter now."}, seen_version=answer.version)
    answer.submit(by=answer.doctor.user, seen_version=answer.version)

    assert answer.status == AnswerStatus.IN_REVIEW


def test_a_reply_sent_back_is_reviewed_again(moderator, senior):
    one, appeal = granted(made.return_reply, moderator, senior)

    assert appeal.restored and one.status == FollowUpStatus.IN_REVIEW
    with pytest.raises(MoveRefused):
        one.approve(by=moderator, seen_version=one.version)
    one.approve(by=senior, seen_version=one.version)


def test_a_reply_that_its_doctor_changes_already_stays(moderator, senior):
    one, appeal = appealed(made.return_reply, moderator)
    one.save_reply(by=one.answer.doctor.user, reply="Another.", seen_version=one.version)
    appeal.decide(by=senior, granted=True, note="")
    one.refresh_from_db()

    assert (appeal.restored, one.status, one.reply) == (False, FollowUpStatus.RETURNED, "Another.")


def test_a_closed_follow_up_is_asked_again(moderator, senior):
    one, appeal = granted(made.close, moderator, senior)

    again = FollowUp.objects.of_question(one.answer.question).get(status=FollowUpStatus.WAITING)
    assert appeal.restored and again.text == one.text
    assert one.status == FollowUpStatus.CLOSED


def test_who_closed_it_does_not_close_it_again(moderator, other_moderator, senior):
    one, _appeal = granted(made.close, moderator, senior)
    again = FollowUp.objects.of_question(one.answer.question).get(status=FollowUpStatus.WAITING)

    with pytest.raises(MoveRefused, match="overruled"):
        again.close(by=moderator, reason="Again.", seen_version=again.version)
    with pytest.raises(DatabaseError, match="another moderator decides"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE answers_followup SET status = 'closed', reason = 'x', reviewed_at = now(), "
                f"reviewed_by_id = {moderator.pk} WHERE id = {again.pk}"
            )
    again.close(by=other_moderator, reason="Really.", seen_version=again.version)


def test_who_took_a_page_down_does_not_take_it_down_again(moderator, senior):
    question, _appeal = granted(made.withdraw, moderator, senior)
    draft = factories.make_public_draft(question=question)
    factories.approve_copy(draft)
    question.refresh_from_db()
    assert question.publication == Publication.PUBLISHED

    for cause in ("legal", "patient"):
        with pytest.raises(MoveRefused, match="overruled"):
            publication.withdraw(
                question, by=moderator, seen_version=question.version, cause=cause, words="Again."
            )


def test_an_opinion_sent_back_is_reviewed_again(moderator, senior):
    one, appeal = granted(made.return_opinion, moderator, senior)

    assert appeal.restored and one.status == OpinionStatus.IN_REVIEW
    with pytest.raises(MoveRefused):
        one.approve(by=moderator, seen_version=one.version)
    one.approve(by=senior, seen_version=one.version)


def test_an_application_sent_back_waits_again(moderator, senior):
    doctor, appeal = granted(made.return_doctor, moderator, senior)

    assert appeal.restored and doctor.status == DoctorStatus.APPLIED


def test_a_document_sent_back_is_accepted_and_the_application_waits_again(moderator, senior):
    document, appeal = granted(made.return_document, moderator, senior)

    assert appeal.restored and document.status == DocumentStatus.ACCEPTED
    assert document.doctor.status == DoctorStatus.APPLIED


def test_a_suspension_is_lifted_by_two(moderator, senior):
    doctor, appeal = granted(made.suspend, moderator, senior)

    assert appeal.restored and doctor.status == DoctorStatus.CHECKED
    assert not doctor.is_verified
    for by in (senior, moderator):
        with pytest.raises(MoveRefused):
            doctor.verify(by=by, seen_version=doctor.version)
    doctor.verify(by=factories.make_moderator(senior=True), seen_version=doctor.version)
    assert doctor.is_verified


def test_a_suspension_of_whose_licence_has_ended_is_only_written_down(moderator, senior):
    doctor, appeal = appealed(made.suspend, moderator)
    type(doctor).objects.filter(pk=doctor.pk).update(licence_expires_on="2020-01-01")
    appeal.decide(by=senior, granted=True, note="")
    doctor.refresh_from_db()

    assert (appeal.restored, doctor.status) == (False, DoctorStatus.SUSPENDED)


def test_a_page_taken_down_is_prepared_anew(moderator, senior):
    question, appeal = granted(made.withdraw, moderator, senior)

    assert appeal.restored and question.publication == Publication.ALLOWED
    draft = factories.make_public_draft(question=question)
    assert draft.approved_at is None


def test_a_query_erased_meanwhile_takes_its_appeals_along(moderator, senior):
    answer, appeal = appealed(made.return_answer, moderator)
    erase_question(answer.question, keep_page=False)

    assert not DecisionAppeal.objects.filter(pk=appeal.pk).exists()
    with pytest.raises(MoveRefused):
        appeal.decide(by=senior, granted=True, note="")


@pytest.mark.parametrize("decide", [made.return_answer, made.suspend], ids=["answer", "doctor"])
def test_who_may_not_decide(moderator, senior, other_moderator, decide):
    _item, appeal = appealed(decide, senior)

    for by in (moderator, other_moderator, senior, appeal.statement.user):
        with pytest.raises(MoveRefused):
            appeal.decide(by=by, granted=True, note="")
    appeal.refresh_from_db()
    assert appeal.decided_at is None and appeal.statement.overruled_at is None


def test_a_second_decision_is_refused(moderator, senior):
    _item, appeal = appealed(made.return_answer, moderator)
    stale = DecisionAppeal.objects.get(pk=appeal.pk)
    appeal.decide(by=senior, granted=False, note="It stands.")

    with pytest.raises(MoveRefused):
        stale.decide(by=factories.make_moderator(senior=True), granted=True, note="")


def test_one_appeal_in_time_by_whom_it_concerns(moderator, stranger):
    item, _person = made.return_answer(moderator)
    said = Statement.objects.about(item).get()
    with pytest.raises(MoveRefused):
        DecisionAppeal.objects.make(statement=said, by=stranger, text="Mine.")
    factories.make_decision_appeal(statement=said)

    with pytest.raises(MoveRefused):
        factories.make_decision_appeal(statement=said)


def test_no_appeal_after_the_last_day(moderator, settings):
    settings.APPEAL_DAYS = -1
    item, _person = made.return_answer(moderator)

    with pytest.raises(MoveRefused):
        factories.make_decision_appeal(statement=Statement.objects.about(item).get())


def test_a_refused_query_has_an_appeal_of_its_own(moderator):
    item, _person = made.decline(moderator)

    with pytest.raises(MoveRefused):
        factories.make_decision_appeal(statement=Statement.objects.about(item).get())


@pytest.mark.parametrize("outcome", ["granted", "upheld"])
def test_the_person_is_told_the_outcome_with_its_reasons(moderator, senior, outcome):
    _item, appeal = appealed(made.return_answer, moderator)
    person = appeal.statement.user
    appeal.decide(by=senior, granted=outcome == "granted", note="Read with care.")

    said = Statement.objects.of(person).first()
    assert (said.kind, said.what, said.appeal_until) == (f"appeal_{outcome}", "Read with care.", None)
    assert Mail.objects.filter(user=person, kind="appeal_decided").count() == 1


def test_the_seniors_but_not_who_decided_are_told_of_an_appeal(moderator, senior):
    other = factories.make_moderator(senior=True)
    appealed(made.return_answer, other)

    told = set(Mail.objects.filter(kind="moderator_appeal").values_list("user", flat=True))
    assert senior.pk in told and other.pk not in told


def test_a_senior_reads_of_a_doctors_appeal_that_somebody_waits(moderator, senior, deliver, mailoutbox):
    appealed(made.suspend, moderator)

    deliver()

    (message,) = [each for each in mailoutbox if senior.email in each.to and "appeal" in each.subject]
    assert message.subject == "An appeal waits"  # there is no query, so no reference
    assert "A patient or a doctor asks us" in message.body and "the patient" not in message.body


RAW = {
    "by who decided": "outcome = 'upheld', note = 'x', decided_at = now(), decided_by_id = against_id",
    "by no senior": "outcome = 'upheld', note = 'x', decided_at = now(), decided_by_id = {plain}",
    "by nobody": "outcome = 'upheld', note = 'x', decided_at = now()",
    "without a note": "outcome = 'upheld', decided_at = now(), decided_by_id = {senior}",
    "granted without overruling": "outcome = 'granted', decided_at = now(), decided_by_id = {senior}",
    "another text": "text = 'other'",
    "against another": "against_id = {senior}",
}


@pytest.mark.parametrize("change", RAW.values(), ids=RAW)
def test_the_database_refuses(moderator, senior, change):
    appealed(made.return_answer, moderator)
    change = change.format(senior=senior.pk, plain=factories.make_moderator().pk)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE answers_decisionappeal SET {change}")


BACK = {
    "answer": "UPDATE answers_answer SET status = 'in_review' WHERE status = 'retracted'",
    "page": "UPDATE questions_question SET publication = 'allowed' WHERE publication = 'withdrawn'",
    "statement": "UPDATE accounts_statement SET overruled_at = now(); SET CONSTRAINTS ALL IMMEDIATE",
}


@pytest.mark.parametrize("sql", BACK.values(), ids=BACK)
def test_only_a_granted_appeal_brings_something_back(moderator, sql):
    made.retract(moderator)
    made.withdraw(moderator)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


UNREASONED = {
    "question": "UPDATE questions_question SET care = 'declined', declined_by_id = {staff}, reason = 'x', "
    "closed_at = now() WHERE id = {question}",
    "doctor": "UPDATE specialties_doctor SET status = 'suspended', reason = 'x' WHERE id = {doctor}",
    "document": "UPDATE specialties_doctordocument SET status = 'returned', reason = 'x', decided_at = now(), "
    "decided_by_id = {staff} WHERE doctor_id = {doctor} AND kind = 'licence'",
}


@pytest.mark.parametrize("sql", UNREASONED.values(), ids=UNREASONED)
def test_no_decision_against_somebody_without_its_reasons(moderator, sql):
    ids = {
        "question": factories.make_question().pk,
        "staff": moderator.pk,
        "doctor": factories.make_doctor().pk,
    }

    with pytest.raises(DatabaseError, match="no statement of reasons"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(sql.format(**ids))
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_who_was_overruled_decides_no_more_in_the_database(moderator, senior):
    answer, _appeal = granted(made.return_answer, moderator, senior)

    with pytest.raises(DatabaseError, match="another moderator decides"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE answers_answerversion SET outcome = 'approved', reviewed_at = now(), "
                f"reviewed_by_id = {moderator.pk} WHERE answer_id = {answer.pk} AND outcome = ''"
            )


def test_a_retraction_by_its_own_doctor_is_not_undone(moderator):
    answer = factories.make_approved_answer()
    publication.retract(
        answer, by=answer.doctor.user, code="wrong", reason="Mine.", seen_version=answer.version
    )

    assert not Statement.objects.filter(kind=StatementKind.ANSWER_RETRACTED).exists()
