"""Saying thank you, and the second click on whatever a patient has done already."""

import pytest
from django.urls import reverse

from accounts.models import AuditEvent, Mail
from accounts.moves import MoveRefused
from answers import publication
from questions.models import Consent, Publication
from tests.factories import (
    approve_copy,
    make_approved_answer,
    make_draft_answer,
    make_public_draft,
    make_published_question,
    make_question,
)


@pytest.fixture
def answer(asker):
    return make_approved_answer(asker=asker)


def thanking(answer):
    return reverse("answer-thank", args=[answer.question.reference, answer.pk])


def thanks():
    return AuditEvent.objects.filter(verb="answer.thanked").count()


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


def test_patient_says_thank_you_once(signed_in, asker, answer):
    client = signed_in(asker)
    assert "Say thank you" in client.get(answer.question.get_absolute_url()).content.decode()

    first = client.post(thanking(answer), follow=True)
    second = client.post(thanking(answer), follow=True)

    answer.refresh_from_db()
    assert answer.thanked_at is not None and thanks() == 1
    assert Mail.objects.get(kind="question_thanks").user == answer.doctor.user
    assert "You said thank you" in first.content.decode() and "Say thank you" not in first.content.decode()
    assert messages_of(second) == ["You said thank you already."]


def test_doctor_sees_it(signed_in, answer):
    answer.thank(by=answer.question.asker)

    page = signed_in(answer.doctor.user).get(answer.get_absolute_url()).content.decode()

    assert "The patient said thank you" in page


def test_thanking_changes_no_time(answer):
    answer.thank(by=answer.question.asker)
    when = answer.thanked_at

    answer.thank(by=answer.question.asker)

    assert answer.thanked_at == when and thanks() == 1


def test_nobody_else_thanks(signed_in, stranger, answer):
    assert signed_in(stranger).post(thanking(answer)).status_code == 404
    with pytest.raises(MoveRefused):
        answer.thank(by=stranger)


def test_what_nobody_has_read_is_not_thanked_for(signed_in, asker, moderator):
    draft = make_draft_answer(asker=asker)
    gone = make_approved_answer(asker=asker)
    publication.retract(gone, by=moderator, code="wrong", reason="A mix-up.", seen_version=gone.version)
    client = signed_in(asker)

    assert [client.post(thanking(one)).status_code for one in (draft, gone)] == [404, 409]


def twice(client, url, data):
    """The second click's words, after the first did it."""
    assert client.post(url, data).status_code == 302
    second = client.post(url, data, follow=True)
    assert second.status_code == 200 and second.redirect_chain
    return messages_of(second)[-1]


def test_second_click_on_this_answered_my_question(signed_in, asker, answer):
    question = answer.question
    question.refresh_from_db()
    url = reverse("question-close", args=[question.reference])

    assert "already" in twice(signed_in(asker), url, {"version": question.version})


def test_second_click_on_taking_back(signed_in, asker):
    question = make_question(asker=asker)
    url = reverse("question-withdraw", args=[question.reference])

    assert "already" in twice(signed_in(asker), url, {"version": question.version})


def test_second_click_on_a_choice_about_publication(signed_in, asker):
    question = make_question(asker=asker)
    url = reverse("question-consent", args=[question.reference])

    said = twice(signed_in(asker), url, {"version": question.version, "consent": Consent.SHOW_FIRST})

    question.refresh_from_db()
    assert "already" in said and question.publication == Publication.ALLOWED


def test_second_click_on_agreeing(signed_in, asker):
    answer = make_approved_answer(asker=asker, consent=Consent.SHOW_FIRST)
    draft = make_public_draft(question=answer.question)
    approve_copy(draft, by=draft.prepared_by)
    url = reverse("publication-agree", args=[answer.question.reference])

    assert "already" in twice(signed_in(asker), url, {"version": draft.version})


def test_second_click_on_asking_for_a_change(signed_in, asker):
    answer = make_approved_answer(asker=asker, consent=Consent.SHOW_FIRST)
    draft = make_public_draft(question=answer.question)
    approve_copy(draft, by=draft.prepared_by)
    url = reverse("publication-change", args=[answer.question.reference])

    assert "already" in twice(
        signed_in(asker), url, {"version": draft.version, "note": "Leave out the weeks."}
    )


def test_second_click_on_taking_the_page_down(signed_in, asker):
    question = make_published_question(asker=asker).question
    url = reverse("publication-withdraw", args=[question.reference])

    assert "already" in twice(signed_in(asker), url, {"version": question.version})
