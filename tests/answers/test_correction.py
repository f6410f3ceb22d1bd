"""A public page corrected while it stays up: who prepares, signs and agrees, and what of the page changes."""

from threading import Thread

import pytest
from django.db import connection, transaction

from accounts.models import AuditEvent, Mail
from accounts.moves import MoveRefused
from answers import correction, publication
from answers.erasing import erase_question
from answers.models import Answer, Correction, PublishedAnswer
from questions.models import About, Consent, Publication, PublicDraft, PublishedQuestion, Question
from questions.search import indexing
from tests import factories
from tests.searching import pages_found

pytestmark = pytest.mark.django_db


def corrected_answer(**fields):
    """The page of an answer of which a newer version was approved since."""
    page = factories.make_published_question(**{"contract": {"short_answer": "Zyxold."}, **fields})
    answer = page.question.answers.get()
    factories.make_new_version(answer, short_answer="Zyxnew.")
    return page


def prepare(page, **fields):
    return factories.make_correction(Question.objects.get(pk=page.question_id), **fields)


def approve(draft, *, by=None):
    factories.approve_correction(draft, by=by)
    draft.refresh_from_db()


def test_a_newer_approved_version_makes_a_correction_due():
    page = corrected_answer()

    assert [question.pk for question in correction.with_moderators()] == [page.question_id]


def test_nothing_is_due_before_the_newer_version_is_approved():
    page = factories.make_published_question()
    factories.make_published_question()

    factories.revise(page.question.answers.get())

    assert not correction.with_moderators().exists()


def test_the_page_stays_as_it_is_until_the_correction_is_approved():
    page = corrected_answer()
    before = PublishedQuestion.objects.values().get(), PublishedAnswer.objects.values().get()

    prepare(page, text="It began a year ago.")

    assert (PublishedQuestion.objects.values().get(), PublishedAnswer.objects.values().get()) == before
    assert not PublicDraft.objects.get().approved_at


def test_an_approved_correction_changes_the_rows_of_the_page():
    page = corrected_answer()
    row = PublishedAnswer.objects.get()

    approve(prepare(page, title="Why does it itch?", text="Zyxtext.", note="The dose was wrong."))

    now, answer = PublishedQuestion.objects.get(), PublishedAnswer.objects.get()
    same = ("pk", "reference", "slug", "published_at", "answered_at", "answer_count")
    assert [getattr(now, name) for name in same] == [getattr(page, name) for name in same]
    assert (now.title, now.text, now.query_excerpt) == ("Why does it itch?", "Zyxtext.", "Zyxtext.")
    assert (now.answer_excerpt, now.changed_at > page.changed_at) == ("Zyxnew.", True)
    assert (answer.pk, answer.position, answer.answered_at) == (row.pk, row.position, row.answered_at)
    assert (answer.short_answer, answer.source.number) == ("Zyxnew.", 2)
    assert answer.edited_at == answer.source.submitted_at and row.edited_at is None


def test_a_correction_is_told_found_and_no_longer_due():
    page = corrected_answer()

    approve(prepare(page, text="Zyxtext.", note="The dose was wrong."))

    assert [one.note for one in Correction.objects.all()] == ["The dose was wrong."]
    assert pages_found("Zyxtext") == [page]
    assert pages_found("Zyxnew") == [page] and pages_found("Zyxold") == []
    assert not correction.with_moderators().exists()
    assert AuditEvent.objects.filter(verb="publication.corrected").count() == 1
    assert Question.objects.get().publication == Publication.PUBLISHED


def test_a_further_answer_comes_behind_the_first(other_doctor, specialty):
    first = factories.make_submitted_answer(specialty=specialty, consent=Consent.NO_NEED)
    question = Question.objects.get()
    second = factories.make_submitted_answer(question=question, doctor=other_doctor)
    first.approve(by=factories.make_moderator(), seen_version=first.version)
    draft = factories.make_public_draft(question=question)
    factories.approve_copy(draft)
    page = PublishedQuestion.objects.get()
    second.approve(by=factories.make_moderator(), seen_version=second.version)

    approve(prepare(page, note="A second doctor answered."))

    rows = [(row.position, row.doctor, row.edited_at) for row in page.answers.for_page()]
    page.refresh_from_db()
    assert rows == [(0, first.doctor, None), (1, other_doctor, None)]
    assert (page.answer_count, page.lead_doctor) == (2, first.doctor)


CAREFUL = {"consent": Consent.NO_NEED, "about": About.OTHER}


