"""Reporting a concern about a doctor: for anybody, on a page of its own, so that public pages stay free of tokens."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import limits, robots
from accounts.limits import LimitReached
from answers.forms_report import ReportForm
from answers.models import Report
from specialties.models import Doctor
from specialties.views.reader import trail


@require_http_methods(["GET", "HEAD", "POST"])
def doctor_report(request, slug):
    """The form. What comes from a script is taken like any other, and stands last on the desk."""
    doctor = get_object_or_404(Doctor.objects.listed(), slug=slug)
    if request.method != "POST":
        return _page(request, doctor, form=ReportForm())
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _page(request, doctor, form=form, status=422)
    said = form.cleaned_data
    if not Report.objects.filter(key=said["key"]).exists():  # else the button was pressed twice
        try:
            limits.spend("report", request=request)
        except LimitReached as reached:
            response = _page(request, doctor, form=form, status=429, refusal=reached.message)
            response.headers["Retry-After"] = str(reached.retry_after)
            return response
        Report.objects.make(doctor=doctor, by=request.user, marks=robots.suspicion(request), **said)
    return redirect("doctor-report-sent", slug=slug)


@require_safe
def doctor_report_sent(request, slug):
    """What happens next. The same for everybody who opens it: nothing about any report."""
    doctor = get_object_or_404(Doctor.objects.listed(), slug=slug)
    context = {"doctor": doctor, "breadcrumb_items": _trail(doctor, _("Thank you"))}
    return render(request, "answers/report_sent.html", context)


def _page(request, doctor, *, form, status=200, refusal=""):
    context = {
        "doctor": doctor,
        "form": form,
        "refusal": refusal,
        "traps": robots.traps(request),
        "breadcrumb_items": _trail(doctor, _("Report a concern")),
    }
    return render(request, "answers/report.html", context, status=status)


def _trail(doctor, here):
    return trail((_("Doctors"), reverse("doctor-list")), (doctor.name, doctor.get_absolute_url()), (here, ""))
