"""Concerns about doctors: a moderator takes one up, looks into it, and writes down what came of it."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from answers.models import DOCTOR_OUTCOMES, Report, ReportStatus
from portal.desk.lines import claims, queues
from portal.desk.review import history, reporting
from portal.desk.review.forms import SeenForm
from portal.desk.review.reporting import OutcomeForm

KIND = "report"
may_handle = permission_required("answers.handle_report", raise_exception=True)


@require_GET
@may_handle
def report(request, pk):
    """What was reported about whom, earlier reports about the same doctor, and what came of it."""
    return _page(request, _get(pk))


@require_POST
@may_handle
def report_take(request, pk):
    """Say that one is looking into it, so that two moderators don't do the same."""
    return reporting.take(request, _get(pk), kind=KIND, show=_page, refuse=_conflict)


@require_POST
@may_handle
def report_decide(request, pk):
    """End it: acted on, nothing to do, or spam."""
    form = OutcomeForm(request.POST, outcomes=DOCTOR_OUTCOMES)
    return reporting.decide(request, _get(pk), kind=KIND, form=form, show=_page, refuse=_conflict)


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
        "decide": form or (OutcomeForm(initial=seen, outcomes=DOCTOR_OUTCOMES) if waiting else None),
        "form": form,
        "others": one.doctor.reports.exclude(pk=one.pk).order_by("-made_at")[:20],
        "history": history.of_report(one),
    }
    return render(request, "admin/desk/report.html", context, status=status)


def _conflict(request, refusal, one, *, typed=()):
    one = _get(one.pk)
    return reporting.conflict(request, refusal, one, kind=KIND, about=one.doctor.name, typed=typed)
