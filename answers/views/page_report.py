"""Reporting a public page: for anybody, on a page of its own, so that public pages stay free of tokens."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import limits, robots
from accounts.limits import LimitReached
from accounts.moves import MoveRefused
from answers.forms_report import PageReportForm
from answers.models import Report
from questions.models import PublishedQuestion, WithdrawnPage
from specialties.views.reader import trail


@require_http_methods(["GET", "HEAD", "POST"])
def page_report(request, reference):
    """The form. What comes from a script is taken like any other, and stands last on the desk. A page taken down
    answers 410 here too, with what was typed."""
    page = _find(reference)
    if page is None:
        return _gone(request)
    signed_in = request.user.is_authenticated
    if request.method != "POST":
        return _page(request, page, form=PageReportForm(signed_in=signed_in))
    form = PageReportForm(request.POST, signed_in=signed_in)
    if not form.is_valid():
        return _page(request, page, form=form, status=422)
    try:
        _store(request, page, said=form.said())
    except LimitReached as reached:
        response = _page(request, page, form=form, status=429, refusal=reached.message)
        response.headers["Retry-After"] = str(reached.retry_after)
        return response
    except MoveRefused:
        return _gone(request)
    return redirect("page-report-sent", reference=reference)


@require_safe
def page_report_sent(request, reference):
    """What happens next. The same for everybody who opens it: nothing about any report."""
    page = _find(reference)
    context = {"page": page, "breadcrumb_items": _trail(page, _("Thank you"))}
    return render(request, "answers/page_report_sent.html", context)


def _store(request, page, *, said):
    """Once, however often the button is pressed; LimitReached and MoveRefused store nothing."""
    if Report.objects.filter(key=said["key"]).exists():
        return
    limits.spend("report", request=request)
    Report.objects.make_of_page(page=page, by=request.user, marks=robots.suspicion(request), **said)


def _find(reference):
    """The public page; None where it was taken down. 404 where there never was one."""
    page = PublishedQuestion.objects.addressable().for_page().filter(reference=reference).first()
    if page is None and not WithdrawnPage.objects.filter(reference=reference).exists():
        raise Http404
    return page


def _page(request, page, *, form, status=200, refusal=""):
    doctor = getattr(request.user, "doctor", None)
    context = {
        "page": page,
        "form": form,
        "refusal": refusal,
        "doctor_name": doctor.name if doctor is not None and doctor.is_verified else "",
        "traps": robots.traps(request),
        "breadcrumb_items": _trail(page, _("Report this page")),
    }
    return render(request, "answers/page_report.html", context, status=status)


def _gone(request):
    """Nothing is left to report, and no word of what was typed is lost."""
    context = {"typed": request.POST.get("text", ""), "breadcrumb_items": _trail(None, _("Report this page"))}
    return render(request, "answers/page_report_gone.html", context, status=410)


def _trail(page, here):
    above = [] if page is None else [(Truncator(page.title).chars(60), page.get_absolute_url())]
    return trail(*above, (here, ""))
