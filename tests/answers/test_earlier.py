"""Earlier queries of the same patient: what a doctor at work may read, and that each look is recorded."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AccessEvent
from answers import publication
from questions.models import Question
from questions.timeline import looks
from specialties.models import Doctor
from tests.answers.forms import address
from tests.factories import (
    make_approved_answer,
    make_draft_answer,
    make_moderator,
    make_open_question,
    make_specialty,
    make_submitted_answer,
)

MARK = "Zygomatic-Quokka"


@pytest.fixture
def before(asker, other_doctor, topic):
    """A query of the asker that a colleague answered."""
    return make_approved_answer(
        doctor=other_doctor,
        asker=asker,
        specialty=topic,
        pictures=1,
        title=f"{MARK} title",
        text=f"{MARK} text",
        medicines=f"{MARK} pills",
        contract={"explanation": f"{MARK} answer"},
    )


@pytest.fixture
def now(doctor, asker, specialty):
    """What the doctor is at work on."""
    return make_draft_answer(doctor=doctor, asker=asker, specialty=specialty)


def page(now, before):
    return address(now, f"earlier/{before.question.reference}/")


def test_the_editor_lists_answered_queries_of_the_patient_in_the_doctors_fields(
    signed_in, doctor, asker, specialty, now, before
):
    mine = make_approved_answer(doctor=doctor, asker=asker, specialty=specialty, title="Answered by me")
    elsewhere = make_specialty()
    make_approved_answer(asker=asker, specialty=elsewhere, title="Another field")
    make_open_question(asker=asker, specialty=specialty, title="Not answered")
    make_submitted_answer(asker=asker, specialty=specialty, title="Not approved")
    make_approved_answer(doctor=doctor, specialty=specialty, title="Another patient's")

    response = signed_in(doctor.user).get(address(now))

    html = response.content.decode()
    assert list(response.context["earlier"]) == [mine.question, before.question]
    assert page(now, before) in html and address(mine) in html and MARK not in html


def test_an_earlier_query_is_read_with_its_facts_and_answer_without_pictures(signed_in, doctor, now, before):
    response = signed_in(doctor.user).get(page(now, before))

    html = response.content.decode()
    for words in ("title", "text", "pills", "answer"):
        assert f"{MARK} {words}" in html
    picture = before.question.attachments.get()
    assert picture.get_absolute_url() not in html
    assert signed_in(doctor.user).get(picture.get_absolute_url()).status_code == 404


def test_each_look_is_recorded_and_told_to_the_patient(signed_in, doctor, now, before):
    signed_in(doctor.user).get(page(now, before))

    look = AccessEvent.objects.get(reference=before.question.reference)
    assert (look.kind, look.viewer_id, look.subject_id) == ("earlier", doctor.user_id, before.question_id)
    told = [(line["who"], line["what"]) for line in looks(before.question)]
    assert told == [(doctor.name, "read the query to answer another one of yours")]


def test_a_refused_look_is_no_look(signed_in, unrelated_doctor, now, before):
    signed_in(unrelated_doctor.user).get(page(now, before))

    assert not AccessEvent.objects.filter(reference=before.question.reference).exists()


def test_it_closes_with_the_claim_unless_an_answer_is_in_work(signed_in, doctor, asker, specialty, before):
    question = make_open_question(asker=asker, specialty=specialty)
    client = signed_in(doctor.user)
    address = f"/dashboard/questions/{question.reference}/earlier/{before.question.reference}/"
    codes = [client.get(address).status_code]
    question.claim(doctor=doctor)
    codes.append(client.get(address).status_code)
    Question.objects.filter(pk=question.pk).update(claimed_until=timezone.now() - timedelta(seconds=1))
    codes.append(client.get(address).status_code)

    assert codes == [404, 200, 404]


def test_it_closes_when_the_answer_is_approved_and_opens_when_it_is_revised(signed_in, doctor, now, before):
    client, codes = signed_in(doctor.user), []
    now.submit(by=doctor.user, seen_version=now.version)
    codes.append(client.get(page(now, before)).status_code)
    now.approve(by=make_moderator(), seen_version=now.version)
    codes.append(client.get(page(now, before)).status_code)
    now.revise(by=doctor.user, seen_version=now.version)
    codes.append(client.get(page(now, before)).status_code)

    assert codes == [200, 404, 200]


def test_a_declined_query_opens_nothing(signed_in, doctor, moderator, now, before):
    question = now.question
    question.refresh_from_db()
    question.decline(by=moderator, reason="Spam", seen_version=question.version)

    assert signed_in(doctor.user).get(page(now, before)).status_code == 404


@pytest.mark.parametrize("how", ("another patient's", "another field", "retracted", "lapsed", "nobody's"))
def test_nothing_else_is_read_through_a_query_in_hand(signed_in, doctor, moderator, now, before, how):
    path = page(now, before)
    if how == "another patient's":
        path = page(now, make_approved_answer(specialty=now.question.specialty))
    elif how == "another field":
        path = page(now, make_approved_answer(asker=now.question.asker, specialty=make_specialty()))
    elif how == "retracted":
        publication.retract(before, by=moderator, code="wrong", reason="Wrong", seen_version=before.version)
    elif how == "lapsed":
        Doctor.objects.filter(pk=doctor.pk).update(
            licence_expires_on=timezone.now().date() - timedelta(days=1)
        )
    else:
        path = path.replace(before.question.reference, "Q-2222-2222")

    response = signed_in(doctor.user).get(path)

    assert response.status_code == (403 if how == "lapsed" else 404)
    assert MARK not in response.content.decode()


def test_the_list_costs_the_same_at_any_length(signed_in, doctor, asker, specialty, now):
    client, costs = signed_in(doctor.user), []
    client.get(address(now))  # the first visit fills caches
    for _ in range(3):
        make_approved_answer(asker=asker, specialty=specialty)
        with CaptureQueriesContext(connection) as queries:
            client.get(address(now))
        costs.append(len(queries))

    assert costs[0] == costs[1] == costs[2]
