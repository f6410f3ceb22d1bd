"""What a doctor sent from a form after the session had ended: kept in the new session, to be found again after
signing in. What nobody signs in to is deleted with its session (accounts.jobs)."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import limits
from accounts.languages import unprefixed
from answers.models import WRITTEN_FIELDS

KEPT = "answer_typed"
BACK = _("You are signed in again. What you had typed is below; it is not saved yet.")
# All that a complete answer with its questions back can hold, and some more (characters).
MOST = 60_000

# By the form's name: the page where its words are found again, the fields that hold words, and those kept with them.
EDITOR = ("answer-edit", {*WRITTEN_FIELDS}, {"version"})
FORMS = {
    "answer-edit": EDITOR,
    "answer-submit": EDITOR,
    "clarification-ask": EDITOR,
    "handover-begin": EDITOR,
    "proposal-take": EDITOR,
    "question-release": EDITOR,
    "question-handover": ("question-handover", {"reason"}, {"kind", "specialty"}),
    "answer-retract": ("answer-retract", {"reason"}, {"code", "version"}),
    "followup-reply": ("followup-reply", {"reply"}, {"version"}),
    "opinion-edit": ("opinion-edit", {"reason"}, {"stance", "key", "version", "answer_version"}),
    "snippet-add": ("snippet-add", {"title", "text"}, {"specialty", "shared", "version"}),
    "snippet-edit": ("snippet-edit", {"title", "text"}, {"specialty", "shared", "version"}),
}
NUMBERED = ("finding_", "ask_")  # more words of the editor
CHOSEN = "ask_kind_"  # no words among them


def keep(request):
    """Keep the form; the last one only. Returns the page that shows it again after signing in, or "" when it isn't
    kept: not an empty or endless one, and not beyond the limit on what is begun without an account."""
    match = request.resolver_match
    if match.url_name not in FORMS:
        return ""
    page, worded, others = FORMS[match.url_name]
    numbered = NUMBERED if page == "answer-edit" else ()
    typed = {
        name: value
        for name, value in request.POST.items()
        if name in worded | others or name.startswith(numbered)
    }
    words = [text for name, text in typed.items() if name not in others and not name.startswith(CHOSEN)]
    if not any(words) or sum(map(len, typed.values())) > MOST:
        return ""
    try:
        limits.spend("draft.start", request=request)
    except limits.LimitReached:
        return ""
    address = reverse(page, kwargs=match.kwargs)
    request.session[KEPT] = {"page": unprefixed(address), "typed": typed}
    return f"{address}?kept=1"


def kept(request):
    """{field: words} for the form of this page when its address asks for them (?kept=1), or {}."""
    found = request.session.get(KEPT, {})
    return found["typed"] if "kept" in request.GET and found.get("page") == unprefixed(request.path) else {}


def stored(request, page, **where):
    """The form of a page was saved: what was kept for it is no longer needed."""
    if request.session.get(KEPT, {}).get("page") == unprefixed(reverse(page, kwargs=where)):
        del request.session[KEPT]
