"""A newcomer on a phone, JavaScript off, keyboard only: from the home page to the confirmation."""

import re

import pytest

from accounts.models import Mail
from questions.models import Question
from tests import factories

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("_empty_cache")]
NEWCOMER = "nina@example.org"
SAVE = "main form button.btn-primary"


@pytest.fixture
def phone(open_page, settings):
    settings.MINIMUM_ASK_SECONDS = 0  # this one is faster than a person
    factories.make_red_flag()
    factories.make_specialty(name="Neurology")
    return open_page(width=390, height=800, java_script_enabled=False)


def tab_to(page, selector):
    """Press Tab until the control has focus, as somebody without a mouse does."""
    for _press in range(90):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            return
    raise AssertionError(f"{selector} isn't reached with the Tab key on {page.url}")


def press(page, selector):
    """Go to a link or button with the keyboard and press it."""
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def save(page, *, to):
    press(page, SAVE)
    assert page.url.rstrip("/").endswith(to), page.url


def choose(page, value):
    """A radio button or tick: with the arrow keys within a group, the space bar on a tick."""
    option = page.locator(f"main [value='{value}']")
    if option.get_attribute("type") == "checkbox":
        tab_to(page, f"main [value='{value}']")
        page.keyboard.press("Space")
        return
    tab_to(page, f"main [name={option.get_attribute('name')}]")
    page.keyboard.press("Space")
    while not option.is_checked():
        page.keyboard.press("ArrowDown")


def write(page, name, text):
    tab_to(page, f"main [name={name}]")
    page.keyboard.type(text)


def code_from_mail():
    return re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", Mail.objects.get(to=NEWCOMER).text)[0]


def test_newcomer_asks_with_the_keyboard_alone(phone):
    phone.goto("/")
    press(phone, "a[href='/ask/']")
    press(phone, "main a[href='/ask/specialty/']")
    save(phone, to="symptoms")
    choose(phone, "none")
    save(phone, to="about")
    choose(phone, "child")
    save(phone, to="question")
    write(phone, "title", "Why do her hands tingle?")
    save(phone, to="details")
    write(phone, "text", "It began three weeks ago.")
    save(phone, to="background")
    write(phone, "medicines", "none")
    save(phone, to="pictures")
    press(phone, "main button[value=continue]")
    choose(phone, "show_first")
    save(phone, to="account")
    write(phone, "email", NEWCOMER)
    press(phone, SAVE)
    write(phone, "code", code_from_mail())
    press(phone, "main form button[type=submit]")
    assert "Check your answers" in phone.inner_text("h1")
    press(phone, SAVE)

    question = Question.objects.get()
    assert question.reference in phone.inner_text("main")
    assert (question.asker.email, question.about, question.held_for) == (NEWCOMER, "child", "")


def test_warning_is_read_and_gone_on_from_without_javascript(phone):
    phone.goto("/ask/specialty/")
    save(phone, to="symptoms")
    choose(phone, "chest-pain")
    save(phone, to="warning")
    assert "Please get help now" in phone.inner_text("h1")
    press(phone, "main form button")

    assert phone.url.endswith("/about/")


def test_error_summary_leads_to_the_field(phone):
    phone.goto("/ask/specialty/")
    save(phone, to="symptoms")
    save(phone, to="symptoms")

    assert "There is a problem" in phone.inner_text("main")
    tab_to(phone, ".error-summary a")
    phone.keyboard.press("Enter")
    assert phone.locator(phone.url[phone.url.index("#") :]).get_attribute("type") == "checkbox"
