"""What exactly was reviewed: frozen versions beside the doctor's working copy."""

import pytest

from accounts.moves import MoveRefused
from answers.models import Answer, AnswerStatus, Outcome
from tests import factories

pytestmark = pytest.mark.django_db


def save(answer, **contract):
    answer.save_draft(contract=contract, seen_version=answer.version)


def submit(answer):
    answer.submit(by=answer.doctor.user, seen_version=answer.version)


def test_sending_freezes_words_and_credentials(doctor):
    answer = factories.make_submitted_answer(doctor=doctor, specialty=doctor.specialties.get())

    version = answer.versions.get()

    assert version.contract() == answer.contract()
    assert version.credentials == {
        **doctor.credentials(),
        "verified_on": doctor.verified_at.date().isoformat(),
    }
    assert (version.number, version.author, version.outcome) == (1, doctor.user, Outcome.WAITING)


def test_a_later_change_of_the_doctor_leaves_the_snapshot(doctor):
    answer = factories.make_submitted_answer(doctor=doctor, specialty=doctor.specialties.get())
    doctor.apply_again(by=doctor.user, seen_version=doctor.version)  # as a changed title does
    doctor.title = "Professor"
    doctor.save()

    assert answer.versions.get().credentials["title"] == "Consultant"


def test_the_patient_keeps_the_approved_version_while_a_new_one_is_written(moderator):
    answer = factories.make_approved_answer()
    factories.revise(answer)
    save(answer, short_answer="It is certainly harmless.")
    submit(answer)
    read = Answer.objects.readable_by_patient().get()
    assert read.approved_version.short_answer == "It is most likely harmless."

    answer.approve(by=moderator, seen_version=answer.version)

    read = Answer.objects.readable_by_patient().get()
    assert (read.approved_version.number, read.approved_version.short_answer) == (
        2,
        "It is certainly harmless.",
    )


def test_a_returned_revision_leaves_the_approved_version(moderator):
    answer = factories.make_approved_answer()
    factories.revise(answer)
    submit(answer)

    answer.send_back(by=moderator, reason="Which source?", seen_version=answer.version)

    assert answer.status == AnswerStatus.RETURNED
    assert Answer.objects.readable_by_patient().get().approved_version.number == 1
    assert answer.versions.get(number=2).reason == "Which source?"


def test_a_recalled_version_is_kept_and_never_decided(moderator):
    answer = factories.make_submitted_answer()
    seen = answer.version
    answer.recall(by=answer.doctor.user, seen_version=seen)
    save(answer, short_answer="Changed.")
    submit(answer)

    with pytest.raises(MoveRefused):  # the page the moderator opened before the recall
        answer.approve(by=moderator, seen_version=seen)

    outcomes = list(answer.versions.values_list("number", "outcome", "short_answer"))
    assert outcomes == [
        (1, Outcome.RECALLED, "It is most likely harmless."),
        (2, Outcome.WAITING, "Changed."),
    ]


def test_an_incomplete_answer_is_not_sent():
    answer = factories.make_draft_answer(contract={"limits": " "})

    with pytest.raises(MoveRefused):
        submit(answer)

    assert not answer.versions.exists()


def test_a_picture_without_finding_holds_the_answer_back():
    answer = factories.make_draft_answer(pictures=1)
    save(answer, findings={})

    with pytest.raises(MoveRefused):
        submit(answer)


def test_two_windows_do_not_overwrite_each_other():
    answer = factories.make_draft_answer()
    other_window = Answer.objects.get(pk=answer.pk)
    save(answer, explanation="The first window.")

    with pytest.raises(MoveRefused):
        save(other_window, explanation="The second window.")

    assert Answer.objects.get().explanation == "The first window."


def test_nothing_is_saved_while_the_reviewers_have_it():
    answer = factories.make_submitted_answer()

    with pytest.raises(MoveRefused):
        save(answer, explanation="Too late.")
