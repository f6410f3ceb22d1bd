"""Verification of a doctor: checked by one moderator, confirmed by another; sent back or suspended with a reason."""

from pathlib import PurePath

from django.contrib.auth.decorators import permission_required
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from accounts import audit
from accounts.models import AccessEvent
from accounts.moves import MoveRefused
from portal.desk import history
from portal.desk.answering import conflict, decided
from portal.desk.forms import ReasonForm, SeenForm
from specialties.models import DOCTOR_MOVES, Doctor, DoctorStatus

may_verify = permission_required("specialties.verify_doctor", raise_exception=True)

# What a browser may draw in its window; anything else is only saved to disk.
PICTURE_TYPES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".webp": "image/webp"}


class SendBackForm(ReasonForm):
    """What is missing or wrong in an application."""

    READY = [
        ("register", gettext_lazy("We couldn't find you on the register under this name and number.")),
        ("document", gettext_lazy("The licence document is missing or can't be read.")),
        ("expired", gettext_lazy("The licence has ended, or its last day is missing.")),
        ("name", gettext_lazy("The name in your profile differs from the one on the register.")),
    ]


class SuspendForm(ReasonForm):
    """Why a doctor must stop answering at once."""


@require_GET
@may_verify
def doctor(request, pk):
    """What they applied with, and the two checks."""
    return _page(request, _get(pk))


@require_POST
@may_verify
def doctor_check(request, pk):
    """The first check."""
    return _signed(request, pk, move="mark_checked", message=_("%s is checked; a second moderator confirms."))


@require_POST
@may_verify
def doctor_confirm(request, pk):
    """The second check, by another moderator."""
    return _signed(request, pk, move="verify", message=_("%s is verified."))


@require_POST
@may_verify
def doctor_return(request, pk):
    """Send the application back with a reason."""
    one = _get(pk)
    form = SendBackForm(request.POST, prefix="return")
    if not form.is_valid():
        return _page(request, one, back=form, status=422)
    message = _("The application of %s went back.") % one.name
    return _reasoned(request, one, form, move=one.send_back, message=message)


@require_POST
@may_verify
def doctor_suspend(request, pk):
    """Stop a doctor from answering, at once."""
    one = _get(pk)
    form = SuspendForm(request.POST, prefix="suspend")
    if not form.is_valid():
        return _page(request, one, suspend=form, status=422)
    return _reasoned(request, one, form, move=one.suspend, message=_("%s is suspended.") % one.name)


@require_GET
@may_verify
def doctor_document(request, pk):
    """The licence document's bytes, after the look was written. A picture is shown, anything else is saved."""
    one = get_object_or_404(Doctor, pk=pk)
    if not one.licence_document:
        raise Http404
    try:
        content = one.licence_document.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    audit.looked(request.user, AccessEvent.Kind.DOCUMENT, subject_id=one.pk, reference="", role="moderator")
    ending = PurePath(one.licence_document.name).suffix.lower()
    picture_type = PICTURE_TYPES.get(ending)
    response = FileResponse(
        content,
        as_attachment=picture_type is None,
        filename=f"licence-{one.pk}{ending}",
        content_type=picture_type or "application/octet-stream",
    )
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _get(pk):
    rows = Doctor.objects.select_related("checked_by", "verified_by").prefetch_related("specialties")
    return get_object_or_404(rows, pk=pk)


def _signed(request, pk, *, move, message):
    """One of the two checks: a move that needs nothing but the version seen."""
    one = _get(pk)
    form = SeenForm(request.POST)
    if not form.is_valid():
        return _page(request, one, status=422)
    try:
        getattr(one, move)(by=request.user, seen_version=form.cleaned_data["version"])
    except MoveRefused as refusal:
        return _conflict(request, refusal, one)
    return decided(request, message=message % one.name, queue="doctors")


def _reasoned(request, one, form, *, move, message):
    """A move that needs a reason."""
    try:
        move(by=request.user, reason=form.text, seen_version=form.cleaned_data["version"])
    except MoveRefused as refusal:
        return _conflict(request, refusal, one, typed=[(_("Your reason"), form.text)])
    return decided(request, message=message, queue="doctors")


def _page(request, one, *, back=None, suspend=None, status=200):
    seen = {"version": one.version}
    allowed = DOCTOR_MOVES[one.status]
    context = {
        "title": one.name,
        "doctor": one,
        "badge": one.badge,
        "is_own": one.user_id == request.user.pk,
        "checked_by_me": one.status == DoctorStatus.CHECKED and one.checked_by_id == request.user.pk,
        "seen": SeenForm(initial=seen),
        "may_check": DoctorStatus.CHECKED in allowed,
        "may_confirm": DoctorStatus.VERIFIED in allowed,
        "back": None,
        "suspend": None,
        "form": back or suspend,
        "history": history.of_doctor(one),
    }
    if DoctorStatus.RETURNED in allowed:
        context["back"] = back or SendBackForm(initial=seen, prefix="return")
    if DoctorStatus.SUSPENDED in allowed:
        context["suspend"] = suspend or SuspendForm(initial=seen, prefix="suspend")
    return render(request, "admin/desk/doctor.html", context, status=status)


def _conflict(request, refusal, one, *, typed=()):
    one.refresh_from_db()
    return conflict(
        request,
        refusal,
        title=one.name,
        back=reverse("admin:desk-doctor", args=[one.pk]),
        typed=typed,
        stored=[
            (_("State"), one.get_status_display()),
            (_("Register"), one.register_name),
            (_("Registration number"), one.register_number),
            (_("Reason"), one.reason),
        ],
    )
