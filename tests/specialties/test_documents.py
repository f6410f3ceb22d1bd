"""Documents of doctors: redrawn or rewritten, replaced whole, erased with a draft; and what the database refuses."""

from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from pypdf import PdfReader

from accounts import personal_data
from accounts.moves import MoveRefused
from specialties.models import Doctor, DoctorDocument, DoctorStatus
from tests import factories
from tests.accounts.hostile_pdfs import refused as hostile
from tests.specialties.applying import SimpleUploadedFile, as_stored, fill, pdf, picture, save

pytestmark = pytest.mark.django_db
HOSTILE = hostile()


def test_a_picture_is_drawn_anew_and_kept_without_its_metadata(signed_in, asker):
    sent = picture(note="Zygomatic-Quokka", name="quokka.jpg")

    save(signed_in(asker), asker, "identity", {"document": sent})

    document = DoctorDocument.objects.get()
    assert document.file.read().startswith(b"\xff\xd8")
    document.file.seek(0)
    assert b"Zygomatic-Quokka" not in document.file.read() and "quokka" not in document.file.name
    assert (document.content_type, document.pages) == ("image/jpeg", 1)


def test_a_pdf_is_written_anew_and_given_back_as_a_download(signed_in, asker):
    client = signed_in(asker)
    save(client, asker, "identity", {"document": pdf(pages=3, name="quokka.pdf")})

    document = DoctorDocument.objects.get()
    response = client.get(reverse("apply-document", args=[document.pk]))

    assert (document.content_type, document.pages) == ("application/pdf", 3)
    assert response["Content-Disposition"] == f'attachment; filename="identity-{document.pk}.pdf"'
    assert response["Content-Type"] == "application/pdf"
    assert len(PdfReader(document.file).pages) == 3


@pytest.mark.parametrize("name", ["script in the catalogue", "encrypted", "web page behind it", "21 pages"])
def test_a_hostile_pdf_is_refused_in_words(signed_in, asker, name):
    sent = SimpleUploadedFile("licence.jpg", HOSTILE[name][0], "image/jpeg")

    response = save(signed_in(asker), asker, "identity", {"document": sent})

    assert response.status_code == 422 and "This PDF" in response.content.decode()
    assert not DoctorDocument.objects.exists()


def test_a_replaced_document_takes_its_file_along(signed_in, asker, django_capture_on_commit_callbacks):
    client = signed_in(asker)
    save(client, asker, "identity", {"document": pdf()})
    old = Path(DoctorDocument.objects.get().file.path)

    with django_capture_on_commit_callbacks(execute=True):
        save(client, asker, "identity", {"document": picture()})

    assert DoctorDocument.objects.get().content_type == "image/jpeg" and not old.exists()


def test_the_file_that_was_sent_back_is_not_taken_again(signed_in, asker, moderator, specialty):
    factories.add_second_factor(asker)
    client = signed_in(asker)
    doctor = fill(client, asker, specialty)
    doctor.submit(by=asker, seen_version=doctor.version)
    document = doctor.documents.get(kind="identity")
    document.send_back(by=moderator, reason="Blurred.", seen_version=doctor.version)

    again = save(client, asker, "identity", {"document": pdf()})
    other = save(client, asker, "identity", {"document": picture()})

    assert (again.status_code, other.status_code) == (422, 302)
    assert doctor.documents.get(kind="identity").status == "waiting"


def test_a_seventh_qualification_is_refused(signed_in):
    doctor = factories.make_doctor(sent=False)
    client = signed_in(doctor.user)
    for number in range(5):
        factories.add_document(doctor, kind="qualification", colour=(40 * number, 0, 0))

    answer = save(
        client, doctor.user, "qualifications", {"title": "One more", "document": picture(colour="red")}
    )

    assert answer.status_code == 409 and doctor.documents.proving("qualification").count() == 6


def test_a_qualification_is_removed_after_a_question(signed_in, django_capture_on_commit_callbacks):
    doctor = factories.make_doctor(verified=False)
    document = doctor.documents.get(kind="qualification")
    client, address = signed_in(doctor.user), reverse("apply-remove", args=[document.pk])

    asked = client.get(address)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address)
    again = client.post(address)

    assert (asked.status_code, again.status_code) == (200, 302)
    assert not doctor.documents.proving("qualification").exists() and not Path(document.file.path).exists()


def test_a_licence_is_not_removed_by_the_address_of_a_qualification(signed_in):
    doctor = factories.make_doctor(verified=False)
    client = signed_in(doctor.user)
    address = reverse("apply-remove", args=[doctor.documents.get(kind="licence").pk])

    codes = [client.get(address).status_code, client.post(address).status_code]
    page = client.get(reverse("apply-section", args=["qualifications"])).content.decode()

    assert codes == [404, 302] and doctor.documents.count() == 3
    assert "Saved." not in page


def test_a_verified_doctor_removes_a_qualification_knowingly(signed_in):
    doctor = factories.make_doctor()
    address = reverse("apply-remove", args=[doctor.documents.get(kind="qualification").pk])
    client = signed_in(doctor.user)

    warned = client.post(address)
    agreed = client.post(address, {"agreed": "on"})

    assert warned.status_code == 422 and "Tick the box to remove the document" in warned.content.decode()
    assert "I know that two moderators check this again" in warned.content.decode()
    assert agreed.status_code == 302 and Doctor.objects.get().status == DoctorStatus.APPLIED


