"""The page of a patient's own query, and what is sent from it: a reply, a follow-up, an appeal, thanks."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts import limits
from accounts.limits import LimitReached
from accounts.moves import MoveRefused
from accounts.text import whole_number
from answers.forms_patient import AppealForm, FollowUpForm
from answers.forms_reply import ReplyForm
from answers.models import FollowUp
from answers.views.patient_page import own, own_answer, show, warning_page
from questions import warnings
from questions.models import Appeal, Care

REPLIED = gettext_lazy("You replied to this already.")


@login_required
@require_safe
def my_question(request, reference):
    """Everything about one query, for its asker alone."""
    if own(request, reference).care == Care.DRAFT:
        return redirect("my-questions")
    return show(request, reference)


@login_required
@require_POST
def clarification_reply(request, reference):
    """The patient's reply; its warning signs are shown before it is sent, and no word of it is lost."""
    question = own(request, reference)
    clarification = _asked(question, request.POST.get("asked", ""))
    if clarification is None:  # never asked, or void since
        typed = "\n\n".join(value for name, value in request.POST.items() if name.startswith("reply_"))
        return _refused(request, reference, MoveRefused(REPLIED), form=None, typed=typed)
    form = ReplyForm(request.POST, clarification=clarification)
    valid = form.is_valid()
    if clarification.replied_at is not None:
        if valid and clarification.replies == form.replies():
            return _done_already(request, question, _("We have your reply already."))
        return _refused(request, reference, MoveRefused(REPLIED), form=form, typed=form.typed())
    if not valid or "change" in request.POST:
        return show(request, reference, form=form, status=200 if valid else 422)
    hits = warnings.find(question, form.telling())
    if warnings.unread(hits, read=request.POST.getlist("read")):
        return warning_page(request, question, hits, typed=form.typed(), **form.sent())
    try:
        limits.spend("reply", request=request)
        clarification.answer(by=request.user, replies=form.replies(), warned=hits)
    except (MoveRefused, LimitReached) as refused:
        return _refused(request, reference, refused, form=form, typed=form.typed())
    messages.success(request, _("Thank you. Your reply is with those who asked."))
    return redirect(question)


@login_required
@require_POST
def followup_ask(request, reference, pk):
    """A follow-up question to the doctor who answered; as with a reply, warnings come first."""
    question = own(request, reference)
    answer = own_answer(question, pk)
    form = FollowUpForm(request.POST, answer=answer)
    if not form.is_valid():
        return show(request, reference, form=form, status=422)
    text, key = form.cleaned_data["text"], form.cleaned_data["key"]
    if answer.follow_ups.filter(key=key).exists():
        return _done_already(request, question, _("Your follow-up question is with the doctor already."))
    if "change" in request.POST:
        return show(request, reference, form=form)
    hits = warnings.find(question, text)
    if warnings.unread(hits, read=request.POST.getlist("read")):
        return warning_page(request, question, hits, typed=text, text=text, key=key)
    try:
        limits.spend("followup", request=request)
        FollowUp.objects.ask(answer=answer, by=request.user, text=text, key=key, warned=hits)
    except (MoveRefused, LimitReached) as refused:
        return _refused(request, reference, refused, form=form, typed=text)
    messages.success(
        request, _("Your follow-up question is with the doctor. We write to you when the reply is here.")
    )
    return redirect(f"{question.get_absolute_url()}#follow-ups-{answer.pk}")


@login_required
@require_POST
def answer_thank(request, reference, pk):
    """“Thank you”, once."""
    question = own(request, reference)
    answer = own_answer(question, pk)
    if answer.thanked_at is not None:
        return _done_already(request, question, _("You said thank you already."))
    try:
        answer.thank(by=request.user)
    except MoveRefused as refused:
        return show(request, reference, refusal=refused.message, status=409)
    messages.success(request, _("The doctor sees that you said thank you."))
    return redirect(f"{question.get_absolute_url()}#follow-ups-{answer.pk}")


@login_required
@require_POST
def question_appeal(request, reference):
    """Asks another moderator to look at a refusal, once."""
    question = own(request, reference)
    form = AppealForm(request.POST)
    if not form.is_valid():
        return show(request, reference, form=form, status=422)
    text = form.cleaned_data["text"]
    if question.appeals.filter(text=text).exists():
        return _done_already(request, question, _("Your appeal is with our moderators already."))
    try:
        limits.spend("appeal", request=request)
        Appeal.objects.make(
            question=question, by=request.user, text=text, seen_version=form.cleaned_data["version"]
        )
    except (MoveRefused, LimitReached) as refused:
        return _refused(request, reference, refused, form=form, typed=text)
    messages.success(request, _("Another moderator looks at your query. We write to you when it is decided."))
    return redirect(question)


def _asked(question, pk):
    """The request that the page showed; None when there is none of that number."""
    return question.clarifications.filter(pk=whole_number(pk)).first()


def _done_already(request, question, message):
    """A second click, or a second window: no mistake, and nothing to do."""
    messages.info(request, message)
    return redirect(reverse("my-question", args=[question.reference]))


def _refused(request, reference, refused, *, form, typed):
    """Nothing was done, and nothing typed is lost: 409, or 429 with the time to wait."""
    if not isinstance(refused, LimitReached):
        return show(request, reference, refusal=refused.message, typed=typed, status=409)
    response = show(request, reference, form=form, refusal=refused.message, status=429)
    response.headers["Retry-After"] = str(refused.retry_after)
    return response
