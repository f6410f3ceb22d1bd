"""Raw SQL under the application's own role: answers and their versions, who writes them and who approves."""

import pytest

from accounts import statements
from accounts.models.statement import StatementKind
from answers.models import Answer, AnswerVersion
from tests import factories
from tests.answers.by_sql import (
    copy_row,
    refused,
    run,
)

pytestmark = pytest.mark.django_db


VERSION = "UPDATE answers_answerversion SET "


def test_approving_ones_own_answer():
    author = factories.make_submitted_answer().doctor.user
    run("UPDATE accounts_user SET is_staff = true WHERE id = %s", author.pk)

    refused(
        VERSION + "outcome = 'approved', reviewed_by_id = %s, reviewed_at = now()",
        author.pk,
        because="author_is_not_reviewer",
    )


def test_approving_an_answer_to_ones_own_query(moderator):
    factories.make_submitted_answer(asker=moderator)

    refused(
        VERSION + "outcome = 'approved', reviewed_by_id = %s, reviewed_at = now()",
        moderator.pk,
        because="their own query",
    )


def test_approving_by_nobody_or_by_nobody_of_the_staff(stranger):
    factories.make_submitted_answer()

    refused(VERSION + "outcome = 'approved'", because="decided_by_somebody")
    refused(
        VERSION + "outcome = 'approved', reviewed_by_id = %s, reviewed_at = now()",
        stranger.pk,
        because="only staff",
    )
    refused(VERSION + "reviewed_at = now()", because="reviewed_at_and_by_together")
    refused(
        VERSION + "outcome = 'returned', reviewed_by_id = %s, reviewed_at = now()",
        factories.make_moderator().pk,
        because="returned_has_reason",
    )


@pytest.mark.parametrize(
    "change", ["explanation = 'x'", "credentials = '{}'", "number = 9", "submitted_at = now()"]
)
@pytest.mark.parametrize("make", [factories.make_submitted_answer, factories.make_approved_answer])
def test_changing_what_was_sent(make, change):
    make()

    refused(VERSION + change, because="a sent version never changes")


def test_deciding_a_version_again():
    factories.make_approved_answer()

    refused(VERSION + "outcome = 'returned', reason = 'x'", because="decided once")
    refused(VERSION + "outcome = '', reviewed_by_id = NULL, reviewed_at = NULL", because="decided once")


def test_forging_a_version(moderator, other_doctor):
    answer = factories.make_approved_answer()
    version = AnswerVersion.objects.get()

    refused(*copy_row(version, number=2), because="not decided yet")
    bare = {"number": 2, "outcome": "", "reviewed_by_id": None, "reviewed_at": None}
    refused(*copy_row(version, **bare, author_id=other_doctor.user_id), because="only its verified doctor")
    answer.doctor.suspend(by=moderator, reason="Complaint.", seen_version=answer.doctor.version)
    refused(*copy_row(version, **bare), because="only its verified doctor")


def test_an_answer_says_approved_without_an_approved_version():
    answer = factories.make_submitted_answer()

    refused("UPDATE answers_answer SET status = 'approved'", because="is not approved|approved_has_version")
    refused(
        "UPDATE answers_answer SET approved_version_id = %s",
        answer.latest_version.pk,
        because="no such approved",
    )
    other = factories.make_approved_answer()
    refused(
        "UPDATE answers_answer SET approved_version_id = %s WHERE id = %s",
        other.approved_version_id,
        answer.pk,
        because="no such approved|unique",
    )


def test_an_old_approval_does_not_carry_a_new_version():
    answer = factories.make_approved_answer()
    factories.revise(answer)
    answer.submit(by=answer.doctor.user, seen_version=answer.version)

    refused("UPDATE answers_answer SET status = 'approved'", because="the latest version")


@pytest.mark.parametrize("care", ["withdrawn", "declined"])
def test_approving_an_answer_nobody_waits_for(care, moderator):
    question = factories.make_submitted_answer().question
    run("UPDATE questions_question SET care = %s, reason = 'x', declined_by_id = %s", care, moderator.pk)
    if care == "declined":
        kind = StatementKind.QUERY_DECLINED
        statements.give(to=question.asker, kind=kind, subject=question, what="x", by=moderator)

    refused(
        VERSION + "outcome = 'approved', reviewed_by_id = %s, reviewed_at = now()",
        moderator.pk,
        because="nobody waits",
    )


def test_approving_an_answer_of_a_suspended_doctor(moderator):
    doctor = factories.make_submitted_answer().doctor
    doctor.suspend(by=moderator, reason="Complaint.", seen_version=doctor.version)

    refused(
        VERSION + "outcome = 'approved', reviewed_by_id = %s, reviewed_at = now()",
        moderator.pk,
        because="suspended doctor",
    )


def test_moving_an_answer_to_another_query_or_doctor(doctor):
    answer = factories.make_approved_answer()
    other = factories.make_open_question()

    where = f" WHERE id = {answer.pk}"
    refused(f"UPDATE answers_answer SET question_id = {other.pk}{where}", because="stays with its query")
    refused(f"UPDATE answers_answer SET doctor_id = {doctor.pk}{where}", because="stays with its query")


def test_answering_unverified_or_ones_own_query(unverified_doctor, doctor):
    row = Answer.objects.get(pk=factories.make_draft_answer().pk)
    refused(*copy_row(row, doctor_id=unverified_doctor.pk), because="is not verified")

    own = factories.make_open_question(asker=doctor.user)
    refused(*copy_row(row, doctor_id=doctor.pk, question_id=own.pk), because="nobody answers their own")


def test_a_second_answer_of_the_same_doctor():
    row = Answer.objects.get(pk=factories.make_draft_answer().pk)

    refused(*copy_row(row), because="answer_one_per_doctor")
    refused(*copy_row(row, status="approved"), because="a new answers_answer cannot be approved")
