"""Codes from an app at sign-in: a slow hand is forgiven, a code that was used is not taken again."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.accounts.codes import STEP, code_from_app
from tests.factories import make_user
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def secret():
    return auth.generate_totp_secret()


@pytest.fixture
def person(secret):
    """Somebody who signs in with a password and a code from an app."""
    user = make_user()
    auth.TOTP.activate(user, secret)
    return user


def sign_in(person, code):
    """Whether a new browser with the right password and `code` is let in."""
    client = Client()
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": code})
    return "_auth_user_id" in client.session


@pytest.mark.parametrize(("steps", "let_in"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_the_code_shown_a_moment_ago_is_taken(person, secret, steps, let_in):
    with time_machine.travel(timezone.now(), tick=False):
        assert sign_in(person, code_from_app(secret, steps=steps)) is let_in


@pytest.mark.parametrize("later", [0, STEP + 1])  # the same code still fits one step later
@pytest.mark.parametrize("space", ["", " "])
def test_a_code_is_taken_once(person, secret, later, space):
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        code = code_from_app(secret, steps=1)
        assert sign_in(person, code)
    with time_machine.travel(now + timedelta(seconds=later), tick=False):
        assert not sign_in(person, code[:3] + space + code[3:])


def test_recovery_code_is_taken_once(person):
    codes = RecoveryCodes.activate(person).get_unused_codes()
    assert Authenticator.objects.filter(user=person).count() == 2
    assert [sign_in(person, codes[0]) for _ in range(2)] == [True, False]
