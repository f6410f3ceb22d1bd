"""Threads with connections of their own, at the same moment on the same rows: one wins, nothing is lost."""

import threading
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import AuditEvent
from accounts.moves import MoveRefused
from answers import publication
from answers.models import Answer, AnswerStatus, AnswerVersion, Outcome, PublishedAnswer
from questions.models import Care, Consent, Publication, PublicDraft, PublishedQuestion, Question
from tests import factories
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def won(results):
    """Who succeeded; whoever did not was refused by the move, not by a deadlock or a constraint."""
    losers = [each for each in results if isinstance(each, Exception)]
    assert all(isinstance(each, MoveRefused) for each in losers), losers
    return len(results) - len(losers)


def open_questions(count, *, specialty):
    """`count` open queries through the legal states, in four statements."""
    moderator, asker = factories.make_moderator(), factories.make_user()
    Question.objects.bulk_create(
        Question(asker=asker, specialty=specialty, title="T", text="X") for _ in range(count)
    )
    rows = Question.objects.filter(asker=asker)
    now = timezone.now()
    rows.update(care=Care.SUBMITTED, submitted_at=now, waits_since=now)
    rows.update(care=Care.OPEN, triaged_at=timezone.now(), triaged_by=moderator)
    return list(rows)


def test_of_eight_doctors_one_gets_each_of_two_hundred_queries():
    specialty = factories.make_specialty()
    doctors = [factories.make_doctor(specialties=[specialty]) for _ in range(8)]
    questions = open_questions(200, specialty=specialty)

    def claim_all(doctor):
        got = []
        for question in questions:
            with suppress(MoveRefused):
                Question(pk=question.pk).claim(doctor=doctor)
                got.append(question.pk)
        return got

    results = at_once(*[lambda doctor=doctor: claim_all(doctor) for doctor in doctors])

    claimed = sorted(pk for got in results for pk in got)
    assert claimed == sorted(question.pk for question in questions)
    kept = dict(Question.objects.values_list("pk", "claimed_by"))
    assert kept == {pk: doctor.pk for doctor, got in zip(doctors, results, strict=True) for pk in got}
    assert AuditEvent.objects.filter(verb="question.claimed").count() == 200


def test_an_ended_claim_is_taken_over_once():
    specialty = factories.make_specialty()
    doctors = [factories.make_doctor(specialties=[specialty]) for _ in range(4)]
    question = factories.make_open_question(specialty=specialty)
    question.claim(doctor=doctors[0])
    Question.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))

    results = at_once(*[lambda doctor=doctor: question.claim(doctor=doctor) for doctor in doctors[1:]])

    assert won(results) == 1


@pytest.mark.parametrize("_round", range(6))
def test_approving_against_recall_edit_and_sending_again(_round):
    answer = factories.make_submitted_answer()
    question, doctor = answer.question, answer.doctor.user
    moderator = factories.make_moderator()
    seen = answer.version

    def rewrite():
        mine = Answer.objects.get(pk=answer.pk)
        mine.recall(by=doctor, seen_version=seen)
        mine.save_draft(contract={"short_answer": "Rewritten."}, seen_version=mine.version)
        mine.submit(by=doctor, seen_version=mine.version)

    def approve():
        Answer.objects.get(pk=answer.pk).approve(by=moderator, seen_version=seen)

    results = at_once(rewrite, approve)

    answer.refresh_from_db()
    assert won(results) == 1
    if answer.status == AnswerStatus.APPROVED:
        assert answer.approved_version.short_answer == "It is most likely harmless."
    else:
        assert (answer.approved_version, answer.status) == (None, AnswerStatus.IN_REVIEW)
        assert not AnswerVersion.objects.filter(outcome=Outcome.APPROVED).exists()
    assert Question.objects.get(pk=question.pk).care == (
        Care.ANSWERED if answer.approved_version else Care.OPEN
    )


@pytest.mark.parametrize("_round", range(4))
def test_autosave_against_decisions_neither_deadlocks_nor_loses(_round):
    """The doctor's window saves while a moderator decides on a stale page and the patient withdraws."""
    answer = factories.make_draft_answer()
    question = Question.objects.get()
    moderator = factories.make_moderator()

    def save():
        mine = Answer.objects.get(pk=answer.pk)
        for number in range(5):
            mine.save_draft(contract={"limits": f"Limit {number}"}, seen_version=mine.version)

    def decide():
        for _ in range(5):
            with suppress(MoveRefused):
                Answer.objects.get(pk=answer.pk).approve(by=moderator, seen_version=answer.version)

    def withdraw():
        question.withdraw(by=question.asker, seen_version=question.version)

    results = at_once(save, decide, withdraw)

    won(results)
    assert results[2] is None and Question.objects.get().care == Care.WITHDRAWN