def test_two_people_sign_and_the_patient_agrees_where_the_rule_holds(moderator, other_moderator, senior):
    page = corrected_answer(**CAREFUL)
    draft = prepare(page, moderator=moderator, text="Zyxtext.")

    for by in (moderator, other_moderator):
        with pytest.raises(MoveRefused):
            approve(draft, by=by)
    Mail.objects.all().delete()
    approve(draft, by=senior)

    page.refresh_from_db()
    assert page.text != "Zyxtext." and draft.correction_waits_for_patient
    assert [(mail.kind, mail.user_id) for mail in Mail.objects.all()] == [
        ("correction_preview", page.question.asker_id)
    ]
    assert list(correction.with_patients()) == [page.question]
    correction.agree(draft, by=page.question.asker, seen_version=draft.version)
    page.refresh_from_db()
    assert (page.text, page.approved_by) == ("Zyxtext.", senior)


def test_a_patient_who_wants_another_text_keeps_the_old_page():
    page = corrected_answer(consent=Consent.SHOW_FIRST)
    draft = prepare(page, text="Zyxtext.")
    approve(draft)

    correction.want_change(draft, by=page.question.asker, note="No town.", seen_version=draft.version)

    draft.refresh_from_db()
    page.refresh_from_db()
    assert (draft.change_wanted, draft.approved_at, page.text) == ("No town.", None, "It began weeks ago.")
    assert list(correction.with_moderators()) == [page.question]


@pytest.mark.parametrize("who", ["patient", "doctor"])
def test_neither_patient_nor_doctor_makes_the_correction(who):
    page = corrected_answer()
    question = Question.objects.get()
    by = question.asker if who == "patient" else question.answers.get().doctor.user
    by.is_staff = True
    by.save()

    with pytest.raises(MoveRefused):
        prepare(page, moderator=by)
    draft = prepare(page)
    with pytest.raises(MoveRefused):
        approve(draft, by=by)


def test_a_stale_page_corrects_nothing():
    page = corrected_answer()
    draft = prepare(page)
    prepare(page, text="Another.")

    with pytest.raises(MoveRefused):
        approve(draft)
    page.refresh_from_db()
    assert page.text == "It began weeks ago."


def test_a_double_click_corrects_once():
    draft = prepare(corrected_answer())

    approve(draft)
    with pytest.raises(MoveRefused):
        approve(draft)

    assert Correction.objects.count() == 1


@pytest.mark.parametrize("change", ["new version", "retraction"])
def test_a_correction_with_the_patient_goes_back_when_its_answer_changes(change):
    page = corrected_answer(consent=Consent.SHOW_FIRST)
    draft = prepare(page)
    approve(draft)
    answer = Answer.objects.get()

    if change == "new version":
        factories.make_new_version(answer, short_answer="Zyxnewer.")
    else:
        by = factories.make_moderator()
        publication.retract(answer, by=by, code="wrong", reason="No.", seen_version=answer.version)

    draft.refresh_from_db()
    assert not draft.approved_at
    with pytest.raises(MoveRefused):
        correction.agree(draft, by=page.question.asker, seen_version=draft.version)
    with pytest.raises(MoveRefused):
        approve(draft)


def test_page_rows_trail_and_note_roll_back_together():
    draft = prepare(corrected_answer())
    models = (PublishedQuestion, PublishedAnswer, Correction, PublicDraft)
    before = [list(model.objects.values()) for model in models]

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        approve(draft)
        assert Correction.objects.exists()
        raise ZeroDivisionError

    assert [list(model.objects.values()) for model in models] == before


def test_a_page_can_be_taken_down_while_its_correction_is_made():
    page = corrected_answer(consent=Consent.SHOW_FIRST)
    approve(prepare(page))
    question = Question.objects.get()

    publication.withdraw(question, by=question.asker, seen_version=question.version)

    assert not PublishedQuestion.objects.exists() and not correction.with_moderators().exists()


def test_a_corrected_page_keeps_its_corrections_when_its_query_is_erased():
    page = corrected_answer()
    approve(prepare(page, note="The dose."))

    erase_question(Question.objects.get(), keep_page=True)

    assert [one.page_id for one in Correction.objects.all()] == [page.pk]
    assert PublishedAnswer.objects.get().short_answer == "Zyxnew."


@pytest.mark.django_db(transaction=True)
def test_a_job_never_writes_words_back_into_the_search_that_a_correction_takes_away():
    page = corrected_answer()
    draft = prepare(page, text="Zyxtext.", note="The dose was wrong.")
    job = Thread(target=lambda: (indexing.write([page.pk]), connection.close()))

    with transaction.atomic():
        approve(draft)
        job.start()
        job.join(0.5)
        assert job.is_alive(), "it waits for the correction"
    job.join(10)

    assert pages_found("Zyxold") == [] and pages_found("Zyxnew") == [page]
