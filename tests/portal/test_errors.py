"""Pages of errors, and the middleware that fills empty 405 answers."""

import re

import pytest
from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string

from portal import errors

RENDERERS = (
    (errors.bad_request, 400),
    (errors.forbidden, 403),
    (errors.csrf_failure, 403),
    (errors.not_found, 404),
    (errors.method_not_allowed, 405),
    (errors.gone, 410),
    (errors.too_large, 413),
    (errors.server_error, 500),
)


@pytest.mark.parametrize(("view", "status"), RENDERERS)
def test_error_page_explains_and_names_the_emergency_number(rf, settings, view, status):
    settings.EMERGENCY_NUMBER = "117"

    response = view(rf.get("/somewhere/"))
    html = response.content.decode()

    assert response.status_code == status
    assert html.count("<h1>") == 1
    assert 'In an emergency call <a class="tel" href="tel:117">117</a>.' in html
    assert '<meta name="robots" content="noindex">' in html


def test_too_much_data_is_a_413_not_a_400(rf):
    assert errors.bad_request(rf.post("/"), RequestDataTooBig("1 GB")).status_code == 413


@pytest.mark.parametrize("template", ("500.html", "503.html"))
def test_page_for_a_broken_site_needs_no_context(template):
    html = render_to_string(template)

    assert "In an emergency call your local emergency number." in html
    assert re.findall(r'(?:src|href)="(?!/)', html) == []


def test_empty_405_gets_a_page_and_keeps_its_allow_header(rf):
    page = errors.ErrorPages(lambda request: HttpResponseNotAllowed(["POST"]))(rf.get("/"))

    assert (page.status_code, page["Allow"]) == (405, "POST")
    assert "<h1>" in page.content.decode()


def test_other_answers_pass_unchanged(rf):
    page = errors.ErrorPages(lambda request: HttpResponse("as it was", status=200))(rf.get("/"))

    assert page.content == b"as it was"


@pytest.mark.django_db
@pytest.mark.parametrize("demo", (True, False))
def test_demonstration_shows_no_technical_page(client, settings, demo):
    settings.DEBUG, settings.DEMO, settings.ALLOWED_HOSTS = True, demo, ["testserver"]

    strange = client.get("/search/?q=my+illness", headers={"host": "evil.example"})
    large = client.post("/ask/", "x" * 3_000_000, content_type="application/x-www-form-urlencoded")

    assert (strange.status_code, large.status_code) == (400, 400)
    assert ["DisallowedHost" in strange.text, "RequestDataTooBig" in large.text] == [not demo, not demo]
    assert ("illness" in strange.text) is not demo


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "path", "status"), [("get", "/none/", 404), ("post", "/about/", 405)])
def test_replaced_page_says_its_own_length(client, settings, method, path, status):
    settings.DEBUG = settings.DEMO = True

    response = getattr(client, method)(path)

    assert (response.status_code, "<h1>" in response.text) == (status, True)
    assert response.headers["Content-Length"] == str(len(response.content))
