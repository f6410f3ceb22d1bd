"""The living page of the design language."""

from django.test import override_settings
from django.urls import reverse

from tests.browser.gallery.scene import scene


@scene("The style guide")
def style_guide(cast):
    with override_settings(DEBUG=True):
        yield reverse("style-guide")


@scene("The style guide on a site in use", status=404)
def style_guide_hidden(cast):
    return reverse("style-guide")
