"""An account without a password confirms who it is with a code by mail before it gets at its data."""

import pytest
from django.urls import reverse

from accounts.models import Mail
from tests.factories import make_user


@pytest.fixture
def without_password(db):
    """An account that signs in with codes by mail."""
    user = make_user()
    user.set_unusable_password()
    user.save()
    return user


def code_in_mail(user):
    text = Mail.objects.filter(to=user.email).latest("pk").text
    return next(
        line.strip() for line in text.splitlines() if line.strip().replace("-", "").isalnum() and "-" in line
    )


def test_account_without_password_confirms_with_a_code(signed_in, without_password):
    client, page = signed_in(without_password), reverse("confirm-it-is-you")
    assert client.get(reverse("data-export")).url == f"{page}?next=%2Fme%2Fdata%2Fexport%2F"
    assert client.post(page, {"next": "/me/data/export/"}).status_code == 200

    wrong = client.post(page, {"next": "/me/data/export/", "code": "XXXX-XXXX"})
    right = client.post(page, {"next": "/me/data/export/", "code": code_in_mail(without_password).lower()})

    assert (wrong.status_code, right.status_code, right.url) == (422, 302, "/me/data/export/")
    assert client.get(reverse("data-export")).status_code == 200


def test_code_ends_after_some_tries_and_never_leads_elsewhere(signed_in, without_password):
    client, page = signed_in(without_password), reverse("confirm-it-is-you")
    client.post(page, {})
    code = code_in_mail(without_password)
    for _ in range(5):
        client.post(page, {"code": "wrong"})
    assert client.post(page, {"code": code}).status_code == 422

    client.post(page, {})
    response = client.post(
        page, {"code": code_in_mail(without_password), "next": "https://elsewhere.example/"}
    )
    assert response.url == reverse("my-data")
