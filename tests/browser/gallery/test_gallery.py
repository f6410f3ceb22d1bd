"""Every page of the site has a scene, and every scene shows what it says, in valid HTML (`make gallery` draws them)."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve

from tests import html
from tests.browser.conftest import without_second_factor
from tests.browser.gallery.cast import Cast
from tests.browser.gallery.scene import Mail
from tests.browser.gallery.scenes import SCENES
from tests.test_access import matrix

pytestmark = pytest.mark.django_db
# Addresses that show no page of ours, or none that another scene doesn't show.
NO_PAGE = {
    # for machines
    *("sitemap", "sitemap-pages", "sitemap-questions", "robots", "security-txt", "feed", "specialty-feed"),
    *("healthz", "readyz", "jsi18n", "autocomplete", "mfa_login_webauthn", "process_payment"),
    # files
    *("portrait-file", "ask-picture", "attachment", "apply-document", "doctor-portrait-preview"),
    *("desk-document", "data-download", "mfa_download_recovery_codes"),
    # parts of the editor
    *("answer-advice", "answer-autosave", "snippet-found"),
    # lead elsewhere
    *("account-home", "desk-next", "desk-next-of-all", "decision-about", "view_on_site", "login"),
    "admin/(?P<url>.*)$",
}
# The admin's pages that look alike for every model: one of each is enough.
ALIKE = ("_history", "_delete")


def is_page(name, rows):
    """Does it answer to GET, to somebody, with more than that it is forbidden or elsewhere?"""
    return name not in NO_PAGE and not name.endswith(ALIKE) and not {200, 404}.isdisjoint(rows["GET"])


def name_of(path):
    try:
        found = resolve(path.partition("?")[0])
    except Resolver404:
        return ""
    return found.url_name or found.route


@pytest.mark.long
def test_every_page_has_a_scene_and_every_scene_is_valid_and_of_its_status(settings):
    settings.DEMO = True  # accounts marked as demo accounts need no second factor
    shown, wrong = set(), {}

    for scene in SCENES:
        try:
            with transaction.atomic():
                path, response = begin(scene)
                transaction.set_rollback(True)
        except Exception as error:
            wrong[str(scene)] = repr(error)
            continue
        shown |= {name_of(path), *scene.shows} if path else set()
        if path and not scene.has_steps and response.status_code != scene.status:
            wrong[str(scene)] = response.status_code
        elif path and response.content and scene.subject != "admin":  # Django's own templates
            wrong |= {f"{scene}: {fault}": fault for fault in html.faults(response.content.decode())}

    assert wrong == {}, "\n".join(map(str, wrong.items()))
    pages = {name for name, rows in matrix().items() if is_page(name, rows)}
    assert (sorted(pages - shown), sorted(NO_PAGE & shown)) == ([], []), sorted(pages - shown)


def begin(scene):
    """(the address that is opened first, what it answers); ("", None) for a mail."""
    opening, steps = scene.begin(Cast())
    if isinstance(opening.at, Mail):
        return "", None
    client = Client(raise_request_exception=False)
    if opening.user:
        without_second_factor(opening.user)
        client.force_login(opening.user)
    response = client.get(opening.at)
    if steps:
        steps.close()
    return opening.at, response


def test_no_two_scenes_share_a_picture():
    assert len({str(scene) for scene in SCENES}) == len(SCENES)
