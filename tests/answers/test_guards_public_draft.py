"""Raw SQL under the application's own role: a public text that was approved doesn't change."""

import pytest

from answers.models import PublicAnswerDraft
from questions.models import Consent, PublicDraft
from tests import factories
from tests.answers.by_sql import (
    agreed_draft,
    approve_by_sql,
    copy_row,
    refused,
)

pytestmark = pytest.mark.django_db


def test_a_text_is_not_born_approved(moderator):
    question = factories.make_approved_answer(consent=Consent.NO_NEED).question
    draft = PublicDraft(
        question=question,
        title="T",
        text="X",
        prepared_by=moderator,
        prepared_at=question.submitted_at,
        approved_by=moderator,
        approved_at=question.submitted_at,
    )

    refused(*copy_row(draft), because="approved anew")


@pytest.mark.parametrize("change", ["text = 'x'", "title = 'x'", "prepared_by_id = approved_by_id"])
def test_changing_an_approved_text(change, moderator):
    approve_by_sql(agreed_draft(), moderator)

    refused(f"UPDATE questions_publicdraft SET {change}", because="approved anew")


def test_approving_a_text_twice_or_half(moderator, other_moderator):
    draft = agreed_draft()
    refused("UPDATE questions_publicdraft SET approved_at = now()", because="approved_at_and_by_together")
    refused("UPDATE questions_publicdraft SET agreed_at = now()", because="agreed_needs_approved")
    approve_by_sql(draft, moderator)

    refused(
        "UPDATE questions_publicdraft SET approved_by_id = %s", other_moderator.pk, because="approved once"
    )


def test_changing_an_answer_of_an_approved_text(moderator):
    draft = agreed_draft()
    approve_by_sql(draft, moderator)
    part = PublicAnswerDraft.objects.get()

    refused("UPDATE answers_publicanswerdraft SET limits = 'x'", because="approved anew")
    refused("DELETE FROM answers_publicanswerdraft", because="approved anew")
    other = factories.make_approved_answer()
    refused(*copy_row(part, source_id=other.approved_version_id), because="approved anew")
