"""Specialties, and doctors with their documents."""

import io
from datetime import timedelta

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from specialties.models import Doctor, DoctorDocument, DocumentKind, Specialty
from tests.factories.people import add_second_factor, make_moderator, make_user, numbers


def make_specialty(*, name="", parent=None, **fields):
    name = name or f"Specialty {next(numbers)}"
    return Specialty.objects.create(name=name, slug=name.lower().replace(" ", "-"), parent=parent, **fields)


def make_doctor(*, specialties=(), verified=True, sent=True, name="", **fields):
    """A doctor with an account: verified by two moderators unless told otherwise, or only a draft (`sent=False`)."""
    number = next(numbers)
    name = name or f"Dr Test {number}"
    doctor = Doctor.objects.begin(user=make_user(name=name))
    fields = {
        "name": name,
        "title": "Consultant",
        "degree": "MD",
        "country": "GB",
        "languages": ["en"],
        "interests": "None",
        "register_name": "Test Register",
        "register_country": "GB",
        "register_number": f"T-{1000 + number}",
        "register_url": f"https://register.example/T-{1000 + number}",
        "licence_expires_on": timezone.now().date() + timedelta(days=365),
        **fields,
    }
    for field, value in fields.items():
        setattr(doctor, field, value)
    doctor.save()
    doctor.specialties.set(specialties or [make_specialty()])
    for kind in DocumentKind:
        add_document(doctor, kind=kind)
    add_second_factor(doctor.user)
    if sent:
        doctor.submit(by=doctor.user, seen_version=doctor.version)
    if sent and verified:
        verify_doctor(doctor)
    return doctor


def add_document(doctor, *, kind="licence", colour="teal", title=""):
    """A picture as one of a doctor's documents, waiting for a look."""
    data = picture_file(colour=colour).read()
    title = title or ("Degree in medicine" if kind == DocumentKind.QUALIFICATION else "")
    return DoctorDocument.objects.add(doctor, kind=kind, data=data, title=title)


def accept_documents(doctor, *, by=None):
    """A moderator accepts every document that still waits."""
    by = by or make_moderator()
    for document in doctor.documents.filter(status="waiting"):
        document.accept(by=by, seen_version=Doctor.objects.get(pk=doctor.pk).version)
    doctor.refresh_from_db()


def verify_doctor(doctor, *, first=None, second=None):
    """One moderator accepts the documents and makes the first check, a senior one confirms."""
    first = first or make_moderator()
    accept_documents(doctor, by=first)
    doctor.mark_checked(by=first, seen_version=doctor.version)
    doctor.verify(by=second or make_moderator(senior=True), seen_version=doctor.version)


def picture_file(*, colour="teal", size=(60, 40)):
    """A small real JPEG as an uploaded file."""
    data = io.BytesIO()
    Image.new("RGB", size, colour).save(data, "JPEG")
    return ContentFile(data.getvalue(), name="picture.jpg")
