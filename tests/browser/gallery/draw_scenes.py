"""Draws the gallery, a test for each scene: it fails when anything is wrong. `make gallery` runs it; `make test`, whose
files begin with test_, doesn't."""

import pytest

from tests.browser.gallery.draw import HEIGHT, draw
from tests.browser.gallery.plugin import GALLERY, ONLY
from tests.browser.gallery.scenes import SCENES

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def open_window(browser, live_server, settings):
    """A function that opens a browser's window that knows nobody yet."""
    settings.DEMO = True  # accounts marked as demo accounts need no second factor

    def open_window():
        context = browser.new_context(base_url=live_server.url, viewport={"width": 390, "height": HEIGHT})
        context.set_default_timeout(10_000)
        return context

    return open_window


@pytest.mark.parametrize("scene", [each for each in SCENES if not ONLY or each.subject in ONLY], ids=str)
def test_scene_has_no_fault(scene, open_window, live_server):
    found = draw(
        scene, number=SCENES.index(scene), open_window=open_window, home=live_server.url, gallery=GALLERY
    )

    if found:
        pytest.fail("\n".join(found), pytrace=False)
