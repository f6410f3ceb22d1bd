"""The end of the ask flow: an account, a last look, and the sending, once."""

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import limits, robots
from accounts.models import User
from accounts.moves import MoveRefused
from accounts.templatetags.written import shipped
from questions import allowance, sending, spam, waits
from questions.forms import CONSENT_HINTS
from questions.models import Consent, Draft, Step
from questions.views.ask_base import (
    BACK_TO_CHECK,
    draft_page,
    first_open_url,
    gone,
    seen_first,
    step_url,
)


class Unwanted(Exception):
    """The account can't send now; `str()` says why and is fit to be shown."""


@require_http_methods(["GET", "HEAD", "POST"])
@draft_page
def ask_check(request, draft):
    """All answers, to be changed or sent. Needs an account: only with one can somebody read the answer."""
    if first_open_url(draft) != draft.get_absolute_url():
        return redirect(first_open_url(draft))
    if not request.user.is_authenticated:
        return redirect("ask-account", draft.reference)
    if request.method != "POST":
        return _page(request, draft)
    draft.set_language(request.POST.get("written_in"))
    if sending.raise_flags(draft):  # a rule may be newer than the answers, or the language another
        return redirect("ask-warning", draft.reference)
    return _send(request, draft)


def _send(request, draft):
    """Send and show the confirmation, or say why not; the draft is kept then."""
    changing = draft.edits_id is not None
    draft.suspect(robots.suspicion(request, started_at=draft.created_at))
    try:
        question = _send_once(request, draft)
    except limits.LimitReached as reached:
        response = _page(request, draft, status=429, refusal=reached.message)
        response.headers["Retry-After"] = str(reached.retry_after)
        return response
    except (MoveRefused, Unwanted) as refusal:
        return _refused(request, draft, refusal=getattr(refusal, "message", str(refusal)))
    if changing:
        messages.success(request, _("Your changes are sent. A moderator reads the query again."))
        return redirect(question)
    return redirect("ask-sent", question.reference)


@transaction.atomic
def _send_once(request, draft):
    """What a second click finds sent is not counted or judged again. Locks the account first, as sending does."""
    User.objects.hold(request.user.pk)
    current = Draft.objects.filter(pk=draft.pk).first()
    if current is None:
        return sending.send(draft, by=request.user)
    if current.edits is None and (reason := spam.may_send(request.user)):
        raise Unwanted(reason)
    written = {"title": current.title, "text": current.text, "more": spam.words_besides(current)}
    held_for = [
        *current.suspicions,
        *spam.suspicions(asker=request.user, question=current.edits, **written),
    ]
    limits.spend("ask.send", request=request)
    question = sending.send(current, by=request.user, held_for=held_for)
    spam.remember(question)
    return question


def _refused(request, draft, *, refusal):
    """The draft is gone (sent meanwhile), misses an answer, or may not be sent."""
    current = Draft.objects.filter(pk=draft.pk).first()
    if current is None:
        return gone(request, draft.reference)
    return _page(request, current, status=409, refusal=refusal)


def _page(request, draft, *, status=200, refusal=""):
    context = {
        "section": "ask",
        "draft": draft,
        "rows": _rows(draft),
        "pictures": draft.pictures.all(),
        "pictures_url": _change_url(draft, Step.PICTURES) if Step.PICTURES in draft.steps else "",
        "privacy_url": _change_url(draft, Step.PRIVACY),
        "consent": Consent(draft.consent).label,
        "consent_hint": CONSENT_HINTS[draft.consent],
        "seen_first": seen_first(draft),
        "languages": settings.LANGUAGES if len(settings.LANGUAGES) > 1 else (),
        "written_in": draft.written_in,
        "changing": draft.edits_id is not None,
        "allowance": allowance.state(request.user),
        "median_days": None if draft.edits_id else waits.median_days(),
        "refusal": refusal,
        "traps": robots.traps(request),
    }
    return render(request, "questions/ask/check.html", context, status=status)


def _rows(draft):
    """(label, answers, address to change it) of each step that holds words or a choice."""
    answers = {
        Step.SPECIALTY: [draft.specialty.name if draft.specialty else _("I’m not sure")],
        Step.ABOUT: [draft.get_about_display()],
        Step.QUESTION: [draft.title],
        Step.DETAILS: [draft.text],
        Step.BACKGROUND: _background(draft),
    }
    if Step.SYMPTOMS in draft.steps:
        hits = draft.red_flags.filter(place="checklist").select_related("version")
        answers[Step.SYMPTOMS] = [shipped(hit.version.ask) for hit in hits] or [_("None of these")]
    return [(step.label, answers[step], _change_url(draft, step)) for step in draft.steps if step in answers]


def _background(draft):
    said = [
        (_("Age"), draft.get_age_band_display()),
        (_("Sex at birth"), draft.get_sex_display()),
        (_("Long-term conditions"), draft.conditions),
        (_("Medicines"), draft.medicines),
        (_("Allergies"), draft.allergies),
    ]
    return [f"{label}: {value}" for label, value in said if value] or [_("Nothing said")]


def _change_url(draft, step):
    return step_url(draft, step, back=BACK_TO_CHECK)
