"""Every decision against somebody gives them a statement of reasons, made with it and never changed."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts.models import Mail, Statement, StatementKind
from accounts.moves import MoveRefused
from answers import publication
from tests import factories

pytestmark = pytest.mark.django_db
MADE = {"reason": "zebra reason", "rule": "kind", "change": "zebra change"}


def decline(by):
    question = factories.make_question()
    question.decline(by=by, seen_version=question.version, **MADE)
    return question, question.asker


def return_answer(by):
    answer = factories.make_submitted_answer()
    answer.send_back(by=by, seen_version=answer.version, **MADE)
    return answer, answer.doctor.user


def retract(by):
    answer = factories.make_approved_answer()
    publication.retract(answer, by=by, code="wrong", seen_version=answer.version, **MADE)
    return answer, answer.doctor.user


def return_reply(by):
    one = factories.make_follow_up(reply="Yes.")
    one.send_back(by=by, seen_version=one.version, **MADE)
    return one, one.answer.doctor.user


def close(by):
    one = factories.make_follow_up()
    one.close(by=by, seen_version=one.version, **MADE)
    return one, one.answer.question.asker


def return_opinion(by):
    one = factories.make_opinion()
    one.send_back(by=by, seen_version=one.version, **MADE)
    return one, one.doctor.user


def return_doctor(by):
    one = factories.make_doctor(verified=False)
    one.send_back(by=by, seen_version=one.version, **MADE)
    return one, one.user


def suspend(by):
    one = factories.make_doctor()
    one.suspend(by=by, seen_version=one.version, **MADE)
    return one, one.user


def return_document(by):
    doctor = factories.make_doctor(verified=False)
    one = doctor.documents.first()
    one.send_back(by=by, seen_version=doctor.version, **MADE)
    return one, doctor.user


def withdraw(by):
    question = factories.make_published_question().question
    words = {"words": MADE["reason"], "rule": MADE["rule"], "change": MADE["change"]}
    publication.withdraw(question, by=by, seen_version=question.version, cause="legal", **words)
    return question, question.asker


# Decision → the kind of its statement.
ADVERSE = {
    decline: StatementKind.QUERY_DECLINED,
    return_answer: StatementKind.ANSWER_RETURNED,
    retract: StatementKind.ANSWER_RETRACTED,
    return_reply: StatementKind.REPLY_RETURNED,
    close: StatementKind.FOLLOW_UP_CLOSED,
    return_opinion: StatementKind.OPINION_RETURNED,
    return_doctor: StatementKind.APPLICATION_RETURNED,
    suspend: StatementKind.DOCTOR_SUSPENDED,
    return_document: StatementKind.DOCUMENT_RETURNED,
    withdraw: StatementKind.PAGE_WITHDRAWN,
}
every_decision = pytest.mark.parametrize("decide", ADVERSE, ids=lambda decide: decide.__name__)


@every_decision
def test_a_decision_against_somebody_gives_its_reasons(moderator, decide):
    subject, person = decide(moderator)

    [said] = Statement.objects.about(subject)
    assert (said.user, said.kind, said.by) == (person, ADVERSE[decide], moderator)
    assert (said.what, said.rule, said.change) == ("zebra reason", "kind", "zebra change")
    assert said.appeal_until == timezone.localdate() + timedelta(days=settings.APPEAL_DAYS)


@every_decision
def test_whom_it_concerns_gets_one_mail_without_a_word_of_it(moderator, decide, deliver, mailoutbox):
    deliver()
    mailoutbox.clear()
    _subject, person = decide(moderator)
    deliver()

    mails = [one for one in mailoutbox if one.to == [person.email] and "sent your" not in one.subject]
    assert len(mails) >= 1
    assert not [one for one in mailoutbox if "zebra" in one.body + one.subject]


def test_every_kind_but_that_of_an_appeal_is_made_here():
    assert set(ADVERSE.values()) == set(StatementKind) - {
        StatementKind.APPEAL_GRANTED,
        StatementKind.APPEAL_UPHELD,
    }


def test_each_document_sent_back_has_its_statement_and_one_mail_tells_of_all(moderator):
    one, person = return_document(moderator)
    other = one.doctor.documents.exclude(pk=one.pk).first()
    other.send_back(by=moderator, reason="Cut.", seen_version=other.doctor.version)

    assert Statement.objects.of(person).count() == 2
    assert Mail.objects.filter(user=person, kind="doctor_returned").count() == 1


def test_where_a_decision_has_no_mail_of_its_own_there_is_one_that_only_says_so(moderator):
    answer, person = retract(moderator)

    [sent] = Mail.objects.filter(user=person, kind="statement")
    assert sent.path == f"/me/decisions/{Statement.objects.about(answer).get().pk}/"


def test_a_doctor_who_takes_their_own_answer_back_needs_no_reasons():
    answer = factories.make_approved_answer()
    author = answer.doctor.user
    publication.retract(answer, by=author, code="wrong", reason="Mine.", seen_version=answer.version)

    assert not Statement.objects.about(answer).exists()


def test_a_patient_who_takes_their_own_page_down_needs_no_reasons():
    question = factories.make_published_question().question
    publication.withdraw(question, by=question.asker, seen_version=question.version)

    assert not Statement.objects.about(question).exists()


def test_a_refused_decision_leaves_no_statement(moderator):
    question = factories.make_question()
    with pytest.raises(MoveRefused):
        question.decline(by=moderator, reason="No.", seen_version=question.version - 1)

    assert not Statement.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        "what = 'other'",
        "rule = ''",
        "appeal_until = appeal_until + 1",
        "user_id = by_id",
        "given_in = 1",
        "kind = 'answer_returned'",
    ],
)
def test_the_database_changes_no_statement(moderator, change):
    decline(moderator)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE accounts_statement SET {change}")


def test_the_database_takes_no_statement_of_somebody_who_is_no_staff(moderator, stranger):
    subject, person = decline(moderator)
    with pytest.raises(DatabaseError), transaction.atomic():
        Statement.objects.create(
            user=person,
            kind="query_declined",
            subject_type="questions.question",
            subject_id=subject.pk,
            what="No.",
            by=stranger,
            appeal_until=timezone.localdate(),
        )
