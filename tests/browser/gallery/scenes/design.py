"""The living page of the design language."""

from django.conf import settings
from django.test import override_settings
from django.urls import reverse

from tests.browser.gallery.scene import scene


@scene("The style guide", languages=(settings.LANGUAGE_CODE,))  # for developers
def style_guide(cast):
    with override_settings(DEBUG=True):
        yield reverse("style-guide")


@scene("The style guide on a site in use", status=404)
def style_guide_hidden(cast):
    return reverse("style-guide")
