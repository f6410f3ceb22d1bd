"""Publishing and taking down stay cheap: few statements, the query locked once, the public text saved once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Statement
from answers import publication
from questions.models import Care, Consent, Publication, PublicDraft, Question
from specialties.models import Specialty
from tests import factories

pytestmark = pytest.mark.django_db


def test_publishing_and_taking_down_need_few_statements(django_assert_num_queries):
    answer = factories.make_approved_answer(consent=Consent.NO_NEED)
    draft = factories.make_public_draft(question=answer.question)
    moderator = factories.make_moderator()
    factories.sign_off(draft, by=moderator)
    question = Question.objects.select_related("public_draft").get(pk=draft.question_id)

    with django_assert_num_queries(18):  # two of them a savepoint's
        publication.approve(question.public_draft, by=moderator, seen_version=draft.version)

    question = Question.objects.get(pk=question.pk)
    with django_assert_num_queries(23):
        publication.withdraw(question, by=question.asker, seen_version=question.version)


@pytest.fixture
def waiting():
    """A text that lies before its patient."""
    answer = factories.make_approved_answer(consent=Consent.SHOW_FIRST)
    factories.approve_copy(
        factories.make_public_draft(question=answer.question), by=factories.make_moderator()
    )
    return PublicDraft.objects.get()


def take_back(draft):
    publication.take_back(draft, by=factories.make_moderator(), seen_version=draft.version)


def want_change(draft):
    by = draft.question.asker
    publication.want_change(draft, by=by, note="No town.", seen_version=draft.version)


def agree_after_it_became_rare(draft):
    Specialty.objects.update(rare=True)
    assert not publication.agree(draft, by=draft.question.asker, seen_version=draft.version)


def retract(draft):
    answer, by = draft.question.answers.get(), factories.make_moderator()
    publication.retract(answer, by=by, code="wrong", reason="A mix-up.", seen_version=answer.version)


def times(statements, beginning, end=""):
    found = [query["sql"] for query in statements]
    return sum(sql.startswith(beginning) and sql.endswith(end) for sql in found)


def lock_times(statements):
    return times(statements, 'SELECT "questions_question"', 'FOR UPDATE OF "questions_question"')


@pytest.mark.parametrize("move", [take_back, want_change, agree_after_it_became_rare, retract])
def test_a_text_that_goes_back_to_the_moderators_is_saved_once(waiting, move):
    with CaptureQueriesContext(connection) as statements:
        move(waiting)

    assert Question.objects.get().publication == Publication.ALLOWED
    assert times(statements, 'UPDATE "questions_publicdraft"') == 1


def test_approving_a_first_answer_locks_the_query_once():
    answer = factories.make_submitted_answer()

    with CaptureQueriesContext(connection) as statements:
        answer.approve(by=factories.make_moderator(), seen_version=answer.version)

    assert Question.objects.get().care == Care.ANSWERED
    assert lock_times(statements) == 1


def test_approving_a_newer_answer_locks_the_query_once(waiting):
    answer = factories.revise(waiting.question.answers.get())
    answer.submit(by=answer.doctor.user, seen_version=answer.version)

    with CaptureQueriesContext(connection) as statements:
        answer.approve(by=factories.make_moderator(), seen_version=answer.version)

    assert Question.objects.get().publication == Publication.ALLOWED
    assert lock_times(statements) == 1


def test_granting_an_appeal_against_a_take_down_locks_the_query_once(moderator, senior):
    question = factories.make_published_question().question
    said = {"cause": "reason", "reason": "wrong", "words": "It was wrong."}
    publication.withdraw(question, by=moderator, seen_version=question.version, **said)
    appeal = factories.make_decision_appeal(statement=Statement.objects.about(question).get())

    with CaptureQueriesContext(connection) as statements:
        appeal.decide(by=senior, granted=True, note="")

    assert Question.objects.get().publication == Publication.ALLOWED
    assert lock_times(statements) == 1
