"""One-time codes as an app shows them."""

import time

from allauth.mfa.totp.internal import auth

STEP = 30  # seconds for which an app shows a code


def code_from_app(secret, *, steps=0):
    """The code now, or the one `steps` of 30 seconds later (earlier, where negative)."""
    return auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // STEP + steps))
