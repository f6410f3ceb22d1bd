"""One page of each kind, to look at; they are scenes of the gallery, so that each is made in one place."""

import pytest
from django.conf import settings
from django.utils import translation

from accounts.languages import in_language
from tests.browser.gallery.cast import Cast
from tests.browser.gallery.scene import finish
from tests.browser.gallery.scenes import SCENES

NAMED = {str(scene): scene for scene in SCENES}


@pytest.fixture
def visit(open_page):
    """A function: for each of these scenes (its name, the browser's page that shows it), and again for each further
    language. One cast plays them all, as on a site that is in use."""

    def visit(*names, languages=(settings.LANGUAGE_CODE,), **window):
        cast = Cast()
        for name in names:
            opening, steps = NAMED[name].begin(cast)
            page = open_page(opening.user, **window)
            for language in languages:
                page.goto(in_language(opening.at, language))
                if steps:
                    with translation.override(language):
                        finish(steps, page)
                yield f"{name} {language}", page
            page.context.close()

    return visit
