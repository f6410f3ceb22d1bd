"""Verification of a doctor: checked by one moderator, confirmed by a senior one; sent back or suspended."""

from django.contrib.auth.decorators import permission_required
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.moves import MoveRefused
from answers.models import ReasonVersion
from portal.desk.doctors import vouched
from portal.desk.lines import claims, queues
from portal.desk.review import history
from portal.desk.review.answering import conflict, decided
from portal.desk.review.forms import ReasonForm, SeenForm
from specialties import registers, sections
from specialties.models import (
    DOCTOR_MOVES,
    DOCUMENT_MOVES,
    Doctor,
    DoctorDocument,
    DoctorStatus,
    DocumentStatus,
)
from specialties.models.document import DECIDED_WHILE

# The two decisions that need every document accepted.
DECIDED = {DoctorStatus.CHECKED, DoctorStatus.VERIFIED}
KIND, QUEUE = "doctor", "doctors"
may_verify = permission_required("specialties.verify_doctor", raise_exception=True)
may_confirm = permission_required(queues.CONFIRM_DOCTOR, raise_exception=True)


class SendBackForm(ReasonForm):
    """What is missing or wrong in an application."""

    kind = "return_doctor"


class DocumentBackForm(ReasonForm):
    """What is wrong with a document."""

    kind = "return_document"


class SuspendForm(ReasonForm):
    """Why a doctor must stop answering at once."""

    kind = "suspend_doctor"


@require_GET
@may_verify
def doctor(request, pk):
    """What they applied with, and the two checks."""
    return page(request, get(pk))


@require_POST
@may_verify
def doctor_check(request, pk):
    """The first check."""
    return _signed(request, pk, move="mark_checked", message=_("%s is checked; a senior moderator confirms."))


@require_POST
@may_confirm
def doctor_confirm(request, pk):
    """The second check, by another, senior moderator."""
    return _signed(request, pk, move="verify", message=_("%s is verified."))


@require_POST
@may_verify
def doctor_return(request, pk):
    """Send the application back with a reason."""
    one = get(pk)
    form = SendBackForm(request.POST, prefix="return")
    if not form.is_valid():
        return page(request, one, back=form, status=422)
    message = _("The application of %s was sent back.") % one.name
    return _reasoned(request, one, form, move=one.send_back, message=message)


@require_POST
@may_verify
def doctor_suspend(request, pk):
    """Stop a doctor from answering, at once."""
    one = get(pk)
    form = SuspendForm(request.POST, prefix="suspend")
    if not form.is_valid():
        return page(request, one, suspend=form, status=422)
    return _reasoned(request, one, form, move=one.suspend, message=_("%s is suspended.") % one.name)


def get(pk):
    """A doctor who has sent an application, or 404."""
    documents = Prefetch("documents", DoctorDocument.objects.in_order().select_related("decided_by"))
    rows = Doctor.objects.sent().select_related("checked_by", "verified_by")
    rows = rows.prefetch_related("specialties", documents)
    return get_object_or_404(rows, pk=pk)


def _signed(request, pk, *, move, message):
    """One of the two checks: a move that needs nothing but the version seen."""
    one = get(pk)
    form = SeenForm(request.POST)
    if not form.is_valid():
        return page(request, one, status=422)
    try:
        claims.demand(request, one, kind=KIND)
        getattr(one, move)(by=request.user, seen_version=form.cleaned_data["version"])
    except MoveRefused as refusal:
        return conflicted(request, refusal, one)
    return decided(request, message=message % one.name, queue=QUEUE, item=one)


def _reasoned(request, one, form, *, move, message):
    """A move that needs a reason."""
    try:
        claims.demand(request, one, kind=KIND)
        seen = form.cleaned_data["version"]
        move(by=request.user, reason=form.text, seen_version=seen, **form.grounds)
    except MoveRefused as refusal:
        return conflicted(request, refusal, one, typed=[(_("Your reason"), form.text)])
    return decided(request, message=message, queue=QUEUE, item=one)


def page(request, one, *, back=None, suspend=None, back_document=(None, None), status=200):
    """The page of a doctor; forms that failed are given bound, `back_document` as (document's id, form)."""
    seen = {"version": one.version}
    allowed = DOCTOR_MOVES[one.status]
    claim = claims.opened(request, one, kind=KIND)
    context = {
        "title": one.name,
        "doctor": one,
        "claim": claim,
        "badge": one.badge,
        "is_own": one.user_id == request.user.pk,
        "may_decide": claim.waits or queues.may_decide_doctor(one, request.user),
        "checked_by_me": one.status == DoctorStatus.CHECKED and one.checked_by_id == request.user.pk,
        "seen": SeenForm(initial=seen),
        "may_check": DoctorStatus.CHECKED in allowed,
        "may_confirm": DoctorStatus.VERIFIED in allowed,
        "needs_senior": not request.user.has_perm(queues.CONFIRM_DOCTOR),
        "obstacles": sections.obstacles(one) if allowed & DECIDED else [],
        "documents": _documents(one, back_document),
        "changes": vouched.changes(one),
        "elsewhere": _elsewhere(one),
        "register": registers.known(one.register_name, one.register_country),
        "back": back,
        "suspend": suspend,
        "form": back or suspend or back_document[1],
        "history": history.of_subject(one),
    }
    if DoctorStatus.RETURNED in allowed and not back:
        context["back"] = SendBackForm(initial=seen, prefix="return")
    if DoctorStatus.SUSPENDED in allowed and not suspend:
        context["suspend"] = SuspendForm(initial=seen, prefix="suspend")
    return render(request, "admin/desk/doctor.html", context, status=status)


def _documents(one, back_document):
    """[(document, form to send it back or None, whether it may be accepted)]."""
    rows, offered = [], list(ReasonVersion.objects.offered(DocumentBackForm.kind))
    for document in one.documents.all():
        moves = DOCUMENT_MOVES[document.status] if one.status in DECIDED_WHILE else set()
        # What was typed about one that another decided meanwhile is shown too: sent again, it is a conflict.
        form = back_document[1] if back_document[0] == document.pk else None
        if form is None and DocumentStatus.RETURNED in moves:
            named = {"prefix": f"document-{document.pk}", "offered": offered}
            form = DocumentBackForm(initial={"version": one.version}, **named)
        rows.append((document, form, DocumentStatus.ACCEPTED in moves))
    return rows


def _elsewhere(one):
    """Other doctors with the same number on another register: one register under a name we don't know, or chance."""
    if not one.register_number:
        return []
    return list(Doctor.objects.same_number(one.register_number).exclude(pk=one.pk)[:10])


def conflicted(request, refusal, one, *, typed=()):
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
