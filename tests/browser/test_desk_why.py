"""The reason asked of who looks at what they aren't working on, on a phone: axe, and by keyboard to the query."""

import pytest
from django.urls import reverse

from tests import factories
from tests.browser.test_accessibility import check, examine

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_reason_is_given_by_keyboard_and_opens_the_query(open_page):
    question = factories.make_open_question(text="zyxprivate", pictures=1)
    page = open_page(factories.make_moderator(), width=390)
    check(page, question.attachments.get().get_absolute_url(), status=403)
    check(page, reverse("admin:desk-query", args=[question.reference]))
    assert "zyxprivate" not in page.content()

    page.focus("text=Show the query")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Select why you need to see this")
    examine(page, "without a reason")
    page.focus("[name=reason][value=legal]")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")

    page.wait_for_selector("text=zyxprivate")
    page.wait_for_function("() => document.querySelector('.picture-grid img').naturalWidth > 0")
    examine(page, "the query")
