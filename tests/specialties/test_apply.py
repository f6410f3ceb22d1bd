"""A doctor's application: sent once, corrected, sent again; and which changes need a new check."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from accounts.models import AuditEvent, Mail
from specialties.models import Doctor, DoctorStatus
from tests.factories import make_doctor, verify_doctor

URL = "/dashboard/apply/"


def picture(*, note="", name="licence.jpg"):
    """A JPEG as a phone sends it, with `note` in its metadata."""
    data, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = note  # ImageDescription
    Image.new("RGB", (60, 40), "teal").save(data, "JPEG", exif=exif)
    return SimpleUploadedFile(name, data.getvalue(), "image/jpeg")


def application(specialty, **changes):
    form = {
        "name": "Dr Amara Okafor",
        "title": "Consultant neurologist",
        "degree": "MBBS",
        "country": "NG",
        "languages": ["en", "fr"],
        "specialties": [specialty.pk],
        "biography": "I run a clinic.",
        "interests": "None.",
        "register_name": "Demo Register",
        "register_number": "NM-1",
        "register_url": "https://register.example/NM-1",
        "licence_expires_on": (timezone.now().date() + timedelta(days=300)).isoformat(),
        "licence_document": picture(),
        **changes,
    }
    return {name: value for name, value in form.items() if value is not None}


def as_stored(doctor, **changes):
    """The form of an existing doctor as the page shows it, changed."""
    form = application(doctor.specialties.first(), licence_document=None, version=doctor.version)
    for name in ("name", "title", "degree", "country", "biography", "interests"):
        form[name] = getattr(doctor, name)
    for name in ("register_name", "register_number", "register_url", "licence_expires_on"):
        form[name] = getattr(doctor, name)
    return {**form, "languages": ["en"], **changes}


@pytest.fixture
def documented(specialty):
    """A verified doctor whose licence's picture is stored."""
    doctor = make_doctor(specialties=[specialty], languages=["en"], verified=False)
    doctor.licence_document.save("licence.jpg", picture())
    verify_doctor(doctor)
    return doctor


def test_a_visitor_signs_in_first(client, db):
    assert client.get(URL)["Location"] == f"/accounts/login/?next={URL}"


def test_applying_makes_an_unverified_doctor_with_audit_line_and_mail(signed_in, asker, specialty):
    response = signed_in(asker).post(URL, application(specialty))

    doctor = Doctor.objects.get()
    assert response["Location"] == "/dashboard/"
    assert (doctor.user, doctor.status, doctor.slug) == (asker, DoctorStatus.APPLIED, "dr-amara-okafor")
    assert (doctor.languages, list(doctor.specialties.all())) == (["en", "fr"], [specialty])
    assert AuditEvent.objects.get(verb="doctor.applied").actor_id == asker.pk
    assert Mail.objects.get().kind == "doctor_applied"


def test_the_licence_is_drawn_anew_and_kept_without_its_metadata(signed_in, asker, specialty):
    signed_in(asker).post(URL, application(specialty, licence_document=picture(note="Zygomatic-Quokka")))

    stored = Doctor.objects.get().licence_document.read()
    assert b"Zygomatic-Quokka" in picture(note="Zygomatic-Quokka").read()
    assert stored.startswith(b"\xff\xd8") and b"Zygomatic-Quokka" not in stored


