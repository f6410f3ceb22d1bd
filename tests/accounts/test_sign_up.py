"""A new account: a code by mail, and no dead end when it doesn't come, is mistyped or went to a wrong address."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

pytestmark = pytest.mark.django_db
PASSWORD = "violet-umbrella-cabin-22"


def sign_up(client, *, email="nina@example.org"):
    client.post("/accounts/signup/?next=/ask/", {"email": email, "password1": PASSWORD, "next": "/ask/"})
    return client.get("/accounts/confirm-email/").content.decode()


def code(deliver):
    deliver()
    return re.search(r"^[A-Z0-9]{4}-?[A-Z0-9]{4}$", mail.outbox[-1].body, re.MULTILINE).group()


def confirm(client, **data):
    return client.post("/accounts/confirm-email/", data)


def test_code_from_the_mail_leads_back_to_where_one_was(client, deliver):
    sign_up(client)

    response = confirm(client, code=code(deliver))

    assert response.headers["Location"] == "/ask/"


def test_code_that_never_came_is_sent_anew(client, deliver):
    assert "Send a new code" in sign_up(client)
    first = code(deliver)

    with time_machine.travel(timezone.now() + timedelta(seconds=11)):  # one every ten seconds
        confirm(client, action="resend")
        second = code(deliver)

    assert len(mail.outbox) == 2 and second != first
    assert confirm(client, code=second).headers["Location"] == "/ask/"


def test_address_with_a_slip_in_it_is_corrected(client, deliver):
    assert "Use a different e-mail address" in sign_up(client, email="nina@exmaple.org")

    confirm(client, action="change", email="nina@example.org")

    deliver()
    assert mail.outbox[-1].to == ["nina@example.org"]
    assert confirm(client, code=code(deliver)).headers["Location"] == "/ask/"


def test_wrong_code_says_which_one_to_enter(client):
    sign_up(client)

    page = confirm(client, code="XXXX-XXXX").content.decode()

    assert "Enter the one from our newest e-mail." in page


@pytest.mark.parametrize("address", ("victim@example.org", "known"))
def test_a_mailbox_is_not_flooded_from_however_many_places(client, deliver, settings, asker, address):
    """An account or none: the answers stay alike, the mails end. Others get theirs."""
    settings.LIMITS = {**settings.LIMITS, "mail.signin": {"recipient": [(3, 3600)]}}
    address = asker.email if address == "known" else address

    answers = set()
    for number in range(6):
        cache.clear()  # allauth's own: one every ten seconds
        data = {"email": address.upper() if number % 2 else address, "password1": PASSWORD}
        response = Client(REMOTE_ADDR=f"192.0.{number}.2").post("/accounts/signup/", data)
        answers.add((response.status_code, response.headers["Location"]))
    sign_up(client)
    deliver()

    assert answers == {(302, "/accounts/confirm-email/")}
    assert sorted(mail_.to[0].lower() for mail_ in mail.outbox) == sorted(
        [address] * 3 + ["nina@example.org"]
    )
