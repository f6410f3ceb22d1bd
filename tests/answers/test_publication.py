"""From the answered query to the public page and off it again: who signs, who agrees, what a changed answer undoes."""

import pytest
from django.db import transaction

from accounts.models import AuditEvent, Mail
from accounts.moves import MoveRefused
from answers import publication
from answers.models import Answer, AnswerStatus, PublishedAnswer
from questions.models import (
    PUBLICATION_MOVES,
    About,
    AgeBand,
    Consent,
    Publication,
    PublicDraft,
    PublishedQuestion,
    Question,
    WithdrawnPage,
)
from tests import factories
from tests.searching import pages_found

pytestmark = pytest.mark.django_db


def question_of(answer):
    return Question.objects.get(pk=answer.question_id)


def private():
    return question_of(factories.make_approved_answer())


def allowed(**fields):
    answer = factories.make_approved_answer(**{"consent": Consent.SHOW_FIRST, **fields})
    return factories.make_public_draft(question=answer.question).question


def awaiting_patient(**fields):
    draft = allowed(**fields).public_draft
    factories.approve_copy(draft)
    return Question.objects.get(pk=draft.question_id)


def published():
    return factories.make_published_question().question


def withdrawn():
    question = published()
    withdraw(question)
    return question


ROADS = {
    Publication.PRIVATE: private,
    Publication.ALLOWED: allowed,
    Publication.AWAITING_PATIENT: awaiting_patient,
    Publication.PUBLISHED: published,
    Publication.WITHDRAWN: withdrawn,
}


def draft_of(question):
    return PublicDraft.objects.filter(question=question).first() or PublicDraft(question=question, pk=0)


def prepare(question, *, by=None):
    parts = {version.pk: version.contract() for version in publication.publishable_versions(question)}
    seen = draft_of(question).version if draft_of(question).pk else 0
    publication.prepare(
        question,
        by=by or factories.make_moderator(),
        title="T",
        text="X",
        answers=parts,
        seen_version=seen,
    )


def approve(question, *, by=None):
    draft = draft_of(question)
    factories.approve_copy(draft, by=by)


def agree(question, *, by=None):
    draft = draft_of(question)
    publication.agree(draft, by=by or question.asker, seen_version=draft.version)


def want_change(question):
    draft = draft_of(question)
    publication.want_change(draft, by=question.asker, note="No town.", seen_version=draft.version)


def take_back(question):
    draft = draft_of(question)
    publication.take_back(draft, by=factories.make_moderator(), seen_version=draft.version)


def withdraw(question):
    publication.withdraw(question, by=question.asker, seen_version=question.version)


def allow(question):
    question.allow_publication(by=question.asker, consent=Consent.SHOW_FIRST, seen_version=question.version)


def keep_private(question):
    question.keep_private(by=question.asker, seen_version=question.version)


MOVES = {
    allow: {Publication.PRIVATE: Publication.ALLOWED},
    prepare: {Publication.ALLOWED: Publication.ALLOWED},
    approve: {Publication.ALLOWED: Publication.AWAITING_PATIENT},
    agree: {Publication.AWAITING_PATIENT: Publication.PUBLISHED},
    want_change: {Publication.AWAITING_PATIENT: Publication.ALLOWED},
    take_back: {Publication.AWAITING_PATIENT: Publication.ALLOWED},
    keep_private: dict.fromkeys([Publication.ALLOWED, Publication.AWAITING_PATIENT], Publication.PRIVATE),
    withdraw: {Publication.PUBLISHED: Publication.WITHDRAWN},
}


@pytest.mark.parametrize("state", Publication.values)
@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.__name__)
def test_publication_moves_as_the_table_says(move, state):
    question = ROADS[state]()
    trail = AuditEvent.objects.count()

    if state not in MOVES[move]:
        with pytest.raises((MoveRefused, PublicDraft.DoesNotExist)), transaction.atomic():
            move(question)
        question.refresh_from_db()
        assert (question.publication, AuditEvent.objects.count()) == (state, trail)
        return
    move(question)

    question.refresh_from_db()
    assert question.publication == MOVES[move][state]
    assert state == question.publication or question.publication in PUBLICATION_MOVES[state]
    assert AuditEvent.objects.count() > trail
    assert PublishedQuestion.objects.count() == (question.publication == Publication.PUBLISHED)


