"""How a claim ends: by the job, by another doctor, by suspension or lapse, by absence; and who hears of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AuditEvent, Mail
from answers.jobs import end_claims
from answers.models import Answer
from questions.models import Care, Question
from specialties.models import Doctor
from tests.factories import make_draft_answer, make_open_question

pytestmark = pytest.mark.django_db


def overdue(question):
    Question.objects.filter(pk=question.pk).update(claimed_until=timezone.now() - timedelta(seconds=1))
    return question


def holder(question):
    return Question.objects.get(pk=question.pk).claimed_by


def told(doctor):
    """The references of which this doctor was told that their time has ended."""
    rows = Mail.objects.filter(kind="claim_released", user=doctor.user)
    return list(rows.values_list("reference", flat=True))


def ended(question):
    return AuditEvent.objects.filter(verb="question.claim_ended", subject_id=question.pk)


def test_the_job_takes_an_ended_claim_away_and_tells_a_doctor_who_had_begun(doctor, specialty):
    begun = overdue(make_draft_answer(doctor=doctor, specialty=specialty).question)
    live = make_draft_answer(doctor=doctor, specialty=specialty).question
    untouched = make_open_question(specialty=specialty)
    untouched.claim(doctor=doctor)
    overdue(untouched)

    end_claims()
    end_claims()

    assert [holder(question) for question in (begun, live, untouched)] == [None, doctor, None]
    assert told(doctor) == [begun.reference]
    event = ended(begun).get()
    assert (event.actor_id, event.details) == (None, {"doctor": doctor.pk})
    assert Answer.objects.filter(question=begun, doctor=doctor).exists()


def test_no_mail_while_the_query_waits_for_its_patient(doctor, specialty):
    question = make_draft_answer(doctor=doctor, specialty=specialty).question
    question.want_more(by=doctor.user, seen_version=question.version)
    overdue(question)

    end_claims()

    assert holder(question) is None and told(doctor) == []


def test_taking_over_an_ended_claim_tells_the_first_doctor_whose_draft_stays(doctor, other_doctor, specialty):
    draft = make_draft_answer(doctor=doctor, specialty=specialty)
    overdue(draft.question)

    draft.question.claim(doctor=other_doctor)

    assert told(doctor) == [draft.question.reference] and told(other_doctor) == []
    assert ended(draft.question).get().details == {"doctor": doctor.pk}
    draft.refresh_from_db()
    assert draft.short_answer and draft.doctor == doctor


def test_claiming_again_after_the_end_is_no_takeover(doctor, specialty):
    question = overdue(make_draft_answer(doctor=doctor, specialty=specialty).question)

    question.claim(doctor=doctor)

    assert holder(question) == doctor and told(doctor) == [] and not ended(question).exists()


@pytest.mark.parametrize("move", ("suspend", "lapse", "apply_again"))
def test_a_doctor_who_is_verified_no_more_holds_nothing_from_that_moment(
    doctor, other_doctor, moderator, specialty, move
):
    question, other = (
        make_draft_answer(doctor=one, specialty=specialty).question for one in (doctor, other_doctor)
    )
    if move == "suspend":
        doctor.suspend(by=moderator, reason="Complaint", seen_version=doctor.version)
    elif move == "apply_again":
        doctor.apply_again(by=doctor.user, seen_version=doctor.version)
    else:
        yesterday = timezone.now().date() - timedelta(days=1)
        Doctor.objects.filter(pk=doctor.pk).update(licence_expires_on=yesterday)
        doctor.refresh_from_db()
        doctor.lapse()

    assert (holder(question), holder(other)) == (None, other_doctor)
    assert ended(question).get().details == {"doctor": doctor.pk}


def test_a_licence_that_ended_at_midnight_holds_nothing_a_minute_later(doctor, specialty):
    question = make_draft_answer(doctor=doctor, specialty=specialty).question
    Doctor.objects.filter(pk=doctor.pk).update(licence_expires_on=timezone.now().date() - timedelta(days=1))

    end_claims()

    assert holder(question) is None


def test_going_away_gives_back_all_that_is_held(doctor, other_doctor, specialty):
    mine = [make_draft_answer(doctor=doctor, specialty=specialty).question for _ in range(2)]
    other = make_draft_answer(doctor=other_doctor, specialty=specialty).question

    released = Question.objects.release_all(doctor)

    assert released == 2 and [holder(question) for question in mine] == [None, None]
    assert holder(other) == other_doctor and told(doctor) == []


def test_the_mail_names_nothing_but_the_reference(doctor, specialty, deliver, mailoutbox):
    question = overdue(make_draft_answer(doctor=doctor, specialty=specialty).question)
    end_claims()

    deliver()

    (message,) = [each for each in mailoutbox if doctor.user.email in each.to and "has ended" in each.subject]
    assert message.subject == f"Your time with {question.reference} has ended"
    assert specialty.name not in message.body and question.title not in message.body
    assert question.care == Care.OPEN and f"/dashboard/questions/{question.reference}/" in message.body
