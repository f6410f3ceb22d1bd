"""Fingers hit what they aim at: on a telephone what is pressed most is 44 pixels high (WCAG 2.5.5, in part)."""

import pytest

from tests.browser.accessibility import kinds

pytestmark = pytest.mark.django_db(transaction=True)
# axe refuses whatever is below 24 pixels (2.5.8, on the gallery's pages); links within sentences may be lower.
SMALL = """() => [...document.querySelectorAll(
    ".btn, .site-header a, .languages a, .account-bar a, .form-control, .form-select, .form-check, .tabs a, summary")
  ].filter((one) => one.checkVisibility({ checkVisibilityCSS: true }) && !one.closest(".visually-hidden"))
  .map((one) => [Math.round(one.getBoundingClientRect().height), one])
  .filter(([height]) => height && height < 44).map(([height, one]) => `${height}: ${one.outerHTML.slice(0, 90)}`)"""
PHONE = {"width": 390, "height": 844, "has_touch": True, "is_mobile": True}


def test_what_is_pressed_most_has_room_for_a_finger(visit):
    found = {}
    for name, page in visit(*kinds.ALL, **PHONE):
        assert page.evaluate("matchMedia('(pointer: coarse)').matches")
        found[name] = page.evaluate(SMALL)

    assert {name: small for name, small in found.items() if small} == {}
