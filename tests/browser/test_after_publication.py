"""What comes after publication, by axe and by hand: reporting a page, a report on the desk, a page due for review, a
page that is gone. On a phone in the dark and at a desk by day."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from answers import publication
from portal.demo.seed_clock import at
from tests import factories
from tests.archive import make_imported
from tests.browser.test_accessibility import check, press

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(db):
    """(a moderator, a public page, a report about it, a page due for review, the address of a page that is gone)."""
    moderator = factories.make_moderator(name="Moderator")
    page, gone = factories.make_published_question(), factories.make_published_question()
    report = factories.make_page_report(page=page, kind="privacy", text="The second line is about my sister.")
    with at(timezone.now() - timedelta(days=740)):
        due = make_imported()
    why = {"cause": "reason", "reason": "wrong", "words": "It is out of date."}
    publication.withdraw(gone.question, by=moderator, seen_version=gone.question.version, **why)
    return moderator, page, report, due, gone.get_absolute_url()


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_pages_after_publication_are_without_barriers(open_page, world, width, scheme):
    moderator, page, report, due, gone = world
    reader = open_page(width=width, color_scheme=scheme)
    form = reverse("page-report", args=[page.reference])

    check(reader, due.get_absolute_url())
    check(reader, gone, status=410)
    check(reader, form)
    press(reader, "Send the report", status=422)
    check(reader, f"{form}sent/")

    desk = open_page(moderator, width=width, color_scheme=scheme)
    for key in ("page-reports", "stale"):
        check(desk, reverse("admin:desk-list", args=[key]))
    check(desk, reverse("admin:desk-stale", args=[due.pk]))
    check(desk, reverse("admin:desk-page-report", args=[report.pk]))
    desk.click("summary:has-text('Take the public page down')")
    press(desk, "Take the page down and next", status=422)


def test_a_report_is_sent_and_the_page_taken_down_by_keyboard_alone(open_page, world):
    moderator, page, _report, _due, _gone = world
    reader = open_page()
    reader.goto(page.get_absolute_url())
    reader.focus("a:has-text('Report a problem with this page')")
    reader.keyboard.press("Enter")
    reader.focus("input[value='privacy']")
    reader.keyboard.press("Space")
    reader.focus("textarea[name='text']")
    reader.keyboard.type("My sister is named.")
    with reader.expect_navigation():
        reader.focus("main button[type='submit']")
        reader.keyboard.press("Enter")
    assert "Your report is with our moderators" in reader.inner_text("h1")

    desk = open_page(moderator)
    desk.goto(reverse("admin:desk-next", args=["page-reports"]))
    for target, key in (("summary:has-text('Take the')", "Enter"), ("#down-reason_0", "Space")):
        desk.focus(target)
        desk.keyboard.press(key)
    desk.focus("#down-confirm")
    desk.keyboard.press("Space")
    with desk.expect_navigation():
        desk.focus("button:has-text('Take the page down and next')")
        desk.keyboard.press("Enter")
    assert "was taken down, and the report is decided" in desk.inner_text("#messages")
    # Not the browser that has it anyhow, which may show it for a minute.
    assert open_page().goto(page.get_absolute_url()).status == 410
