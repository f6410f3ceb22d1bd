"""What doctors and patients write to each other, in a real browser: questions back, snippets, replies to follow-ups."""

import pytest
from django.urls import reverse

from answers.models import Answer, Clarification, FollowUp, Snippet
from tests import factories
from tests.browser.test_accessibility import check, examine, press

pytestmark = pytest.mark.django_db(transaction=True)
SAVED = "[data-autosave-state]:text-matches('^Saved')"


@pytest.fixture
def answer(db):
    area = factories.make_specialty(name="Neurology")
    doctor = factories.make_doctor(specialties=[area])
    return factories.make_draft_answer(doctor=doctor, specialty=area, pictures=1)


@pytest.fixture
def follow_up(answer):
    """One whose reply came back from the reviewers."""
    doctor = answer.doctor
    approved = factories.make_approved_answer(doctor=doctor, specialty=answer.question.specialty)
    follow_up = factories.make_follow_up(answer=approved, reply="Yes, you may swim.")
    follow_up.send_back(by=factories.make_moderator(), reason="Say how long.", seen_version=2)
    return follow_up


def reply_page(follow_up):
    return reverse("followup-reply", args=[follow_up.answer.question.reference, follow_up.pk])


def test_three_questions_go_to_the_patient_and_their_replies_come_back(open_page, answer):
    doctor, patient = open_page(answer.doctor.user), open_page(answer.question.asker, width=390)
    doctor.goto(answer.get_absolute_url())
    doctor.click("summary:has-text('Ask the patient for more')")
    for number, (kind, text) in enumerate(
        [("number", "How wide, in mm?"), ("yes_no", "Does it itch?"), ("date", "Since which day?")], start=1
    ):
        doctor.fill(f"[name=ask_text_{number}]", text)
        doctor.select_option(f"[name=ask_kind_{number}]", kind)
    examine(doctor, "the editor with questions to the patient")
    doctor.wait_for_selector(SAVED)
    assert len(Answer.objects.get(pk=answer.pk).asking) == 3
    doctor.click("text=Save and ask the patient")
    doctor.wait_for_url("**/dashboard/")

    check(patient, answer.question.get_absolute_url())
    patient.fill("[name=reply_1]", "a few")
    patient.fill("[name=reply_3]", "2026-05-03")
    press(patient, "Send my reply", status=422)
    assert patient.input_value("[name=reply_1]") == "a few"
    patient.fill("[name=reply_1]", "3,5")
    patient.check("[name=reply_2][value=not_sure]")
    patient.click("text=Send my reply")
    patient.wait_for_selector("text=Your reply is with those who asked")

    assert Clarification.objects.get().replies == ["3,5", "not_sure", "2026-05-03"]
    check(doctor, answer.get_absolute_url())
    assert doctor.locator("dl.asked dd").all_inner_texts() == ["3,5", "I'm not sure", "3 May 2026"]


def test_a_snippet_is_found_put_in_at_the_cursor_saved_and_taken_out_again(open_page, answer):
    factories.make_snippet(doctor=answer.doctor, title="Moles", text="Look at them monthly.")
    factories.make_snippet(title="Hair", text="It grows again.", shared=True)
    page = open_page(answer.doctor.user)
    page.goto(answer.get_absolute_url())
    page.fill("[name=limits]", "Before after")
    page.evaluate("document.querySelector('[name=limits]').setSelectionRange(6, 6)")
    page.wait_for_selector(SAVED)
    saved = page.inner_text("[data-autosave-state]")

    page.click(".snippets summary")
    page.fill("#snippet-words", "monthly mol")
    page.wait_for_selector(".snippet-found li:only-child")
    assert page.inner_text("[data-autosave-state]") == saved  # the search is no part of the answer
    page.keyboard.press("Enter")
    page.click("[data-snippet-insert]")

    assert page.input_value("[name=limits]") == "Before Look at them monthly. after"
    assert "What cannot be told from here" in page.inner_text("[data-snippet-status]")
    page.wait_for_function("v => document.querySelector('[name=version]').value > v", arg=answer.version + 1)
    assert Answer.objects.get(pk=answer.pk).limits == "Before Look at them monthly. after"
    page.focus("[name=limits]")
    page.keyboard.press("Control+z")
    assert page.input_value("[name=limits]") == "Before after"
    examine(page, "the editor with snippets")


