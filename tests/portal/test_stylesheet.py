"""The stylesheets that are served: made of what pages use, up to date, and enough for what they show."""

import re
from pathlib import Path

import brotli
import pytest
import tinycss2
from django.test import override_settings
from django.urls import reverse

from portal import stylesheet
from tests.factories import make_published_question

FOLDER = Path(stylesheet.STATIC)
# Public pages that show most: what stands on a page comes from templates, tags and stored text.
PATHS = ("/", "/specialties/", "/doctors/", "/search/?q=knee", "/about/", "/service-levels/", "/no/such/page")


def classes(css):
    """The class names in the selectors of `css`."""
    rules = list(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True))
    preludes = []
    while rules:
        rule = rules.pop()
        if rule.type == "at-rule" and rule.content:
            rules += tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
        elif rule.type == "qualified-rule":
            preludes.append(tinycss2.serialize(rule.prelude))
    return set(re.findall(r"\.([A-Za-z_][\w-]*)", " ".join(preludes)))


def test_stylesheets_are_what_the_templates_ask_for_and_small():
    made = stylesheet.make()

    assert {path.name for path in FOLDER.iterdir()} == made.keys()
    for name, text in made.items():
        assert (FOLDER / name).read_text("utf-8") == text, "run `make css` and commit what it writes"
        most = 10_000 if name.startswith("public") else 16_000  # bytes over the wire
        assert len(brotli.compress(text.encode())) < most


def left_out(kind):
    """The classes that we or Bootstrap have rules for, and this kind of page has not."""
    bootstrap = Path(stylesheet.get_bootstrap_css_dir()) / "bootstrap.min.css"
    ours = map(stylesheet.source, stylesheet.KINDS[kind])
    known = classes((FOLDER / f"{kind}.css").read_text("utf-8"))
    return classes("".join([bootstrap.read_text("utf-8"), *ours])) - known


def assert_shown_in_full(client, path, *, kind):
    """Every class on the page that a rule is for has that rule in the page's one stylesheet."""
    html = client.get(path).content.decode()
    used = {name for value in re.findall(r'\bclass="([^"]*)"', html) for name in value.split()}
    assert used & left_out(kind) == set(), path
    assert set(re.findall(r'<link rel="stylesheet" href="([^"]*)"', html)) == {f"/static/css/{kind}.css"}


@pytest.mark.django_db
def test_public_pages_have_no_class_that_their_stylesheet_leaves_out(client):
    page = make_published_question()

    for path in (*PATHS, *(each.get_absolute_url() for each in (page, page.topic, page.lead_doctor))):
        assert_shown_in_full(client, path, kind="public")


@pytest.mark.django_db
def test_private_pages_have_no_class_that_their_stylesheet_leaves_out(client, signed_in, doctor, asker):
    for path in ("/ask/", "/accounts/login/", "/accounts/signup/"):
        assert_shown_in_full(client, path, kind="private")
    with override_settings(DEBUG=True):
        assert_shown_in_full(client, reverse("design"), kind="private")
    for user, paths in (
        (asker, ("/me/questions/", "/me/data/", "/accounts/2fa/")),
        (doctor.user, ("/dashboard/", "/dashboard/apply/", "/dashboard/snippets/", "/dashboard/statistics/")),
    ):
        visitor = signed_in(user)
        for path in paths:
            assert_shown_in_full(visitor, path, kind="private")


@pytest.mark.parametrize("kind", ("private", "desk"))
def test_pages_of_work_have_every_rule_of_ours(kind):
    ours = "".join(map(stylesheet.source, stylesheet.KINDS[kind]))
    sheet = stylesheet.Sheet(*stylesheet.used_words(kind))

    lost = [
        selector
        for rule in re.sub(r"/\*.*?\*/", "", ours, flags=re.S).split("}")
        for selector in stylesheet.split(rule.rpartition("{")[0].rpartition("{")[2])
        if not selector.startswith("@") and not sheet.is_used(selector)
    ]

    assert lost == []


@pytest.mark.django_db
def test_desk_has_no_class_that_its_stylesheet_leaves_out(signed_in, moderator):
    visitor = signed_in(moderator)

    for path in (reverse("admin:desk"), reverse("admin:desk-list", args=["queries"])):
        assert_shown_in_full(visitor, path, kind="desk")


@pytest.mark.parametrize(
    ("selector", "kept"),
    [
        (".qa-card p", True),
        (".care-card--emergency .care-card__title", True),  # template: care-card--{{ level }}
        (".form-control:not(.is-invalid)", True),
        (".qa-card, .modal", True),
        (":is(.panel, .review__pane) > .label", True),
        (".modal", False),
        (".qa-card > .modal-body", False),
        (".qa-card[data-bs-theme=dark]", False),
        (":is(.modal, .review__pane) > .label", False),
    ],
)
def test_rule_is_kept_when_a_public_page_can_match_it(selector, kept):
    sheet = stylesheet.Sheet(*stylesheet.used_words("public"))

    sheet.add(selector + " { color: red }")

    assert bool(sheet.screen) == kept
