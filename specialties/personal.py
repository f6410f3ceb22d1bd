"""What is held about a doctor, from an application just begun on: the profile, the credential and its documents."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.personal_data import row
from specialties import applications
from specialties.models import Doctor, DoctorStatus, UncutPortrait


def held(user):
    doctor = Doctor.objects.filter(user=user).first()
    if doctor is None:
        return {}
    return {"documents": (_("Documents of your application as a doctor"), doctor.documents.count())}


def export(user):
    doctor = Doctor.objects.filter(user=user).first()
    if doctor is None:
        return {}, {}
    profile = row(
        doctor,
        "name",
        "slug",
        "title",
        "degree",
        "country",
        "languages",
        "biography",
        "interests",
        "register_name",
        "register_country",
        "register_number",
        "register_url",
        "licence_expires_on",
        "status",
        "applied_at",
        "checked_at",
        "verified_at",
        "reason",
        specialties=[specialty.name for specialty in doctor.specialties.order_by("name")],
        verified_for=doctor.verified_profile,
        documents=[_document(document) for document in doctor.documents.in_order()],
    )
    files = {f"doctor/{document.file_name}": document.file for document in doctor.documents.in_order()}
    if doctor.portrait:
        files[f"doctor/portrait{_ending(doctor.portrait)}"] = doctor.portrait
    uncut = UncutPortrait.objects.filter(doctor=doctor).first()
    if uncut is not None:
        files[f"doctor/portrait-uncut{_ending(uncut.file)}"] = uncut.file
    return {"doctor": profile}, files


def _document(document):
    known = ("kind", "title", "pages", "size", "sent_at", "status", "reason", "decided_at")
    return row(document, *known, file=f"doctor/{document.file_name}")


def _ending(file):
    return f".{file.name.rpartition('.')[2]}"


@transaction.atomic
def erase(user, *, keep_pages):
    """An application that was never sent, with its documents. A doctor's account is erased by an administrator alone
    (accounts.personal_data.may_erase_alone)."""
    for draft in Doctor.objects.select_for_update().filter(user=user, status=DoctorStatus.DRAFT):
        applications.throw_away(draft)
