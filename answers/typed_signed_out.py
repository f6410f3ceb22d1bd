"""What a doctor sent from the editor after the session had ended: kept in the new session, to be found again after
signing in. What nobody signs in to is deleted with its session (accounts.jobs)."""

from accounts import limits
from answers.models import WRITTEN_FIELDS

KEPT = "answer_typed"
# All that a complete answer with its questions back can hold, and some more (characters).
MOST = 60_000


def keep(request, reference):
    """Keep the form; the last one only. Says whether it is kept: not an empty or endless one, and not beyond the
    limit on what is begun without an account."""
    typed = {
        name: value
        for name, value in request.POST.items()
        if name in {*WRITTEN_FIELDS, "version"} or name.startswith(("finding_", "ask_"))
    }
    words = [text for name, text in typed.items() if name != "version" and not name.startswith("ask_kind_")]
    if not any(words) or sum(map(len, typed.values())) > MOST:
        return False
    try:
        limits.spend("draft.start", request=request)
    except limits.LimitReached:
        return False
    request.session[KEPT] = {"reference": reference, "typed": typed}
    return True


def kept(request, reference):
    """{field: words} for the editor of `reference` when its address asks for them (?kept=1), or {}."""
    found = request.session.get(KEPT, {})
    return found["typed"] if "kept" in request.GET and found.get("reference") == reference else {}


def stored(request, reference):
    """The editor was saved: what was kept for it is no longer needed."""
    if request.session.get(KEPT, {}).get("reference") == reference:
        del request.session[KEPT]
