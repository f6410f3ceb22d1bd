"""A doctor's reply to a follow-up question: kept while it is written, seen as its patient will, sent for review,
changed when it comes back."""

from django.contrib import messages
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.moves import MoveRefused
from answers import typed_signed_out
from answers.access import refused_json, verified_doctor_required, write_look
from answers.forms_followup import FollowUpReplyForm
from answers.models import DoctorNotices, FollowUp, FollowUpStatus
from answers.publication import rendered
from questions.models import Question
from questions.worddiff import word_diff
from specialties.navigation import account_links

SEND, PREVIEW = "send", "preview"


@require_http_methods(["GET", "HEAD", "POST"])
@verified_doctor_required
def followup_reply(request, reference, pk):
    """The query, the doctor's own answer, the thread, and the reply with its buttons Save, Preview and Send."""
    follow_up = _find(request, reference, pk)
    if request.method != "POST":
        if typed := typed_signed_out.kept(request):
            return _go_on_with(request, follow_up, typed)
        return _show(request, follow_up)
    form, then = FollowUpReplyForm(request.POST), request.POST.get("then")
    if not form.is_valid() or (then == SEND and not form.demand_reply()):
        return _show(request, follow_up, form=form, status=422)
    try:
        _keep(follow_up, form, by=request.user, send=then == SEND)
    except MoveRefused as refused:
        follow_up.refresh_from_db()
        return _show(request, follow_up, form=form, refusal=refused.message, status=409)
    typed_signed_out.stored(request, "followup-reply", reference=reference, pk=pk)
    if then == SEND:
        messages.success(request, _("Your reply is with the moderators."))
        return redirect("dashboard")
    if then == PREVIEW:
        return redirect("followup-preview", reference=reference, pk=pk)
    messages.success(request, _("Your reply is saved. Nobody else can read it yet."))
    return redirect("followup-reply", reference=reference, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@verified_doctor_required
def followup_autosave(request, reference, pk):
    """Saves what is being typed and says so as JSON: {version, saved_at}, or why not. GET gives a fresh CSRF token."""
    follow_up = _find(request, reference, pk)
    if request.method != "POST":
        return JsonResponse({"csrf": get_token(request)})
    form = FollowUpReplyForm(request.POST)
    if not form.is_valid():
        first = next(iter(form.errors.values()))[0]
        return refused_json(_("Not saved: %(error)s") % {"error": first}, error="invalid", status=422)
    try:
        _keep(follow_up, form, by=request.user)
    except MoveRefused as refused:
        return refused_json(refused.message, error="conflict", status=409)
    typed_signed_out.stored(request, "followup-reply", reference=reference, pk=pk)
    return JsonResponse({"version": follow_up.version, "saved_at": follow_up.saved_at})


@require_safe
@verified_doctor_required
def followup_preview(request, reference, pk):
    """The saved reply as its patient will read it."""
    follow_up = _find(request, reference, pk)
    context = {
        "follow_up": follow_up,
        "question": follow_up.answer.question,
        "doctor": follow_up.answer.doctor,
        "now": timezone.now(),
        "account_links": account_links(),
    }
    return render(request, "answers/followup_preview.html", context)


def _go_on_with(request, follow_up, typed):
    """What was typed while the doctor was signed out, in the form again and not saved yet; or beside another text."""
    form = FollowUpReplyForm(typed)
    messages.info(request, typed_signed_out.BACK)
    if not form.is_valid() or form.cleaned_data["version"] == follow_up.version:
        return _show(request, follow_up, form=form)
    refusal = _("This reply was saved or sent in another window.")
    return _show(request, follow_up, form=form, refusal=refusal, status=409)


def _keep(follow_up, form, *, by, send=False):
    """Save or send what the form holds. The same again, because a reply got lost or a button was pressed twice, is
    done already. Raises MoveRefused when another text was saved or sent meanwhile."""
    reply, seen_version = form.cleaned_data["reply"], form.cleaned_data["version"]
    same = follow_up.reply == reply
    if send and not (same and follow_up.status == FollowUpStatus.IN_REVIEW):
        follow_up.send_reply(by=by, reply=reply, seen_version=seen_version)
    elif not send and not (same and follow_up.is_to_reply):
        follow_up.save_reply(by=by, reply=reply, seen_version=seen_version)


def _find(request, reference, pk):
    """The follow-up to this doctor's own answer; 404 for everybody else, and when the query was taken back."""
    visible = Question.objects.for_doctor(request.doctor).filter(reference=reference)
    rows = FollowUp.objects.of_doctor(request.doctor).select_related(
        "answer__question__specialty", "answer__approved_version", "answer__doctor"
    )
    return get_object_or_404(rows, pk=pk, answer__question__in=visible.values("pk"))


def _show(request, follow_up, *, form=None, refusal="", status=200):
    """The page; that the query was looked at is written first. With a refusal, `form` holds what was typed, beside
    what is stored."""
    answer, question = follow_up.answer, follow_up.answer.question
    write_look(request, question)
    if refusal:
        # Sent again, the typed text goes on from the stored one, which the page shows beside it.
        stored = {"version": follow_up.version, "reply": form.cleaned_data["reply"]}
        form = FollowUpReplyForm(initial=stored)
    seen = {"version": follow_up.version, "reply": follow_up.reply}
    form = form or FollowUpReplyForm(initial=seen)
    returned = follow_up.status == FollowUpStatus.RETURNED
    written = form["reply"].value() or ""
    context = {
        "question": question,
        "answer": answer.approved_version,
        "rendered": rendered(answer.approved_version),
        "follow_up": follow_up,
        "thread": FollowUp.objects.of_question(question).filter(answer=answer),
        "clarifications": question.clarifications.all(),
        "pictures": question.attachments.all(),
        "form": form,
        "unsaved": written.strip() != follow_up.reply,
        "diff": word_diff(follow_up.sent, written.strip()) if returned else [],
        "refusal": refusal,
        "shortcuts": DoctorNotices.objects.of_doctor(request.doctor).shortcuts,
        "account_links": account_links(),
    }
    return render(request, "answers/followup_reply.html", context, status=status)
