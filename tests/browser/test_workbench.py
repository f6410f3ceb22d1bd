"""The workbench in a real browser: by keyboard alone, while somebody types, and without JavaScript."""

import pytest
from django.urls import reverse

from questions.models import PublishedQuestion
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "My name is Anna Whitfield. Write to anna@example.org please. It hurts in Leeds."


@pytest.fixture
def question():
    return factories.make_approved_answer(consent="no_need", title="Why?", text=TEXT).question


def go(page, question):
    page.goto(reverse("admin:desk-publication", args=[question.reference]))
    return page


def tab_to(page, name):
    """Press Tab until the focus lies on something of that name."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == name:
            return
    pytest.fail(f"Tab never reached {name}")


def wait_for(page, text, *, name="text"):
    page.wait_for_function(
        "([name, text]) => document.getElementsByName(name)[0].value === text", arg=[name, text]
    )


def test_by_keyboard_alone_from_the_marks_to_the_public_page(open_page, question):
    page = go(open_page(factories.make_moderator()), question)

    for _ in range(3):  # the focus stays among the marks of the text
        if page.evaluate("document.activeElement.name") != "replace":
            tab_to(page, "replace")
        before = page.input_value("[name=text]")
        page.keyboard.press("Enter")
        page.wait_for_function("before => document.getElementsByName('text')[0].value !== before", arg=before)
        page.wait_for_function("() => document.activeElement !== document.body")
    with page.expect_navigation():
        page.locator("text=Save the public copy").press("Enter")
    for box in page.locator("[name=signed]").all():
        box.press("Space")
    with page.expect_navigation():
        page.locator("text=Approve the saved copy").press("Enter")

    public = PublishedQuestion.objects.get().text
    assert public.startswith("My name is [name removed]. Write to [e-mail address removed] please.")
    assert "Leeds" not in public


def test_words_selected_and_words_typed_meanwhile(open_page, question):
    page = go(open_page(factories.make_moderator()), question)
    page.focus("[name=text]")
    page.keyboard.press("Control+Home")
    for _ in range(2):
        page.keyboard.press("Control+Shift+ArrowRight")
    assert page.input_value("[name=words-text]") == "My name"
    page.press("[name=words-text]", "Enter")
    wait_for(page, TEXT.replace("My name", "[name removed]"))

    page.focus("[name=text]")
    page.keyboard.press("Control+End")
    page.keyboard.type(" Ring 0113 496 0000 now.", delay=5)
    page.wait_for_selector("#part-text q:has-text('0113 496 0000')")
    assert page.input_value("[name=text]").endswith("in Leeds. Ring 0113 496 0000 now.")


def test_without_javascript(open_page, question):
    page = go(open_page(factories.make_moderator(), width=390, java_script_enabled=False), question)
    page.fill("[name=title]", "zebra-title")

    page.click("#part-text [name=replace] >> nth=0")
    page.click("#part-text [name=keep] >> nth=0")
    page.click("#part-text [name=undo] >> nth=0")
    page.click("#part-text [data-hand] summary")
    page.fill("[name=words-text]", "hurts")
    page.press("[name=words-text]", "Enter")  # looks again, and loses nothing

    assert page.input_value("[name=text]") == TEXT and page.input_value("[name=title]") == "zebra-title"
    assert page.inner_text("#part-text .tag--good") == "Not identifying"
    assert page.input_value("[name=words-text]") == "hurts"