@pytest.mark.parametrize("_round", range(4))
def test_sending_against_withdrawing(_round):
    answer = factories.make_draft_answer()
    question = Question.objects.get()

    results = at_once(
        lambda: answer.submit(by=answer.doctor.user, seen_version=answer.version),
        lambda: question.withdraw(by=question.asker, seen_version=question.version),
    )

    won(results)
    assert Question.objects.get().care == Care.WITHDRAWN
    assert not Answer.objects.awaiting_review().exists()


def test_two_moderators_approve_once():
    answer = factories.make_submitted_answer()
    moderators = [factories.make_moderator() for _ in range(4)]

    results = at_once(
        *[
            lambda by=by: Answer.objects.get(pk=answer.pk).approve(by=by, seen_version=answer.version)
            for by in moderators
        ]
    )

    assert won(results) == 1
    assert AuditEvent.objects.filter(verb="answer.approved").count() == 1


def public_draft(**fields):
    answer = factories.make_approved_answer(**{"consent": Consent.NO_NEED, **fields})
    return factories.make_public_draft(question=answer.question)


def test_two_moderators_publish_once():
    public_draft()
    moderators = [factories.make_moderator() for _ in range(4)]

    results = at_once(
        *[lambda by=by: factories.approve_copy(PublicDraft.objects.get(), by=by) for by in moderators]
    )

    assert won(results) == 1
    assert PublishedQuestion.objects.count() == PublishedAnswer.objects.count() == 1


@pytest.mark.parametrize("_round", range(4))
def test_publishing_against_the_patient_who_takes_the_consent_back(_round):
    public_draft()
    question = Question.objects.get()
    moderator = factories.make_moderator()

    results = at_once(
        lambda: factories.approve_copy(PublicDraft.objects.get(), by=moderator),
        lambda: question.keep_private(by=question.asker, seen_version=question.version),
    )

    assert won(results) == 1
    question.refresh_from_db()
    wanted = Publication.PUBLISHED if results[0] is None else Publication.PRIVATE
    assert question.publication == wanted
    assert PublishedQuestion.objects.count() == (wanted == Publication.PUBLISHED)


@pytest.mark.parametrize("_round", range(4))
def test_agreeing_against_a_retraction_publishes_nothing_retracted(_round):
    draft = public_draft(consent=Consent.SHOW_FIRST)
    factories.approve_copy(draft)
    draft.refresh_from_db()
    question, answer = draft.question, Answer.objects.get()
    moderator = factories.make_moderator()

    results = at_once(
        lambda: publication.agree(draft, by=question.asker, seen_version=draft.version),
        lambda: publication.retract(
            answer, by=moderator, code="wrong", reason="A mix-up.", seen_version=answer.version
        ),
    )

    assert results[1] is None and won(results) in (1, 2)
    # Agreed to in time, the page stays up with the notice: listed nowhere, and no word of the answer in any column.
    assert not PublishedQuestion.objects.published().exists()
    assert not PublishedAnswer.objects.standing().exists()
    kept = str([*PublishedQuestion.objects.values(), *PublishedAnswer.objects.values()])
    assert PublishedQuestion.objects.count() == (results[0] is True)
    assert "harmless" not in kept


def test_publications_under_one_specialty_do_not_wait_for_each_other_for_ever():
    area = factories.make_specialty()
    topics = [factories.make_specialty(parent=area) for _ in range(3)]
    drafts = [public_draft(specialty=topic) for topic in [*topics, *reversed(topics)]]
    moderator = factories.make_moderator()

    results = at_once(*[lambda draft=draft: factories.approve_copy(draft, by=moderator) for draft in drafts])

    area.refresh_from_db()
    assert (won(results), area.published_count) == (6, 6)


def test_a_decision_waits_for_the_one_before_it():
    """Fails when lock() stops locking: the second thread would read the state before the first commits."""
    question = factories.make_question()
    moderator = factories.make_moderator()
    entered, results = threading.Event(), []

    def decline():
        entered.set()
        try:
            question.decline(by=moderator, reason="Spam.", seen_version=question.version)
            results.append("declined")
        except Exception as error:  # kept for the assertion below
            results.append(error)
        finally:
            connection.close()

    mine = Question.objects.get(pk=question.pk)
    thread = threading.Thread(target=decline)
    with transaction.atomic():
        mine.withdraw(by=mine.asker, seen_version=mine.version)
        thread.start()
        entered.wait(timeout=10)
        thread.join(timeout=0.5)
        assert thread.is_alive() and not results  # it waits for our lock
    thread.join(timeout=20)

    assert isinstance(results[0], MoveRefused)
    assert Question.objects.get().care == Care.WITHDRAWN
