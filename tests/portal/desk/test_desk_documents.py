"""A doctor's documents on the desk: saved after a recorded look, accepted or sent back one by one."""

import pytest
from django.urls import reverse

from accounts.models import AccessEvent, AuditEvent, Mail
from specialties.models import Doctor, DoctorDocument, DoctorStatus


def url(document, name="desk-document"):
    return reverse(f"admin:{name}", args=[document.pk])


def back(document, *, reason="Cut off below."):
    prefix = f"document-{document.pk}"
    return {
        f"{prefix}-version": document.doctor.version,
        f"{prefix}-rule": "legible",
        f"{prefix}-reason": reason,
    }


@pytest.fixture
def document(unverified_doctor):
    return unverified_doctor.documents.get(kind="identity")


def test_document_is_saved_to_disk_after_the_look_is_written(signed_in, moderator, document):
    response = signed_in(moderator).get(url(document))

    assert b"".join(response.streaming_content)[:2] == b"\xff\xd8"
    assert response["Content-Disposition"] == f'attachment; filename="identity-{document.pk}.jpg"'
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    looks = AccessEvent.objects.values_list("viewer_id", "kind", "subject_id")
    assert list(looks) == [(moderator.pk, "document", document.pk)]


def test_document_is_for_verifiers_and_its_doctor(client, signed_in, asker, doctor, document):
    own = reverse("apply-document", args=[document.pk])

    assert client.get(url(document)).status_code == 302
    for person in (asker, doctor.user, document.doctor.user):
        assert signed_in(person).get(url(document), follow=True).status_code == 403
    assert [signed_in(person).get(own).status_code for person in (asker, doctor.user)] == [404, 404]
    mine = signed_in(document.doctor.user).get(own)
    assert mine.status_code == 200 and mine["Content-Disposition"].startswith("attachment")
    assert AccessEvent.objects.count() == 0


def test_document_is_accepted(signed_in, moderator, document):
    response = signed_in(moderator).post(
        url(document, "desk-document-accept"), {"version": document.doctor.version}
    )

    document.refresh_from_db()
    assert response["Location"] == reverse("admin:desk-doctor", args=[document.doctor_id])
    assert (document.status, document.decided_by) == ("accepted", moderator)
    event = AuditEvent.objects.first()
    assert (event.verb, event.details) == ("document.accepted", {"document": document.pk, "kind": "identity"})


def test_returned_documents_send_the_application_back_with_their_reasons_and_one_mail(
    signed_in, moderator, document
):
    client, doctor = signed_in(moderator), document.doctor
    Mail.objects.all().delete()
    client.post(url(document, "desk-document-return"), back(document))
    other = DoctorDocument.objects.get(doctor=doctor, kind="licence")
    client.post(url(other, "desk-document-return"), back(other, reason="Expired."))

    doctor.refresh_from_db()
    assert doctor.status == DoctorStatus.RETURNED
    assert sorted(doctor.reasons) == [("Identity document", "Cut off below."), ("Licence", "Expired.")]
    assert [mail.kind for mail in Mail.objects.all()] == ["doctor_returned"]
    page = signed_in(doctor.user).get("/dashboard/").content.decode()
    assert "Cut off below." in page and "Expired." in page


def test_return_needs_a_reason_and_a_fresh_page(signed_in, moderator, document):
    client = signed_in(moderator)
    empty = client.post(url(document, "desk-document-return"), back(document, reason=""))
    client.post(url(document, "desk-document-accept"), {"version": document.doctor.version})

    unfinished = {**back(document, reason="zebra-half"), f"document-{document.pk}-rule": ""}
    half = client.post(url(document, "desk-document-return"), unfinished)
    late = client.post(url(document, "desk-document-return"), back(document, reason="zebra-again"))

    assert half.status_code == 422 and "zebra-half" in half.content.decode()
    document.refresh_from_db()
    assert (empty.status_code, late.status_code, document.status) == (422, 409, "accepted")
    assert "zebra-again" in late.content.decode()


def test_a_reason_is_kept_when_the_doctor_replaced_the_document_meanwhile(signed_in, moderator, document):
    address, typed = url(document, "desk-document-return"), back(document)
    DoctorDocument.objects.filter(pk=document.pk).delete()

    response = signed_in(moderator).post(address, typed)

    assert response.status_code == 409
    assert "Cut off below." in response.content.decode()


def test_nobody_decides_on_their_own_document(signed_in, document):
    user = document.doctor.user
    user.is_staff = user.is_superuser = True
    user.save()

    client = signed_in(user)

    assert (
        client.post(url(document, "desk-document-accept"), {"version": document.doctor.version}).status_code
        == 409
    )
    assert client.post(url(document, "desk-document-return"), back(document)).status_code == 409


def test_document_of_a_verified_doctor_stands(signed_in, moderator, doctor):
    document = doctor.documents.get(kind="licence")

    answer = signed_in(moderator).post(url(document, "desk-document-return"), back(document))

    assert answer.status_code == 409
    assert Doctor.objects.get(pk=doctor.pk).is_verified


def test_the_desk_names_the_doctor_that_one_has_in_hand(signed_in, moderator, unverified_doctor):
    client = signed_in(moderator)
    client.get(reverse("admin:desk-doctor", args=[unverified_doctor.pk]))

    in_hand = client.get(reverse("admin:desk")).context["in_hand"]

    assert [(str(kind.title), name) for kind, _claim, name, *_rest in in_hand] == [
        ("Doctor", unverified_doctor.name)
    ]
