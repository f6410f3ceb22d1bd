"""Periodic jobs of doctors; see settings.PERIODIC_JOBS."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts import mail
from accounts.models import AuditEvent
from accounts.moves import MoveRefused
from specialties import applications, portraits
from specialties.models import Doctor, DoctorStatus, LicenceReminder

BATCH = 500  # doctors a run deals with, of each kind; the next run takes the others
REMINDED_BEFORE = (7, 30, 60)  # days, nearest first; an e-mail for each: licence_7 …


def tend_licences():
    """Remind doctors whose licence ends soon, and write down where one has ended (answering stopped by itself on that
    day). Run every hour, so soon after midnight too. Each doctor in a transaction of its own."""
    today = timezone.now().date()
    for days in REMINDED_BEFORE:
        for pk in list(_to_remind(days, today=today).values_list("pk", flat=True)[:BATCH]):
            _remind(pk, today=today)
    ended = Doctor.objects.filter(status=DoctorStatus.VERIFIED, licence_expires_on__lt=today)
    for doctor in ended.order_by("licence_expires_on", "pk")[:BATCH]:
        try:
            doctor.lapse()
        except MoveRefused:  # renewed, suspended or lapsed by another worker in this moment
            continue


def delete_abandoned():
    """Applications that were begun, never sent and not touched for RETENTION_APPLICATIONS_DAYS, with their documents.
    Each in a transaction of its own; one that is being written in waits for the next run."""
    if not settings.RETENTION_APPLICATIONS_DAYS:
        return
    before = timezone.now() - timedelta(days=settings.RETENTION_APPLICATIONS_DAYS)
    for pk in list(_untouched(before).values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            rows = _untouched(before).select_for_update(of=("self",), skip_locked=True)
            for draft in rows.filter(pk=pk):
                applications.throw_away(draft)


def _untouched(before):
    """Drafts without a line in the trail since then: each part that is saved writes one."""
    touched = AuditEvent.objects.filter(
        subject_type=Doctor._meta.label_lower, subject_id=OuterRef("pk"), at__gte=before
    )
    drafts = Doctor.objects.filter(status=DoctorStatus.DRAFT, applied_at__lt=before)
    return drafts.filter(~Exists(touched)).order_by("applied_at", "pk")


def forget_portraits():
    """Pictures that a doctor sent for a portrait and didn't cut within a day."""
    portraits.forget_old()


def _to_remind(days, *, today):
    """Verified doctors whose licence ends within so many days and who weren't told at this or a nearer step."""
    told = LicenceReminder.objects.filter(
        doctor=OuterRef("pk"), expires_on=OuterRef("licence_expires_on"), days__lte=days
    )
    soon = Doctor.objects.verified().filter(licence_expires_on__lte=today + timedelta(days=days))
    return soon.filter(~Exists(told)).order_by("licence_expires_on", "pk")


@transaction.atomic
def _remind(pk, *, today):
    """One e-mail, of the nearest step: after days without a worker nobody gets three."""
    doctor = Doctor.objects.verified().select_for_update(of=("self",), skip_locked=True).filter(pk=pk).first()
    if doctor is None:
        return
    left = (doctor.licence_expires_on - today).days
    step = next((days for days in REMINDED_BEFORE if left <= days), None)
    told = LicenceReminder.objects.filter(doctor=doctor, expires_on=doctor.licence_expires_on)
    if step is None or told.filter(days__lte=step).exists():
        return
    LicenceReminder.objects.create(doctor=doctor, expires_on=doctor.licence_expires_on, days=step)
    mail.notify(doctor.user, f"licence_{step}", path="/dashboard/apply/")
