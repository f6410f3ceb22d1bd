"""The editor: what it shows to whom, saving, two windows, questions back, taking back and opening again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AccessEvent
from answers.models import Answer, AnswerStatus, Clarification
from questions.models import Care, Question
from specialties.models import Doctor
from tests.answers.forms import address, typed
from tests.factories import make_approved_answer, make_draft_answer, make_open_question, make_submitted_answer

MARK = "Zygomatic-Quokka"
PAGES = ("", "preview/", "autosave/")
WRITES = ("", "autosave/", "submit/", "release/", "ask/", "recall/", "revise/", "claim/")


def test_the_editor_shows_the_query_its_facts_and_pictures_and_records_the_look(signed_in, doctor, specialty):
    question = make_open_question(
        specialty=specialty, text=f"{MARK} text", medicines=f"{MARK} pills", age_band="30–39", pictures=1
    )
    question.claim(doctor=doctor)

    page = signed_in(doctor.user).get(f"/dashboard/questions/{question.reference}/").content.decode()

    picture = question.attachments.get()
    for words in (f"{MARK} text", f"{MARK} pills", "30–39", picture.get_absolute_url()):
        assert words in page
    look = AccessEvent.objects.get(kind=AccessEvent.Kind.QUERY)
    assert (look.viewer_id, look.viewer_role, look.subject_id) == (doctor.user_id, "doctor", question.pk)


def test_no_field_cuts_what_is_pasted(signed_in, doctor, specialty):
    answer = make_approved_answer(doctor=doctor, specialty=specialty, pictures=1)
    answer.revise(by=doctor.user, seen_version=answer.version)
    held = make_open_question(specialty=specialty)
    held.claim(doctor=doctor)
    client = signed_in(doctor.user)

    editor = client.get(address(answer)).content.decode()
    handover = client.get(f"/dashboard/questions/{held.reference}/hand-back/").content.decode()

    assert 'name="finding_' in editor and 'name="change_note"' in editor and 'name="reason"' in handover
    assert "maxlength" not in editor + handover


def test_opening_the_editor_begins_one_answer_however_often_it_is_opened(signed_in, doctor, specialty):
    question = make_open_question(specialty=specialty)
    question.claim(doctor=doctor)

    for _ in range(2):
        signed_in(doctor.user).get(f"/dashboard/questions/{question.reference}/")

    assert Answer.objects.get().question == question


def test_a_query_nobody_claimed_is_closed_to_its_doctors(signed_in, doctor, specialty):
    question = make_open_question(specialty=specialty, text=MARK)

    response = signed_in(doctor.user).get(f"/dashboard/questions/{question.reference}/")

    assert response.status_code == 404
    assert MARK not in response.content.decode()


@pytest.mark.parametrize("who", ("other_doctor", "unrelated_doctor", "unverified_doctor"))
def test_another_doctor_finds_nothing_of_a_query_and_its_answer(client, request, doctor, specialty, who):
    answer = make_draft_answer(
        doctor=doctor,
        specialty=specialty,
        text=MARK,
        title=f"{MARK} title",
        contract={"explanation": f"{MARK} draft"},
    )
    client.force_login(request.getfixturevalue(who).user)

    responses = [client.get(address(answer, action)) for action in PAGES]
    responses += [
        client.post(address(answer, action), typed(answer)) for action in WRITES if action != "claim/"
    ]

    refusal = 403 if who == "unverified_doctor" else 404
    assert {response.status_code for response in responses} <= {404, refusal}
    assert not any(MARK.encode() in response.content for response in responses)


def test_a_patient_and_a_visitor_find_no_editor(client, asker, doctor, specialty):
    answer = make_draft_answer(doctor=doctor, question=make_open_question(asker=asker, specialty=specialty))

    assert client.get(address(answer))["Location"].startswith("/accounts/login/")
    client.force_login(asker)
    assert client.get(address(answer)).status_code == 404


@pytest.mark.parametrize("end", ("lapsed", "suspended"))
def test_every_write_is_refused_in_the_minute_the_doctor_may_not_answer_any_more(
    signed_in, doctor, moderator, specialty, end
):
    answer = make_draft_answer(doctor=doctor, specialty=specialty, text=MARK)
    client = signed_in(doctor.user)
    assert client.get(address(answer)).status_code == 200  # the window is open
    if end == "suspended":
        doctor.suspend(by=moderator, reason="Complaint", seen_version=doctor.version)
    else:
        Doctor.objects.filter(pk=doctor.pk).update(
            licence_expires_on=timezone.now().date() - timedelta(days=1)
        )
    before = Answer.objects.values().get()

    sent = typed(answer, explanation="My last words", ask_text_1="Since when?")
    responses = [client.post(address(answer, action), sent) for action in WRITES]

    assert {response.status_code for response in responses} == {403}
    assert Answer.objects.values().get() == before
    assert all(
        b"My last words" in response.content and MARK.encode() not in response.content
        for response in responses
    )


def test_saving_keeps_a_half_written_answer_and_pushes_the_end_of_the_claim_back(
    signed_in, doctor, specialty
):
    answer = make_draft_answer(doctor=doctor, specialty=specialty)
    soon = timezone.now() + timedelta(minutes=2)
    Question.objects.filter(pk=answer.question_id).update(claimed_until=soon)

    response = signed_in(doctor.user).post(
        address(answer), {"version": answer.version, "short_answer": "Half a th"}
    )

    answer.refresh_from_db()
    assert response["Location"] == address(answer)
    assert (answer.short_answer, answer.explanation, answer.status) == ("Half a th", "", AnswerStatus.DRAFT)
    assert Question.objects.get(pk=answer.question_id).claimed_until > soon


def test_a_short_answer_that_is_too_long_is_not_cut_but_shown_again(signed_in, doctor, specialty):
    answer = make_draft_answer(doctor=doctor, specialty=specialty)
    long = "a" * 301

    response = signed_in(doctor.user).post(
        address(answer), typed(answer, short_answer=long, limits="Typed too")
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert long in page and "Typed too" in page and 'href="#id_short_answer"' in page
    assert f'name="version" value="{answer.version}"' in page
    assert Answer.objects.get().short_answer != long


def test_a_second_window_sees_both_texts_and_can_go_on_with_either(signed_in, doctor, specialty):
    answer = make_draft_answer(doctor=doctor, specialty=specialty)
    client = signed_in(doctor.user)
    client.post(address(answer), typed(answer, explanation="From the first window"))

    response = client.post(address(answer), typed(answer, explanation="From the second window"))

    page = response.content.decode()
    stored = Answer.objects.get()
    assert response.status_code == 409
    assert "From the first window" in page and "From the second window" in page
    assert f'name="version" value="{stored.version}"' in page and f'href="{address(answer)}"' in page
    assert stored.explanation == "From the first window"


def test_going_on_with_the_typed_text_saves_it(signed_in, doctor, specialty):
    answer = make_draft_answer(doctor=doctor, specialty=specialty)
    client = signed_in(doctor.user)
    client.post(address(answer), typed(answer, explanation="First"))
    conflict = client.post(address(answer), typed(answer, explanation="Second"))

    client.post(
        address(answer), typed(answer, explanation="Second", version=conflict.context["answer"].version)
    )

    assert Answer.objects.get().explanation == "Second"


def test_a_button_pressed_twice_is_no_conflict(signed_in, doctor, specialty):
    answer = make_draft_answer(doctor=doctor, specialty=specialty)
    sent = typed(answer, explanation="Pressed twice")

    places = [signed_in(doctor.user).post(address(answer), sent).get("Location") for _ in range(2)]

    assert places == [address(answer)] * 2


def test_asking_the_patient_saves_the_draft_and_moves_the_query(signed_in, doctor, specialty):
    answer = make_draft_answer(doctor=doctor, specialty=specialty)

    signed_in(doctor.user).post(
        address(answer, "ask/"), typed(answer, explanation="So far", ask_text_1="Since when?")
    )

    clarification = Clarification.objects.get()
    assert (clarification.text, clarification.asked_by) == ("Since when?", doctor.user)
    assert Question.objects.get().care == Care.MORE_INFORMATION
    assert Answer.objects.get().explanation == "So far"


def test_asking_without_the_claim_is_refused_and_keeps_what_was_typed(
    signed_in, doctor, other_doctor, specialty
):
    answer = make_draft_answer(doctor=doctor, specialty=specialty)
    Question.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    answer.question.claim(doctor=other_doctor)

    response = signed_in(doctor.user).post(
        address(answer, "ask/"), typed(answer, ask_text_1="Since when exactly?")
    )

    assert response.status_code == 409
    assert "Since when exactly?" in response.content.decode()
    assert not Clarification.objects.exists()


def test_a_returned_answer_shows_the_reason_and_can_be_sent_again(signed_in, doctor, moderator, specialty):
    answer = make_submitted_answer(doctor=doctor, specialty=specialty)
    answer.send_back(by=moderator, reason="Say how sure you are.", seen_version=answer.version)
    client = signed_in(doctor.user)

    page = client.get(address(answer)).content.decode()
    client.post(address(answer, "submit/"), typed(answer, limits="Nine in ten."))

    answer.refresh_from_db()
    assert "Say how sure you are." in page
    assert (answer.status, answer.latest_version.limits) == (AnswerStatus.IN_REVIEW, "Nine in ten.")


def test_an_answer_in_review_can_be_taken_back_but_not_written_in(signed_in, doctor, specialty):
    answer = make_submitted_answer(doctor=doctor, specialty=specialty)
    client = signed_in(doctor.user)

    written = client.post(address(answer), typed(answer, explanation="Behind the reviewers' back"))
    client.post(address(answer, "recall/"), {"version": answer.version})

    assert written.status_code == 409 and "Behind the reviewers" in written.content.decode()
    answer.refresh_from_db()
    assert answer.status == AnswerStatus.DRAFT and "Behind" not in answer.explanation


def test_an_approved_answer_can_be_opened_again_while_the_patient_keeps_the_approved_one(
    signed_in, doctor, specialty
):
    answer = make_approved_answer(doctor=doctor, specialty=specialty)

    stale = signed_in(doctor.user).post(address(answer, "revise/"), {"version": answer.version - 1})
    signed_in(doctor.user).post(address(answer, "revise/"), {"version": answer.version})

    answer.refresh_from_db()
    assert stale.status_code == 409
    assert answer.status == AnswerStatus.DRAFT
    assert Answer.objects.readable_by_patient().get() == answer
