"""The cookie that lets a browser without an account find its drafts again."""

import re
import secrets
from functools import wraps

from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from questions.models import Draft

# 32 random bytes as secrets.token_urlsafe() writes them; anything else in the cookie is not ours.
KEY = re.compile(r"[A-Za-z0-9_-]{43}")


def browser_key(request):
    """The key in this browser's cookie; "" when it has none."""
    key = request.COOKIES.get(settings.ASK_COOKIE_NAME, "")
    return key if KEY.fullmatch(key) else ""


def new_browser_key():
    return secrets.token_urlsafe(32)


def key_for_new_draft(request):
    """The browser's key while it leads to a draft, else a new one: who sat here before may have kept the old."""
    key = browser_key(request)
    in_use = key and Draft.objects.reachable(AnonymousUser(), browser_key=key).exists()
    return key if in_use else new_browser_key()


def remember(response, *, key):
    """Give the browser its key, or more time for it: it lives an hour longer than a draft changed now."""
    response.set_cookie(
        settings.ASK_COOKIE_NAME,
        key,
        max_age=(settings.DRAFT_HOURS + 1) * 3600,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget_browser(response):
    """Take the key away: what it led to belongs to an account now."""
    response.delete_cookie(settings.ASK_COOKIE_NAME, samesite="Lax")


def adopt_drafts(request):
    """Give the drafts begun in this browser to who is signed in. One UPDATE, and none without the cookie.
    Returns how many."""
    if not request.user.is_authenticated:
        return 0
    return Draft.objects.adopt(request.user, browser_key=browser_key(request))


def adopts_drafts(view):
    """Before the view, drafts begun in this browser go to who is signed in; the browser then forgets its key."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        adopted = adopt_drafts(request)
        response = view(request, *args, **kwargs)
        if adopted:
            forget_browser(response)
        return response

    return wrapper


def drafts_of(request):
    """The visitor's unfinished drafts, newest first, with those begun in this browser. Adopts none."""
    reachable = Draft.objects.reachable(request.user, browser_key=browser_key(request))
    return reachable.select_related("specialty", "edits").order_by("-changed_at")
