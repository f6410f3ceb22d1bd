"""A doctor's application: the list of its parts, the last look before sending, and one's own documents."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.mfa import has_second_step
from accounts.moves import MoveRefused
from specialties import applications, documents, history, sections
from specialties.forms import NUMBER_TAKEN
from specialties.models import Doctor, DoctorDocument, DoctorStatus
from specialties.navigation import account_links


@require_safe
def doctor_apply(request):
    """The parts of the application, each with its state; nothing is stored before a part is saved.

    Who isn't signed in reads what it takes, and makes an account or signs in from there.
    """
    if not request.user.is_authenticated:
        return render(request, "specialties/apply_start.html", {"here": request.path})
    doctor = own_doctor(request)
    context = {
        **frame(request, doctor),
        "rows": [(section, sections.state_of(section, doctor)) for section in sections.SECTIONS],
        "second_step": has_second_step(request.user),
        "history": history.of(doctor) if doctor else [],
        "may_send": _may_send(request, doctor),
    }
    return render(request, "specialties/apply.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def apply_check(request):
    """All that was said, and the button that sends it: the first time, or again."""
    doctor = own_doctor(request)
    if doctor is None:
        return redirect("doctor-apply")
    if request.method != "POST":
        return _check_page(request, doctor)
    try:
        seen_version = int(request.POST.get("version", ""))
    except ValueError:
        seen_version = -1
    if not has_second_step(request.user):
        messages.warning(request, _("Set up a second step for signing in first. It protects patients."))
        return redirect("mfa_index")
    try:
        applications.send(doctor, by=request.user, seen_version=seen_version)
    except MoveRefused as refused:
        return _check_page(request, own_doctor(request), status=409, refusal=refused.message)
    except IntegrityError:
        return _check_page(request, own_doctor(request), status=409, refusal=NUMBER_TAKEN)
    messages.success(
        request,
        _("Your application is sent. Two moderators check it, and we write to you when it is decided."),
    )
    return redirect("dashboard")


@login_required
@require_safe
def apply_document(request, pk):
    """One of one's own documents, to be saved to disk."""
    own = DoctorDocument.objects.filter(doctor__user=request.user)
    return documents.download(get_object_or_404(own, pk=pk))


def own_doctor(request):
    """The doctor of who is signed in, with documents and specialties; None before anything was saved."""
    rows = Doctor.objects.prefetch_related("documents", "specialties")
    return rows.filter(user=request.user).first()


def frame(request, doctor):
    """What every page of the application shows around its part."""
    return {
        "doctor": doctor,
        "badge": doctor.badge if doctor else None,
        "frozen": doctor is not None and doctor.status in applications.FROZEN,
        "is_verified": doctor is not None and doctor.status == DoctorStatus.VERIFIED,
        "to_send": doctor is None or doctor.status in applications.TO_SEND,
        "sent_before": doctor is not None and doctor.status != DoctorStatus.DRAFT,
        "account_links": account_links("doctor-apply") if doctor else None,
    }


def _may_send(request, doctor):
    to_send = doctor is not None and doctor.status in applications.TO_SEND
    return to_send and has_second_step(request.user) and not sections.missing(doctor)


def _check_page(request, doctor, *, status=200, refusal=""):
    context = {
        **frame(request, doctor),
        "missing": sections.missing(doctor),
        "second_step": has_second_step(request.user),
        "may_send": _may_send(request, doctor),
        "refusal": refusal,
    }
    return render(request, "specialties/apply_check.html", context, status=status)
