"""Words in the site's own language on a page in another say so, and are read out as they are: WCAG 3.1.2."""

import pytest

pytestmark = pytest.mark.django_db(transaction=True)
UNMARKED = """() => [...document.querySelectorAll("main *")].flatMap((one) => [...one.childNodes])
  .filter((node) => node.nodeType === 3 && /[A-Za-z]{4}/.test(node.data) && !node.parentElement.matches("script, style")
    && node.parentElement.closest("[lang]").lang === "ar").map((node) => node.data.trim().slice(0, 60))"""


@pytest.mark.parametrize(
    ("scene", "words"),
    [("ask/step-symptoms", "Pain in the chest"), ("ask/warning-emergency", "Words about chest-pain.")],
)
def test_warning_signs_and_what_they_say_are_marked_as_english(visit, scene, words):
    for name, page in visit(scene, languages=["ar"]):
        assert words in page.locator("main [lang=en-gb]").all_inner_texts(), name
        assert page.evaluate(UNMARKED) == [], name
