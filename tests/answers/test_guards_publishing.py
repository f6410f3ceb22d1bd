"""Raw SQL under the application's own role: nothing is published but what was approved and allowed."""

import pytest

from questions.models import About, AgeBand, Consent, PublicDraft
from tests import factories
from tests.answers.by_sql import (
    agreed_draft,
    approve_by_sql,
    copy_row,
    page_row,
    refused,
    run,
    sign_off_by_sql,
)

pytestmark = pytest.mark.django_db


def test_publishing_an_unapproved_text():
    draft = agreed_draft()

    refused(*copy_row(page_row(draft)), because="only an approved public text")


def test_publishing_without_a_text():
    answer = factories.make_approved_answer(consent=Consent.NO_NEED)
    draft = PublicDraft(question=answer.question, title="T", text="X", prepared_by=factories.make_moderator())

    refused(*copy_row(page_row(draft)), because="only an approved public text")


def test_publishing_other_words_than_the_approved(moderator):
    draft = agreed_draft(consent=Consent.NO_NEED)
    approve_by_sql(draft, moderator)

    refused(*copy_row(page_row(draft, text="The private words.")), because="only an approved public text")
    refused(*copy_row(page_row(draft, title="Private")), because="only an approved public text")


def test_publishing_in_the_name_of_another_moderator(moderator, other_moderator):
    draft = agreed_draft(consent=Consent.NO_NEED)
    approve_by_sql(draft, moderator)

    refused(
        *copy_row(page_row(draft, approved_by_id=other_moderator.pk)), because="only an approved public text"
    )


def test_publishing_what_the_patient_never_saw(moderator):
    draft = agreed_draft(consent=Consent.SHOW_FIRST)
    approve_by_sql(draft, moderator)

    refused(*copy_row(page_row(draft)), because="the patient has not agreed")


def test_publishing_a_private_query(moderator):
    draft = agreed_draft(consent=Consent.NO_NEED)
    approve_by_sql(draft, moderator)
    run("UPDATE questions_question SET publication = 'private'")
    run("UPDATE questions_question SET consent = 'private'")

    refused(*copy_row(page_row(draft)), because="may not be published")


CAREFUL = {
    "child": {"about": About.CHILD},
    "other adult": {"about": About.OTHER},
    "minor": {"age_band": AgeBand.CHILD},
    "self-harm": {"self_harm": True},
}


@pytest.mark.parametrize(
    "case", [*CAREFUL, "rare topic", "sensitive topic", "rare parent", "sensitive parent"]
)
def test_publishing_alone_where_two_must_sign(case, moderator):
    fields = CAREFUL.get(case, {})
    if not fields:
        flag, place = case.split()
        parent = factories.make_specialty(**{flag: place == "parent"})
        fields = {"specialty": factories.make_specialty(parent=parent, **{flag: place == "topic"})}
    draft = agreed_draft(consent=Consent.NO_NEED, **fields)
    by = draft.prepared_by
    sign_off_by_sql(draft, by)

    approve = "UPDATE questions_publicdraft SET approved_by_id = %s, approved_at = now()"
    refused(approve, by.pk, because="a senior moderator who did not prepare it")


@pytest.mark.parametrize("case", CAREFUL)
def test_publishing_what_a_waiver_does_not_cover(case, senior):
    draft = agreed_draft(consent=Consent.NO_NEED, **CAREFUL[case])
    approve_by_sql(draft, senior)

    refused(*copy_row(page_row(draft)), because="the patient has not agreed")


def test_publishing_by_patient_or_by_nobody_of_the_staff(stranger):
    draft = agreed_draft(consent=Consent.NO_NEED)
    approve_by_sql(draft, stranger)
    refused(*copy_row(page_row(draft)), because="only staff")

    own = agreed_draft(consent=Consent.NO_NEED, asker=factories.make_moderator())
    approve_by_sql(own, own.question.asker)
    refused(*copy_row(page_row(own, reference="Q-2222-4444")), because="only an approved public text")


def test_publishing_a_text_the_patient_prepared(moderator):
    draft = agreed_draft(consent=Consent.NO_NEED, asker=factories.make_moderator())
    run("UPDATE questions_publicdraft SET prepared_by_id = %s", draft.question.asker_id)
    approve_by_sql(draft, moderator)

    refused(*copy_row(page_row(draft)), because="staff prepare a public text")


@pytest.mark.parametrize("state", ["open", "submitted"])
def test_publishing_an_unanswered_query(state, moderator):
    make = factories.make_open_question if state == "open" else factories.make_question
    question = make(consent=Consent.NO_NEED)

    refused(
        "UPDATE questions_question SET publication = 'published'", because="question_public_needs_answered"
    )
    assert question.publication == "allowed"


def test_the_state_alone_publishes_nothing():
    agreed_draft(consent=Consent.NO_NEED)

    refused("UPDATE questions_question SET publication = 'published'", because="state and public copy")


def test_the_copy_alone_publishes_nothing(moderator):
    draft = agreed_draft(consent=Consent.NO_NEED)
    approve_by_sql(draft, moderator)

    refused(*copy_row(page_row(draft)), because="state and public copy|a public page has an answer")


def test_a_page_without_answers(moderator):
    draft = agreed_draft(consent=Consent.NO_NEED)
    approve_by_sql(draft, moderator)
    insert, *values = copy_row(page_row(draft))

    refused(
        f"UPDATE questions_question SET publication = 'published'; {insert}",
        *values,
        because="a public page has an answer",
    )