def test_a_new_name_has_licence_and_identity_looked_at_again(signed_in):
    doctor = factories.make_doctor(verified=False)
    factories.accept_documents(doctor)

    save(signed_in(doctor.user), doctor.user, "you", as_stored(doctor, "you", name="Dr New Name"))

    found = {document.kind: document.status for document in doctor.documents.all()}
    assert found == {"licence": "waiting", "identity": "waiting", "qualification": "accepted"}


def test_who_never_sent_an_application_erases_it_alone(django_capture_on_commit_callbacks):
    doctor = factories.make_doctor(sent=False)
    files = [Path(document.file.path) for document in doctor.documents.all()]
    assert len(files) == 3 and all(path.exists() for path in files)
    assert personal_data.may_erase_alone(doctor.user)

    with django_capture_on_commit_callbacks(execute=True):
        personal_data.erase(doctor.user, keep_pages=False)

    assert not Doctor.objects.exists() and not any(path.exists() for path in files)
    assert not personal_data.may_erase_alone(factories.make_doctor(verified=False).user)


def test_an_export_has_the_documents():
    doctor = factories.make_doctor()

    sections, files = personal_data.collect(doctor.user)

    papers = sections["doctor"]["documents"]
    assert [paper["kind"] for paper in papers] == ["licence", "identity", "qualification"]
    assert {paper["file"] for paper in papers} <= set(files)


def test_a_mistaken_return_can_be_taken_back_but_nobody_decides_twice(moderator):
    doctor = factories.make_doctor(verified=False)
    document = doctor.documents.get(kind="licence")
    document.send_back(by=moderator, reason="Blurred.", seen_version=doctor.version)
    doctor.refresh_from_db()

    document.accept(by=moderator, seen_version=doctor.version)

    assert (document.status, document.reason) == ("accepted", "")
    with pytest.raises(MoveRefused):
        document.accept(by=moderator, seen_version=doctor.version)


# -- Raw SQL --------------------------------------------------------------------------------------


def refused(sql, *params, because):
    with pytest.raises(DatabaseError, match=because), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)
        assert cursor.rowcount
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


UPDATE = "UPDATE specialties_doctordocument SET "


@pytest.mark.parametrize(
    "change",
    [
        "file = 'x'",
        "sha256 = 'x'",
        "content_type = 'text/html'",
        "kind = 'identity'",
        "size = 1",
        "title = 'Other'",
    ],
)
def test_a_decided_document_never_changes(change):
    factories.make_doctor()

    refused(UPDATE + change + " WHERE kind <> 'identity'", because="a document never changes")


def test_staff_decide_and_nobody_on_their_own(stranger):
    doctor = factories.make_doctor(verified=False)
    accept = UPDATE + "status = 'accepted', decided_at = now(), decided_by_id = %s"

    refused(accept, stranger.pk, because="staff decide")
    doctor.user.is_staff = True
    doctor.user.save()
    refused(accept, doctor.user_id, because="staff decide")
    refused(UPDATE + "status = 'accepted'", because="decided_at_and_by_together")


def test_a_document_is_not_born_accepted(moderator):
    doctor = factories.make_doctor(sent=False)
    document = doctor.documents.first()
    document.delete()
    document.pk, document.status, document.decided_by, document.decided_at = (
        None,
        "accepted",
        moderator,
        document.sent_at,
    )

    with pytest.raises(DatabaseError, match="cannot be accepted"), transaction.atomic():
        document.save(force_insert=True)


@pytest.mark.parametrize("kind", ["licence", "identity"])
def test_nobody_is_verified_without_documents_and_they_stay(moderator, kind):
    doctor = factories.make_doctor(verified=False)
    factories.accept_documents(doctor)
    doctor.mark_checked(by=moderator, seen_version=doctor.version)
    verify = "UPDATE specialties_doctor SET status = 'verified', verified_at = now(), verified_by_id = %s"
    other = factories.make_moderator(senior=True)

    with transaction.atomic():
        doctor.documents.filter(kind=kind).delete()
        refused(verify, other.pk, because="without an accepted licence")
        transaction.set_rollback(True)
    doctor.verify(by=other, seen_version=doctor.version)
    refused("DELETE FROM specialties_doctordocument WHERE kind = %s", kind, because="stay accepted")
    refused(UPDATE + "status = 'waiting', decided_by_id = NULL, decided_at = NULL", because="stay accepted")


def test_specialties_of_a_verified_doctor_change_only_with_new_checks(doctor, specialty):
    other = factories.make_specialty()

    for change in (lambda: doctor.specialties.add(other), lambda: doctor.specialties.remove(specialty)):
        with pytest.raises(DatabaseError, match="must be checked anew"), transaction.atomic():
            change()
    doctor.apply_again(by=doctor.user, seen_version=doctor.version)
    doctor.specialties.set([other])
    assert Doctor.objects.get().status == DoctorStatus.APPLIED


def test_what_is_neither_picture_nor_pdf_is_refused_with_both_named(signed_in, asker):
    sent = SimpleUploadedFile("licence.docx", b"PK\x03\x04 no document", "application/msword")

    response = save(signed_in(asker), asker, "identity", {"document": sent})

    assert response.status_code == 422
    assert "Please send a JPEG, PNG, WebP or HEIC picture, or a PDF." in response.content.decode()
