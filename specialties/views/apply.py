"""A doctor's application and profile: one form, before and after verification."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import limits
from accounts.limits import LimitReached
from accounts.moves import MoveRefused
from specialties import applications
from specialties.forms import NUMBER_TAKEN, DoctorApplicationForm
from specialties.models import Doctor, DoctorStatus
from specialties.navigation import account_links


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def doctor_apply(request):
    """Apply to answer here (a person without a doctor's profile), or change what one applied with."""
    doctor = Doctor.objects.filter(user=request.user).first()
    if request.method != "POST":
        initial = {} if doctor else {"name": request.user.name}
        return _page(request, DoctorApplicationForm(instance=doctor, initial=initial), doctor=doctor)
    form = DoctorApplicationForm(
        request.POST, request.FILES, instance=doctor or Doctor(status=DoctorStatus.APPLIED)
    )
    if not form.is_valid():
        # Pressed twice: the number is taken, by one's own first press.
        if doctor is None and Doctor.objects.filter(user=request.user).exists():
            return redirect("dashboard")
        return _page(request, form, doctor=_stored(doctor), status=422)
    try:
        limits.spend("apply", request=request)
    except LimitReached as reached:
        response = _page(request, form, doctor=_stored(doctor), status=429, refusal=reached.message)
        response.headers["Retry-After"] = str(reached.retry_after)
        return response
    return _change(request, form, doctor=doctor) if doctor else _apply(request, form)


def _apply(request, form):
    try:
        applications.apply(form, user=request.user)
    except IntegrityError:
        if Doctor.objects.filter(user=request.user).exists():  # the button was pressed twice
            return redirect("dashboard")
        form.add_error("register_number", NUMBER_TAKEN)
        return _page(request, form, doctor=None, status=422)
    messages.success(
        request, _("Your application is sent. Two moderators will check it; we write to you then.")
    )
    return redirect("dashboard")


def _change(request, form, *, doctor):
    try:
        anew = applications.change(form, by=request.user, seen_version=form.seen_version)
    except MoveRefused as refused:
        return _page(request, form, doctor=_stored(doctor), status=409, refusal=refused.message)
    except IntegrityError:
        form.add_error("register_number", NUMBER_TAKEN)
        return _page(request, form, doctor=_stored(doctor), status=422)
    if anew:
        messages.success(
            request, _("Your application is sent. You can answer when two moderators have checked it.")
        )
    else:
        messages.success(request, _("Your profile is saved."))
    return redirect("dashboard")


def _stored(doctor):
    """The doctor as the database has it: a form that failed has written into the one it was given."""
    return Doctor.objects.get(pk=doctor.pk) if doctor else None


def _page(request, form, *, doctor, status=200, refusal=""):
    context = {
        "form": form,
        "doctor": doctor,
        "badge": doctor.badge if doctor else None,
        "frozen": doctor is not None and doctor.status in applications.FROZEN,
        "sends": doctor is None or doctor.status in applications.ALWAYS_ANEW,
        "is_verified": doctor is not None and doctor.status == DoctorStatus.VERIFIED,
        "version": (form.data.get("version") if form.is_bound else None) or (doctor.version if doctor else 0),
        "refusal": refusal,
        "account_links": account_links("doctor-apply") if doctor else None,
    }
    return render(request, "specialties/apply.html", context, status=status)
