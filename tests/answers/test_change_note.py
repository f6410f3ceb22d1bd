"""A change of an approved answer says what was changed and why; a first version has nothing to say."""

import pytest

from answers.models import Answer, AnswerStatus
from tests import factories
from tests.answers.forms import address, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def answer(doctor, specialty):
    """An approved answer that its doctor opened again."""
    answer = factories.make_approved_answer(doctor=doctor, specialty=specialty)
    answer.revise(by=doctor.user, seen_version=answer.version)
    return answer


def test_the_editor_asks_only_when_an_approved_answer_is_changed(signed_in, doctor, answer):
    first = factories.make_draft_answer(doctor=doctor, specialty=doctor.specialties.get())
    client = signed_in(doctor.user)

    assert "What did you change, and why?" in client.get(address(answer)).content.decode()
    assert "What did you change, and why?" not in client.get(address(first)).content.decode()


def test_without_a_note_it_is_not_sent_and_nothing_typed_is_lost(signed_in, doctor, answer):
    response = signed_in(doctor.user).post(address(answer, "submit/"), typed(answer, limits="Zyxtyped."))

    body = response.content.decode()
    assert response.status_code == 422 and "Enter what you changed, and why" in body and "Zyxtyped." in body
    assert Answer.objects.get().status == AnswerStatus.DRAFT


def test_the_note_is_kept_by_autosave_and_frozen_in_the_version(signed_in, doctor, answer):
    client = signed_in(doctor.user)
    client.post(address(answer, "autosave/"), typed(answer, change_note="The dose."))
    answer.refresh_from_db()
    assert answer.change_note == "The dose."

    codes = [
        client.post(address(answer, "submit/"), typed(answer, change_note="The dose.")).status_code
        for _ in range(2)
    ]

    assert codes == [302, 302]
    assert answer.versions.get(number=2).change_note == "The dose."


def test_the_next_change_begins_without_the_old_note(answer):
    answer.save_draft(contract={"change_note": "The dose."}, seen_version=answer.version)
    answer.submit(by=answer.doctor.user, seen_version=answer.version)
    answer.approve(by=factories.make_moderator(), seen_version=answer.version)

    answer.revise(by=answer.doctor.user, seen_version=answer.version)

    assert answer.change_note == ""
