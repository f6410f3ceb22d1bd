"""A mail server that is down is said to the person who waits for a code; nothing breaks."""

import pytest
from django.urls import reverse

from tests.factories import make_user


@pytest.fixture
def dead_mail_server(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there


@pytest.mark.django_db
def test_code_that_cannot_be_sent_is_said(client, dead_mail_server):
    user = make_user()

    response = client.post(reverse("account_request_login_code"), {"email": user.email}, follow=True)

    assert response.status_code == 200
    assert "We could not send the e-mail just now." in response.content.decode()


@pytest.mark.django_db
def test_sign_up_survives_a_dead_mail_server(client, dead_mail_server):
    form = {"email": "new@example.org", "password1": "a-long-enough-password-3"}

    response = client.post(reverse("account_signup"), form, follow=True)

    assert response.status_code == 200
    assert "We could not send the e-mail just now." in response.content.decode()
