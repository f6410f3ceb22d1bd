"""Words typed into a page of the ask flow whose session had ended: kept in the new session, to be found again on
their page after signing in. What nobody signs in to is deleted after an hour (accounts.jobs)."""

from accounts import limits
from questions.models import ASKED_FIELDS

KEPT = "ask_typed"


def keep(request, reference, *, step):
    """Keep an answer that could not be stored; the last one only. Says whether it is kept: not for somebody who is
    signed in, not without words, and not beyond the limit on drafts begun without an account."""
    typed = {name: request.POST[name] for name in (*ASKED_FIELDS, "seen") if name in request.POST}
    if request.user.is_authenticated or not any(typed.get(name) for name in ASKED_FIELDS):
        return False
    try:
        limits.spend("draft.start", request=request)
    except limits.LimitReached:
        return False
    request.session[KEPT] = {"reference": reference, "step": step, "typed": typed}
    return True


def kept(request, draft, *, step):
    """{field: words} to fill the page with, or {}. `seen` among them notices another window's change, as ever."""
    found = request.session.get(KEPT, {})
    mine = (found.get("reference"), found.get("step")) == (draft.reference, step)
    return found["typed"] if mine and request.user.is_authenticated else {}


def stored(request, draft, *, step):
    """The page was answered: what was kept for it is no longer needed."""
    if kept(request, draft, step=step):
        del request.session[KEPT]
