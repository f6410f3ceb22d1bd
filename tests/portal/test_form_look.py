"""The house style of forms: summary with links, "(optional)", group errors, no asterisks."""

from crispy_forms.templatetags.crispy_forms_filters import as_crispy_form
from django.test.html import parse_html

from portal.design import SampleForm


def rendered(data):
    return as_crispy_form(SampleForm(data))


def test_summary_links_each_error_to_its_control():
    html = rendered({"details": "x"})

    for target, words in (
        ("id_title", "Enter your question in one sentence"),
        ("id_about_0", "Select who the question is about"),
        ("id_agree", "Tick the box when you have read what to do in an emergency"),
    ):
        assert f'<a href="#{target}">{words}</a>' in html
        assert html.count(f'id="{target}"') == 1


def test_unbound_form_has_no_summary():
    assert "error-summary" not in as_crispy_form(SampleForm())


def test_optional_fields_say_so_and_nothing_has_an_asterisk():
    html = rendered({})

    assert html.count("(optional)") == 3  # details, specialty, picture
    assert "*" not in html


def test_error_of_a_radio_group_is_named_by_its_fieldset():
    html = rendered({})

    assert '<fieldset aria-describedby="id_about_helptext id_about_error">' in html
    assert html.count('id="id_about_error"') == 1


def test_what_was_typed_is_kept():
    assert "It began three weeks ago." in rendered({"details": "It began three weeks ago."})


def test_form_is_well_formed():
    parse_html(rendered({}))
