"""People: patients, staff, and their second factors."""

import itertools

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group

from accounts.models import User
from portal import roles

PASSWORD = "a-long-enough-password"
numbers = itertools.count(1)


def make_user(*, name="", email="", **fields):
    number = next(numbers)
    user = User.objects.create_user(email or f"person{number}@example.org", PASSWORD, name=name, **fields)
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    return user


def add_second_factor(user):
    """What staff and doctors must have before they see anything of patients."""
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "unused"})


def make_staff(role, *, name):
    """A member of the staff in the group `role` of portal.roles."""
    user = make_user(name=name, is_staff=True)
    add_second_factor(user)
    user.groups.add(Group.objects.get(name=role))
    return user


def make_moderator(*, name="Moderator", senior=False):
    """A moderator; a senior one also signs second, confirms doctors and decides on appeals."""
    return make_staff(roles.SENIOR if senior else roles.MODERATOR, name=name)


def make_auditor(*, name="Auditor"):
    return make_staff(roles.AUDITOR, name=name)
