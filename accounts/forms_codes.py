"""One-time codes from an app: taken for the step they were shown in and its neighbours, and each once only.

RFC 6238, section 5.2: a code typed slowly, or made by a clock that is half a minute off, is accepted
(`MFA_TOTP_TOLERANCE`); the same code a second time is not, for as long as it would fit. The library by itself remembers
a used one for one step alone.
"""

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.app_settings import TOTP_PERIOD, TOTP_TOLERANCE
from allauth.mfa.base.forms import AuthenticateForm as BaseAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as BaseReauthenticateForm
from django.core.cache import cache

from accounts.models import User

# Seconds from the first moment at which a code is accepted to the last.
FITS_FOR = TOTP_PERIOD * (2 * TOTP_TOLERANCE + 1)


class UsedOnceMixin:
    """For a form of the library: refuses a code that this person has used in the last `FITS_FOR` seconds.

    Costs one write to the cache.
    """

    user: User

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        used = f"code.used?user={self.user.pk}&code={normalize_user_code(code)}"
        if not cache.add(used, True, timeout=FITS_FOR):
            raise get_adapter().validation_error("incorrect_code")
        return code


class AuthenticateForm(UsedOnceMixin, BaseAuthenticateForm):
    """The second step of signing in."""


class ReauthenticateForm(UsedOnceMixin, BaseReauthenticateForm):
    """The page that asks somebody who is signed in whether it is really them."""