@pytest.mark.parametrize("move", [approve, agree, withdraw], ids=lambda move: move.__name__)
def test_page_state_trail_and_mail_roll_back_together(move):
    question = ROADS[next(iter(MOVES[move]))]()
    models = (Question, PublicDraft, PublishedQuestion, PublishedAnswer, WithdrawnPage)
    before = [list(model.objects.values()) for model in models]
    trail, mails = AuditEvent.objects.count(), Mail.objects.count()

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        move(question)
        assert AuditEvent.objects.count() > trail and Mail.objects.count() > mails
        raise ZeroDivisionError

    assert [list(model.objects.values()) for model in models] == before
    assert (AuditEvent.objects.count(), Mail.objects.count()) == (trail, mails)


def test_the_public_page_holds_the_approved_words_alone():
    answer = factories.make_approved_answer(
        consent=Consent.NO_NEED, text="I am Zyxpriv of Zyxtown.", conditions="Zyxcond", pictures=1
    )
    factories.make_public_draft(question=answer.question, text="I live in a town.")

    approve(answer.question)

    page = PublishedQuestion.objects.get()
    shown = str(PublishedQuestion.objects.values().get()) + str(PublishedAnswer.objects.values().get())
    assert page.text == "I live in a town." and page.reference != answer.question.reference
    assert "zyx" not in shown.lower()


def test_withdrawing_removes_page_search_and_counts_at_once():
    page = factories.make_published_question(title="Zyxtitle")
    assert pages_found("Zyxtitle")
    page.topic.refresh_from_db()
    assert page.topic.published_count == 1

    withdraw(page.question)

    page.topic.refresh_from_db()
    assert page.topic.published_count == 0
    assert WithdrawnPage.objects.get().reference == page.reference
    assert not pages_found("Zyxtitle")


CAREFUL = {
    "child": {"about": About.CHILD},
    "other adult": {"about": About.OTHER},
    "minor": {"age_band": AgeBand.TEEN},
    "self-harm": {"self_harm": True},
}


@pytest.mark.parametrize(
    "case", [*CAREFUL, "rare topic", "sensitive topic", "rare parent", "sensitive parent"]
)
def test_two_people_sign_and_the_patient_sees_the_text_though_waived(
    case, moderator, other_moderator, senior
):
    fields = CAREFUL.get(case, {})
    if not fields:
        flag, place = case.split()
        parent = factories.make_specialty(**{flag: place == "parent"})
        fields = {"specialty": factories.make_specialty(parent=parent, **{flag: place == "topic"})}
    answer = factories.make_approved_answer(consent=Consent.NO_NEED, **fields)
    question = factories.make_public_draft(question=answer.question, moderator=moderator).question

    for by in (moderator, other_moderator):
        with pytest.raises(MoveRefused):
            approve(question, by=by)
    approve(question, by=senior)

    question.refresh_from_db()
    assert question.publication == Publication.AWAITING_PATIENT


def test_one_moderator_may_prepare_and_approve_an_ordinary_text(moderator):
    answer = factories.make_approved_answer(consent=Consent.NO_NEED)
    question = factories.make_public_draft(question=answer.question, moderator=moderator).question

    approve(question, by=moderator)

    assert PublishedQuestion.objects.get().approved_by == moderator


@pytest.mark.parametrize("who", ["patient", "doctor"])
@pytest.mark.parametrize("step", ["prepare", "approve"])
def test_neither_patient_nor_doctor_makes_the_public_copy(step, who):
    question = allowed()
    by = question.asker if who == "patient" else question.answers.get().doctor.user
    by.is_staff = True
    by.save()

    with pytest.raises(MoveRefused):
        {"prepare": prepare, "approve": approve}[step](question, by=by)


@pytest.mark.parametrize("consent", [Consent.SHOW_FIRST, Consent.NO_NEED])
def test_nothing_is_prepared_before_an_answer_is_approved(consent):
    answer = factories.make_submitted_answer(consent=consent)

    with pytest.raises(MoveRefused):
        prepare(question_of(answer))


def test_a_stranger_cannot_agree(stranger):
    question = awaiting_patient()

    with pytest.raises(MoveRefused):
        agree(question, by=stranger)


def test_agreeing_to_a_text_that_was_replaced_is_refused():
    question = awaiting_patient()
    seen = PublicDraft.objects.get()
    take_back(question)
    prepare(Question.objects.get())
    approve(Question.objects.get())

    with pytest.raises(MoveRefused):
        publication.agree(seen, by=question.asker, seen_version=seen.version)

    assert not PublishedQuestion.objects.exists()


