"""A text typed into a form isn't lost by a slip: the browser asks first, and only then."""

import pytest

from questions.models import Draft, Step
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "It began in spring, and since then it comes every night."


@pytest.fixture
def page(open_page):
    """The page of the details, for a person who stays when asked; `page.asked` counts how often."""
    owner = factories.make_user()
    draft = factories.make_draft(owner=owner, until=Step.DETAILS)
    page = open_page(owner)
    page.address = f"/ask/{draft.reference}/details/"
    page.asked = []
    page.on("dialog", lambda dialog: (page.asked.append(dialog.type), dialog.dismiss()))
    page.goto(page.address)
    return page


def test_leaving_a_typed_text_is_asked_about(page):
    page.click("[name=text]")
    page.keyboard.type(TEXT)

    page.click("footer a >> text=Privacy", no_wait_after=True)
    page.wait_for_timeout(300)

    assert page.asked == ["beforeunload"]
    assert page.url.endswith(page.address) and page.input_value("[name=text]") == TEXT


def test_nothing_is_asked_when_nothing_was_typed_or_the_form_is_sent(page):
    page.click("[name=text]")
    page.click("footer a >> text=Privacy")
    page.wait_for_url("**/privacy/")
    page.goto(page.address)
    page.click("[name=text]")
    page.keyboard.type(TEXT)
    with page.expect_navigation():
        page.click("text=Save and continue")

    assert page.asked == []
    assert not page.url.endswith(page.address) and Draft.objects.get().text == TEXT
