"""Every move of a query's care state and of its consent: what it does, and where it is refused."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import AuditEvent, Mail
from accounts.moves import MoveRefused
from answers.models import Clarification, in_words
from questions.models import CARE_MOVES, Care, Consent, Publication, Question
from specialties.models import Doctor
from tests import factories

pytestmark = pytest.mark.django_db


def in_more_information():
    question = factories.make_open_question()
    Clarification.objects.ask(
        question=question,
        by=factories.make_moderator(),
        items=in_words("Since when?"),
        seen_version=question.version,
    )
    return question


def answered():
    return Question.objects.get(pk=factories.make_approved_answer().question_id)


def closed():
    question = answered()
    question.close(by=question.asker, seen_version=question.version)
    return question


def declined():
    question = factories.make_question()
    question.decline(by=factories.make_moderator(), reason="No question.", seen_version=question.version)
    return question


def withdrawn():
    question = factories.make_question()
    question.withdraw(by=question.asker, seen_version=question.version)
    return question


ROADS = {
    Care.DRAFT: lambda: factories.make_question(submitted=False),
    Care.SUBMITTED: factories.make_question,
    Care.MORE_INFORMATION: in_more_information,
    Care.OPEN: factories.make_open_question,
    Care.ANSWERED: answered,
    Care.CLOSED: closed,
    Care.DECLINED: declined,
    Care.WITHDRAWN: withdrawn,
}


def triage(question, *, by=None, seen_version=None, **marks):
    marks = {"specialty": question.specialty, "urgent": False, "self_harm": False, **marks}
    question.triage(
        by=by or factories.make_moderator(), seen_version=seen_version or question.version, **marks
    )


def want_more(question):
    question.want_more(by=factories.make_moderator(), seen_version=question.version)


def decline(question):
    question.decline(by=factories.make_moderator(), reason="No question.", seen_version=question.version)


def reply(question):
    waiting = question.clarifications.waiting().first() or Clarification(question=question, pk=0)
    waiting.answer(by=question.asker, replies=["Since May."])


def by_asker(name):
    return lambda question: getattr(question, name)(by=question.asker, seen_version=question.version)


# Every public move of the care state, from where it is allowed, and where it leads.
CARE = {
    "submit": (by_asker("submit"), {Care.DRAFT: Care.SUBMITTED}),
    "triage": (triage, {Care.SUBMITTED: Care.OPEN}),
    "want_more": (
        want_more,
        {Care.SUBMITTED: Care.MORE_INFORMATION, Care.OPEN: Care.MORE_INFORMATION},
    ),
    "resume": (by_asker("resume"), {Care.MORE_INFORMATION: Care.OPEN}),
    "close": (by_asker("close"), {Care.ANSWERED: Care.CLOSED}),
    "decline": (
        decline,
        dict.fromkeys([Care.SUBMITTED, Care.MORE_INFORMATION, Care.OPEN], Care.DECLINED),
    ),
    "withdraw": (
        by_asker("withdraw"),
        dict.fromkeys([Care.DRAFT, Care.SUBMITTED, Care.MORE_INFORMATION, Care.OPEN], Care.WITHDRAWN),
    ),
}


@pytest.mark.parametrize("state", Care.values)
@pytest.mark.parametrize("name", CARE)
def test_care_moves_as_the_table_says_and_leaves_a_trail(name, state):
    question = ROADS[state]()
    move, roads = CARE[name]
    trail, version = AuditEvent.objects.count(), question.version

    if state not in roads:
        with pytest.raises(MoveRefused), transaction.atomic():
            move(question)
        question.refresh_from_db()
        assert (question.care, question.version, AuditEvent.objects.count()) == (state, version, trail)
        return
    move(question)

    event = AuditEvent.objects.first()
    assert (question.care, question.version) == (roads[state], version + 1)
    assert (event.verb, event.reference) == (f"question.{roads[state]}", question.reference)
    assert AuditEvent.objects.count() == trail + 1


def test_the_moves_tested_here_are_all_of_the_table():
    tested = {(old, new) for _move, roads in CARE.values() for old, new in roads.items()}
    approval = {(Care.OPEN, Care.ANSWERED)}  # tests/answers/test_review.py
    untriaged = {(Care.MORE_INFORMATION, Care.SUBMITTED)}  # below
    appeal = {(Care.DECLINED, Care.SUBMITTED)}  # tests/questions/test_appeals.py
    rewritten = {(Care.OPEN, Care.SUBMITTED)}  # tests/questions/test_change_query.py

    assert tested | approval | untriaged | appeal | rewritten == {
        (old, new) for old, goals in CARE_MOVES.items() for new in goals
    }


@pytest.mark.parametrize(
    ("name", "state", "kind"),
    [
        ("submit", Care.DRAFT, "question_received"),
        ("want_more", Care.OPEN, "question_more_information"),
        ("decline", Care.OPEN, "question_declined"),
        ("withdraw", Care.OPEN, "question_withdrawn"),
    ],
)
def test_a_move_mails_the_patient_without_a_word_of_the_query(name, state, kind):
    question = ROADS[state]()
    Mail.objects.all().delete()

    CARE[name][0](question)

    sent = Mail.objects.values().get()
    assert (sent["user_id"], sent["kind"], sent["reference"]) == (question.asker_id, kind, question.reference)
    assert not {"hurt", "weeks"} & set(str(sent).split())


@pytest.mark.parametrize("name", ["submit", "decline", "withdraw"])
def test_state_trail_and_mail_roll_back_together(name):
    question = ROADS[Care.DRAFT if name == "submit" else Care.OPEN]()
    before = Question.objects.filter(pk=question.pk).values().get()
    trail, mails = AuditEvent.objects.count(), Mail.objects.count()

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        CARE[name][0](question)
        assert (AuditEvent.objects.count(), Mail.objects.count()) == (trail + 1, mails + 1)
        raise ZeroDivisionError

    assert Question.objects.filter(pk=question.pk).values().get() == before
    assert (AuditEvent.objects.count(), Mail.objects.count()) == (trail, mails)


@pytest.mark.parametrize("name", ["triage", "want_more", "decline", "withdraw"])
def test_a_move_on_a_stale_page_is_refused(name):
    question = factories.make_question()
    stale = Question.objects.get(pk=question.pk)
    question.allow_publication(by=question.asker, consent=Consent.NO_NEED, seen_version=question.version)

    with pytest.raises(MoveRefused):
        CARE[name][0](stale)


@pytest.mark.parametrize("name", ["submit", "withdraw", "close", "allow_publication", "keep_private"])
def test_nobody_else_makes_a_move_of_the_patients(name, moderator):
    roads = {"submit": Care.DRAFT, "close": Care.ANSWERED}
    question = ROADS[roads.get(name, Care.SUBMITTED)]()
    if name == "keep_private":
        question.allow_publication(by=question.asker, consent=Consent.NO_NEED, seen_version=question.version)
    extra = {"consent": Consent.NO_NEED} if name == "allow_publication" else {}

    with pytest.raises(MoveRefused):
        getattr(question, name)(by=moderator, seen_version=question.version, **extra)


@pytest.mark.parametrize("move", [triage, want_more, decline])
def test_a_moderator_does_not_decide_on_an_own_query(move, moderator, monkeypatch):
    question = factories.make_question(asker=moderator)
    monkeypatch.setattr(factories, "make_moderator", lambda: moderator)

    with pytest.raises(MoveRefused):
        move(question)


def test_a_reply_before_triage_goes_back_to_triage():
    question = factories.make_question()
    Clarification.objects.ask(
        question=question,
        by=factories.make_moderator(),
        items=in_words("Which arm?"),
        seen_version=question.version,
    )

    reply(question)

    question.refresh_from_db()
    assert (question.care, question.triaged_at) == (Care.SUBMITTED, None)
    assert list(Question.objects.awaiting_triage()) == [question]


def test_a_reply_is_given_once_and_by_the_patient(stranger):
    question = in_more_information()
    waiting = question.clarifications.get()

    with pytest.raises(MoveRefused):
        waiting.answer(by=stranger, replies=["Not mine."])
    waiting.answer(by=question.asker, replies=["Since May."])
    with pytest.raises(MoveRefused):
        waiting.answer(by=question.asker, replies=["Since June."])

    assert Clarification.objects.get().reply == "Since May."


def test_the_doctor_who_asked_keeps_the_claim_until_it_ends(doctor, specialty):
    question = factories.make_open_question(specialty=specialty)
    question.claim(doctor=doctor)
    Clarification.objects.ask(
        question=question, by=doctor.user, items=in_words("Since when?"), seen_version=question.version
    )
    assert list(Question.objects.for_doctor(doctor)) == [question]

    reply(question)

    question.refresh_from_db()
    assert (question.care, question.claimed_by, question.is_claimed) == (Care.OPEN, doctor, True)


@pytest.mark.parametrize("who", ["without_claim", "claim_ended", "lapsed", "stranger"])
def test_only_the_doctor_with_the_claim_asks_back(who, doctor, other_doctor, stranger, specialty):
    question = factories.make_open_question(specialty=specialty)
    question.claim(doctor=doctor)
    if who == "claim_ended":
        Question.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    elif who == "lapsed":
        Doctor.objects.filter(pk=doctor.pk).update(licence_expires_on=timezone.now() - timedelta(days=1))
    by = {"without_claim": other_doctor.user, "stranger": stranger}.get(who, doctor.user)
    by = type(by).objects.get(pk=by.pk)

    with pytest.raises(MoveRefused):
        Clarification.objects.ask(
            question=question, by=by, items=in_words("Why?"), seen_version=question.version
        )

    assert not Clarification.objects.exists()


def test_withdrawing_ends_the_claim_and_hides_the_query_from_the_inbox(doctor, specialty):
    question = factories.make_open_question(specialty=specialty)
    question.claim(doctor=doctor)

    question.withdraw(by=question.asker, seen_version=question.version)

    assert (question.claimed_by, question.claimed_until) == (None, None)
    assert not Question.objects.open_for(doctor).exists() and not Question.objects.for_doctor(doctor).exists()


def test_urgent_queries_alert_the_moderators(moderator):
    question = factories.make_question()
    Mail.objects.all().delete()

    triage(question, by=moderator, urgent=True)

    assert [(mail.kind, mail.user_id) for mail in Mail.objects.all()] == [("moderator_urgent", moderator.pk)]


# -- Consent --------------------------------------------------------------------------------------


@pytest.mark.parametrize("consent", [Consent.SHOW_FIRST, Consent.NO_NEED])
def test_consent_is_given_and_taken_back(consent):
    question = factories.make_question()

    question.allow_publication(by=question.asker, consent=consent, seen_version=question.version)
    assert (question.publication, question.consent) == (Publication.ALLOWED, consent)
    question.keep_private(by=question.asker, seen_version=question.version)

    assert (question.publication, question.consent) == (Publication.PRIVATE, Consent.PRIVATE)
    verbs = list(AuditEvent.objects.values_list("verb", flat=True)[:2])
    assert verbs == ["publication.private", "publication.allowed"]


@pytest.mark.parametrize("consent", Consent.values)
def test_consent_given_with_the_query_takes_effect_when_sent(consent):
    question = factories.make_question(consent=consent)

    wanted = Publication.PRIVATE if consent == Consent.PRIVATE else Publication.ALLOWED
    assert (question.care, question.publication) == (Care.SUBMITTED, wanted)


def test_allowing_publication_without_consent_or_twice_is_refused():
    question = factories.make_question()

    with pytest.raises(MoveRefused):
        question.allow_publication(by=question.asker, consent=Consent.PRIVATE, seen_version=question.version)
    question.allow_publication(by=question.asker, consent=Consent.SHOW_FIRST, seen_version=question.version)
    with pytest.raises(MoveRefused):
        question.allow_publication(by=question.asker, consent=Consent.NO_NEED, seen_version=question.version)
