import json

from django.template import Context, Template
from django.utils.html import escape

from answers.templatetags.script_words import plural_forms


def test_a_script_gets_the_words_for_every_kind_of_number():
    forms = json.loads(plural_forms("minutes_left"))

    assert set(forms) == {"zero", "one", "two", "few", "many", "other"}
    assert forms.pop("one") == "{number} minute left."
    assert set(forms.values()) == {"{number} minutes left."}


def test_the_words_stand_in_an_attribute():
    template = Template('{% load script_words %}<p data-left="{% plural_forms "characters_over" %}"></p>')

    assert template.render(Context()) == f'<p data-left="{escape(plural_forms("characters_over"))}"></p>'
