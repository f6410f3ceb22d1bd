"""A doctor's reply to a follow-up question: kept, sent for review, changed when it comes back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import audit
from accounts.models import AccessEvent
from accounts.moves import MoveRefused
from answers.access import verified_doctor_required
from answers.forms import FollowUpReplyForm
from answers.models import FollowUp, FollowUpStatus
from answers.publication import rendered
from questions.models import Question
from specialties.navigation import account_links

SEND = "send"


@require_http_methods(["GET", "HEAD", "POST"])
@verified_doctor_required
def followup_reply(request, reference, pk):
    """The query, the doctor's own answer, the thread, and the reply with its buttons Save and Send for review."""
    follow_up = _find(request, reference, pk)
    if request.method != "POST":
        return _show(request, follow_up)
    form = FollowUpReplyForm(request.POST)
    sending = request.POST.get("then") == SEND
    if not form.is_valid():
        return _show(request, follow_up, form=form, status=422)
    reply, seen_version = form.cleaned_data["reply"], form.cleaned_data["version"]
    try:
        if sending:
            _send(follow_up, by=request.user, reply=reply, seen_version=seen_version)
        else:
            _save(follow_up, by=request.user, reply=reply, seen_version=seen_version)
    except MoveRefused as refused:
        follow_up.refresh_from_db()
        return _show(request, follow_up, form=form, refusal=refused.message, status=409)
    if sending:
        messages.success(request, _("Your reply is with the reviewers."))
        return redirect("dashboard")
    messages.success(request, _("Your reply is saved. Nobody else can read it yet."))
    return redirect("followup-reply", reference=reference, pk=pk)


def _save(follow_up, *, by, reply, seen_version):
    if not (follow_up.is_to_reply and follow_up.reply == reply):  # else saved already: a second click
        follow_up.save_reply(by=by, reply=reply, seen_version=seen_version)


def _send(follow_up, *, by, reply, seen_version):
    pressed_twice = follow_up.status == FollowUpStatus.IN_REVIEW and follow_up.reply == reply
    if not pressed_twice:
        follow_up.send_reply(by=by, reply=reply, seen_version=seen_version)


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
    audit.looked(
        request.user,
        AccessEvent.Kind.QUERY,
        subject_id=question.pk,
        reference=question.reference,
        role="doctor",
    )
    if refusal:
        # Sent again, the typed text goes on from the stored one, which the page shows beside it.
        stored = {"version": follow_up.version, "reply": form.cleaned_data["reply"]}
        form = FollowUpReplyForm(initial=stored)
    seen = {"version": follow_up.version, "reply": follow_up.reply}
    context = {
        "question": question,
        "answer": answer.approved_version,
        "rendered": rendered(answer.approved_version),
        "follow_up": follow_up,
        "thread": FollowUp.objects.of_question(question).filter(answer=answer).exclude(pk=follow_up.pk),
        "clarifications": question.clarifications.all(),
        "pictures": question.attachments.all(),
        "form": form or FollowUpReplyForm(initial=seen),
        "refusal": refusal,
        "account_links": account_links(),
    }
    return render(request, "answers/followup_reply.html", context, status=status)
