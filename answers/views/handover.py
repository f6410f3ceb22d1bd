"""“This isn't for me”: a doctor hands the query they hold back to the moderators, with a proposal and a reason."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.moves import MoveRefused
from answers import typed_signed_out
from answers.access import verified_doctor_required
from answers.forms_handover import HandoverForm
from answers.handing_back import hand_back
from answers.views.editor import bind, conflict, find, keep, show
from questions.models import Care, Handover
from specialties.navigation import account_links


@require_POST
@verified_doctor_required
def handover_begin(request, reference):
    """The editor's button: save what stands in the form, then ask for the proposal."""
    question, answer = find(request, reference)
    form = bind(request, question, answer)
    if not form.is_valid():
        return show(request, question, answer, form=form, seen=form.seen_version, status=422)
    if answer.is_editable and form.has_changed():
        try:
            keep(request, answer, form)
        except MoveRefused as refused:
            return conflict(request, question, form=form, refused=refused)
    return redirect("question-handover", reference=reference)


@require_http_methods(["GET", "HEAD", "POST"])
@verified_doctor_required
def question_handover(request, reference):
    """The proposal and its reason; sending it ends the claim."""
    sent = Handover.objects.waiting().filter(doctor=request.doctor, question__reference=reference)
    if request.method == "POST" and sent.exists():
        return _done(request, reference)  # the button was pressed twice
    question, _answer = find(request, reference)
    if request.method != "POST":
        return _fresh(request, question)
    form = HandoverForm(request.POST, question=question)
    if not form.is_valid():
        return _page(request, question, form=form, status=422)
    data = form.cleaned_data
    try:
        hand_back(
            question,
            doctor=request.doctor,
            kind=data["kind"],
            reason=data["reason"],
            specialty=data["specialty"],
            seen_version=data["version"],
        )
    except MoveRefused as refused:
        question.refresh_from_db()
        return _page(request, question, form=form, status=409, refusal=refused.message)
    typed_signed_out.stored(request, "question-handover", reference=reference)
    return _done(request, reference)


def _fresh(request, question):
    """The empty form, or what was typed into it while the doctor was signed out, shown even to who can't send it any
    more; else these go to the editor."""
    typed = typed_signed_out.kept(request)
    may_send = question.care == Care.OPEN and question.is_held_by(request.user)
    if not may_send and not typed:
        return redirect("answer-edit", reference=question.reference)
    form = HandoverForm(question=question, initial={**typed, "version": question.version})
    if not may_send:
        refusal = _("This query was changed or decided meanwhile.")
        if question.care == Care.OPEN:
            refusal = _("You no longer hold this query. Claim it again to hand it back.")
        return _page(request, question, form=form, status=409, refusal=refusal)
    if typed:
        messages.info(request, typed_signed_out.BACK)
    return _page(request, question, form=form)


def _page(request, question, *, form, status=200, refusal=""):
    context = {
        "question": question,
        "form": form,
        "refusal": refusal,
        "held": question.is_held_by(request.user),
        "account_links": account_links("dashboard"),
    }
    return render(request, "answers/handover.html", context, status=status)


def _done(request, reference):
    messages.success(
        request,
        _("You handed %(reference)s back. A moderator decides what happens to it.")
        % {"reference": reference},
    )
    return redirect("dashboard")
