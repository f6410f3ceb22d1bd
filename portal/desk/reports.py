"""Concerns about doctors: a moderator takes one up, looks into it, and writes down what came of it."""

from django import forms
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from accounts.fields import LongText
from accounts.moves import MoveRefused
from answers.models import DOCTOR_OUTCOMES, Report, ReportStatus
from portal.desk import claims, history, queues
from portal.desk.answering import conflict, decided
from portal.desk.forms import SeenForm

KIND = "report"
may_handle = permission_required("answers.handle_report", raise_exception=True)


class OutcomeForm(SeenForm):
    """What became of a concern; all but spam needs a note."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome"),
        choices=[(outcome.value, outcome.label) for outcome in DOCTOR_OUTCOMES],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Select what came of it")},
    )
    note = LongText(
        label=gettext_lazy("What you found and did"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Needed unless it is spam. For other moderators: neither the doctor nor who reported it reads it."
        ),
    )

    def clean(self):
        data = super().clean()
        if data.get("outcome") in (ReportStatus.ACTED, ReportStatus.NOTHING) and not data.get("note"):
            self.add_error("note", _("Enter what you found and did"))
        return data


@require_GET
@may_handle
def report(request, pk):
    """What was reported about whom, earlier reports about the same doctor, and what came of it."""
    return _page(request, _get(pk))


@require_POST
@may_handle
def report_take(request, pk):
    """Say that one is looking into it, so that two moderators don't do the same."""
    one = _get(pk)
    form = SeenForm(request.POST)
    if not form.is_valid():
        return _page(request, one, status=422)
    try:
        claims.demand(request, one, kind=KIND)
        one.take(by=request.user, seen_version=form.cleaned_data["version"])
    except MoveRefused as refusal:
        return _conflict(request, refusal, one)
    return redirect(reverse("admin:desk-report", args=[pk]) + request.where.first)


@require_POST
@may_handle
def report_decide(request, pk):
    """End it: acted on, nothing to do, or spam."""
    one = _get(pk)
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        return _page(request, one, form=form, status=422)
    said = form.cleaned_data
    try:
        claims.demand(request, one, kind=KIND)
        one.decide(by=request.user, outcome=said["outcome"], note=said["note"], seen_version=said["version"])
    except MoveRefused as refusal:
        return _conflict(request, refusal, one, typed=[(_("What you found and did"), said["note"])])
    return decided(request, message=_("The report is decided."), queue="reports", item=one)


def _get(pk):
    rows = Report.objects.about_doctors().select_related("doctor", "by", "taken_by", "decided_by")
    return get_object_or_404(rows, pk=pk)


def _page(request, one, *, form=None, status=200):
    """The page. What was typed is shown even if it was decided meanwhile: sent again, it is answered as a conflict."""
    seen = {"version": one.version}
    waiting = one.status == ReportStatus.WAITING
    context = {
        "title": _("Report about %s") % one.doctor.name,
        "report": one,
        "claim": claims.opened(request, one, kind=KIND),
        "may_decide": queues.may_decide_report(one, request.user),
        "mine": one.taken_by_id == request.user.pk,
        "take": SeenForm(initial=seen),
        "decide": form or (OutcomeForm(initial=seen) if waiting else None),
        "form": form,
        "others": one.doctor.reports.exclude(pk=one.pk).order_by("-made_at")[:20],
        "history": history.of_report(one),
    }
    return render(request, "admin/desk/report.html", context, status=status)


def _conflict(request, refusal, one, *, typed=()):
    one = _get(one.pk)
    return conflict(
        request,
        refusal,
        title=_("report about %s") % one.doctor.name,
        back=reverse("admin:desk-report", args=[one.pk]),
        typed=typed,
        stored=[(_("State"), one.get_status_display()), (_("What was found and done"), one.note)],
    )
