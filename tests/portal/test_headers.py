"""Headers of every response, the access log, clean input, and public pages."""

import json
import logging

import pytest
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.test import RequestFactory

from accounts.pages import PublicPageNotPublic, public_page
from portal.logs import JsonFormatter

CSP = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data: blob:",
    "manifest-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
}
PATHS = (
    "/healthz",
    "/accounts/login/",
    "/no/such/page",
    "/admin/",
    "/static/css/private.css",
    "/a%00b",
)


@pytest.mark.django_db
@pytest.mark.parametrize("path", PATHS)
def test_every_response_carries_the_headers(client, path):
    headers = client.get(path).headers

    assert set(headers["Content-Security-Policy"].split("; ")) == CSP
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert len(headers["X-Request-ID"]) == 16
    assert "Cache-Control" in headers


def test_redirect_to_https_carries_the_headers(client, settings):
    settings.SECURE_SSL_REDIRECT = True

    response = client.get("/about/")

    assert (response.status_code, response.headers["Location"]) == (301, "https://testserver/about/")
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Cache-Control"] == "no-store, private"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_pages_are_private_unless_they_say_otherwise(client):
    assert client.get("/healthz").headers["Cache-Control"] == "no-store, private"


def test_request_id_from_outside_is_not_taken(client):
    response = client.get("/healthz", headers={"X-Request-ID": "injected"})

    assert response.headers["X-Request-ID"] != "injected"


def test_access_log_has_the_path_without_its_query(client, caplog):
    caplog.set_level(logging.INFO, logger="portal.access")

    client.get("/healthz?q=hemifacial")

    line = json.loads(JsonFormatter().format(caplog.records[-1]))
    assert (line["method"], line["path"], line["status"]) == ("GET", "/healthz", 200)
    assert "hemifacial" not in json.dumps(line)


def test_logged_exception_has_no_message():
    try:
        raise ValueError("Failing row contains (my secret illness)")
    except ValueError as error:
        record = logging.LogRecord(
            "x", logging.ERROR, "f", 1, "failed", (), (type(error), error, error.__traceback__)
        )

    line = JsonFormatter().format(record)

    assert "builtins.ValueError" in line
    assert "illness" not in line


@pytest.mark.django_db
@pytest.mark.parametrize("junk", ("\x00", "\x1b[31m", "\u202e", "\x7f"))
def test_hostile_characters_are_no_server_error(client, junk, settings):
    client.cookies[settings.SESSION_COOKIE_NAME] = "a\\000b"
    data = {"login": f"a{junk}b@example.org", f"na{junk}me": junk, "password": f"pass{junk}word"}

    assert client.post("/accounts/login/", data).status_code == 200
    assert client.get("/accounts/login/", {"next": f"/{junk}"}).status_code == 200
    assert client.get("/accounts/login/?next=%ED%A0%80%00").status_code == 200


def get(view, **cookies):
    request = RequestFactory().get("/page/")
    request.COOKIES = cookies
    request.session = Session()
    return view(request)


class Session:
    """As much of a session as the decorator looks at."""

    modified = False
    accessed = True


def test_public_page_may_be_cached_and_is_revalidated():
    response = get(public_page(lambda request: HttpResponse(str(request.user))))

    assert response.content == b"AnonymousUser"
    assert response.headers["Cache-Control"] == "public, max-age=60, stale-while-revalidate=60, s-maxage=0"
    assert response.headers["ETag"]


def test_public_page_seen_with_a_session_is_not_public(settings):
    response = get(public_page(lambda request: HttpResponse("hello")), **{settings.SESSION_COOKIE_NAME: "x"})

    assert "Cache-Control" not in response.headers


def test_public_page_with_a_form_token_is_refused():
    with pytest.raises(PublicPageNotPublic):
        get(public_page(lambda request: HttpResponse(get_token(request))))


@pytest.mark.django_db
def test_public_page_seen_with_a_broken_token_cookie_is_as_public_as_ever(client, settings):
    clean = client.get("/about/")
    client.cookies[settings.CSRF_COOKIE_NAME] = "broken"

    broken = client.get("/about/")

    assert (broken.status_code, broken.content) == (200, clean.content)
    assert broken.headers["Cache-Control"] == "public, max-age=60, stale-while-revalidate=60, s-maxage=0"
    assert not broken.cookies
