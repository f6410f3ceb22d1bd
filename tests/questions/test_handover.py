"""Handing a query back: who may, what becomes of claim, draft and query, and what each person reads then."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from accounts.models import AuditEvent, Mail
from accounts.moves import MoveRefused
from answers.handing_back import hand_back
from answers.models import Answer
from questions.models import Care, Handover, HandoverKind, Question
from tests.factories import make_draft_answer, make_open_question, make_question, make_specialty

pytestmark = pytest.mark.django_db
WHY = "Mottled-Quokka: a dermatologist should see this."


@pytest.fixture
def skin(db):
    return make_specialty(name="Dermatology")


def give(question, *, doctor, specialty=None, **fields):
    question.refresh_from_db()
    kind = HandoverKind.REROUTE if specialty else HandoverKind.DECLINE
    made = {"kind": kind, "reason": WHY, "specialty": specialty, "seen_version": question.version, **fields}
    return hand_back(question, doctor=doctor, **made)


@pytest.fixture
def held(doctor, specialty):
    question = make_open_question(specialty=specialty)
    question.claim(doctor=doctor)
    return question


def test_handing_back_ends_the_claim_and_puts_the_query_into_triage(held, doctor, skin):
    made = give(held, doctor=doctor, specialty=skin)

    held.refresh_from_db()
    assert (held.care, held.handed_back, held.claimed_by, held.triaged_at) == (
        Care.SUBMITTED,
        True,
        None,
        None,
    )
    assert list(Handover.objects.waiting()) == [made]
    event = AuditEvent.objects.get(verb="question.handed_back")
    assert (event.actor_id, event.details) == (doctor.user_id, {"kind": "reroute"})
    assert Mail.objects.filter(user=held.asker).count() == 1  # that it was received, once


def test_a_draft_stays_its_doctors_but_the_query_leaves_them_when_nothing_was_written(
    signed_in, doctor, specialty, skin
):
    begun = make_draft_answer(doctor=doctor, specialty=specialty)
    opened = make_open_question(specialty=specialty)
    opened.claim(doctor=doctor)
    client = signed_in(doctor.user)
    client.get(reverse("answer-edit", args=[opened.reference]))

    give(begun.question, doctor=doctor, specialty=skin)
    give(opened, doctor=doctor, specialty=skin)

    rows = client.get("/dashboard/?tab=mine").context["rows"]
    assert [row.reference for row in rows] == [begun.question.reference]
    page = client.get(reverse("answer-edit", args=[begun.question.reference]))
    assert begun.short_answer in page.content.decode()
    assert client.get(reverse("answer-edit", args=[opened.reference])).status_code == 404


def test_the_moderator_finds_it_first_with_the_proposal_filled_in(signed_in, moderator, held, doctor, skin):
    waits_longer = make_question()
    urgent = make_question(urgent=True)
    Question.objects.filter(pk=waits_longer.pk).update(submitted_at="2026-01-01T00:00Z")
    give(held, doctor=doctor, specialty=skin)
    client = signed_in(moderator)

    page = client.get(reverse("admin:desk-query", args=[held.reference]))

    assert list(Question.objects.awaiting_triage()) == [urgent, held, waits_longer]
    listed = client.get(reverse("admin:desk-list", args=["queries"])).content.decode()
    assert (
        listed.index(urgent.reference) < listed.index(held.reference) < listed.index(waits_longer.reference)
    )
    assert "Handed back by a doctor" in listed
    text = page.content.decode()
    assert WHY in text and doctor.name in text and f"Proposes another specialty: {skin}" in text
    assert page.context["triage"].initial["specialty"] == skin.pk


def test_a_proposal_to_decline_fills_in_the_reason(signed_in, moderator, held, doctor):
    give(held, doctor=doctor)

    page = signed_in(moderator).get(reverse("admin:desk-query", args=[held.reference]))

    assert page.context["decline"].initial["reason"] == WHY
    assert "Proposes to decline it" in page.content.decode()


@pytest.mark.parametrize("decision", ("open", "decline", "withdraw"))
def test_a_decision_settles_it(held, doctor, moderator, skin, decision):
    made = give(held, doctor=doctor, specialty=skin)
    held.refresh_from_db()
    seen = {"seen_version": held.version}

    if decision == "open":
        held.triage(by=moderator, specialty=skin, urgent=False, self_harm=False, **seen)
    elif decision == "decline":
        held.decline(by=moderator, reason="No.", **seen)
    else:
        held.withdraw(by=held.asker, **seen)

    made.refresh_from_db()
    assert made.settled_by == (held.asker if decision == "withdraw" else moderator)
    assert not held.handed_back and not Handover.objects.waiting().exists()


def test_the_patient_reads_what_happens_and_nothing_of_the_reason(signed_in, held, doctor, skin):
    give(held, doctor=doctor, specialty=skin)

    page = signed_in(held.asker).get(f"/me/questions/{held.reference}/").content.decode()

    assert "Finding the right person" in page and "handed it back to our moderators" in page
    assert "Quokka" not in page and skin.name not in page


def test_who_does_not_hold_it_hands_nothing_back(held, doctor, other_doctor, skin):
    with pytest.raises(MoveRefused):
        give(held, doctor=other_doctor, specialty=skin)
    held.release(doctor=doctor)
    with pytest.raises(MoveRefused):
        give(held, doctor=doctor, specialty=skin)
    assert not Handover.objects.exists()


def test_refused_while_another_doctors_answer_is_there(doctor, other_doctor, specialty, skin):
    answer = make_draft_answer(doctor=other_doctor, specialty=specialty)
    answer.submit(by=other_doctor.user, seen_version=answer.version)
    answer.question.claim(doctor=doctor)

    with pytest.raises(MoveRefused):
        give(answer.question, doctor=doctor, specialty=skin)


def test_refused_for_the_specialty_it_is_in_and_on_a_stale_page(held, doctor, specialty, skin):
    with pytest.raises(MoveRefused):
        give(held, doctor=doctor, specialty=specialty)
    with pytest.raises(MoveRefused):
        give(held, doctor=doctor, specialty=skin, seen_version=held.version - 1)


ATTEMPTS = (
    "UPDATE questions_question SET care = 'submitted', handed_back = true, triaged_at = NULL, triaged_by_id = NULL,"
    " claimed_by_id = NULL, claimed_until = NULL WHERE id = {question}",
    "INSERT INTO questions_handover (question_id, doctor_id, kind, reason, made_at)"
    " VALUES ({question}, {other}, 'decline', 'x', now())",
    "INSERT INTO questions_handover (question_id, doctor_id, kind, reason, made_at)"
    " VALUES ({question}, {doctor}, 'decline', 'x', now())",
)


@pytest.mark.parametrize("attempt", ATTEMPTS)
@pytest.mark.django_db(transaction=True)
def test_the_database_refuses_half_a_handover(held, doctor, other_doctor, attempt):
    sql = attempt.format(question=held.pk, doctor=doctor.pk, other=other_doctor.pk)

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_handover_stays_as_it_was_made(held, doctor, skin):
    made = give(held, doctor=doctor, specialty=skin)

    with pytest.raises(IntegrityError):
        Handover.objects.filter(pk=made.pk).update(reason="Another")


# -- The pages ----------------------------------------------------------------------------------------------


def test_from_the_editor_what_was_typed_is_saved_first(signed_in, held, doctor, skin):
    client = signed_in(doctor.user)
    page = client.get(reverse("answer-edit", args=[held.reference])).content.decode()
    begin, address = (f"/dashboard/questions/{held.reference}/hand-back/{end}" for end in ("begin/", ""))
    assert begin in page

    client.post(begin, {"version": 1, "short_answer": "Typed a second ago"})
    asked = client.get(address)
    proposal = {"version": held.version, "kind": "reroute", "specialty": skin.pk, "reason": WHY}
    done = [client.post(address, proposal), client.post(address, proposal)]

    assert asked.status_code == 200
    assert [response["Location"] for response in done] == ["/dashboard/"] * 2
    assert Handover.objects.count() == 1 and Answer.objects.get().short_answer == "Typed a second ago"


@pytest.mark.parametrize("wrong", ({"reason": ""}, {"kind": ""}, {"specialty": ""}, {"reason": "x" * 2001}))
def test_what_is_missing_is_said_and_nothing_typed_is_lost(signed_in, held, doctor, skin, wrong):
    address = f"/dashboard/questions/{held.reference}/hand-back/"
    proposal = {"version": held.version, "kind": "reroute", "specialty": skin.pk, "reason": WHY, **wrong}

    response = signed_in(doctor.user).post(address, proposal)

    page = response.content.decode()
    assert response.status_code == 422 and "There is a problem" in page
    assert not Handover.objects.exists() and (proposal["reason"] in page)


def test_a_claim_that_ended_keeps_the_proposal_on_the_page(signed_in, held, doctor, skin):
    client = signed_in(doctor.user)
    client.get(reverse("answer-edit", args=[held.reference]))
    held.release(doctor=doctor)

    response = client.post(
        f"/dashboard/questions/{held.reference}/hand-back/",
        {"version": held.version, "kind": "reroute", "specialty": skin.pk, "reason": WHY},
    )

    assert response.status_code == 409 and WHY in response.content.decode()
    assert Question.objects.get(pk=held.pk).care == Care.OPEN
