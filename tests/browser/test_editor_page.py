"""The editor's page in a browser: pictures opened one by one, the switch on a phone, shortcuts."""

import re

import pytest
from playwright.sync_api import expect

from accounts.models import AccessEvent
from answers.models import Answer, DoctorNotices
from tests import factories
from tests.browser.test_accessibility import check, examine

pytestmark = pytest.mark.django_db(transaction=True)
LONG = "\n\n".join(f"Paragraph {number}. " + "Since when does it hurt? " * 20 for number in range(10))
RIGHT_TO_LEFT = "منذ أسبوعين أشعر بألم في الرأس.\n\nAnd one line in English."


@pytest.fixture
def answer(db):
    return factories.make_draft_answer(pictures=2, text=f"{RIGHT_TO_LEFT}\n\n{LONG}")


def looks():
    return list(
        AccessEvent.objects.filter(kind=AccessEvent.Kind.PICTURE)
        .order_by("pk")
        .values_list("subject_id", flat=True)
    )


def test_a_picture_is_looked_at_when_it_is_opened_and_that_is_recorded_once(open_page, answer):
    first, second = answer.question.attachments.all()
    page = open_page(answer.doctor.user)
    page.goto(answer.get_absolute_url())
    page.mouse.wheel(0, 20_000)
    page.wait_for_timeout(300)
    seen = [looks()]

    page.click("text=Look at picture 1 >> nth=0")
    expect(page.locator("[data-viewer-stage] img")).to_be_visible()
    seen.append(looks())
    page.click("[data-viewer-step='1']")
    expect(page.locator("#viewer-title")).to_have_text("Picture 2 of 2")
    expect(page.locator("[data-viewer-stage] img")).to_be_visible()
    page.click("[data-viewer-step='1']")
    expect(page.locator("#viewer-title")).to_have_text("Picture 1 of 2")
    seen.append(looks())

    assert seen == [[], [first.pk], [first.pk, second.pk]]
    examine(page, "viewer")
    page.keyboard.press("Escape")
    expect(page.locator("[data-viewer]")).to_be_hidden()
    assert page.evaluate("document.activeElement.dataset.picture") == "1"
    assert page.locator(".picture-tile__frame img").count() == 4  # each beside the query and beside its field


def place(page):
    return page.evaluate("document.querySelector('[data-viewer-stage] img').style.transform")


def test_an_enlarged_picture_moves_by_mouse_and_arrow_keys_and_goes_back_to_whole(open_page, answer):
    stored = answer.question.attachments.first().file
    with stored.storage.open(stored.name, "wb") as file:
        file.write(factories.picture_file(size=(1600, 1200)).read())
    page = open_page(answer.doctor.user)
    page.goto(answer.get_absolute_url())
    page.click("text=Look at picture 1 >> nth=0")
    expect(page.locator("[data-viewer-stage] img")).to_be_visible()
    whole = place(page)

    for _ in range(8):
        page.click("[data-viewer-zoom=in]")
    expect(page.locator("[data-viewer-scale]")).to_have_text("800 %")
    page.focus("[data-viewer-stage]")
    page.keyboard.press("ArrowRight")
    by_key = place(page)
    box = page.locator("[data-viewer-stage]").bounding_box()
    page.mouse.move(box["x"] + 300, box["y"] + 200)
    page.mouse.down()
    page.mouse.move(box["x"] + 340, box["y"] + 200)
    page.mouse.up()

    assert by_key == "translate(-60px, 0px) scale(8)" and place(page) == "translate(-20px, 0px) scale(8)"
    page.click("[data-viewer-zoom=whole]")
    assert place(page) == whole


def test_without_javascript_a_picture_opens_in_full_in_a_new_window(open_page, answer):
    page = open_page(java_script_enabled=False)
    sign_in_by_cookie(page, answer.doctor.user)
    page.goto(answer.get_absolute_url())

    with page.context.expect_page() as opened:
        page.click("text=Look at picture 1 >> nth=0")

    opened.value.wait_for_load_state()
    assert opened.value.url.endswith(answer.question.attachments.first().get_absolute_url())


def sign_in_by_cookie(page, user):
    page.goto("/accounts/login/")
    page.fill("[name=login]", user.email)
    page.fill("[name=password]", factories.PASSWORD)
    type(user).objects.filter(pk=user.pk).update(is_demo=True)
    user.authenticator_set.all().delete()
    page.click("main form button[type=submit]")


