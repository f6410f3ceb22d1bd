"""Asking: the form, the stop at the sign-in, the confirmation."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.moves import MoveRefused
from questions import kept
from questions.forms import UNSURE, AskForm
from questions.models import Care, Question
from questions.references import PATTERN


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request):
    """The form, for anyone to fill in; sending needs an account."""
    draft = _draft(request)
    if request.method != "POST":
        return _form_page(request, AskForm(initial=_initial(request, draft), draft=draft))
    if request.POST.get("action") == "forget":
        kept.drop(request.session)
        return redirect("ask")
    asker = request.user if request.user.is_authenticated else None
    keeping = bool(asker) and request.POST.get("action") == "keep"
    form = AskForm(request.POST, request.FILES, asker=asker, draft=draft, keeping=keeping)
    if not form.is_valid():
        return _form_page(request, form, status=422)
    if asker is None:
        kept.put(request.session, data=request.POST, pictures=len(form.cleaned_data["pictures"]))
        return redirect("ask-account")
    try:
        return _kept(request, form) if keeping else _sent(request, form)
    except MoveRefused as refusal:
        return _refused(request, form, refusal=refusal.message)


def _sent(request, form):
    """Send; a form that was sent before with other words is shown again under a key of its own."""
    question = form.send()
    if form.differs_from(question):
        return _as_another(request, form, sent_before=question)
    kept.drop(request.session)
    return redirect("ask-sent", question.reference)


def _as_another(request, form, **context):
    """What was typed, as a query of its own."""
    form.draft, form.kept_pictures = None, []
    form.data = form.data.copy()
    form.data["submission_key"] = uuid.uuid4()
    return _form_page(request, form, status=409, **context)


def _refused(request, form, *, refusal):
    """The draft was sent, with these words (the button was pressed twice) or with others, or is gone, or was changed
    in another window: no word typed here is lost."""
    draft = form.draft
    if draft:
        draft.refresh_from_db()
    if draft is None or draft.care == Care.DRAFT:
        return _form_page(request, form, status=409, refusal=refusal)
    if not form.differs_from(draft):
        return redirect("ask-sent", draft.reference)
    if draft.care == Care.WITHDRAWN:
        return _as_another(request, form, refusal=refusal)
    return _as_another(request, form, sent_before=draft)


def _kept(request, form):
    question = form.keep()
    if question.care != Care.DRAFT:
        return redirect("ask-sent", question.reference)
    kept.drop(request.session)
    messages.success(request, _("Your draft is saved. Only you can see it; it hasn’t been sent."))
    return redirect(f"{reverse('ask')}?draft={question.reference}")


def _draft(request):
    """The query named by ?draft=, the visitor's own or a 404. One that was sent meanwhile is refused by its move."""
    reference = request.GET.get("draft", "")
    if not reference:
        return None
    if not PATTERN.fullmatch(reference) or not request.user.is_authenticated:
        raise Http404
    own = Question.objects.of_asker(request.user)
    if request.method != "POST":
        own = own.filter(care=Care.DRAFT)
    return get_object_or_404(own, reference=reference)


def _initial(request, draft):
    """What the empty form shows: the draft, what was typed before signing in, or a topic from a link."""
    if draft:
        fields = (
            "title",
            "text",
            "about",
            "age_band",
            "sex",
            "conditions",
            "medicines",
            "allergies",
            "consent",
        )
        initial = {name: getattr(draft, name) for name in fields}
        topic = draft.specialty.slug if draft.specialty else UNSURE
        return {**initial, "specialty": topic, "version": draft.version}
    initial = {"submission_key": uuid.uuid4(), "specialty": request.GET.get("specialty") or UNSURE}
    found = kept.get(request.session)
    return {**initial, **found["data"]} if found else initial


def _form_page(request, form, *, status=200, refusal="", sent_before=None):
    found = kept.get(request.session)
    asked_before = request.user.is_authenticated and Question.objects.of_asker(request.user).exists()
    context = {
        "section": "ask",
        "form": form,
        "draft": form.draft,
        "from_session": bool(found) and not form.is_bound and not form.draft,
        "lost_pictures": found["pictures"] if found else 0,
        "chosen_pictures": len(form.files.getlist("pictures")) if form.files else 0,
        "asked_before": asked_before,
        "max_pictures": settings.MAX_PICTURES,
        "refusal": refusal,
        "sent_before": sent_before,
    }
    return render(request, "questions/ask.html", context, status=status)


@require_safe
def ask_account(request):
    """Between the form and the sign-in: what was typed is safe, and why an account is needed."""
    found = kept.get(request.session)
    if found is None or request.user.is_authenticated:
        return redirect("ask")
    return render(request, "questions/ask_account.html", {"section": "ask", "pictures": found["pictures"]})


@login_required
@require_safe
def ask_sent(request, reference):
    """The confirmation, for as long as its asker wants to look at it."""
    question = get_object_or_404(
        Question.objects.of_asker(request.user).exclude(care=Care.DRAFT), reference=reference
    )
    return render(request, "questions/ask_sent.html", {"section": "ask", "question": question})
