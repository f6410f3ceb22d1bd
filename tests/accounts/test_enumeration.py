"""Nobody learns from the entrance whether an address has an account here."""

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher

pytestmark = pytest.mark.django_db


class CountingHasher(MD5PasswordHasher):
    """A quick hasher that counts what it is asked for."""

    made = 0

    def encode(self, password, salt):
        CountingHasher.made += 1
        return super().encode(password, salt)


@pytest.mark.parametrize("known", (True, False))
def test_a_known_address_costs_as_much_as_a_new_one(client, asker, settings, known):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    CountingHasher.made = 0

    data = {"email": asker.email if known else "new@example.org", "password1": "a-long-enough-password"}
    response = client.post("/accounts/signup/", data)

    assert (response.status_code, response.headers["Location"]) == (302, "/accounts/confirm-email/")
    assert CountingHasher.made == 1
