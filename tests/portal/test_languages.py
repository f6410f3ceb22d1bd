"""The site in three languages: the address alone says which, and the page can be had in the others."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, override

from accounts.models import User
from tests.commits import as_committed
from tests.factories import make_published_question, make_user

pytestmark = pytest.mark.django_db
SITE = "https://askwell.example"
LINK = re.compile(
    r'<a href="([^"]*)" hreflang="([^"]*)" lang="([^"]*)" dir="(ltr|rtl)"( aria-current="true")?>'
)
OTHERS = ("es", "ar")
DIRECTION = {"en-gb": "ltr", "es": "ltr", "ar": "rtl"}


def public(topic, doctor):
    """An address of each kind of public page."""
    page = make_published_question(specialty=topic, doctor=doctor)
    rows = (page, topic, doctor)
    return [
        "/", "/specialties/", "/doctors/", "/search/?q=skin", "/about/", "/service-levels/", "/contact/",
        *(row.get_absolute_url() for row in rows),
    ]  # fmt: skip


def switch(response):
    """{code: address} of the links to the other languages; the code of the current one."""
    nav = re.search(r'<nav class="languages".*?</nav>', response.text, re.DOTALL)
    links = LINK.findall(nav[0].replace("&amp;", "&")) if nav else []
    assert all(code == lang and DIRECTION[code] == way for _url, code, lang, way, _now in links)
    return {code: url for url, code, *_ in links}, [code for _url, code, *_, now in links if now]


# -- The address decides ------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", OTHERS)
def test_every_public_page_stands_in_each_language(client, topic, doctor, code):
    for address in public(topic, doctor):
        plain, other = client.get(address), client.get(f"/{code}{address}")

        assert (other.status_code, other.headers["Content-Language"]) == (200, code)
        assert f'<html lang="{code}" dir="{DIRECTION[code]}">' in other.text
        assert other.headers["Cache-Control"] == plain.headers["Cache-Control"]
        assert "Set-Cookie" not in other.headers and not other.cookies
        assert other.headers.get("Vary", "") in ("", "Accept-Encoding")
        assert other.headers["Content-Security-Policy"] == plain.headers["Content-Security-Policy"]


def test_neither_browser_nor_cookie_is_asked_for_the_language(client, topic, doctor):
    for address in public(topic, doctor):
        plain = client.get(address).content
        client.cookies.load({"language": "es", "__Host-language": "es", "django_language": "es"})

        assert client.get(address, headers={"Accept-Language": "es, ar;q=0.9"}).content == plain


@pytest.mark.parametrize(
    "path", ["/fr/", "/fr/about/", "/en-gb/", "/en/about/", "/ES/about/", "/es/es/", "/es//"]
)
def test_an_unknown_prefix_leads_nowhere(client, path):
    assert client.get(path).status_code == 404


def test_a_slash_that_is_missing_is_added(client):
    found = [client.get(path).headers["Location"] for path in ("/es", "/es/about", "/about")]

    assert found == ["/es/", "/es/about/", "/about/"]


@pytest.mark.parametrize(
    "path", ["feed/", "sitemap.xml", "robots.txt", "healthz", ".well-known/security.txt"]
)
def test_what_machines_fetch_has_one_address(client, path):
    assert [client.get(f"/{prefix}{path}").status_code for prefix in ("", "es/", "ar/")] == [200, 404, 404]


def test_the_next_request_speaks_its_own_language(client):
    client.get("/es/about/")

    assert get_language() == "en-gb"
    assert 'lang="en-gb"' in client.get("/about/").text


def test_a_page_that_is_held_in_one_language_is_not_that_of_another(client, topic):
    make_published_question(specialty=topic)
    as_committed()
    for address in (topic.get_absolute_url(), "/", "/about/"):
        tags = {code: client.get(f"{code}{address}").headers["ETag"] for code in ("", "/es", "/ar")}

        for code, tag in tags.items():
            asked = {other: client.get(f"{other}{address}", headers={"If-None-Match": tag}) for other in tags}
            expected = {other: 304 if other == code else 200 for other in tags}
            assert {other: response.status_code for other, response in asked.items()} == expected


def test_days_are_written_in_the_language_of_the_page(client, topic):
    page = make_published_question(specialty=topic)
    day = page.answered_at.date()
    months = {"en-gb": f"{day:%-d %B %Y}"}
    for code in ("es", "ar"):
        with override(code):
            months[code] = date_format(day)

    for prefix, code in (("", "en-gb"), ("/es", "es"), ("/ar", "ar")):
        text = client.get(prefix + topic.get_absolute_url()).text
        assert f'<time datetime="{day.isoformat()}">{months[code]}</time>' in text


# -- The switch ---------------------------------------------------------------------------------------------


def test_the_switch_leads_to_the_same_page_in_each_language(client, topic, doctor):
    for address in public(topic, doctor):
        for code, prefix in (("en-gb", ""), ("es", "/es"), ("ar", "/ar")):
            links, current = switch(client.get(prefix + address))

            assert links == {"en-gb": address, "es": f"/es{address}", "ar": f"/ar{address}"}
            assert current == [code]


def test_the_switch_keeps_the_query(client, topic):
    links, _ = switch(client.get("/es/search/?q=a%26b+%22c%22&page=1"))

    assert links["ar"] == "/ar/search/?q=a%26b+%22c%22&page=1"
    assert links["en-gb"] == "/search/?q=a%26b+%22c%22&page=1"


def test_whoever_changes_the_language_to_sign_in_goes_on_in_it(client):
    redirected = client.get("/me/questions/").headers["Location"]

    links, _ = switch(client.get(redirected))

    assert redirected == "/accounts/login/?next=/me/questions/"
    assert links["es"] == "/es/accounts/login/?next=/es/me/questions/"
    assert switch(client.get(links["es"]))[0]["en-gb"] == redirected


@pytest.mark.parametrize("address", ["/about/?then_next=/me/", "/nothing/?q=next=/me/", "/about/?next=me"])
def test_a_query_that_only_looks_as_if_it_led_on_is_kept(client, address):
    links, _ = switch(client.get(address))

    assert links == {"en-gb": address, "es": f"/es{address}", "ar": f"/ar{address}"}


@pytest.mark.parametrize("path", ["/me/questions/", "/dashboard/", "/accounts/email/", "/ask/", "/nothing/"])
def test_private_pages_and_errors_have_the_switch(signed_in, doctor, path):
    client = signed_in(doctor.user)

    for prefix in ("", "/es", "/ar"):
        links, _ = switch(client.get(prefix + path))
        assert links == {"en-gb": path, "es": f"/es{path}", "ar": f"/ar{path}"}


@pytest.mark.parametrize("name", ["admin:desk", "admin:index", "admin:audit"])
def test_the_admin_has_the_switch(signed_in, administrator, name):
    client = signed_in(administrator)

    links, _ = switch(client.get(reverse(name)))

    assert links["es"] == f"/es{reverse(name)}"
    assert 'lang="es"' in client.get(links["es"]).text


def test_what_answers_a_form_has_no_switch(client):
    """Following it would lose what was typed."""
    response = client.post("/es/accounts/login/", {"login": "nobody"})

    assert switch(response) == ({}, [])
    assert 'lang="es"' in response.text


def test_with_one_language_there_is_no_switch_and_no_prefix(client, settings):
    settings.LANGUAGES = [("en-gb", "English")]

    assert switch(client.get("/about/")) == ({}, [])
    assert "hreflang" not in client.get("/about/").text
    assert client.get("/es/about/").status_code == 404


# -- Search engines -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["home", "about", "privacy", "service-levels"])
def test_a_translated_page_names_its_twins(client, name):
    path = reverse(name)
    for prefix, locale in (("", "en_GB"), ("/es", "es_ES"), ("/ar", "ar_AR")):
        text = client.get(prefix + path).text

        assert re.findall(r'<link rel="alternate" hreflang="([^"]*)" href="([^"]*)">', text) == [
            ("en", SITE + path),
            ("es", f"{SITE}/es{path}"),
            ("ar", f"{SITE}/ar{path}"),
            ("x-default", SITE + path),
        ]
        assert f'<meta property="og:locale" content="{locale}">' in text


@pytest.mark.parametrize("name", ["about", "terms", "service-levels"])
def test_a_translated_page_is_its_own(client, name):
    assert f'<link rel="canonical" href="{SITE}/es{reverse(name)}">' in client.get(f"/es{reverse(name)}").text


def test_content_is_kept_by_search_engines_where_it_was_written(client, topic, doctor):
    page = make_published_question(specialty=topic, doctor=doctor)
    rows = [row.get_absolute_url() for row in (page, topic, doctor)]

    for address in ("/specialties/", "/doctors/", *rows):
        text = client.get(f"/es{address}").text
        assert f'<link rel="canonical" href="{SITE}{address}">' in text
        assert '<link rel="alternate" hreflang=' not in text
        assert [url for url in re.findall(r'"(?:item|url)": ?"([^"]*)"', text) if "/es/" in url] == []


def test_robots_and_sitemap_know_the_prefixes(client):
    robots = client.get("/robots.txt").text.splitlines()
    pages = client.get("/sitemap-pages.xml").text

    assert {"Disallow: /me/", "Disallow: /es/me/", "Disallow: /ar/me/", "Disallow: /es/admin/"} <= set(robots)
    assert [pages.count(f"<loc>{SITE}{prefix}/about/</loc>") for prefix in ("", "/es", "/ar")] == [1, 1, 1]
    assert [pages.count(f"<loc>{SITE}{prefix}/doctors/</loc>") for prefix in ("", "/es")] == [1, 0]


# -- What looks at paths ------------------------------------------------------------------------------------


@pytest.mark.parametrize("prefix", ["", "/es", "/ar"])
@pytest.mark.parametrize("path", ["/admin/", "/admin/desk/", "/dashboard/"])
def test_a_second_factor_is_needed_in_every_language(signed_in, prefix, path):
    client = signed_in(make_user(is_staff=True, is_superuser=True))

    assert client.get(prefix + path).headers["Location"] == f"{prefix}{reverse('mfa_index')}"


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_a_refused_form_never_shows_a_password(prefix):
    client = Client(enforce_csrf_checks=True)
    typed = {"login": "who@example.org", "code": "ABCD-1234"}

    response = client.post(f"{prefix}/accounts/login/", typed)

    assert response.status_code == 403
    assert [word for word in typed.values() if word in response.text] == []


def test_signing_out_and_being_sent_to_sign_in_keep_the_language(client, asker):
    sent = client.get("/es/me/data/").headers["Location"]
    client.force_login(asker)

    out = client.post("/es/accounts/logout/").headers["Location"]

    assert (sent, out) == ("/es/accounts/login/?next=/es/me/data/", "/es/")


def test_who_signs_up_is_written_to_in_the_language_of_the_page(client):
    client.post("/ar/accounts/signup/", {"email": "new@example.org", "password1": "a-long-Passphrase-9"})

    assert User.objects.get(email="new@example.org").language == "ar"
