"""Publishing and taking down stay cheap: how many statements each needs."""

import pytest

from answers import publication
from questions.models import Consent, Question
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
