"""What people see when something goes wrong."""

from unittest import mock

from django.conf import settings
from django.template.loader import render_to_string
from django.test import override_settings
from django.urls import reverse

from portal import home
from tests.browser.gallery import words
from tests.browser.gallery.scene import press, scene

ENGLISH = (settings.LANGUAGE_CODE,)  # files that nginx sends, or that nothing may go wrong with
TOO_MUCH = 3_000_000  # characters, more than a form may send


@scene("No such page", status=404)
def not_found(cast):
    return "/nowhere/"


@scene("Not for you", "moderator", status=403)
def forbidden(cast):
    return reverse("admin:desk-reasons")


@scene("Something broke", status=500, languages=ENGLISH)
def server_error(cast):
    with mock.patch.object(home, "facts", side_effect=RuntimeError("drawn for the gallery")):
        yield reverse("home")


@scene("The site is down for a moment", languages=ENGLISH)
def unavailable(cast):
    page = yield reverse("home")
    page.set_content(render_to_string("503.html"))  # nginx sends the file


@scene("A form whose safety token is gone, with what was typed", status=403)
def csrf(cast):
    page = yield reverse("page-report", args=[cast.page.reference])
    page.fill("[name=text]", words.TITLE)
    page.evaluate("document.querySelector('main form [name=csrfmiddlewaretoken]').remove()")
    press(page, "Send")


@scene("An address that only takes a form", "patient", status=405)
def method(cast):
    return reverse("ask-again")


@scene("Too often", status=429)
def too_many(cast):
    with override_settings(LIMITS={**settings.LIMITS, "draft.start": {"address": [(1, 3600)]}}):
        page = yield reverse("ask-begin")
        press(page, "Continue")
        page.goto(reverse("ask-begin"))
        press(page, "Continue")


@scene("A request that makes no sense", status=400)
def bad_request(cast):
    page = yield reverse("ask-begin")
    page.evaluate(
        """for (let number = 0; number < 1100; number++)
        document.querySelector("main form").append(Object.assign(document.createElement("input"), {name: "more"}))"""
    )
    press(page, "Continue")


@scene("Too large", status=413)
def too_large(cast):
    page = yield reverse("ask-begin")
    page.evaluate(f"document.querySelector('main form [name=start_key]').value = 'x'.repeat({TOO_MUCH})")
    press(page, "Continue")
