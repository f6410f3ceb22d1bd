"""Asking: the first page, the beginning and the end of a draft, the confirmation. The questions between them are in
ask_step, ask_similar and ask_pictures, the last look and the sending in ask_check."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import limits, robots
from questions import allowance, waits
from questions.browser import adopts_drafts, drafts_of, key_for_new_draft, remember
from questions.choices import UNSURE
from questions.forms_ask import FORMS, SpecialtyForm
from questions.models import ASKED_FIELDS, Care, Draft, Question, Step
from questions.views.ask_base import draft_page, lost_page, next_url, sent_as, step_context


@require_safe
@adopts_drafts
def ask(request):
    """What happens, who answers, how long it takes, what stays private, what it costs; drafts to go on with."""
    context = {
        "section": "ask",
        "drafts": drafts_of(request),
        "allowance": allowance.state(request.user),
        "median_days": waits.median_days(),
        "specialty": request.GET.get("specialty", ""),
    }
    return render(request, "questions/ask/start.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ask_begin(request):
    """The first question; its answer makes the draft."""
    if request.method != "POST":
        initial = {"start_key": uuid.uuid4(), "specialty": request.GET.get("specialty") or UNSURE}
        return _first_page(request, SpecialtyForm(initial=initial))
    form = SpecialtyForm(request.POST)
    if not form.is_valid():
        return _first_page(request, form, status=422)
    draft, key = _begin(
        request,
        step=Step.SPECIALTY,
        fields=form.said(),
        start_key=form.cleaned_data["start_key"],
        marks=_marks(request),
    )
    return _go_on(request, draft, key=key, step=Step.SPECIALTY)


@require_POST
def ask_again(request):
    """Begins a new draft with what was typed into a page whose draft is gone."""
    step, typed = request.POST.get("from_step"), _typed(request)
    if step not in FORMS or step == Step.SYMPTOMS or not typed:
        return redirect("ask")
    form = FORMS[step](request.POST)
    if not form.is_valid():
        problem = next(iter(form.errors.values()))[0]
        return lost_page(request, typed=typed, from_step=step, status=422, message=problem)
    try:
        draft, key = _begin(request, step=step, fields=form.said(), start_key=_start_key(request))
    except limits.LimitReached as reached:
        return lost_page(request, typed=typed, from_step=step, status=429, message=reached.message)
    return _go_on(request, draft, key=key, step=step)


def _begin(request, *, step, fields, start_key, marks=()):
    """The draft that an answer makes, once per `start_key`, and the browser's key. Raises LimitReached."""
    key = key_for_new_draft(request)
    known = Draft.objects.filter(start_key=start_key).exists()
    if not known:
        limits.spend("draft.start", request=request)
    values = {"user": request.user, "browser_key": key, "fields": fields, "step": step}
    draft = Draft.objects.begin(start_key=start_key or uuid.uuid4(), **values)
    if draft is None:  # a page left open on a shared computer: the key is another person's
        draft, known = Draft.objects.begin(start_key=uuid.uuid4(), **values), False
    if known:  # back, changed, and sent again
        draft.answer(step, fields=fields)
    draft.suspect(marks)
    return draft, key


def _go_on(request, draft, *, key, step):
    response = redirect(next_url(draft, after=step, request=request))
    if draft.owner_id is None:
        remember(response, key=key)
    return response


def _marks(request):
    """What the traps of the first page found. A first page is often left at once: its time says nothing."""
    return [mark for mark in robots.suspicion(request) if mark != "too_quick"]


def _start_key(request):
    try:
        return uuid.UUID(request.POST.get("start_key", ""))
    except ValueError:
        return uuid.uuid4()


def _typed(request):
    return {name: request.POST[name] for name in ASKED_FIELDS if request.POST.get(name)}


def _first_page(request, form, *, status=200):
    context = step_context(request, draft=None, step=Step.SPECIALTY, form=form, traps=robots.traps(request))
    context["label_for"] = form["specialty"].id_for_label
    return render(request, "questions/ask/specialty.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def ask_forget(request, reference):
    """Asks once more, then throws a draft away for good."""
    if request.method == "POST" and not drafts_of(request).filter(reference=reference).exists():
        if question := sent_as(request, reference):
            return redirect(question)  # the button was pressed twice, or the query sent meanwhile
    return _forget(request, reference)


@draft_page(past_warnings=True)
def _forget(request, draft):
    if request.method != "POST":
        return render(request, "questions/ask/forget.html", {"section": "ask", "draft": draft})
    question = draft.edits
    draft.forget()
    if question is not None:
        messages.success(request, _("Your changes are discarded. The query stays as it was."))
        return redirect(question)
    messages.success(request, _("Your draft is deleted."))
    return redirect("ask")


@login_required
@require_safe
def ask_sent(request, reference):
    """The confirmation, for as long as its asker wants to look at it."""
    sent = Question.objects.of_asker(request.user).exclude(care=Care.DRAFT)
    question = get_object_or_404(sent, reference=reference)
    context = {"section": "ask", "question": question, "median_days": waits.median_days()}
    return render(request, "questions/ask/sent.html", context)
