"""Triage: a new query is opened to doctors, sent back to the patient with a question, or declined."""

from django import forms
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from accounts.fields import LongText
from accounts.moves import MoveRefused
from answers.models import Answer, Clarification, FollowUp, in_words
from portal.desk.lines import claims, queues
from portal.desk.lines.spam import of_query
from portal.desk.lines.specialty_choices import grouped_specialties
from portal.desk.review import history, show
from portal.desk.review.answering import conflict, decided
from portal.desk.review.forms import ReasonForm, SeenForm
from portal.desk.review.looking import look
from questions.models import Care, Handover, HandoverKind, Question
from specialties.models import Specialty

KIND, QUEUE = "query", "queries"
may_triage = permission_required("questions.moderate_question", raise_exception=True)


class TriageForm(SeenForm):
    """Where a query belongs and what marks it gets."""

    specialty = forms.ModelChoiceField(
        label=gettext_lazy("Specialty or topic"),
        queryset=Specialty.objects.select_related("parent"),
        empty_label=gettext_lazy("Select a specialty"),
        error_messages={"required": gettext_lazy("Select the specialty or topic it belongs to")},
    )
    urgent = forms.BooleanField(
        label=gettext_lazy("Urgent"),
        required=False,
        help_text=gettext_lazy("Goes first in every list, and all moderators are told."),
    )
    self_harm = forms.BooleanField(
        label=gettext_lazy("Self-harm"),
        required=False,
        help_text=gettext_lazy(
            "Two moderators sign before anything is published, and the patient sees the text first."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["specialty"].choices = grouped_specialties()


class AskForm(SeenForm):
    """A question back to the patient."""

    text = LongText(
        label=gettext_lazy("What you want to know"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Enter what you want to know from the patient")},
    )


class DeclineForm(ReasonForm):
    """Why a query can't be answered here."""

    kind = "decline_query"


@require_GET
@may_triage
def query(request, reference):
    """The whole query with its history, and what may be decided on it."""
    return _page(request, _get(request, reference))


@require_POST
@may_triage
def query_open(request, reference):
    """Open it to doctors under a specialty."""
    question = _get(request, reference)
    form = TriageForm(request.POST)
    if not form.is_valid():
        return _page(request, question, triage=form, status=422)
    data = form.cleaned_data
    try:
        claims.demand(request, question, kind=KIND)
        question.triage(
            by=request.user,
            specialty=data["specialty"],
            urgent=data["urgent"],
            self_harm=data["self_harm"],
            seen_version=data["version"],
        )
    except MoveRefused as refusal:
        typed = [
            (_("Specialty or topic"), str(data["specialty"])),
            (_("Urgent"), _("yes") if data["urgent"] else _("no")),
            (_("Self-harm"), _("yes") if data["self_harm"] else _("no")),
        ]
        return _conflict(request, refusal, question, typed=typed)
    return decided(request, message=_("%s is open to doctors.") % reference, queue=QUEUE, item=question)


@require_POST
@may_triage
def query_ask(request, reference):
    """Ask the patient for more."""
    question = _get(request, reference)
    form = AskForm(request.POST)
    if not form.is_valid():
        return _page(request, question, ask=form, status=422)
    text = form.cleaned_data["text"]
    try:
        claims.demand(request, question, kind=KIND)
        Clarification.objects.ask(
            question=question,
            by=request.user,
            items=in_words(text),
            seen_version=form.cleaned_data["version"],
        )
    except MoveRefused as refusal:
        return _conflict(request, refusal, question, typed=[(_("Your question"), text)])
    message = _("%s: the patient is asked for more.") % reference
    return decided(request, message=message, queue=QUEUE, item=question)


@require_POST
@may_triage
def query_decline(request, reference):
    """Decline it; the reason is shown to the patient."""
    question = _get(request, reference)
    form = DeclineForm(request.POST, prefix="decline")
    if not form.is_valid():
        return _page(request, question, decline=form, status=422)
    try:
        claims.demand(request, question, kind=KIND)
        seen = form.cleaned_data["version"]
        question.decline(by=request.user, reason=form.text, seen_version=seen, **form.grounds)
    except MoveRefused as refusal:
        return _conflict(request, refusal, question, typed=[(_("Your reason"), form.text)])
    return decided(request, message=_("%s is declined.") % reference, queue=QUEUE, item=question)


def _get(request, reference):
    rows = Question.objects.visible_to(request.user).select_related("specialty__parent", "asker")
    return get_object_or_404(rows.sent(), reference=reference)


def _page(request, question, *, triage=None, ask=None, decline=None, status=200):
    """The page; that its text was looked at is written first."""
    claim = claims.opened(request, question, kind=KIND)
    look(request, question, claim=claim)
    seen = {"version": question.version}
    marks = {"specialty": question.specialty_id, "urgent": question.urgent, "self_harm": question.self_harm}
    answers = list(Answer.objects.sent().filter(question=question).select_related("doctor"))
    handover = _handover(question)
    if handover and handover.kind == HandoverKind.REROUTE:
        marks["specialty"] = handover.specialty_id
    reason = {"reason": handover.reason} if handover and handover.kind == HandoverKind.DECLINE else {}
    may_decline = question.care in {Care.SUBMITTED, Care.MORE_INFORMATION, Care.OPEN}
    context = {
        "title": _("Query %s") % question.reference,
        "claim": claim,
        "answers": [(answer, show.answer_word(answer)) for answer in answers],
        "follow_ups": list(FollowUp.objects.of_question(question)),
        "appeals": list(question.appeals.all()),
        "publication_word": show.publication_word(question),
        "is_own": question.asker_id == request.user.pk,
        "may_decide": queues.may_triage(question, request.user),
        "triage": triage or TriageForm(initial={**seen, **marks})
        if question.care == Care.SUBMITTED
        else None,
        "ask": ask or (AskForm(initial=seen) if question.care in {Care.SUBMITTED, Care.OPEN} else None),
        "decline": decline
        or (DeclineForm(initial={**seen, **reason}, prefix="decline") if may_decline else None),
        "handover": handover,
        "proposes_decline": bool(reason),
        "form": triage or ask or decline,
        "history": history.of_query(question, answer_ids=[answer.pk for answer in answers]),
        **of_query(question, request.user),
        **show.query_context(question),
    }
    return render(request, "admin/desk/query.html", context, status=status)


def _handover(question):
    """What the doctor who handed the query back proposes; None when nobody did. One query when somebody did."""
    rows = Handover.objects.waiting().select_related("doctor", "specialty__parent")
    return rows.filter(question=question).first() if question.handed_back else None


def _conflict(request, refusal, question, *, typed):
    question.refresh_from_db()
    return conflict(
        request,
        refusal,
        title=question.reference,
        back=reverse("admin:desk-query", args=[question.reference]),
        typed=typed,
        stored=[
            (_("State"), question.get_care_display()),
            (_("Specialty or topic"), str(question.specialty or "")),
            (_("Urgent"), _("yes") if question.urgent else _("no")),
            (_("Self-harm"), _("yes") if question.self_harm else _("no")),
            (_("Reason"), question.reason),
        ],
    )
