"""Draws the gallery, a test for each scene: it fails when anything is wrong. `make gallery` runs it; `make test`, whose
files begin with test_, doesn't."""

import pytest

from tests.browser.conftest import wait_until_served
from tests.browser.gallery.cast import Cast
from tests.browser.gallery.draw import HEIGHT, LANGUAGES, draw
from tests.browser.gallery.plugin import GALLERY, ONLY
from tests.browser.gallery.scenes import SCENES

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def context(browser, live_server, settings):
    """A browser's window that knows nobody yet."""
    settings.DEMO = True  # accounts marked as demo accounts need no second factor
    context = browser.new_context(base_url=live_server.url, viewport={"width": 390, "height": HEIGHT})
    context.set_default_timeout(10_000)
    yield context
    context.close()
    wait_until_served()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scene", [each for each in SCENES if not ONLY or each.subject in ONLY], ids=str)
def test_scene_has_no_fault(scene, language, context, live_server):
    found = draw(
        scene,
        number=SCENES.index(scene),
        cast=Cast(),
        context=context,
        home=live_server.url,
        folder=GALLERY / language / scene.subject / scene.name,
    )

    if found:
        pytest.fail("\n".join(found), pytrace=False)
