"""The desk corrects a public page: prefilled with what readers read, beside what its doctor changed."""

import pytest
from django.urls import reverse

from answers.models import Correction
from questions.models import Consent, PublicDraft, PublishedQuestion
from tests import factories

pytestmark = pytest.mark.django_db


def url(page, name="desk-publication", query="?correct=1"):
    return reverse(f"admin:{name}", args=[page.question.reference]) + query


@pytest.fixture
def page():
    """A public page with a de-identified word, of whose answer a newer version was approved."""
    page = factories.make_published_question(
        title="Zyxtitle",
        text="Zyxpublic.",
        contract={"short_answer": "Take two pills.", "sources": "Zyxsource"},
    )
    factories.make_new_version(
        page.question.answers.get(), short_answer="Take one pill.", self_care="Zyxcare.", sources=""
    )
    return page


def typed(page, **changes):
    draft = PublicDraft.objects.get(question=page.question_id)
    answer = page.question.answers.get()
    version = answer.approved_version
    texts = {name: text for name, text in version.contract().items() if isinstance(text, str) and text}
    parts = {f"a{version.pk}-{name}": text for name, text in texts.items()}
    words = {"title": page.title, "text": page.text, "correction_note": "The dose was wrong."}
    words["signed"] = factories.EVERY_CLASS
    return {"version": draft.version, **words, **parts, **changes}


def test_the_queue_lists_it_until_the_page_is_corrected(signed_in, moderator, page):
    client, address = signed_in(moderator), reverse("admin:desk-list", args=["corrections"])
    link = f'href="{url(page, query="")}"'
    assert link in client.get(address).content.decode()

    client.post(url(page, "desk-publication-save"), typed(page))
    assert "waits for an approval" in client.get(address).content.decode()
    client.post(url(page, "desk-publication-approve"), typed(page))

    assert link not in client.get(address).content.decode()
    assert Correction.objects.get().note == "The dose was wrong."


def test_it_begins_with_what_readers_read_and_shows_what_the_doctor_changed(signed_in, moderator, page):
    body = signed_in(moderator).get(url(page)).content.decode()

    assert ">\nZyxpublic.</textarea>" in body and ">\nTake two pills.</textarea>" in body
    assert "Take <del>two pills. </del><ins>one pill.</ins>" in body
    assert "The doctor took this part out, so it leaves the page." in body
    assert "An answer has changed since; readers see the old one." in body


def test_saving_and_approving_changes_the_page(signed_in, moderator, page):
    client = signed_in(moderator)
    client.post(url(page, "desk-publication-save"), typed(page))
    before = PublishedQuestion.objects.get()

    client.post(url(page, "desk-publication-approve"), typed(page))

    answer = page.answers.get()
    assert before.draft_version + 1 == PublishedQuestion.objects.get().draft_version
    assert (answer.short_answer, answer.self_care, answer.sources) == ("Take one pill.", "Zyxcare.", "")


def test_a_correction_without_a_note_keeps_what_was_typed(signed_in, moderator, page):
    response = signed_in(moderator).post(
        url(page, "desk-publication-save"), typed(page, correction_note="", text="Zyxtyped.")
    )

    assert response.status_code == 422 and "Zyxtyped." in response.content.decode()
    assert "Enter what was corrected" in response.content.decode()


def test_an_unsaved_text_is_not_approved(signed_in, moderator, page):
    client = signed_in(moderator)
    client.post(url(page, "desk-publication-save"), typed(page))

    response = client.post(url(page, "desk-publication-approve"), typed(page, correction_note="Another."))

    assert response.status_code == 422 and not Correction.objects.exists()


def test_a_stale_save_shows_both_texts(signed_in, moderator, other_moderator, page):
    seen = typed(page, text="Zyxtyped.")
    factories.make_correction(page.question, moderator=other_moderator, text="Zyxtheirs.")

    response = signed_in(moderator).post(url(page, "desk-publication-save"), seen)

    body = response.content.decode()
    assert response.status_code == 409 and "Zyxtyped." in body and "Zyxtheirs." in body


def test_a_page_can_be_corrected_when_no_answer_changed(signed_in, moderator):
    page = factories.make_published_question(text="In Ely it began.")
    client = signed_in(moderator)
    factories.say_why(page.question, by=moderator)
    assert 'href="?correct=1"' in client.get(url(page, query="")).content.decode()

    for step in ("save", "approve"):
        client.post(url(page, f"desk-publication-{step}"), typed(page, text="It began."))

    page.refresh_from_db()
    assert (page.text, page.answers.get().edited_at) == ("It began.", None)


def test_what_waits_for_the_patient_can_be_taken_back(signed_in, moderator):
    page = factories.make_published_question(consent=Consent.SHOW_FIRST)
    client = signed_in(moderator)
    for step in ("save", "approve"):
        client.post(url(page, f"desk-publication-{step}"), typed(page, text="Zyxnew."))
    body = client.get(url(page)).content.decode()
    assert "waits for the patient" in body and "Recall the text from the patient" in body

    address, seen = url(page, "desk-publication-take-back", query=""), PublicDraft.objects.get().version
    unsure = client.post(address, {"confirm-version": seen})
    client.post(address, {"confirm-version": seen, "confirm-confirm": "on"})

    assert (unsure.status_code, bool(unsure.context["take_back"].errors)) == (422, True)
    assert not unsure.context["take_down"].is_bound
    assert not PublicDraft.objects.get().approved_at
    page.refresh_from_db()
    assert page.text != "Zyxnew."


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_costs_the_same_queries_at_any_length(
    signed_in, moderator, count, django_assert_max_num_queries
):
    for _ in range(count):
        factories.make_new_version(factories.make_published_question().question.answers.get())
    client, address = signed_in(moderator), reverse("admin:desk-list", args=["corrections"])
    client.get(address)

    with django_assert_max_num_queries(15):
        response = client.get(address)

    assert response.content.count(b"desk-row__age") == count
