"""Walks the ask flow through its pages, as a browser without JavaScript does."""

import re
import uuid

from django.conf import settings
from django.urls import reverse

from questions.browser import new_browser_key
from questions.models import Draft, Step

SEEN = re.compile(r'name="seen" value="([0-9a-f]*)"')
# What each page is sent, in order.
ANSWERS = {
    Step.SYMPTOMS: {"symptoms": "none"},
    Step.ABOUT: {"about": "self"},
    Step.QUESTION: {"title": "Why do my hands tingle?"},
    Step.DETAILS: {"text": "It began three weeks ago.\nIt is worse at night."},
    Step.BACKGROUND: {"age_band": "30–39", "medicines": "none"},
    Step.PICTURES: {"action": "continue"},
    Step.PRIVACY: {"consent": "private"},
}


def begin(client, *, specialty="unsure", **more):
    """Answer the first question; returns the draft."""
    data = {"specialty": specialty, "start_key": str(uuid.uuid4()), **more}
    response = client.post(reverse("ask-begin"), data)
    assert response.status_code == 302, response.content.decode()
    return Draft.objects.latest("pk")


def page(draft, step):
    return reverse(f"ask-{step}", args=[draft.reference])


def seen(client, draft, step):
    """The fingerprint on a page."""
    found = SEEN.search(client.get(page(draft, step)).content.decode())
    return found[1] if found else ""


def answer(client, draft, step, *, back="", **data):
    """Open a page and send its form."""
    address = page(draft, step) + (f"?back={back}" if back else "")
    return client.post(address, {"seen": seen(client, draft, step), **data})


def walk(client, *, specialty="unsure", **changes):
    """Answer all questions; returns the draft. `changes` by step: details={"text": "…"}."""
    draft = begin(client, specialty=specialty)
    for step, data in ANSWERS.items():
        response = answer(client, draft, step, **{**data, **changes.get(step, {})})
        assert response.status_code == 302, (step, response.content.decode())
    return Draft.objects.get(pk=draft.pk)


def with_key(client):
    """Give the client the cookie of a browser that has begun a draft; returns its key."""
    key = new_browser_key()
    client.cookies[settings.ASK_COOKIE_NAME] = key
    return key
