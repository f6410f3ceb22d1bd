"""The patient and the public text: exact preview, agreement, wish for a change, taking it down."""

import pytest
from django.urls import reverse

from questions.models import Consent, Publication, PublishedQuestion
from tests.factories import approve_copy, make_approved_answer, make_public_draft, make_published_question


@pytest.fixture
def waiting(asker):
    """A public text that waits for its patient, and differs from what they wrote."""
    answer = make_approved_answer(
        asker=asker,
        consent=Consent.SHOW_FIRST,
        title="Anna from Wexford",
        text="I am Anna, 34, and it hurts.",
    )
    draft = make_public_draft(
        question=answer.question, title="A pain", text="I am in my thirties, and it hurts."
    )
    approve_copy(draft)
    draft.refresh_from_db()
    return draft


def post(client, name, draft, **data):
    return client.post(reverse(name, args=[draft.question.reference]), data)


def test_preview_shows_the_exact_text_and_what_was_changed(signed_in, asker, waiting):
    page = (
        signed_in(asker)
        .get(reverse("publication-preview", args=[waiting.question.reference]))
        .content.decode()
    )
    public = page.split("What we changed")[0]

    assert "I am in my thirties, and it hurts." in public and '<h2 dir="auto">A pain</h2>' in public
    assert "Anna" not in public.split('id="main"')[1]
    assert "strained" in public and "It is most likely harmless." in public
    assert "<del>Anna, 34, </del>" in page and "<ins>in my thirties, </ins>" in page


def test_preview_says_of_the_pictures_what_readers_read(client, signed_in, asker):
    answer = make_approved_answer(asker=asker, consent=Consent.SHOW_FIRST, pictures=1)
    draft = make_public_draft(question=answer.question)
    approve_copy(draft)
    draft.refresh_from_db()
    words = "We never publish pictures; the doctor says below what it shows."

    preview = signed_in(asker).get(reverse("publication-preview", args=[draft.question.reference]))
    post(client, "publication-agree", draft, version=draft.version)
    page = client.get(PublishedQuestion.objects.get().get_absolute_url())

    assert words in preview.content.decode()
    assert words in page.content.decode()


def test_agreement_publishes_what_was_seen(client, signed_in, asker, waiting):
    response = post(signed_in(asker), "publication-agree", waiting, version=waiting.version)

    copy = PublishedQuestion.objects.get()
    assert (copy.title, copy.text) == ("A pain", "I am in my thirties, and it hurts.")
    page = client.get(response.headers["Location"]).content.decode()
    assert copy.get_absolute_url() in page


def test_agreement_to_another_text_than_the_one_seen_is_refused(signed_in, asker, waiting, moderator):
    client = signed_in(asker)
    post(client, "publication-change", waiting, version=waiting.version, note="Leave out the age.")
    new = make_public_draft(question=waiting.question, title="A pain", text="It hurts.")
    approve_copy(new, by=moderator)

    response = post(client, "publication-agree", waiting, version=waiting.version)

    assert response.status_code == 409
    assert not PublishedQuestion.objects.exists()


def test_wish_for_a_change_reaches_the_moderators(signed_in, asker, waiting):
    post(signed_in(asker), "publication-change", waiting, version=waiting.version, note="Leave out the age.")

    waiting.refresh_from_db()
    waiting.question.refresh_from_db()
    assert (waiting.change_wanted, waiting.approved_by) == ("Leave out the age.", None)
    assert waiting.question.publication == Publication.ALLOWED


def test_wish_without_words_is_asked_for_again(signed_in, asker, waiting):
    response = post(signed_in(asker), "publication-change", waiting, version=waiting.version, note="")

    assert response.status_code == 422
    assert response.content.decode().count("Enter what should be different.") == 2


def test_wish_that_comes_too_late_is_shown_again(signed_in, asker, waiting):
    client = signed_in(asker)
    post(client, "publication-agree", waiting, version=waiting.version)

    response = post(client, "publication-change", waiting, version=waiting.version, note="Wait, not the age!")

    assert response.status_code == 409
    assert "Wait, not the age!" in response.content.decode()


def test_patient_keeps_it_private_instead(signed_in, asker, waiting):
    question = waiting.question
    question.refresh_from_db()
    post(signed_in(asker), "question-consent", waiting, version=question.version, consent="private")

    question.refresh_from_db()
    assert (question.publication, question.consent) == (Publication.PRIVATE, Consent.PRIVATE)
    assert post(signed_in(asker), "publication-agree", waiting, version=waiting.version).status_code == 409


def test_no_preview_without_a_text_that_waits(signed_in, asker):
    question = make_approved_answer(asker=asker, consent=Consent.SHOW_FIRST).question
    make_public_draft(question=question, text="PLANTED by a moderator, not approved")

    response = signed_in(asker).get(reverse("publication-preview", args=[question.reference]))

    assert response.status_code == 302
    page = signed_in(asker).get(question.get_absolute_url()).content.decode()
    assert "PLANTED" not in page


def test_public_page_is_taken_down_after_a_question(client, signed_in, asker):
    copy = make_published_question(asker=asker)
    public, question = copy.get_absolute_url(), copy.question
    address = reverse("publication-withdraw", args=[question.reference])
    assert client.get(public).status_code == 200
    assert "Take the public page down?" in signed_in(asker).get(address).content.decode()
    assert PublishedQuestion.objects.exists()

    signed_in(asker).post(address, {"version": question.version})

    client.logout()
    assert client.get(public).status_code == 410
    question.refresh_from_db()
    assert question.publication == Publication.WITHDRAWN


def test_taking_down_on_a_stale_page_is_refused(signed_in, asker):
    question = make_published_question(asker=asker).question
    address = reverse("publication-withdraw", args=[question.reference])

    assert signed_in(asker).post(address, {"version": question.version - 1}).status_code == 409
    assert PublishedQuestion.objects.exists()
