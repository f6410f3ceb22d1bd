"""What else a doctor does with a query in hand: give it back, ask its patient, take an answer back, open it again.

Each saves what stands in the form first, so that no button costs a word.
"""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.moves import MoveRefused
from accounts.text import whole_number
from answers.access import verified_doctor_required
from answers.models import Clarification
from answers.views.editor import bind, conflict, find, fresh_form, keep, show


@require_POST
@verified_doctor_required
def question_release(request, reference):
    """Give a claim back; the draft stays the doctor's own."""
    question, answer = find(request, reference)
    form = bind(request, question, answer)
    if not form.is_valid():
        return show(request, question, answer, form=form, seen=form.seen_version, status=422)
    if answer.is_editable:
        try:
            keep(request, answer, form)
        except MoveRefused as refused:
            return conflict(request, question, form=form, refused=refused)
    question.release(doctor=request.doctor)
    messages.success(
        request,
        _("You no longer hold %(reference)s; colleagues can claim it. Your draft is kept.")
        % {"reference": reference},
    )
    return redirect("dashboard")


@require_POST
@verified_doctor_required
def clarification_ask(request, reference):
    """Ask the patient for more; needs the claim. The query waits for the reply, the draft stays."""
    question, answer = find(request, reference)
    form = bind(request, question, answer)
    if not form.is_valid() or not form.demand_question():
        return show(request, question, answer, form=form, seen=form.seen_version, status=422)
    if question.clarifications.waiting().filter(asked_by=request.user, items=form.asking()).exists():
        return _asked(request)  # the button was pressed twice
    try:
        keep(request, answer, form)
    except MoveRefused as refused:
        return conflict(request, question, form=form, refused=refused)
    try:
        _ask(question, doctor=request.doctor, items=form.asking())
    except MoveRefused as refused:
        question.refresh_from_db()
        return show(request, question, answer, form=form, status=409, refusal=refused.message)
    return _asked(request)


def _asked(request):
    messages.success(
        request, _("Your questions are with the patient. Your draft is kept until the reply comes.")
    )
    return redirect("dashboard")


def _ask(question, *, doctor, items):
    question.refresh_from_db()
    if not question.is_held_by(doctor.user):
        raise MoveRefused(_("You no longer hold this query. Claim it again to ask its patient."))
    Clarification.objects.ask(question=question, by=doctor.user, items=items, seen_version=question.version)


@require_POST
@verified_doctor_required
def answer_recall(request, reference):
    """Take an answer back from the reviewers to change it."""
    return _reopen(request, reference, move="recall")


@require_POST
@verified_doctor_required
def answer_revise(request, reference):
    """Open an approved answer again; the patient keeps reading the approved version."""
    return _reopen(request, reference, move="revise")


def _reopen(request, reference, *, move):
    question, answer = find(request, reference)
    seen = whole_number(request.POST.get("version", ""))
    try:
        {"recall": answer.recall, "revise": answer.revise}[move](by=request.user, seen_version=seen)
    except MoveRefused as refused:
        answer.refresh_from_db()
        form = fresh_form(question, answer)
        return show(request, question, answer, form=form, status=409, refusal=refused.message)
    return redirect(answer)