@pytest.mark.parametrize("move", [want_change, take_back, keep_private], ids=lambda move: move.__name__)
def test_a_text_that_left_the_patient_must_be_approved_anew(move):
    question = awaiting_patient()

    move(question)

    draft = PublicDraft.objects.get()
    assert (draft.approved_by, draft.approved_at, draft.agreed_at) == (None, None, None)
    question.refresh_from_db()
    if question.publication == Publication.PRIVATE:
        allow(question)
    approve(question)  # the same text may be approved again
    assert PublicDraft.objects.get().approved_by


# -- When the answers change ----------------------------------------------------------------------


def second_answer(question, other_doctor):
    """Another doctor's answer, started while the query was open and not sent yet."""
    question = Question.objects.get(pk=question.pk)
    Question.objects.filter(pk=question.pk).update(claimed_by=None, claimed_until=None)
    return factories.make_draft_answer(question=question, doctor=other_doctor)


def send_and_approve(answer):
    answer.submit(by=answer.doctor.user, seen_version=answer.version)
    answer.approve(by=factories.make_moderator(), seen_version=answer.version)


def two_answers(other_doctor, *, specialty):
    """A query with an approved answer and another doctor's draft."""
    first = factories.make_submitted_answer(specialty=specialty, consent=Consent.SHOW_FIRST)
    second = second_answer(first.question, other_doctor)
    first.refresh_from_db()
    first.approve(by=factories.make_moderator(), seen_version=first.version)
    return first, second


def test_a_second_answer_takes_the_text_back_from_the_patient(other_doctor, specialty):
    first, second = two_answers(other_doctor, specialty=specialty)
    factories.make_public_draft(question=first.question)
    approve(question_of(first))

    send_and_approve(second)

    question = question_of(first)
    assert (question.publication, draft_of(question).approved_by) == (Publication.ALLOWED, None)
    with pytest.raises(MoveRefused):  # made from one answer of two
        approve(question)
    prepare(question)
    approve(question)
    agree(Question.objects.get())
    assert [each.doctor for each in PublishedAnswer.objects.all()] == [first.doctor, other_doctor]


def test_a_revised_answer_takes_the_text_back_from_the_patient():
    answer = Answer.objects.get(question=awaiting_patient())
    factories.revise(answer)

    send_and_approve(answer)

    assert Question.objects.get().publication == Publication.ALLOWED


def test_a_published_page_keeps_the_approved_version_while_its_answer_is_revised():
    answer = Answer.objects.get(question=published())

    factories.revise(answer, short_answer="Zyxnew.")
    send_and_approve(answer)

    assert PublishedAnswer.objects.get().source.number == 1
    assert Question.objects.get().publication == Publication.PUBLISHED


def test_retracting_one_of_two_answers_takes_its_words_off_the_page(other_doctor, specialty):
    first, second = two_answers(other_doctor, specialty=specialty)
    send_and_approve(second)
    factories.make_public_draft(question=first.question)
    approve(question_of(first))
    agree(Question.objects.get())

    publication.retract(
        second, by=factories.make_moderator(), code="wrong", reason="A mix-up.", seen_version=second.version
    )

    page = PublishedQuestion.objects.published().get()
    assert (page.answer_count, page.lead_doctor) == (1, first.doctor)
    assert [bool(row.short_answer) for row in page.answers.for_page()] == [True, False]
    assert Answer.objects.readable_by_patient().get() == first


def test_retracting_takes_a_text_back_from_the_patient():
    answer = Answer.objects.get(question=awaiting_patient())

    publication.retract(
        answer, by=factories.make_moderator(), code="wrong", reason="A mix-up.", seen_version=answer.version
    )

    question = Question.objects.get()
    assert (question.publication, answer.status) == (Publication.ALLOWED, AnswerStatus.RETRACTED)
    for move in (prepare, approve):  # nothing is left to publish
        with pytest.raises(MoveRefused):
            move(question)


def test_a_stale_retraction_leaves_the_page_up():
    answer = Answer.objects.get(question=published())

    with pytest.raises(MoveRefused):
        publication.retract(
            answer, by=factories.make_moderator(), code="wrong", reason="No.", seen_version=answer.version - 1
        )

    assert PublishedQuestion.objects.count() == 1


def test_a_double_click_on_agree_publishes_once():
    question = awaiting_patient()

    agree(question)
    with pytest.raises(MoveRefused):
        agree(Question.objects.get())

    assert PublishedQuestion.objects.count() == 1
