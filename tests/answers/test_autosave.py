"""Autosave's replies: "saved" only when it is, and every reason why not in words the page can show."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from answers.models import Answer
from specialties.models import Doctor
from tests.answers.forms import address, typed
from tests.factories import make_draft_answer, make_submitted_answer

JSON = {"HTTP_ACCEPT": "application/json"}


def test_autosave_saves_and_says_which_version_and_when(signed_in, doctor, specialty):
    answer = make_draft_answer(doctor=doctor, specialty=specialty)

    response = signed_in(doctor.user).post(
        address(answer, "autosave/"), typed(answer, limits="Typing"), **JSON
    )

    stored = Answer.objects.select_related("question").get()
    reply = response.json()
    assert (stored.limits, reply["version"]) == ("Typing", stored.version)
    assert abs(parse_datetime(reply["saved_at"]) - stored.saved_at) < timedelta(milliseconds=1)
    assert abs(parse_datetime(reply["claimed_until"]) - stored.question.claimed_until) < timedelta(
        milliseconds=1
    )


def test_each_autosave_needs_the_version_the_last_one_gave(signed_in, doctor, specialty):
    answer = make_draft_answer(doctor=doctor, specialty=specialty)
    client, version = signed_in(doctor.user), answer.version

    for text in ("a", "ab", "abc"):
        sent = typed(answer, limits=text, version=version)
        version = client.post(address(answer, "autosave/"), sent, **JSON).json()["version"]

    assert (Answer.objects.get().limits, version) == ("abc", answer.version + 3)


def test_a_stale_autosave_is_a_conflict_and_overwrites_nothing(signed_in, doctor, specialty):
    answer = make_draft_answer(doctor=doctor, specialty=specialty)
    client = signed_in(doctor.user)
    client.post(address(answer, "autosave/"), typed(answer, limits="Window one"), **JSON)

    response = client.post(address(answer, "autosave/"), typed(answer, limits="Window two"), **JSON)

    assert (response.status_code, response.json()["error"]) == (409, "conflict")
    assert Answer.objects.get().limits == "Window one"


def test_the_same_text_sent_again_after_a_lost_reply_counts_as_saved(signed_in, doctor, specialty):
    answer = make_draft_answer(doctor=doctor, specialty=specialty)
    sent = typed(answer, limits="The reply got lost")

    replies = [
        signed_in(doctor.user).post(address(answer, "autosave/"), sent, **JSON).json() for _ in range(2)
    ]

    assert replies[0]["version"] == replies[1]["version"] == Answer.objects.get().version


def test_a_text_that_is_too_long_is_named_and_not_cut(signed_in, doctor, specialty):
    answer = make_draft_answer(doctor=doctor, specialty=specialty)

    response = signed_in(doctor.user).post(
        address(answer, "autosave/"), typed(answer, short_answer="a" * 301), **JSON
    )

    assert response.status_code == 422
    assert response.json()["message"].startswith("Not saved: ") and "300" in response.json()["message"]


def test_somebody_signed_out_is_told_so_and_redirected_nowhere(client, doctor, specialty):
    answer = make_draft_answer(doctor=doctor, specialty=specialty)

    response = client.post(address(answer, "autosave/"), typed(answer), **JSON)

    assert (response.status_code, response.json()["error"]) == (401, "signed_out")


def test_a_doctor_whose_licence_ended_is_told_so(signed_in, doctor, specialty):
    answer = make_draft_answer(doctor=doctor, specialty=specialty)
    Doctor.objects.update(licence_expires_on=timezone.now().date() - timedelta(days=1))

    response = signed_in(doctor.user).post(address(answer, "autosave/"), typed(answer), **JSON)

    assert (response.status_code, response.json()["error"]) == (403, "not_verified")


def test_an_answer_with_the_reviewers_is_not_autosaved(signed_in, doctor, specialty):
    answer = make_submitted_answer(doctor=doctor, specialty=specialty)

    response = signed_in(doctor.user).post(address(answer, "autosave/"), typed(answer, limits="Late"), **JSON)

    assert response.status_code == 409
    assert Answer.objects.get().limits != "Late"


def test_a_window_whose_token_is_void_gets_a_fresh_one_and_goes_on(doctor, specialty):
    answer = make_draft_answer(doctor=doctor, specialty=specialty)
    client = Client(enforce_csrf_checks=True)
    client.force_login(doctor.user)

    refused = client.post(address(answer, "autosave/"), typed(answer), **JSON)
    token = client.get(address(answer, "autosave/"), **JSON).json()["csrf"]
    sent = typed(answer, limits="Goes on", csrfmiddlewaretoken=token)
    saved = client.post(address(answer, "autosave/"), sent, **JSON)

    assert (refused.status_code, saved.status_code) == (403, 200)
    assert Answer.objects.get().limits == "Goes on"


def test_questions_to_the_patient_are_kept_while_they_are_typed(signed_in, doctor, specialty):
    answer = make_draft_answer(doctor=doctor, specialty=specialty)
    asking = {"ask_kind_1": "number", "ask_text_1": "How many a day?", "ask_text_3": "Since when?"}

    signed_in(doctor.user).post(address(answer, "autosave/"), typed(answer, **asking), **JSON)

    assert Answer.objects.get().asking == [
        {"kind": "number", "text": "How many a day?"},
        {"kind": "text", "text": "Since when?"},
    ]