@pytest.mark.parametrize(
    ("field", "value", "message"),
    (
        ("name", "", "Enter your name as it stands on the register"),
        ("specialties", None, "Select at least one specialty"),
        ("licence_document", None, "Choose a picture of your licence or certificate"),
        (
            "licence_expires_on",
            "2020-01-01",
            "Enter a day in the future: a licence that has ended can’t be checked.",
        ),
        (
            "licence_document",
            SimpleUploadedFile("a.jpg", b"<svg>"),
            "This file is not a picture we can read.",
        ),
    ),
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(signed_in, asker, specialty, field, value, message):
    response = signed_in(asker).post(URL, application(specialty, **{field: value}))

    assert response.status_code == 422
    assert message in response.content.decode() and "I run a clinic." in response.content.decode()
    assert not Doctor.objects.exists()


def test_a_number_that_is_registered_already_is_refused_in_plain_words(signed_in, asker, doctor, specialty):
    taken = {"register_name": doctor.register_name.upper(), "register_number": doctor.register_number.lower()}

    response = signed_in(asker).post(URL, application(specialty, **taken))

    assert response.status_code == 422
    assert (
        "A doctor with this number on this register has an account here already." in response.content.decode()
    )
    assert not Doctor.objects.filter(user=asker).exists()


def test_two_doctors_of_one_name_get_two_addresses(signed_in, asker, stranger, specialty):
    signed_in(asker).post(URL, application(specialty))
    signed_in(stranger).post(URL, application(specialty, register_number="NM-2"))

    assert len(set(Doctor.objects.values_list("slug", flat=True))) == 2


def test_a_waiting_application_can_be_corrected_and_the_moderators_old_page_is_void(
    signed_in, unverified_doctor, moderator
):
    unverified_doctor.licence_document.save("licence.jpg", picture())
    seen = unverified_doctor.version

    signed_in(unverified_doctor.user).post(URL, as_stored(unverified_doctor, register_number="X-99"))

    unverified_doctor.refresh_from_db()
    assert (unverified_doctor.register_number, unverified_doctor.status) == ("X-99", DoctorStatus.APPLIED)
    assert unverified_doctor.version > seen


def test_an_application_between_the_two_checks_stands_still(signed_in, unverified_doctor, moderator):
    unverified_doctor.licence_document.save("licence.jpg", picture())
    unverified_doctor.mark_checked(by=moderator, seen_version=unverified_doctor.version)

    response = signed_in(unverified_doctor.user).post(
        URL, as_stored(unverified_doctor, name="Dr Somebody Else")
    )

    assert response.status_code == 409
    assert Doctor.objects.get(pk=unverified_doctor.pk).name != "Dr Somebody Else"


def test_a_returned_application_shows_the_reason_and_is_sent_again(signed_in, unverified_doctor, moderator):
    unverified_doctor.licence_document.save("licence.jpg", picture())
    unverified_doctor.send_back(
        by=moderator, reason="The number is unreadable.", seen_version=unverified_doctor.version
    )
    client = signed_in(unverified_doctor.user)

    page = client.get(URL).content.decode()
    client.post(URL, as_stored(unverified_doctor, register_number="X-99"))

    unverified_doctor.refresh_from_db()
    assert "The number is unreadable." in page
    assert (unverified_doctor.status, unverified_doctor.register_number) == (DoctorStatus.APPLIED, "X-99")


@pytest.mark.parametrize(("field", "value"), (("name", "Dr New Name"), ("licence_expires_on", "2099-01-01")))
def test_a_new_name_or_licence_ends_the_verification(signed_in, documented, field, value):
    signed_in(documented.user).post(URL, as_stored(documented, **{field: value}))

    documented.refresh_from_db()
    assert (documented.status, documented.checked_by) == (DoctorStatus.APPLIED, None)
    assert str(getattr(documented, field)) == value


def test_a_new_biography_does_not(signed_in, documented):
    signed_in(documented.user).post(URL, as_stored(documented, biography="Now in Lagos."))

    documented.refresh_from_db()
    assert (documented.status, documented.biography) == (DoctorStatus.VERIFIED, "Now in Lagos.")


def test_a_page_older_than_the_last_decision_changes_nothing(signed_in, documented, moderator):
    sent = as_stored(documented, biography="Typed before the suspension")
    documented.suspend(by=moderator, reason="Complaint", seen_version=documented.version)

    response = signed_in(documented.user).post(URL, sent)

    documented.refresh_from_db()
    assert response.status_code == 409 and "Typed before the suspension" in response.content.decode()
    assert (documented.status, documented.biography) == (DoctorStatus.SUSPENDED, "")


def test_a_portrait_is_redrawn_small_and_the_old_file_goes(
    signed_in, documented, django_capture_on_commit_callbacks
):
    client = signed_in(documented.user)
    client.post(URL, as_stored(documented, portrait=picture(note="Zygomatic-Quokka")))
    documented.refresh_from_db()
    first = documented.portrait.path

    with django_capture_on_commit_callbacks(execute=True):
        client.post(URL, as_stored(documented, portrait=picture()))

    documented.refresh_from_db()
    assert b"Zygomatic-Quokka" not in documented.portrait.read()
    with pytest.raises(FileNotFoundError):
        open(first)