def test_a_snippet_goes_to_the_end_of_a_text_that_was_not_entered_yet(open_page, answer):
    factories.make_snippet(doctor=answer.doctor, text="Look at them monthly.")
    page = open_page(answer.doctor.user)
    page.goto(answer.get_absolute_url())

    page.click(".snippets summary")
    page.click("[data-snippet-insert]")

    assert page.input_value("[name=explanation]") == f"{answer.explanation}\n\nLook at them monthly."


def test_undo_brings_back_what_a_snippet_replaced(open_page, answer):
    factories.make_snippet(doctor=answer.doctor, text="Look at them monthly.")
    page = open_page(answer.doctor.user, width=390)
    page.goto(answer.get_absolute_url())
    page.fill("[name=limits]", "Keep this")
    page.evaluate("document.querySelector('[name=limits]').setSelectionRange(5, 9)")
    page.click(".snippets summary")
    page.click("[data-snippet-insert]")
    assert page.input_value("[name=limits]") == "Keep Look at them monthly."

    page.click("[data-snippet-undo]")

    assert page.input_value("[name=limits]") == "Keep this"


def test_a_reply_is_saved_while_it_is_typed_and_two_windows_do_not_overwrite_each_other(open_page, follow_up):
    page = open_page(follow_up.answer.doctor.user, width=390)
    page.goto(reply_page(follow_up))
    other = page.context.new_page()
    other.goto(reply_page(follow_up))
    page.fill("[name=reply]", "")
    page.type("[name=reply]", "Yes, for an hour.")
    page.wait_for_selector(SAVED)
    assert FollowUp.objects.get().reply == "Yes, for an hour."

    other.fill("[name=reply]", "Yes, for a day.")
    other.wait_for_selector("[data-autosave-problem]:has-text('another window')")
    press(other, "Save", status=409)

    assert "Yes, for an hour." in other.inner_text("main")
    assert other.input_value("[name=reply]") == "Yes, for a day."
    assert FollowUp.objects.get().reply == "Yes, for an hour."
    page.evaluate(
        "scrollTo(0, 0)"
    )  # the bars that stay in view cut a link in two wherever the page stands now
    examine(page, "a reply that is saved")
    page.reload()
    assert page.input_value("[name=reply]") == "Yes, for an hour."


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_pages_of_snippets_and_replies(open_page, answer, follow_up, width, scheme):
    factories.make_snippet(doctor=answer.doctor, specialty=answer.question.specialty, text="Long word " * 60)
    factories.make_snippet(shared=True, text="Donaudampfschiff" * 12)
    page = open_page(answer.doctor.user, width=width, color_scheme=scheme)

    check(page, reverse("snippets"))
    check(page, reverse("snippets") + "?q=nothing")
    check(page, Snippet.objects.first().get_absolute_url())
    check(page, reverse("snippet-delete", args=[Snippet.objects.of_doctor(answer.doctor).get().pk]))
    check(page, reverse("snippet-add"))
    page.fill("[name=title]", "Call")
    page.fill("[name=text]", "Call 020 7946 0018.")
    press(page, "Save", status=422)
    check(page, reply_page(follow_up))
    page.click("summary:has-text('What you sent')")
    page.click(".snippets summary")
    page.wait_for_selector(".snippet-found")
    examine(page, "a reply that came back")
    check(page, reverse("followup-preview", args=[follow_up.answer.question.reference, follow_up.pk]))
    check(page, reverse("dashboard") + "?tab=followups")


def test_without_javascript_a_link_leads_to_the_snippets(open_page, answer):
    factories.make_snippet(doctor=answer.doctor, text="Look at them monthly.")
    page = open_page(answer.doctor.user, java_script_enabled=False)
    page.goto(answer.get_absolute_url())

    page.click(".snippets summary")
    assert not page.is_visible("#snippet-words")
    with page.context.expect_page() as opened:
        page.click("text=Open the snippets in a new window")

    assert "Look at them monthly." in opened.value.inner_text("main")
