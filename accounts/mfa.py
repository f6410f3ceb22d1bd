"""Who must sign in with a second factor, and who hasn't set one up yet."""

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings


def mfa_missing(user: Any) -> bool:
    """Is `user` staff or a doctor, and without passkey or one-time codes? Costs up to two queries.

    Who has only begun an application sees nothing of patients yet: they need it when they send it.
    """
    if not user.is_authenticated:
        return False
    return (user.is_staff or user.has_applied) and not has_second_step(user)


def has_second_step(user: Any) -> bool:
    """Whether signing in takes a passkey or one-time code; the demonstration's own accounts may do without."""
    return bool(settings.DEMO and user.is_demo) or is_mfa_enabled(user)
