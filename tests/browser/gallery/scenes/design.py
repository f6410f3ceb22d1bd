"""The living page of the design language."""

from django.conf import settings
from django.test import override_settings
from django.urls import reverse

from tests.browser.gallery.scene import scene


@scene("The design page", languages=(settings.LANGUAGE_CODE,))  # for developers
def design(cast):
    with override_settings(DEBUG=True):
        yield reverse("design")


@scene("The design page on a site in use", status=404)
def design_hidden(cast):
    return reverse("design")
