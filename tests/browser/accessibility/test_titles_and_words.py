"""What colour or place say stands there in words too: WCAG 1.4.1 and 2.4.2."""

import pytest

from tests.browser.accessibility import kinds

pytestmark = pytest.mark.django_db(transaction=True)
# Marks without a word, and drawings that say nothing to who doesn't see them.
WORDLESS = """() => [...document.querySelectorAll("main :is(.tag, .status, .notice, .care-card, .verified, .chart)")]
  .filter((one) => one.checkVisibility() && !one.textContent.trim())
  .concat([...document.querySelectorAll("svg, img")].filter((one) => one.checkVisibility()
    && !(one.ariaHidden === "true" || one.hasAttribute("alt") || one.ariaLabel || one.querySelector("title")
      || one.getAttribute("aria-labelledby"))))
  .map((one) => one.outerHTML.slice(0, 90))"""


def test_titles_tell_pages_apart_and_marks_have_words(visit):
    pages = (*kinds.ALL, "account/account-signup", "readers/search-nothing", "desk/figures")
    found = [(name, page.title(), page.evaluate(WORDLESS)) for name, page in visit(*pages)]

    titles = [title for _, title, _ in found]
    assert sorted(set(titles)) == sorted(titles)
    assert [name for name, title, _ in found if title.startswith("Error: ") != ("error" in name)] == []
    assert [(name, wordless) for name, _, wordless in found if wordless] == []
