"""Confirming once more that it is really them, before something that can't be undone or shows everything.

Who has a password or a second factor confirms with it, on the sign-in's own pages. An account that signs in with
codes by mail has neither: it gets a code by mail here.
"""

import time
from functools import wraps
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

# In the session: when it was confirmed by a code of ours, and the code under way.
CONFIRMED, UNDER_WAY = "step_up_at", "step_up_code"
CODE_LASTS = 10 * 60  # seconds
TRIES = 5  # a code has 32 bits at least


def step_up_required(view):
    """Lets in who confirmed within settings.ACCOUNT_REAUTHENTICATION_TIMEOUT; sends others to do so, and back here.

    A form that was sent too late is not sent on: its page comes again.
    """

    @login_required
    @wraps(view)
    def wrapper(request, *args, **kwargs):
        if confirmed(request):
            return view(request, *args, **kwargs)
        return redirect(f"{where(request.user)}?{urlencode({'next': request.path})}")

    return wrapper


def confirmed(request):
    """Whether this session confirmed a short while ago."""
    records = get_authentication_records(request, request.user)
    times = [record["at"] for record in records if record.get("reauthenticated")]
    latest = max([request.session.get(CONFIRMED, 0), *times])
    return time.time() - latest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def where(user):
    """The page on which `user` confirms."""
    ways = get_adapter().get_reauthentication_methods(user)
    return ways[0]["url"] if ways else reverse("confirm-it-is-you")


def send_code(request):
    """Mail a new code to the account's address; an older one works no longer."""
    code = get_adapter().generate_login_code()
    request.session[UNDER_WAY] = {"digest": _digest(request, code), "at": time.time(), "tries": 0}
    get_adapter().send_mail("account/email/confirm_code", request.user.email, {"code": code})


def code_is_under_way(request):
    """Whether a code was sent that can still be entered."""
    known = request.session.get(UNDER_WAY)
    return bool(known) and known["tries"] < TRIES and time.time() - known["at"] < CODE_LASTS


def accept(request, code):
    """Whether `code` is the one that was sent; if so, this session has confirmed. Counts the tries."""
    if not code_is_under_way(request):
        return False
    known = request.session[UNDER_WAY]
    request.session[UNDER_WAY] = {**known, "tries": known["tries"] + 1}
    if not constant_time_compare(known["digest"], _digest(request, code)):
        return False
    del request.session[UNDER_WAY]
    request.session[CONFIRMED] = time.time()
    return True


def _digest(request, code):
    plain = "".join(letter for letter in code if letter.isalnum()).upper()
    return salted_hmac("accounts.step_up", f"{request.user.pk}:{plain}", algorithm="sha256").hexdigest()
