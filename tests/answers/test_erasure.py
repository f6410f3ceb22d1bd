"""A person has everything erased: nothing of them is left in any table or file."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import deskclaims, personal_data
from accounts.jobs import forget_erased_addresses
from accounts.models import AuditEvent, DataRequest, DeskClaim, Mail, MailState, User
from accounts.personal_data import carry_out_erasure
from answers.erasing import erase_question
from answers.models import Answer, PublishedAnswer
from answers.views import patient_publication
from questions.models import PublishedQuestion, Question, WithdrawnPage
from questions.views import mine
from tests.dump import files, places_of, remove_files, stored
from tests.factories import (
    PASSWORD,
    make_draft_answer,
    make_published_question,
    make_question,
    make_second_answer,
    make_user,
)
from tests.marked import Marked

pytestmark = pytest.mark.django_db


# Where a patient's words and addresses lie.
HOLDING = {
    *("accounts_user", "account_emailaddress", "accounts_mail", "mfa_authenticator", "django_admin_log"),
    *(
        "questions_draft",
        "questions_draftpicture",
        "questions_question",
        "questions_attachment",
        "questions_appeal",
    ),
    *(
        "questions_credit",
        "answers_answer",
        "answers_answerversion",
        "answers_clarification",
        "answers_followup",
    ),
}


def sessions_naming(email):
    """Sessions are stored packed: their words are seen only when they are read as the site reads them."""
    return [one for one in map(Session.get_decoded, Session.objects.all()) if email in str(one)]


@pytest.fixture
def zebra():
    remove_files()
    return Marked("Zebra")


def erase(user, *, keep_pages=False):
    """The whole road: asked for, and done by the worker."""
    request = personal_data.ask_erasure(user, keep_pages=keep_pages)
    return carry_out_erasure.call(request_id=request.pk)


def send_last_mail():
    """The last mail goes out, which blanks its address."""
    mail = Mail.objects.get(kind="account_erased")
    mail._to("sending")
    mail.sent()


@pytest.mark.parametrize("keep_pages", (False, True))
def test_nothing_of_the_person_is_left(zebra, keep_pages):
    personal_data.make_export.call(request_id=personal_data.ask_export(zebra.user).pk)
    personal_data.ask_export(zebra.user)
    before = places_of("Zebra")
    assert HOLDING <= set(before)
    assert sessions_naming(zebra.user.email)

    assert erase(zebra.user, keep_pages=keep_pages) == "erased"

    send_last_mail()
    assert places_of("Zebra") == [] and files() == []
    assert not sessions_naming(zebra.user.email)
    assert not User.objects.filter(pk=zebra.user.pk).exists()


def test_others_keep_everything(zebra):
    Marked("Quagga")
    before = {place: data.lower().count(b"quagga") for place, data in stored().items()}

    erase(zebra.user)

    after = stored()
    assert {place: after.get(place, b"").lower().count(b"quagga") for place in before} == before


def test_trail_keeps_numbers_only(zebra):
    lines = AuditEvent.objects.count()

    erase(zebra.user)

    assert AuditEvent.objects.count() > lines
    assert (
        AuditEvent.objects.filter(verb="account.erased", subject_id=zebra.user.pk, actor_id=None).count() == 1
    )


def test_account_is_closed_and_signed_out_at_once(client, asker):
    client.force_login(asker)
    elsewhere = Client()
    elsewhere.force_login(asker)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    without_tick = client.post(reverse("data-erase"), {})
    response = client.post(reverse("data-erase"), {"confirm": "on"})

    assert (without_tick.status_code, response.status_code, response.url) == (
        422,
        302,
        reverse("data-erased"),
    )
    assert elsewhere.get(reverse("my-questions")).status_code == 302
    assert not User.objects.get(pk=asker.pk).is_active
    assert client.get(reverse("data-erased")).status_code == 200
    carry_out_erasure.call(request_id=DataRequest.objects.get().pk)
    assert not any(
        str(asker.pk) == data.get("_auth_user_id") for data in map(Session.get_decoded, Session.objects.all())
    )


def test_pages_are_taken_down_unless_they_may_stay(zebra, client):
    page = PublishedQuestion.objects.get()

    erase(zebra.user)

    assert client.get(page.get_absolute_url()).status_code == 410
    assert WithdrawnPage.objects.get().reference == page.reference
    assert not Question.objects.exists() and not PublishedAnswer.objects.exists()


def test_erasure_cut_off_in_the_middle_is_carried_on(zebra):
    request = personal_data.ask_erasure(zebra.user, keep_pages=False)
    personal_data.modules()[0].erase(zebra.user, keep_pages=False)  # as far as it came

    assert carry_out_erasure.call(request_id=request.pk) == "erased"
    assert carry_out_erasure.call(request_id=request.pk) == "nothing to do"
    send_last_mail()
    assert places_of("Zebra") == []


def test_interrupted_erasure_is_begun_again_by_the_job(asker):
    personal_data.ask_erasure(asker, keep_pages=False)
    assert personal_data.resume() == 0
    DataRequest.objects.update(
        asked_at=DataRequest.objects.get().asked_at - 2 * personal_data.timedelta(minutes=5)
    )

    assert personal_data.resume() == 1


def test_who_signed_for_others_cannot_erase_alone(moderator, asker):
    question = make_question()
    question.decline(by=moderator, reason="no", seen_version=question.version)
    User.objects.filter(pk=moderator.pk).update(is_staff=False)
    moderator.refresh_from_db()

    assert not personal_data.may_erase_alone(moderator)
    assert personal_data.may_erase_alone(asker)


def test_last_mail_goes_to_the_address_and_names_nobody(asker):
    email = asker.email

    erase(asker)

    mail = Mail.objects.get()
    assert (mail.kind, mail.to, mail.user) == ("account_erased", email, None)


@pytest.mark.parametrize("state", (MailState.QUEUED, MailState.SENDING, MailState.PARKED))
def test_address_goes_within_the_hour_though_no_mail_goes(asker, state):
    email = asker.email
    erase(asker)
    erased = Mail.objects.filter(kind="account_erased")
    erased.update(state=state, queued_at=timezone.now() - timedelta(minutes=44))
    forget_erased_addresses()
    assert places_of(email) == ["accounts_mail"]

    erased.update(queued_at=timezone.now() - timedelta(minutes=46))
    forget_erased_addresses()

    assert places_of(email) == []


@pytest.mark.parametrize("name", ("answer-edit", "answer-autosave", "answer-submit", "question-release"))
def test_doctor_who_is_writing_sees_that_it_was_taken_back(client, doctor, specialty, name):
    patient = make_user()
    answer = make_draft_answer(doctor=doctor, specialty=specialty, asker=patient)
    address = reverse(name, args=[answer.question.reference])
    client.force_login(doctor.user)

    erase(patient)
    response = client.post(address, {"explanation": "Words of an hour", "version": 1})

    assert response.status_code == 409
    assert (
        "withdrew this query" in response.content.decode() and "Words of an hour" in response.content.decode()
    )
    assert not Answer.objects.exists()


@pytest.mark.parametrize("view", (mine, patient_publication))
def test_ones_own_other_window_finds_nothing_any_more(rf, asker, view):
    question = make_question(asker=asker)
    request = rf.post("/")
    request.user = asker
    erase_question(question, keep_page=False)  # between the reading of the query and the refusal of the move

    with pytest.raises(Http404):
        view._refused(request, question, message="This was changed meanwhile.")


def test_the_words_of_a_second_answer_are_shown_when_its_query_was_erased(signed_in, doctor, specialty):
    page = make_published_question(specialty=specialty)
    answer = make_second_answer(page=page, doctor=doctor)
    address = reverse("answer-edit", args=[answer.question.reference])

    erase(page.question.asker)
    response = signed_in(doctor.user).post(address, {"explanation": "Words of an hour", "version": 1})

    assert response.status_code == 409 and "Words of an hour" in response.content.decode()


def test_no_moderator_has_it_in_hand_any_more(moderator):
    answer = make_draft_answer()
    for subject in (answer, answer.question):
        deskclaims.take_over(subject, by=moderator)

    erase_question(answer.question, keep_page=False)

    assert not DeskClaim.objects.exists()


def test_stranger_learns_nothing_of_an_erased_query(client, other_doctor, doctor, specialty):
    patient = make_user()
    answer = make_draft_answer(doctor=doctor, specialty=specialty, asker=patient)
    address = reverse("answer-edit", args=[answer.question.reference])
    client.force_login(other_doctor.user)

    erase(patient)

    assert client.get(address).status_code == 404
