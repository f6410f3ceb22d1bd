"""Without JavaScript a page offers nothing that does nothing, and says the same."""

import pytest

from tests.browser.accessibility import kinds

pytestmark = pytest.mark.django_db(transaction=True)
DEAD = """() => [...document.querySelectorAll("button, [role=button], [onclick], a:not([href])")].filter((one) =>
  one.checkVisibility({ checkVisibilityCSS: true }) && (one.type === "button" || !one.form && one.type === "submit"
    || one.matches("[onclick], [role=button], a"))).map((one) => one.outerHTML.slice(0, 100))"""


def test_every_control_does_something(visit):
    names = (*kinds.READERS, *kinds.OWN, *kinds.WORK, "account/account-login", "ask/step-pictures")
    found = {name: page.evaluate(DEAD) for name, page in visit(*names, java_script_enabled=False)}

    assert {name: dead for name, dead in found.items() if dead} == {}
