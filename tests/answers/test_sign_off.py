"""What was found in a public text is signed off, class by class, by who approves it: moves and database demand it."""

import pytest

from accounts.models import AuditEvent
from accounts.moves import MoveRefused
from answers import correction, publication, signoff
from questions.models import Publication, PublicDraft
from tests import factories
from tests.answers.by_sql import refused, run, sign_off_by_sql

pytestmark = pytest.mark.django_db

TEXT = "My name is Anna Whitfield. Write to anna@example.org."


def copy_of(text, *, original=TEXT, by=None, **fields):
    """A saved public text of a query with `original`."""
    question = factories.make_approved_answer(**{"consent": "no_need", "text": original, **fields}).question
    return factories.make_public_draft(question=question, moderator=by, text=text)


def found(draft):
    checks = signoff.checks_for(draft)
    return {check.key: (check.found, check.replaced, len(check.kept), len(check.left)) for check in checks}


def test_what_stands_in_the_original_or_in_the_public_text_is_counted():
    draft = copy_of("My name is [name removed]. Write to bea@example.org.")

    assert found(draft) == {"names": (1, 1, 0, 0), "email": (2, 1, 0, 1), "together": (0, 0, 0, 0)}


def test_pictures_are_signed_for_where_there_are_some():
    assert found(copy_of("It hurts.", original="It hurts.", pictures=2)).keys() == {"pictures", "together"}


def test_words_kept_are_told_apart_from_those_nobody_decided_about():
    draft = copy_of(TEXT)
    draft.kept = [signoff.keep("name", "ANNA  Whitfield")]

    assert found(draft)["names"] == (1, 0, 1, 0) and found(draft)["email"] == (1, 0, 0, 1)


def test_links_and_days_of_sources_need_no_signature():
    contract = {"sources": "NICE, https://www.nice.org.uk/guidance/ng1, 3 May 2024"}

    assert found(copy_of("It hurts.", original="It hurts.", contract=contract)).keys() == {"together"}


def test_no_class_that_was_found_can_be_left_out(moderator):
    draft = copy_of("My name is [name removed].")

    with pytest.raises(MoveRefused) as refusal:
        publication.sign_off(draft, by=moderator, classes=["names", "together"], seen_version=1)

    assert "E-mail" in str(refusal.value)
    assert PublicDraft.objects.get().signed_off_at is None


def test_approving_needs_a_sign_off(moderator):
    draft = copy_of("It hurts.")

    with pytest.raises(MoveRefused):
        publication.approve(draft, by=moderator, seen_version=draft.version)

    assert state() == Publication.ALLOWED


def state():
    return PublicDraft.objects.get().question.publication


def test_who_approves_has_signed_off(moderator, other_moderator):
    draft = copy_of("It hurts.")
    factories.sign_off(draft, by=other_moderator)

    with pytest.raises(MoveRefused):
        publication.approve(draft, by=moderator, seen_version=draft.version)
    publication.approve(draft, by=other_moderator, seen_version=draft.version)

    assert state() == Publication.PUBLISHED


def test_a_sign_off_is_stored_in_numbers_and_in_the_trail(moderator):
    draft = copy_of(TEXT)

    factories.sign_off(draft, by=moderator)

    draft.refresh_from_db()
    numbers = {"count": 1, "kept": 0, "left": 1}
    assert draft.signed_off == {
        "names": numbers,
        "email": numbers,
        "together": {"count": 0, "kept": 0, "left": 0},
    }
    assert AuditEvent.objects.get(verb="publicdraft.signed_off").details["found"] == draft.signed_off


def test_a_new_text_empties_it(moderator):
    draft = copy_of("It hurts.")
    factories.sign_off(draft, by=moderator)

    factories.make_public_draft(question=draft.question, text="It hurts much.")

    draft.refresh_from_db()
    assert (draft.signed_off, draft.signed_off_by, draft.signed_off_at) == ({}, None, None)


def test_a_stale_text_is_not_signed_off(moderator):
    draft = copy_of("It hurts.")
    factories.make_public_draft(question=draft.question, text="It hurts much.")

    with pytest.raises(MoveRefused):
        publication.sign_off(draft, by=moderator, classes=factories.EVERY_CLASS, seen_version=1)


@pytest.mark.parametrize("who", ["patient", "doctor"])
def test_nobody_signs_off_their_own(who):
    draft = copy_of("It hurts.")
    question = draft.question
    by = question.asker if who == "patient" else question.answers.get().doctor.user

    with pytest.raises(MoveRefused):
        factories.sign_off(draft, by=by)


def test_what_was_taken_back_is_signed_anew(moderator):
    draft = copy_of("It hurts.", consent="show_first")
    factories.approve_copy(draft, by=moderator)

    publication.want_change(draft, by=draft.question.asker, note="No pain.", seen_version=draft.version)

    draft.refresh_from_db()
    assert (draft.signed_off_at, draft.approved_at) == (None, None)


def test_what_is_kept_private_is_signed_off_no_more(moderator):
    draft = copy_of("It hurts.")
    factories.sign_off(draft, by=moderator)
    question = draft.question

    question.keep_private(by=question.asker, seen_version=question.version)

    draft.refresh_from_db()
    assert draft.signed_off_at is None


def test_a_correction_is_signed_off_too(moderator):
    page = factories.make_published_question()
    draft = factories.make_correction(
        page.question, moderator=moderator, text="It was Anna Whitfield’s pain."
    )

    with pytest.raises(MoveRefused):
        correction.approve(draft, by=moderator, seen_version=draft.version)
    factories.approve_correction(draft, by=moderator)

    page.refresh_from_db()
    assert page.text == draft.text


APPROVE = "UPDATE questions_publicdraft SET approved_at = now(), approved_by_id = %s"


def test_the_database_demands_it(moderator, other_moderator):
    draft = copy_of("It hurts.")
    refused(APPROVE, moderator.pk, because="has signed off")

    sign_off_by_sql(draft, other_moderator)
    refused(APPROVE, moderator.pk, because="has signed off")
    run(APPROVE, other_moderator.pk)


@pytest.mark.parametrize(
    "change",
    ["text = 'x'", "title = 'x'", "version = 2", "kept = '[1]'", "correction_note = 'x'"],
)
def test_a_signed_text_is_not_changed_by_sql(change, moderator):
    sign_off_by_sql(copy_of("It hurts."), moderator)

    refused(f"UPDATE questions_publicdraft SET {change}", because="signed off anew")


def test_the_parts_of_a_signed_text_are_not_changed_by_sql(moderator):
    sign_off_by_sql(copy_of("It hurts."), moderator)

    refused("UPDATE answers_publicanswerdraft SET explanation = 'x'", because="approved anew")
    refused("DELETE FROM answers_publicanswerdraft", because="approved anew")


@pytest.mark.parametrize(
    "change", ["signed_off = '{\"together\": {}}', signed_off_at = now()", "signed_off = '{}'"]
)
def test_an_approved_sign_off_stays(change, moderator):
    factories.approve_copy(copy_of("It hurts.", consent="show_first"), by=moderator)

    refused(f"UPDATE questions_publicdraft SET {change}", because="before it is approved|violates")


def test_signing_and_approving_in_one_statement_is_refused(moderator):
    copy_of("It hurts.")

    sign = "signed_off = '{\"together\": {}}', signed_off_at = now(), signed_off_by_id = %s, "
    refused(
        APPROVE.replace("SET ", f"SET {sign}"), moderator.pk, moderator.pk, because="before it is approved"
    )
