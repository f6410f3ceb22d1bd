"""The public pages' one stylesheet: made of what they use, up to date, and enough for what they show."""

import re
from pathlib import Path

import brotli
import pytest
import tinycss2

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


def test_stylesheet_is_what_the_templates_ask_for_and_small():
    for name, text in stylesheet.make().items():
        assert (FOLDER / name).read_text("utf-8") == text, "run `make css` and commit what it writes"
        assert len(brotli.compress(text.encode())) < 12_000  # bytes over the wire


@pytest.mark.django_db
def test_pages_have_no_class_that_the_stylesheet_leaves_out(client):
    page = make_published_question()
    known = classes((FOLDER / "public.css").read_text("utf-8"))
    bootstrap = Path(stylesheet.get_bootstrap_css_dir()) / "bootstrap.min.css"
    left_out = classes(bootstrap.read_text("utf-8") + stylesheet.OURS.read_text("utf-8")) - known
    own = (page, page.topic, page.lead_doctor)

    for path in (*PATHS, *(each.get_absolute_url() for each in own)):
        html = client.get(path).content.decode()
        used = {name for value in re.findall(r'\bclass="([^"]*)"', html) for name in value.split()}
        assert used & left_out == set(), path
        assert re.findall(r'<link rel="stylesheet" href="([^"]*)"', html) == ["/static/css/public.css"]


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
    sheet = stylesheet.Sheet(*stylesheet.used_words(stylesheet.public_templates()))

    sheet.add(selector + " { color: red }")

    assert bool(sheet.screen) == kept
