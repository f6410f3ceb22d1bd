"""The keyboard's way through a page: WCAG 2.1.1, 2.1.2, 2.4.1, 2.4.3, 2.4.7 and 2.4.11."""

import pytest

from tests.browser.accessibility import kinds

pytestmark = pytest.mark.django_db(transaction=True)
# The next Tab begins at the beginning of the page, wherever the focus was.
BEGIN = "document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex'); scrollTo(0, 0)"
# What Tab should stop at: the ticked or first of a group of radio buttons, else whatever is drawn and can have focus.
STOPS = """() => {
  window.stops = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")].filter(
    (one) => one.tabIndex >= 0 && !one.matches(":disabled, [type=hidden]")
      && one.checkVisibility({ checkVisibilityCSS: true })
      && (one.type !== "radio" || one === (one.form.querySelector(`[name="${one.name}"]:checked`)
        || one.form.querySelector(`[name="${one.name}"]`))));
  return [window.stops.length, document.querySelectorAll("[tabindex]:not([tabindex='0'], [tabindex='-1'])").length];
}"""
# What is wrong with where the focus is now; null when it has left the page.
AT_FOCUS = """() => {
  const one = document.activeElement, name = one.outerHTML.slice(0, 90), found = [];
  if (one === document.body) return null;
  const at = window.stops.indexOf(one);
  if (at < 0) return [];  // what scrolls can have focus too
  window.stops[at] = null;
  const style = getComputedStyle(one);
  if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) found.push(`focus not to be seen: ${name}`);
  const box = one.getClientRects()[0];
  const spot = (x, y) => document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
  const seen = [[.5, .5], [.1, .2], [.9, .2], [.1, .8], [.9, .8]].map(([x, y]) => spot(x, y));
  const belongs = (top) => top && (one.contains(top) || one.closest("label")?.contains(top)
    || [...one.labels || []].some((label) => label.contains(top)));
  if (box.width > 1 && !seen.some(belongs)) found.push(`hidden behind ${seen[0]?.outerHTML.slice(0, 60)}: ${name}`);
  const stays = (node) => node && (/sticky|fixed/.test(getComputedStyle(node).position) || stays(node.parentElement));
  const place = { top: box.top + scrollY, bottom: box.bottom + scrollY, left: box.left, right: box.right,
    stays: stays(one) };
  const last = window.last;
  window.last = place;
  if (!last || last.stays || place.stays) return found;
  const across = Math.min(last.right, place.right) - Math.max(last.left, place.left);
  if (across > 0 && place.bottom <= last.top + 1) found.push(`goes back up: ${name}`);
  const down = Math.min(last.bottom, place.bottom) - Math.max(last.top, place.top);
  const back = document.dir === "rtl" ? place.left >= last.right - 1 : place.right <= last.left + 1;
  if (down > Math.min(last.bottom - last.top, place.bottom - place.top) / 2 && back) found.push(`goes back: ${name}`);
  return found;
}"""
MISSED = """() => window.stops.filter((one) => one?.isConnected)
  .map((one) => `never reached: ${one.outerHTML.slice(0, 90)}`)"""


def walk(page):
    """Press Tab through the whole page; what is wrong on the way."""
    page.evaluate(BEGIN)
    count, positive = page.evaluate(STOPS)
    found = ["a positive tabindex"] if positive else []
    for _ in range(count + 20):
        page.keyboard.press("Tab")
        faults = page.evaluate(AT_FOCUS)
        if faults is None:
            break
        found += faults
    else:
        found.append("the keyboard never leaves the page")
    return found + page.evaluate(MISSED)


@pytest.mark.parametrize("width", [390, 1280])
def test_tab_goes_through_the_page_in_its_order_and_is_always_seen(visit, width):
    names = kinds.WORK if width == 1280 else (*kinds.READERS, *kinds.FORMS, *kinds.OWN, "doctor/editor")
    found = {name: walk(page) for name, page in visit(*names, width=width, height=700)}

    assert {name: faults for name, faults in found.items() if faults} == {}


def test_tab_goes_from_right_to_left_too(visit):
    pages = visit("readers/home", "readers/question", "ask/step-details-error", languages=["ar"], height=700)
    found = {name: walk(page) for name, page in pages}

    assert {name: faults for name, faults in found.items() if faults} == {}


def test_first_stop_leads_past_the_menus(visit):
    for name, page in visit("readers/home", "patient/query-answered", "doctor/editor", "desk/answer"):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('href')[0]") == "#", name
        assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0, name
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("Boolean(document.activeElement.closest('main'))"), name
