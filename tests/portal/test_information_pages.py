"""Information pages: the same bytes for everyone, no cookie, no query (the database is out of reach here)."""

import pytest
from django.urls import reverse

from tests.html import Page

PAGES = ("about", "editorial-process", "disclaimer", "privacy", "terms", "accessibility", "contact")


@pytest.mark.parametrize("name", PAGES)
def test_information_page_is_public_and_sets_no_cookie(client, name):
    first, second = client.get(reverse(name)), client.get(reverse(name))

    assert first.status_code == 200
    assert first.content == second.content
    assert (dict(first.cookies), first["Cache-Control"]) == (
        {},
        "public, max-age=60, stale-while-revalidate=60, s-maxage=0",
    )


@pytest.mark.parametrize("name", PAGES)
def test_information_page_has_one_heading_and_its_own_canonical_address(client, name, settings):
    html = client.get(reverse(name)).content.decode()

    assert html.count("<h1>") == 1
    assert f'<link rel="canonical" href="{settings.SITE_URL}{reverse(name)}">' in html


@pytest.mark.parametrize("name", PAGES)
def test_information_page_names_the_emergency_number_and_the_operator(client, name, settings):
    settings.EMERGENCY_NUMBER, settings.OPERATOR_NAME = "117", "Well Street Co-operative"

    html = client.get(reverse(name)).content.decode()

    assert "In an emergency call 117." in Page(html).words
    assert "Run by Well Street Co-operative." in html


def test_privacy_page_names_everybody_who_may_read_a_query(client):
    html = client.get(reverse("privacy")).content.decode()

    for reader in (
        "A doctor who claims a query",
        "to write a second answer",
        "Moderators see",
        "Auditors check",
    ):
        assert reader in html


def test_contact_page_admits_that_no_address_is_set(client, settings):
    settings.CONTACT_EMAIL = ""

    assert "There is no e-mail address to write to yet" in client.get(reverse("contact")).content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_titles_are_unique(client, name):
    titles = [
        client.get(reverse(page)).content.decode().split("<title>")[1].split("</title>")[0] for page in PAGES
    ]

    assert titles.count(titles[PAGES.index(name)]) == 1


def test_information_pages_take_no_form(client):
    assert [client.post(reverse(name)).status_code for name in PAGES] == [405] * len(PAGES)


@pytest.mark.parametrize(("free", "counted"), [(1, True), (0, False)])
def test_terms_speak_of_credits_only_where_queries_are_counted(client, settings, free, counted):
    settings.FREE_QUERIES = free

    assert ("uses one of your free queries" in client.get(reverse("terms")).content.decode()) is counted
