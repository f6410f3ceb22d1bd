"""What is held about a doctor: the profile, the credential and its document. Patients have nothing here."""

from accounts.personal_data import row
from specialties.models import Doctor, UncutPortrait


def held(user):
    return {}


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
        "register_number",
        "register_url",
        "licence_expires_on",
        "status",
        "applied_at",
        "checked_at",
        "verified_at",
        "reason",
        specialties=[specialty.name for specialty in doctor.specialties.order_by("name")],
    )
    stored = {"portrait": doctor.portrait, "licence-document": doctor.licence_document}
    uncut = UncutPortrait.objects.filter(doctor=doctor).first()
    if uncut is not None:
        stored["portrait-uncut"] = uncut.file
    files = {f"doctor/{name}{_ending(file)}": file for name, file in stored.items() if file}
    return {"doctor": profile}, files


def _ending(file):
    return f".{file.name.rpartition('.')[2]}"


def erase(user, *, keep_pages):
    """Nothing: a doctor's account is erased by an administrator alone (accounts.personal_data.may_erase_alone)."""
