"""A text typed into a form isn't lost by a slip: the browser asks first, and only then."""

import pytest

from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "It began in spring, and since then it comes every night."


@pytest.fixture
def page(open_page):
    """The ask form of a person who stays when asked; `page.asked` counts how often."""
    page = open_page(factories.make_user())
    page.asked = []
    page.on("dialog", lambda dialog: (page.asked.append(dialog.type), dialog.dismiss()))
    page.goto("/ask/")
    return page


def test_leaving_a_typed_text_is_asked_about(page):
    page.click("[name=text]")
    page.keyboard.type(TEXT)

    page.click("footer a >> text=Privacy", no_wait_after=True)
    page.wait_for_timeout(300)

    assert page.asked == ["beforeunload"]
    assert page.url.endswith("/ask/") and page.input_value("[name=text]") == TEXT


def test_nothing_is_asked_when_nothing_was_typed_or_the_form_is_sent(page):
    page.click("[name=text]")
    page.click("footer a >> text=Privacy")
    page.wait_for_url("**/privacy/")
    page.goto("/ask/")
    page.click("[name=text]")
    page.keyboard.type(TEXT)
    with page.expect_navigation():
        page.click("text=Save and finish later")

    assert page.asked == []
    assert "?draft=" in page.url