def test_on_a_phone_the_switch_leads_to_and_fro_without_losing_the_place(open_page, answer):
    page = open_page(answer.doctor.user, width=390, height=800)
    check(page, answer.get_absolute_url())
    page.click(".editor-switch >> text=Answer")
    page.fill("[name=limits]", "Written on a phone")
    page.locator("[name=limits]").scroll_into_view_if_needed()
    before = page.evaluate("scrollY")

    page.click(".editor-switch >> text=Query")
    expect(page.locator("#the-query .query-text")).to_be_in_viewport()
    page.click(".editor-switch >> text=Answer")

    assert (
        abs(page.evaluate("scrollY") - before) < 40
    )  # a line of the bar at the bottom may have come or gone
    assert page.input_value("[name=limits]") == "Written on a phone"
    assert page.evaluate("document.activeElement.name") == "limits"


def test_right_to_left_paragraphs_begin_at_the_right_and_others_at_the_left(open_page, answer):
    page = open_page(answer.doctor.user)

    page.goto(answer.get_absolute_url())

    style = page.locator(".query-text").evaluate(
        "element => [getComputedStyle(element).unicodeBidi, getComputedStyle(element).textAlign]"
    )
    assert style == ["plaintext", "start"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_shortcuts_do_nothing_until_switched_on_on_the_help_page(open_page, answer):
    page = open_page(answer.doctor.user)
    page.goto(answer.get_absolute_url())
    page.keyboard.press("?")
    page.keyboard.press("Alt+p")
    off = page.url

    page.goto("/dashboard/help/")
    page.click("text=Switch shortcuts on")
    expect(page.locator("main")).to_contain_text("Keyboard shortcuts are on.")

    page.goto(answer.get_absolute_url())
    page.fill("[name=limits]", "Saved by two keys?")
    page.press("[name=limits]", "?")
    with page.expect_navigation():
        page.press("[name=limits]", "Control+s")
    assert off.endswith(answer.get_absolute_url()) and Answer.objects.get().limits.startswith(
        "Saved by two keys"
    )
    with page.expect_navigation():
        page.keyboard.press("Alt+p")
    assert page.url.endswith("/preview/")
    assert DoctorNotices.objects.get().shortcuts is True


def test_keys_walk_through_the_inbox_and_claim(open_page, answer):
    DoctorNotices.objects.create(doctor=answer.doctor, shortcuts=True)
    specialty = answer.question.specialty
    waiting = [factories.make_open_question(specialty=specialty, title=f"Number {n}") for n in (1, 2)]
    page = open_page(answer.doctor.user)
    page.goto("/dashboard/")

    for key in ("j", "j", "k", "j"):
        page.keyboard.press(key)
    with page.expect_navigation():
        page.keyboard.press("c")

    assert re.search(waiting[1].reference, page.url)
    with page.expect_navigation():
        page.keyboard.press("?")
    assert page.url.endswith("/dashboard/help/")


def test_keys_save_and_show_a_reply_to_a_follow_up_too(open_page, answer):
    DoctorNotices.objects.create(doctor=answer.doctor, shortcuts=True)
    approved = factories.make_approved_answer(doctor=answer.doctor, specialty=answer.question.specialty)
    follow_up = factories.make_follow_up(answer=approved)
    page = open_page(answer.doctor.user)
    page.goto(f"/dashboard/questions/{approved.question.reference}/follow-ups/{follow_up.pk}/")

    page.fill("[name=reply]", "Saved by two keys")
    with page.expect_navigation():
        page.press("[name=reply]", "Control+s")
    with page.expect_navigation():
        page.keyboard.press("Alt+p")

    follow_up.refresh_from_db()
    assert follow_up.reply == "Saved by two keys" and page.url.endswith("/preview/")


def test_the_pages_around_the_editor_have_no_barrier(open_page, answer):
    asker, specialty = answer.question.asker, answer.question.specialty
    before = factories.make_approved_answer(asker=asker, specialty=specialty)
    for width, scheme in ((390, "dark"), (1280, "light")):
        page = open_page(answer.doctor.user, width=width, color_scheme=scheme)
        for path in ("", "preview/", f"earlier/{before.question.reference}/"):
            check(page, answer.get_absolute_url() + path)
        check(page, "/dashboard/help/")
