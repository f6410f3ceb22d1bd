"""A mail server that is down delays nobody at the entrance: the code goes out once the server is back."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.models import Mail, MailState
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def dead_mail_server(settings):
    alive = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there
    return alive


FORMS = {
    "account_request_login_code": {},
    "account_reset_password": {},
    "account_signup": {"email": "new@example.org", "password1": "a-long-enough-password-3"},
}


@pytest.mark.parametrize("name", FORMS)
def test_code_waits_for_the_server_to_come_back(name, client, dead_mail_server, deliver, settings):
    form = FORMS[name] or {"email": make_user().email}

    response = client.post(reverse(name), form, follow=True)
    deliver()
    assert response.status_code == 200 and "could not" not in response.content.decode()
    assert Mail.objects.get().state == MailState.QUEUED

    settings.EMAIL_BACKEND = dead_mail_server
    with time_machine.travel(timezone.now() + timedelta(seconds=20)):
        deliver()
    (message,) = mail.outbox
    assert message.to == [form["email"]]
    assert re.search(r"^[A-Z0-9]{4}-?[A-Z0-9]{4}$", message.body, re.MULTILINE)
