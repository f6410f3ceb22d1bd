"""Claiming: one winner, nobody who may not, and what becomes of a claim that ended."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from answers.models import Answer
from questions.models import Question
from specialties.models import Doctor
from tests.factories import make_doctor, make_draft_answer, make_open_question, make_specialty


def claim(client, question):
    return client.post(f"/dashboard/questions/{question.reference}/claim/")


def end_claim(question):
    Question.objects.filter(pk=question.pk).update(claimed_until=timezone.now() - timedelta(seconds=1))


def holder(question):
    return Question.objects.get(pk=question.pk).claimed_by


def test_claiming_opens_the_editor(signed_in, doctor, specialty):
    question = make_open_question(specialty=specialty)

    response = claim(signed_in(doctor.user), question)

    assert response["Location"] == f"/dashboard/questions/{question.reference}/"
    assert holder(question) == doctor


def test_the_slower_doctor_learns_who_answers_and_nothing_else(signed_in, doctor, other_doctor, specialty):
    question = make_open_question(specialty=specialty, text="Zygomatic-Quokka")
    question.claim(doctor=other_doctor)

    client = signed_in(doctor.user)
    response = client.post(f"/dashboard/questions/{question.reference}/claim/", follow=True)

    page = response.content.decode()
    assert response.redirect_chain == [(f"/dashboard/#{question.reference}", 302)]
    assert f"{other_doctor.name} was faster and holds {question.reference} until" in page
    assert "Zygomatic-Quokka" not in page
    assert holder(question) == other_doctor


@pytest.mark.django_db(transaction=True)
def test_of_four_doctors_one_gets_each_of_twenty_queries():
    specialty = make_specialty()
    doctors = [make_doctor(specialties=[specialty]) for _ in range(4)]
    questions = [make_open_question(specialty=specialty) for _ in range(20)]

    def race(doctor):
        client = Client()
        client.force_login(doctor.user)
        try:
            return [claim(client, question)["Location"] for question in questions]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(race, doctors))

    for number, question in enumerate(questions):
        editor = f"/dashboard/questions/{question.reference}/"
        won = [doctor for doctor, places in zip(doctors, answers, strict=True) if places[number] == editor]
        assert won == [holder(question)]


def test_an_ended_claim_can_be_taken_over_and_the_first_draft_stays_its_doctors_own(
    client, doctor, other_doctor, specialty
):
    draft = make_draft_answer(doctor=doctor, specialty=specialty)
    end_claim(draft.question)

    client.force_login(other_doctor.user)
    claim(client, draft.question)
    theirs = client.get(f"/dashboard/questions/{draft.question.reference}/").content.decode()
    client.force_login(doctor.user)
    ours = client.get(f"/dashboard/questions/{draft.question.reference}/").content.decode()

    assert holder(draft.question) == other_doctor
    assert draft.short_answer not in theirs
    assert draft.short_answer in ours and f"{other_doctor.name} is answering it until" in ours


@pytest.mark.parametrize("reason", ("unverified", "lapsed", "suspended"))
def test_a_doctor_who_is_not_verified_today_gets_no_claim(signed_in, doctor, moderator, specialty, reason):
    question = make_open_question(specialty=specialty)
    if reason == "unverified":
        doctor = make_doctor(specialties=[specialty], verified=False)
    elif reason == "suspended":
        doctor.suspend(by=moderator, reason="Complaint", seen_version=doctor.version)
    else:
        Doctor.objects.filter(pk=doctor.pk).update(
            licence_expires_on=timezone.now().date() - timedelta(days=1)
        )

    assert claim(signed_in(doctor.user), question).status_code == 403
    assert holder(question) is None


def test_a_doctor_of_another_specialty_does_not_find_the_query(signed_in, unrelated_doctor, specialty):
    question = make_open_question(specialty=specialty)

    assert claim(signed_in(unrelated_doctor.user), question).status_code == 404
    assert holder(question) is None


def test_nobody_claims_their_own_query(signed_in, doctor, specialty):
    question = make_open_question(specialty=specialty, asker=doctor.user)

    assert claim(signed_in(doctor.user), question).status_code == 404
    assert holder(question) is None


def test_giving_a_query_back_frees_it_and_keeps_every_word(signed_in, doctor, specialty):
    question = make_open_question(specialty=specialty)
    client = signed_in(doctor.user)
    claim(client, question)
    client.get(f"/dashboard/questions/{question.reference}/")

    client.post(
        f"/dashboard/questions/{question.reference}/release/",
        {"version": 1, "short_answer": "Typed a second ago"},
    )

    assert holder(question) is None
    assert Answer.objects.get().short_answer == "Typed a second ago"
