"""What is wrong with a page, as far as a machine can see: one line for each fault."""

from axe_playwright_python.sync_playwright import Axe as Script

from tests import html
from tests.browser.layout import CUT, OUTSIDE, OVERLAPS, SIDEWAYS

# Mails have no landmarks and headings to check, and their HTML is that of mails.
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SCRIPT = Script().axe_script + "\n;null"  # else the browser describes all of axe to us
# Style sheets are read only for an experimental rule that isn't run, and axe writes those with an @import, such as the
# admin's, into the page as inline styles: the page's own policy refuses them, and their addresses lead nowhere.
PRELOAD = {"assets": ["media"]}
RUN = "options => axe.run(document, options).then(found => found.violations)"


class Watch:
    """What a browser's page reports of itself from the moment it is opened: script errors, refusals, requests to
    elsewhere, and the last page it was given."""

    def __init__(self, page, scene, home):
        self.scene, self.home, self.faults, self.last = scene, home, [], None
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("console", self._hear)
        page.on("request", self._ask)
        page.on("response", lambda response: self._receive(page, response))

    def _hear(self, message):
        expected = self.scene.status != 200 and message.text.startswith("Failed to load resource")
        if message.type == "error" and not expected:
            self.faults.append(
                f"console: {message.text} {message.location.get('url', '').removeprefix(self.home)}"
            )

    def _ask(self, request):
        if not request.url.startswith((self.home, "data:", "blob:", "about:")):
            self.faults.append(f"elsewhere: {request.url}")

    def _receive(self, page, response):
        request = response.request
        if (
            request.is_navigation_request()
            and request.frame == page.main_frame
            and not 300 <= response.status < 400
        ):
            self.last = response

    def take(self):
        """What it heard since it was asked last."""
        heard, self.faults = self.faults, []
        return heard

    def of_answer(self):
        """Whether the last page has the status it should have, and is valid HTML."""
        if self.last.status != self.scene.status:
            yield f"status: {self.last.status} instead of {self.scene.status} at {self.last.url}"
        if self.scene.subject != "admin":  # Django's own templates
            yield from (f"HTML: {fault}" for fault in html.faults(self.last.text()))


def of_layout(page):
    """What stands where it shouldn't, at the page's present width."""
    if page.evaluate(SIDEWAYS):
        yield "scrolls sideways"
    yield from (f"outside: {found}" for found in page.evaluate(OUTSIDE))
    yield from (f"over each other: {one!r} and {other!r}" for one, other in page.evaluate(OVERLAPS))
    yield from (f"cut off: {found}" for found in page.evaluate(CUT))


class Axe:
    """axe, put once into a page that is loaded. Its rule target-size refuses targets below 24 px."""

    def __init__(self, page, *, mail):
        self.page, self.rules, self.loaded = page, WCAG if mail else [*WCAG, "best-practice"], False

    def faults(self):
        """What it finds in the page's present width and colours."""
        if not self.loaded:
            self.page.evaluate(SCRIPT)
            self.loaded = True
        options = {"runOnly": self.rules, "resultTypes": ["violations"], "preload": PRELOAD}
        for found in self.page.evaluate(RUN, options):
            for node in found["nodes"]:
                yield f"axe: {found['id']} at {' '.join(map(str, node['target']))}"
