"""The second signature: of a senior moderator who didn't prepare the text, and still needed when it becomes public."""

import pytest

from accounts.moves import MoveRefused
from answers import correction, publication
from answers.models import PublicAnswerDraft
from questions.models import CopyWaits, Publication, Question
from tests import factories
from tests.answers.by_sql import agree_by_sql, copy_row, page_row, refused

pytestmark = pytest.mark.django_db


def test_a_senior_moderator_does_not_sign_what_they_prepared(senior):
    answer = factories.make_approved_answer(about="child", consent="show_first")
    draft = factories.make_public_draft(question=answer.question, moderator=senior)
    factories.sign_off(draft, by=senior)
    draft.refresh_from_db()

    with pytest.raises(MoveRefused, match="second, different moderator"):
        publication.approve(draft, by=senior, seen_version=draft.version)


def signed_once(*, moves=publication):
    """A text that one moderator signed before its topic became rare, and that lies before the patient."""
    answer = factories.make_approved_answer(consent="show_first")
    moderator = factories.make_moderator()
    draft = factories.make_public_draft(question=answer.question, moderator=moderator)
    factories.approve_copy(draft, by=moderator)
    if moves is correction:
        publication.agree(draft, by=draft.question.asker, seen_version=draft.version)
        parts = {part.source_id: part.contract() for part in PublicAnswerDraft.objects.all()}
        words = {"title": "New", "text": "Newer.", "note": "A word.", "answers": parts}
        draft = moves.prepare(draft.question, by=moderator, seen_version=draft.version, **words)
        factories.approve_correction(draft, by=moderator)
    topic = draft.question.specialty
    topic.rare = True
    topic.save()
    draft.refresh_from_db()
    return draft


@pytest.mark.parametrize(
    "moves, state", [(publication, Publication.ALLOWED), (correction, Publication.PUBLISHED)]
)
def test_one_signature_no_longer_suffices_when_two_came_to_be_needed(moves, state, client, senior):
    draft = signed_once(moves=moves)
    question = draft.question
    client.force_login(question.asker)

    page = client.post(f"{question.get_absolute_url()}public/agree/", {"version": draft.version}, follow=True)

    draft.refresh_from_db()
    question.refresh_from_db()
    assert "Another moderator must read this text too" in page.content.decode()
    assert (draft.approved_by, draft.agreed_at, question.publication) == (None, None, state)
    factories.approve_copy(draft, by=senior, moves=moves)
    draft.refresh_from_db()
    assert moves.agree(draft, by=question.asker, seen_version=draft.version)


def test_it_waits_among_the_approvals_and_a_text_that_a_moderator_takes_back_to_be_prepared(moderator):
    draft = signed_once()
    question = draft.question

    assert not publication.agree(draft, by=question.asker, seen_version=draft.version)
    assert list(Question.objects.copy_waiting(CopyWaits.APPROVE)) == [question]
    factories.approve_copy(draft, by=factories.make_moderator(senior=True))
    draft.refresh_from_db()
    publication.take_back(draft, by=moderator, seen_version=draft.version)

    assert list(Question.objects.copy_waiting(CopyWaits.PREPARE)) == [question]


def test_the_database_wants_the_second_signature_of_what_becomes_public():
    draft = signed_once()
    agree_by_sql(draft)
    draft.refresh_from_db()

    refused(*copy_row(page_row(draft)), because="two different moderators must sign|a senior moderator")


def test_the_database_wants_a_senior_one(moderator, other_moderator):
    answer = factories.make_approved_answer(consent="show_first")
    draft = factories.make_public_draft(question=answer.question, moderator=moderator)
    factories.approve_copy(draft, by=other_moderator)
    draft.question.raise_marks(urgent=False, self_harm=True)
    draft.refresh_from_db()
    agree_by_sql(draft)

    refused(
        *copy_row(page_row(draft)), because="a senior moderator who did not prepare it signs what becomes"
    )
