"""A patient has everything erased while others are at work on it: nothing waits for ever, nothing is left over."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from accounts import personal_data
from accounts.models import DataRequest, User
from accounts.moves import MoveRefused
from answers.models import Answer, Clarification, FollowUp, in_words
from questions.models import Attachment, Consent, Credit, Draft, Question, Step
from questions.sending import send
from tests import factories
from tests.dump import files, places_of, remove_files
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 6


@pytest.fixture(autouse=True)
def _no_files():
    remove_files()


def run_at_once(*moves):
    """Let go at the same moment; the errors that are no refusals."""
    found = at_once(*moves)
    return [
        repr(error) for error in found if isinstance(error, Exception) and not isinstance(error, MoveRefused)
    ]


def erase(user):
    """Asked for and carried out."""
    personal_data.ask_erasure(user, keep_pages=False)
    personal_data.carry_out_erasure.call(request_id=DataRequest.objects.get(user=user).pk)


def finish(user):
    """What the job does when a step failed: begin again."""
    for request in DataRequest.objects.filter(user=user):
        personal_data.carry_out_erasure.call(request_id=request.pk)


def nothing_left(mark):
    assert not User.objects.filter(email__startswith=mark).exists()
    assert not (Question.objects.exists() or Answer.objects.exists() or Draft.objects.exists())
    assert not (Credit.objects.exists() or Attachment.objects.exists() or FollowUp.objects.exists())
    assert places_of(mark) == ["accounts_mail"]  # the last mail, whose address goes when it is sent
    assert files() == []


@pytest.mark.parametrize("number", range(ROUNDS))
def test_doctor_submits_and_moderator_approves(number):
    mark = f"wildebeest{number}"
    patient = factories.make_user(email=f"{mark}@example.org")
    draft = factories.make_draft_answer(asker=patient, pictures=1, title=mark)
    other = factories.make_submitted_answer(asker=patient, specialty=draft.question.specialty, title=mark)
    moderator = factories.make_moderator()

    errors = run_at_once(
        lambda: erase(patient),
        lambda: draft.submit(by=draft.doctor.user, seen_version=draft.version),
        lambda: other.approve(by=moderator, seen_version=other.version),
        lambda: draft.save_draft(contract={"explanation": mark}, seen_version=draft.version),
    )

    finish(patient)
    assert errors == []
    nothing_left(mark)


@pytest.mark.parametrize("number", range(ROUNDS))
def test_moderators_decline_ask_and_publish(number):
    mark = f"cassowary{number}"
    patient = factories.make_user(email=f"{mark}@example.org")
    asked, declined = (factories.make_question(asker=patient, title=mark) for _ in range(2))
    answer = factories.make_approved_answer(asker=patient, consent=Consent.NO_NEED, title=mark)
    public = factories.make_public_draft(question=answer.question)
    moderator = factories.make_moderator()

    errors = run_at_once(
        lambda: erase(patient),
        lambda: Clarification.objects.ask(
            question=asked, by=moderator, items=in_words("Since when?"), seen_version=2
        ),
        lambda: declined.decline(by=moderator, reason="no", seen_version=declined.version),
        lambda: factories.approve_copy(public, by=moderator),
    )

    finish(patient)
    assert errors == []
    nothing_left(mark)


@pytest.mark.parametrize("number", range(ROUNDS))
def test_patient_sends_and_follows_up_in_other_windows(number):
    mark = f"chinchilla{number}"
    patient = factories.make_user(email=f"{mark}@example.org")
    answer = factories.make_approved_answer(asker=patient, title=mark)
    texts = {"title": mark, "text": mark, "specialty": answer.question.specialty}
    drafts = [
        Draft.objects.begin(
            start_key=uuid.uuid4(), user=patient, browser_key="", fields=texts, step=Step.QUESTION
        )
        for _ in range(2)
    ]
    Draft.objects.update(done=Draft.all_steps())

    errors = run_at_once(
        lambda: erase(patient),
        lambda: send(drafts[0], by=patient),
        lambda: drafts[1].answer(Step.DETAILS, fields={"text": f"{mark} more"}),
        lambda: FollowUp.objects.ask(answer=answer, by=patient, text=mark, key=uuid.uuid4()),
    )

    finish(patient)
    assert errors == []
    nothing_left(mark)


def test_two_workers_erase_the_same_person():
    patient = factories.make_user(email="pangolin@example.org")
    for _ in range(3):
        factories.make_draft_answer(asker=patient, pictures=1, title="pangolin")
    request = personal_data.ask_erasure(patient, keep_pages=False)

    errors = run_at_once(*[lambda: personal_data.carry_out_erasure.call(request_id=request.pk)] * 3)

    assert errors == []
    nothing_left("pangolin")


@pytest.mark.parametrize("number", range(3))
def test_editor_and_desk_answer_without_a_fault(number):
    mark = f"capybara{number}"
    patient, moderator = factories.make_user(email=f"{mark}@example.org"), factories.make_moderator()
    answer = factories.make_draft_answer(asker=patient, title=mark)
    waiting = factories.make_question(asker=patient, title=mark)
    doctor, desk = Client(raise_request_exception=False), Client(raise_request_exception=False)
    doctor.force_login(answer.doctor.user)
    desk.force_login(moderator)
    save = reverse("answer-edit", args=[answer.question.reference])
    decline = reverse("admin:desk-query-decline", args=[waiting.reference])
    codes = []

    errors = run_at_once(
        lambda: erase(patient),
        lambda: codes.append(doctor.post(save, {"explanation": "x", "version": answer.version}).status_code),
        lambda: codes.append(desk.post(decline, {"decline-text": "no", "version": 2}).status_code),
    )

    finish(patient)
    assert errors == []
    assert set(codes) <= {200, 302, 404, 409, 422}
    nothing_left(mark)
