"""Who must sign in with a second factor, and who hasn't set one up yet."""

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings


def mfa_missing(user: Any) -> bool:
    """Is `user` staff or a doctor, and without passkey or one-time codes? Costs up to two queries."""
    if not user.is_authenticated or (settings.DEMO and user.is_demo):
        return False
    return (user.is_staff or hasattr(user, "doctor")) and not is_mfa_enabled(user)
