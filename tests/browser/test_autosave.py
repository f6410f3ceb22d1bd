"""Writing while the network, the tab, another window or the session breaks: little is lost, nothing lied about."""

import re
import time

import pytest
from playwright.sync_api import expect

from answers.models import Answer
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
STATE = "[data-autosave-state]"
PROBLEM = "[data-autosave-problem]"
FIELD = "[name=explanation]"
MOST_LOST = 5  # seconds of typing
SENDING = 4  # seconds from a change to the server, at the most
# Whether "Saved" ever stood there while the form held other words than the last reply was about.
WATCH = """
() => {
  window.lies = [];
  const state = document.querySelector("[data-autosave-state]");
  const field = document.querySelector("[name=explanation]");
  let sent = field.value, confirmed = field.value;
  const original = window.fetch;
  window.fetch = async (address, options) => {
    if (options?.method === "POST") sent = options.body.get("explanation");
    const mine = sent;
    const response = await original(address, options);
    if (response.ok && options?.method === "POST") confirmed = mine;
    return response;
  };
  const look = () => {
    if (state.textContent.startsWith("Saved") && field.value !== confirmed) window.lies.push(field.value);
  };
  new MutationObserver(look).observe(state, { childList: true, subtree: true, characterData: true });
  field.addEventListener("input", () => setTimeout(look)); // once the page has heard of it
}
"""


@pytest.fixture
def answer(db):
    return factories.make_draft_answer(doctor=None, contract={"explanation": ""})


@pytest.fixture
def page(open_page, answer):
    """The editor of the answer's doctor."""
    page = open_page(answer.doctor.user)
    page.goto(answer.get_absolute_url())
    page.evaluate(WATCH)
    return page


def stored():
    return Answer.objects.get().explanation


def wait_until(condition, *, seconds):
    """Wait for something that happens on the server; seconds it took."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < seconds, "waited too long"
        time.sleep(0.05)
    return time.monotonic() - began


def saved(page):
    expect(page.locator(STATE)).to_have_text(re.compile(r"^Saved"), timeout=20_000)


def test_typing_without_a_pause_is_saved_all_along(page):
    page.focus(FIELD)
    typed, lags, began = {}, [], time.monotonic()
    while time.monotonic() - began < 10:
        page.keyboard.type("word ")
        typed[len(typed) + 1] = time.monotonic()
        there = len(stored().split())
        lags.append(time.monotonic() - typed[there + 1] if there + 1 in typed else 0)
        page.wait_for_timeout(80)

    assert max(lags) < MOST_LOST
    saved(page)
    assert len(stored().split()) == len(typed) and page.evaluate("window.lies") == []


def test_a_tab_that_is_closed_loses_at_most_the_last_seconds(page, answer):
    page.focus(FIELD)
    page.keyboard.type("Early words. ")
    early = time.monotonic()
    wait_until(lambda: time.monotonic() - early > SENDING - 2, seconds=SENDING)
    page.keyboard.type("Late words.")
    page.wait_for_timeout(2000 + 500)

    page.close()

    assert time.monotonic() - early < MOST_LOST + 2
    assert stored().startswith("Early words.")


def test_the_network_goes_and_comes_back_and_saving_goes_on_by_itself(page):
    page.fill(FIELD, "With a network. ")
    saved(page)
    page.context.set_offline(True)
    page.focus(FIELD)
    page.keyboard.press("End")
    page.keyboard.type("Without one.")
    expect(page.locator(PROBLEM)).to_contain_text("no connection")
    state = page.inner_text(STATE)

    page.context.set_offline(False)

    took = wait_until(lambda: stored() == "With a network. Without one.", seconds=10)
    saved(page)
    page.reload()
    assert state.startswith("Not saved yet (last saved ") and took < MOST_LOST
    assert page.input_value(FIELD) == "With a network. Without one."
    assert page.inner_text(STATE).startswith("Saved") and page.inner_text(PROBLEM) == ""


def test_a_late_reply_to_older_words_says_nothing_of_the_newer(page):
    def slowly(route):
        response = route.fetch()
        page.wait_for_timeout(1500)
        route.fulfill(response=response)

    page.route("**/autosave/", slowly)
    page.fill(FIELD, "Older")
    with page.expect_request("**/autosave/"):
        pass
    page.fill(FIELD, "Older and newer")
    expect(page.locator(STATE)).to_have_text(re.compile(r"^Not saved yet \(last"), timeout=20_000)
    page.unroute("**/autosave/")

    wait_until(lambda: stored() == "Older and newer", seconds=10)
    saved(page)
    assert page.evaluate("window.lies") == []


def test_a_button_pressed_without_a_network_leaves_the_text_on_the_page(page):
    page.fill(FIELD, "Words")
    saved(page)
    page.context.set_offline(True)
    page.fill(FIELD, "Words typed just before")

    page.click("text=Send for review")
    expect(page.locator(PROBLEM)).to_contain_text("no connection")

    assert page.input_value(FIELD) == "Words typed just before"
    page.context.set_offline(False)
    wait_until(lambda: stored() == "Words typed just before", seconds=10)


def test_of_two_windows_the_second_is_stopped_and_shows_both_texts(page, answer):
    other = page.context.new_page()
    other.goto(answer.get_absolute_url())
    page.fill(FIELD, "From the first window")
    saved(page)

    other.fill(FIELD, "From the second window")
    expect(other.locator(PROBLEM)).to_contain_text("another window")
    with other.expect_navigation():
        other.click("button:text-is('Save')")

    text = other.inner_text("main")
    assert "From the first window" in text and other.input_value(FIELD) == "From the second window"
    assert stored() == "From the first window"
    with other.expect_navigation():
        other.click("text=Go on with what I just sent")
    assert stored() == "From the second window"


def test_back_from_another_page_the_editor_holds_what_is_stored_now(page, answer):
    page.fill(FIELD, "First")
    saved(page)
    other = page.context.new_page()
    page.goto("/dashboard/")
    other.goto(answer.get_absolute_url())
    other.fill(FIELD, "Second, from another window")
    saved(other)

    page.go_back()

    expect(page.locator(FIELD)).to_have_value("Second, from another window")
    page.fill(FIELD, "Third")
    saved(page)
    assert stored() == "Third"


def test_a_lost_session_keeps_the_text_and_saving_goes_on_after_signing_in(page, answer, settings):
    page.fill(FIELD, "Typed before")
    saved(page)
    page.context.clear_cookies()
    page.fill(FIELD, "Typed while signed out")
    expect(page.locator(PROBLEM)).to_contain_text("signed out")
    other = page.context.new_page()

    other.goto("/accounts/login/")
    other.fill("[name=login]", answer.doctor.user.email)
    other.fill("[name=password]", factories.PASSWORD)
    other.click("main form button[type=submit]")
    other.wait_for_url(lambda url: "/accounts/login/" not in url)

    wait_until(lambda: stored() == "Typed while signed out", seconds=20)
    saved(page)
    assert page.inner_text(PROBLEM) == ""


def test_one_part_that_is_too_long_keeps_no_other_from_being_saved(page):
    page.fill("[name=short_answer]", "a" * 301)
    page.fill(FIELD, "Saved all the same")

    expect(page.locator(PROBLEM)).to_contain_text("300")

    assert stored() == "Saved all the same"
    assert page.inner_text(STATE).startswith("Not saved yet")
    assert "1 character too many" in page.inner_text("#div_id_short_answer")
    page.fill("[name=short_answer]", "Short enough.")
    saved(page)
