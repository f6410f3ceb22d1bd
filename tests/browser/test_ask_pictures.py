"""Pictures in a real browser: sent at once with JavaScript, with a button without; similar questions as one types."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image

from accounts import pictures
from questions.models import Draft, Step
from tests import factories
from tests.archive import make_imported

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def files(tmp_path):
    """Three pictures and a text, as files."""
    for number, colour in enumerate(("teal", "crimson", "goldenrod")):
        Image.effect_noise((900, 700), 60 + number).convert("RGB").save(tmp_path / f"hand-{number}.jpg")
        Image.new("RGB", (300, 200), colour).save(tmp_path / f"flat-{number}.png")
    (tmp_path / "notes.txt").write_text("Dear doctor")
    return tmp_path


@pytest.fixture
def draft():
    user = factories.make_user()
    return Draft.objects.create(owner=user, title="Why does my hand itch?", done=[Step.SPECIALTY])


def address(draft):
    return f"/ask/{draft.reference}/pictures/"


def faults(page):
    return [f"{item['id']}: {item['nodes'][0]['html']}" for item in Axe().run(page).response["violations"]]


def test_pictures_are_sent_at_once_shown_described_and_removed(open_page, draft, files):
    page = open_page(draft.owner, width=390)
    page.goto(address(draft))
    assert page.locator("text=Add the chosen pictures").is_hidden()

    page.set_input_files("[name=pictures]", [files / "hand-0.jpg", files / "notes.txt", files / "flat-1.png"])
    page.wait_for_selector("[data-picture-list] li >> nth=1")
    page.wait_for_selector("text=This file is not a picture we can read")

    assert draft.pictures.count() == 2
    assert "“notes.txt”: This file is not a picture" in page.text_content("[data-picture-uploads]")
    assert faults(page) == []
    page.click("[aria-label='Go on without this picture: notes.txt']")
    page.fill("[data-picture-list] li:nth-child(1) [type=text]", "Back of my left hand")
    page.click("[data-picture-list] li:nth-child(2) button")
    page.locator("[data-picture-list] li:nth-child(2)").wait_for(state="detached")
    assert page.text_content("[data-picture-status]") == "The picture was removed."
    page.click("text=Save and continue")
    page.wait_for_url(re.compile(r"/ask/Q-[^/]+/(?!pictures)"))
    assert [item.caption for item in draft.pictures.all()] == ["Back of my left hand"]


def test_progress_is_shown_and_going_on_waits_for_it(open_page, draft, files):
    page = open_page(draft.owner)
    page.goto(address(draft))
    held = []

    def hold_the_first(route):
        if held or route.request.method != "POST":
            route.continue_()
        else:
            held.append(route)

    page.route("**/pictures/", hold_the_first)

    page.set_input_files("[name=pictures]", files / "hand-0.jpg")
    page.wait_for_selector("progress[aria-label='hand-0.jpg']")
    page.click("text=Save and continue")

    assert "still arriving" in page.text_content("[data-picture-status]")
    assert page.url.endswith("/pictures/")
    held[0].continue_()
    page.wait_for_url(re.compile(r"/ask/Q-[^/]+/(?!pictures)"))
    assert draft.pictures.count() == 1


def test_a_lost_connection_is_said_and_tried_again(open_page, draft, files):
    page = open_page(draft.owner)
    page.goto(address(draft))
    page.route(
        "**/pictures/", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )

    page.set_input_files("[name=pictures]", files / "hand-0.jpg")
    page.wait_for_selector("text=Check your connection and try again.")
    page.unroute("**/pictures/")
    page.click("[aria-label='Try again: hand-0.jpg']")
    page.wait_for_selector("[data-picture-list] li")

    assert draft.pictures.count() == 1


def test_a_busy_server_is_asked_again_by_itself(open_page, draft, files, monkeypatch, tmp_path):
    monkeypatch.setattr(pictures, "SLOT_FOLDER", tmp_path / "slots")
    monkeypatch.setattr(pictures, "SLOT_WAIT_SECONDS", 0)
    page = open_page(draft.owner)
    page.goto(address(draft))

    with pictures.decoding_slot(alone=True):
        page.set_input_files("[name=pictures]", files / "hand-0.jpg")
        page.wait_for_selector("text=is sent again by itself")
    page.wait_for_selector("[data-picture-list] li", timeout=20_000)

    assert draft.pictures.count() == 1


def test_without_javascript_pictures_are_added_with_a_button(open_page, draft, files):
    page = open_page(draft.owner, width=390, java_script_enabled=False)
    page.goto(address(draft))

    page.set_input_files("[name=pictures]", [files / "hand-0.jpg", files / "notes.txt"])
    page.click("text=Add the chosen pictures")

    assert "“notes.txt”: This file is not a picture" in page.text_content(".error-summary")
    page.fill("[data-picture-list] [type=text]", "Back of my left hand")
    page.set_input_files("[name=pictures]", files / "flat-1.png")
    page.click("text=Save and continue")
    assert "/pictures/" not in page.url
    assert [item.caption for item in draft.pictures.all()] == ["Back of my left hand", ""]


def test_enter_in_a_caption_removes_no_picture(open_page, draft, files):
    page = open_page(draft.owner)
    page.goto(address(draft))
    page.set_input_files("[name=pictures]", files / "hand-0.jpg")
    page.wait_for_selector("[data-picture-list] li")

    page.fill("[data-picture-list] [type=text]", "My hand")
    with page.expect_navigation():
        page.press("[data-picture-list] [type=text]", "Enter")

    assert [item.caption for item in draft.pictures.all()] == ["My hand"]


def test_similar_questions_come_as_one_types_and_on_the_next_page(open_page, draft):
    make_imported(1, title="Tingling hands at night", question="Both hands tingle when I sleep.")
    page = open_page(draft.owner, width=390)
    page.goto(f"/ask/{draft.reference}/question/")

    page.fill("[name=title]", "Why do both my hands tingle at night?")
    page.wait_for_selector("[data-similar] >> text=Tingling hands at night")

    assert page.text_content("[data-similar-status]") == "1 answered question that may be like yours."
    assert faults(page) == []
    page.click("text=Save and continue")
    assert page.url.endswith("/similar/")
    assert faults(page) == []
    page.click("button:has-text('This answers my question')")
    page.wait_for_url("**/ask/helped/**")
    assert not Draft.objects.filter(pk=draft.pk).exists()
    assert faults(page) == []
