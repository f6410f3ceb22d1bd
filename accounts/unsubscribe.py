"""The signed address that stops one group of optional e-mails for one account, without signing in."""

from django.core import signing
from django.urls import reverse

from accounts.models import MailGroup

SALT = "accounts.unsubscribe"


def path(user_id, *, group):
    """The page's path. It names the account's number and the group, nothing else, and works for good."""
    return reverse("mail-stop", args=[signing.dumps([user_id, str(group)], salt=SALT)])


def read(token):
    """(account's number, group), or None when we did not sign it."""
    try:
        user_id, group = signing.loads(token, salt=SALT)
        return user_id, MailGroup(group)
    except (signing.BadSignature, ValueError):
        return None
