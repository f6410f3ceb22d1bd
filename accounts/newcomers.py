"""One field for everybody: an address gets a code, and with it its account, a new one if it had none.

Whoever looks on learns nothing about the address: known or not, the same page follows and a code goes out.
"""

from allauth.account.forms import RequestLoginCodeForm
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language

from accounts.forms import SaysWhatToEnter
from accounts.models import User


class CodeForAnyoneForm(SaysWhatToEnter, RequestLoginCodeForm):
    """An e-mail address, known here or not. Checking it makes the newcomer's account and counts against allauth's
    limits."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["email"].widget.attrs["placeholder"]  # repeats the label

    def clean_email(self):
        email = super().clean_email()
        if self._user is None:
            self._user = newcomer(email)
        return email

    def send_code(self, request, *, then):
        """Mail the code. Returns the address of the page that takes it and leads to `then`."""
        LoginCodeVerificationProcess.initiate(
            request=request, user=self._user, email=self.cleaned_data["email"]
        )
        return f"{reverse('account_confirm_login_code')}?{urlencode({'next': then})}"


def newcomer(email):
    """A new account without a password; nobody can use it before the code arrived, and accounts.retention deletes
    it when nobody ever does. None when the address is taken
    (by a closed account, or by a request of the same moment): then no code goes out."""
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, None, language=get_language())
            EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=False)
    except IntegrityError:
        return None
    return user
