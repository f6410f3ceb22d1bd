"""An auditor changes nothing: every form they send is refused, but those of signing in and out."""

from django.conf import settings
from django.core.exceptions import PermissionDenied

from accounts.mfa import mfa_missing
from portal.roles import VIEW_TRAIL

SAFE = {"GET", "HEAD", "OPTIONS"}
# By name in urls: signing in and out, and confirming that it is really them.
SIGNING_IN_AND_OUT = {
    "account_login",
    "account_logout",
    "account_request_login_code",
    "account_confirm_login_code",
    "account_reauthenticate",
    "admin:logout",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_login_webauthn",
    "login",
    "confirm-it-is-you",
}
# While they have no second factor yet, without which they see nothing.
SECOND_FACTOR = {"mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"}


def is_auditor(user):
    """Whether `user` reads and changes nothing. Two queries for staff; an administrator is none."""
    return user.is_authenticated and user.is_staff and not user.is_superuser and user.has_perm(VIEW_TRAIL)


class AuditorsReadOnly:
    """Refuses (403) what an auditor sends, whatever other group they are in."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """None: go on. Who has no session is nobody's auditor, and costs no query."""
        if request.method in SAFE or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return
        if not is_auditor(request.user):
            return
        name = request.resolver_match.view_name
        if name in SIGNING_IN_AND_OUT or (name in SECOND_FACTOR and mfa_missing(request.user)):
            return
        raise PermissionDenied
