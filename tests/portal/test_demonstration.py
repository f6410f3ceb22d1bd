"""While DEMO is on, nobody can take the people on a page for real ones."""

import pytest

pytestmark = pytest.mark.django_db
SAID = "Demonstration: the people, doctors and registers here are invented."
PUBLIC = [
    "/",
    "/search/",
    "/specialties/",
    "/doctors/",
    "/contact/",
    "/ask/",
    "/accounts/login/",
    "/nowhere/",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_every_page_says_that_it_is_a_demonstration(client, settings, address):
    real = client.get(address).content.decode()
    settings.DEMO = True
    shown = client.get(address).content.decode()

    assert (real.count(SAID), shown.count(SAID)) == (0, 1)


@pytest.mark.parametrize("address", ("/admin/", "/admin/desk/", "/me/data/"))
def test_pages_behind_a_sign_in_say_it_too(signed_in, administrator, settings, address):
    settings.DEMO = True

    assert signed_in(administrator).get(address).content.decode().count(SAID) == 1
