"""What is shown again of a form that wasn't taken: all that somebody typed, and nothing that they didn't."""

import re
import uuid
from importlib import import_module
from pkgutil import walk_packages

import pytest
from django import forms
from django.forms.widgets import ChoiceWidget
from django.test import Client
from django.urls import reverse

from accounts.formfields import is_typed, typed_texts
from tests.factories import make_published_question

APPS = ("accounts", "answers", "portal", "questions", "specialties")
# Typed in one form and chosen or hidden in another; shown again in both.
BOTH = {"reason"}
# A code signs people in; the key of an empty search is hidden by its page.
NEVER = {"code", "key"}
TYPED = (forms.Textarea, forms.TextInput, forms.EmailInput, forms.URLInput)
CHOSEN = (forms.HiddenInput, forms.CheckboxInput, ChoiceWidget)
REPEATED = re.compile(r"<textarea[^>]* readonly>(.*?)</textarea>", re.DOTALL)


def fields():
    """[(name, widget)] of all forms that people send; those that only filter a list are not sent with POST."""
    for app in APPS:
        package = import_module(app)
        for module in walk_packages(package.__path__, f"{app}."):
            if "forms" in module.name or "views" in module.name or ".desk." in module.name:
                import_module(module.name)
    kinds = list(forms.BaseForm.__subclasses__())
    for kind in kinds:
        kinds += kind.__subclasses__()
        if kind.__module__.partition(".")[0] in APPS and "Filter" not in kind.__name__:
            yield from ((name, field.widget) for name, field in getattr(kind, "base_fields", {}).items())


def test_every_field_counts_as_typed_or_not():
    found = list(fields())
    repeated = {name for name, widget in found if isinstance(widget, CHOSEN) and is_typed(name)}
    lost = {name for name, widget in found if isinstance(widget, TYPED) and not is_typed(name)}

    assert len(found) > 100
    assert repeated == BOTH
    assert lost == NEVER


def test_page_of_a_form_whose_token_is_gone_repeats_what_was_typed_alone(topic, doctor):
    page = make_published_question(specialty=topic, doctor=doctor)
    sent = {
        "kind": "wrong",
        "text": "The dose is wrong.",
        "key": uuid.uuid4(),
        "contact": "",
        "started": "1.5",
    }

    response = Client(enforce_csrf_checks=True).post(reverse("page-report", args=[page.reference]), sent)

    assert response.status_code == 403
    assert REPEATED.findall(response.content.decode()) == ["The dose is wrong."]


@pytest.mark.parametrize(
    "name", ["kind-title", "exchange-take-3", "shown-caption_4", "ask_kind_2", "down-confirm", "password1"]
)
def test_field_is_known_by_a_part_of_its_name(rf, name):
    sent = rf.post("/", {name: "words", "caption_4": "Left arm"}).POST

    assert typed_texts(sent) == ["Left arm"]
