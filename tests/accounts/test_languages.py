"""Which language an address is in, and the same address in another."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from accounts.languages import in_every_language, in_language, of_path, offered, unprefixed
from accounts.mail import notify
from accounts.models import Mail
from accounts.paths import path_of


@pytest.mark.parametrize(
    ("path", "language", "plain"),
    [
        ("/", "en-gb", "/"),
        ("/about/", "en-gb", "/about/"),
        ("/es/", "es", "/"),
        ("/es", "es", "/"),
        ("/ar/search/?q=es&page=2", "ar", "/search/?q=es&page=2"),
        ("/es/es/", "es", "/es/"),  # nothing of ours: the prefix stands once
        ("/espresso/", "en-gb", "/espresso/"),
        ("/ES/about/", "en-gb", "/ES/about/"),
        ("/fr/about/", "en-gb", "/fr/about/"),
        ("/search/?q=/es/", "en-gb", "/search/?q=/es/"),
        ("/es?q=1", "es", "/?q=1"),
    ],
)
def test_an_address_says_its_language(path, language, plain):
    assert (of_path(path.partition("?")[0]), unprefixed(path)) == (language, plain)


@pytest.mark.parametrize("path", ["/about/", "/es/about/", "/ar/about/"])
def test_an_address_is_found_in_each_language_from_any(path):
    assert [in_language(path, code) for code in ("en-gb", "es", "ar", "fr", "")] == [
        "/about/", "/es/about/", "/ar/about/", "/about/", "/about/",
    ]  # fmt: skip


def test_a_prefix_taken_away_never_leaves_the_address_of_another_site():
    assert unprefixed("/es//evil.example/") == "/%2Fevil.example/"


def test_a_code_that_is_not_offered_stands_for_the_default_language():
    assert [offered(code) for code in ("es", "en-gb", "de", "")] == ["es", "en-gb", "en-gb", "en-gb"]


def test_the_beginnings_of_addresses_are_compared_in_every_language():
    assert in_every_language(["/me/"]) == ("/me/", "/es/me/", "/ar/me/")


def test_addresses_that_lists_print_are_kept_for_each_language():
    found = []
    for code in ("en-gb", "es", "ar", "en-gb"):
        with override(code):
            found.append(path_of("specialty-detail", slug="migraine"))

    assert found == [f"{prefix}/specialties/migraine/" for prefix in ("", "/es", "/ar", "")]


@pytest.mark.django_db
def test_the_path_of_a_mail_is_stored_without_the_language_of_its_cause(asker):
    with override("ar"):
        notify(asker, "question_answered", path=reverse("my-questions"))

    assert Mail.objects.get().path == "/me/questions/"
