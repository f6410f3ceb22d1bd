"""Pages keep all their words when there is little room: WCAG 1.4.4, 1.4.10 and 1.4.12."""

import pytest

from tests.browser import layout
from tests.browser.accessibility import kinds

pytestmark = pytest.mark.django_db(transaction=True)
ZOOMED = {"width": 320, "height": 256}  # CSS pixels of a window of 1280 × 1024 at 400 %
# The spacing of WCAG 1.4.12, put in as the Content-Security-Policy allows it.
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-block-end: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""
SEEN = """() => [...new Set(document.querySelector("main").innerText.toLowerCase().match(/[\\p{L}\\p{N}]+/gu))]"""


def wrong(page):
    """What is out of place on the page as it stands."""
    found = [f"outside: {one}" for one in page.evaluate(layout.OUTSIDE)]
    found += [f"cut: {one}" for one in page.evaluate(layout.CUT)]
    found += [f"over each other: {pair}" for pair in page.evaluate(layout.OVERLAPS)]
    return found + (["scrolls sideways"] if page.evaluate(layout.SIDEWAYS) else [])


def shown_zoomed_and_spaced(page):
    """What is wrong with the page in a small window, at 400 %, and there and in a wide one with wide spacing."""
    wide = set(page.evaluate(SEEN))
    page.set_viewport_size(ZOOMED)
    found = [f"zoomed, {fault}" for fault in wrong(page)]
    lost = wide - set(page.evaluate(SEEN))
    found += [f"zoomed, lost: {sorted(lost)}"] if lost else []
    page.evaluate(SPACED)
    found += [f"zoomed and spaced, {fault}" for fault in wrong(page)]
    page.set_viewport_size({"width": 1280, "height": 900})
    return found + [f"spaced, {fault}" for fault in wrong(page)]


def test_nothing_is_lost_at_four_hundred_per_cent_or_with_wide_spacing(visit):
    found = {name: shown_zoomed_and_spaced(page) for name, page in visit(*kinds.ALL)}

    assert {name: faults for name, faults in found.items() if faults} == {}


def test_nothing_is_lost_from_right_to_left(visit):
    pages = visit("readers/home", "readers/question", "ask/step-details-error", languages=["ar"])
    found = {name: shown_zoomed_and_spaced(page) for name, page in pages}

    assert {name: faults for name, faults in found.items() if faults} == {}
