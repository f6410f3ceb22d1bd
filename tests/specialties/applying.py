"""What a doctor types and sends, part by part, through the pages of the application."""

import io
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from specialties import applications, sections
from specialties.forms import FORMS
from specialties.models import Doctor
from tests.accounts.hostile_pdfs import document
from tests.together import at_once

URL = "/dashboard/apply/"


def url(key):
    return f"{URL}{key}/"


def picture(*, note="", colour="teal", name="licence.jpg"):
    """A JPEG as a phone sends it, with `note` in its metadata."""
    data, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = note  # ImageDescription
    Image.new("RGB", (60, 40), colour).save(data, "JPEG", exif=exif)
    return SimpleUploadedFile(name, data.getvalue(), "image/jpeg")


def pdf(*, name="licence.pdf", **more):
    return SimpleUploadedFile(name, document(**more), "application/pdf")


def answers(specialty):
    """{key of a section: what its form is sent}."""
    return {
        "you": {
            "name": "Dr Amara Okafor",
            "title": "Consultant neurologist",
            "degree": "MBBS",
            "country": "NG",
            "biography": "I run a clinic.",
        },
        "register": {
            "register_name": "Demo Register",
            "register_country": "NG",
            "register_number": "NM-100",
            "register_url": "https://register.example/NM-100",
            "licence_expires_on": (timezone.now().date() + timedelta(days=300)).isoformat(),
            "document": picture(),
        },
        "identity": {"document": pdf()},
        "qualifications": {"title": "Medical degree", "document": picture(colour="navy")},
        "specialties": {"specialties": [specialty.pk]},
        "languages": {"languages": ["en", "fr"]},
        "interests": {"has": "no"},
    }


def send_at_once(requests):
    """The answers to several (person, address, form) sent in the same moment."""

    def sender(person, address, form):
        client = Client()
        client.force_login(person)
        return lambda: client.post(address, form)

    return at_once(*[sender(*request) for request in requests])


def seen(user, key):
    """The fingerprint on the page that `user` would open now."""
    doctor = Doctor.objects.filter(user=user).first()
    return applications.fingerprint(doctor, sections.BY_KEY[key], user=user)


def save(client, user, key, said, **more):
    return client.post(url(key), {"seen": seen(user, key), **said, **more})


def fill(client, user, specialty, *, but=()):
    """Save every part but those named; the doctor's row."""
    for key, said in answers(specialty).items():
        if key not in but:
            response = save(client, user, key, said)
            assert response.status_code == 302, (key, response.content.decode())
    return Doctor.objects.get(user=user)


def as_stored(doctor, key, **changes):
    """A part's form as the page shows it, changed."""
    stored = FORMS[key].stored(doctor)
    return {name: value for name, value in {**stored, **changes}.items() if value not in (None, "")}
