"""A doctor's documents on the desk: saved to disk after the look is recorded, accepted or sent back one by one."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.moves import MoveRefused
from portal.desk.doctors import doctor as doctors
from portal.desk.doctors.doctor import DocumentBackForm
from portal.desk.lines import claims
from portal.desk.review.answering import conflict
from portal.desk.review.forms import SeenForm
from portal.desk.review.looking import look_at_document
from specialties.documents import download
from specialties.models import DoctorDocument

may_verify = permission_required("specialties.verify_doctor", raise_exception=True)


@require_GET
@may_verify
def document(request, pk):
    """The document's bytes as a download, after the look was written."""
    one = _get(pk)
    response = download(one)
    claim = claims.opened(request, one.doctor, kind=doctors.KIND)
    look_at_document(request, one, claim=claim)
    return response


@require_POST
@may_verify
def document_accept(request, pk):
    """The document proves what it should."""
    one = _get(pk)
    form = SeenForm(request.POST)
    if not form.is_valid():
        return doctors.page(request, doctors.get(one.doctor_id), status=422)
    try:
        claims.demand(request, one.doctor, kind=doctors.KIND)
        one.accept(by=request.user, seen_version=form.cleaned_data["version"])
    except MoveRefused as refusal:
        return doctors.conflicted(request, refusal, one.doctor)
    messages.success(request, _("Accepted: %(what)s.") % {"what": one.label})
    return redirect(reverse("admin:desk-doctor", args=[one.doctor_id]) + request.where.first)


@require_POST
@may_verify
def document_return(request, pk):
    """Send the document back with a reason, and the application with it."""
    one = _sent().filter(pk=pk).first()
    form = DocumentBackForm(request.POST, prefix=f"document-{pk}")
    valid = form.is_valid()
    if one is None:
        return _gone(request, form)
    if not valid:
        return doctors.page(request, doctors.get(one.doctor_id), back_document=(pk, form), status=422)
    try:
        claims.demand(request, one.doctor, kind=doctors.KIND)
        seen = form.cleaned_data["version"]
        one.send_back(by=request.user, reason=form.text, seen_version=seen, **form.grounds)
    except MoveRefused as refusal:
        return doctors.conflicted(request, refusal, one.doctor, typed=[(_("Your reason"), form.text)])
    messages.success(request, _("Sent back: %(what)s.") % {"what": one.label})
    return redirect(reverse("admin:desk-doctor", args=[one.doctor_id]) + request.where.first)


def _sent():
    return DoctorDocument.objects.sent().select_related("doctor")


def _get(pk):
    return get_object_or_404(_sent(), pk=pk)


def _gone(request, form):
    """Another file is another row, so what was typed about the old one is shown in a conflict."""
    return conflict(
        request,
        MoveRefused(_("The doctor has replaced or removed this document meanwhile.")),
        title=_("document of a doctor"),
        back=reverse("admin:desk-list", args=["doctors"]),
        typed=[(_("Your reason"), form.text)],
        stored=[(_("State"), _("no longer there"))],
    )
