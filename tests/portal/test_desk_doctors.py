"""Verification: two different moderators, a reason for every no, and the document only after a recorded look."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from accounts import audit
from accounts.models import AccessEvent
from specialties.models import DoctorStatus
from tests import factories


def url(doctor, name="desk-doctor"):
    return reverse(f"admin:{name}", args=[doctor.pk])


def with_document(doctor, *, name="licence.jpg", content=None):
    doctor.licence_document.save(name, content or factories.picture_file())
    return doctor


def test_two_moderators_verify_a_doctor(client, moderator, other_moderator, unverified_doctor):
    factories.accept_documents(unverified_doctor)
    client.force_login(moderator)
    client.post(url(unverified_doctor, "desk-doctor-check"), {"version": unverified_doctor.version})
    unverified_doctor.refresh_from_db()
    again = client.post(url(unverified_doctor, "desk-doctor-confirm"), {"version": unverified_doctor.version})
    client.force_login(other_moderator)
    client.post(url(unverified_doctor, "desk-doctor-confirm"), {"version": unverified_doctor.version})

    unverified_doctor.refresh_from_db()
    assert again.status_code == 409
    assert unverified_doctor.is_verified
    assert (unverified_doctor.checked_by, unverified_doctor.verified_by) == (moderator, other_moderator)


def test_page_tells_the_first_checker_that_another_must_confirm(signed_in, moderator, unverified_doctor):
    unverified_doctor.mark_checked(by=moderator, seen_version=unverified_doctor.version)

    response = signed_in(moderator).get(url(unverified_doctor))

    assert response.context["checked_by_me"] is True
    assert url(unverified_doctor, "desk-doctor-confirm") not in response.content.decode()


def test_history_names_a_doctor_whose_account_has_no_name(signed_in, moderator):
    account = factories.make_user()
    one = factories.make_doctor(verified=False, name="Dr Vera Novak")
    type(one).objects.filter(pk=one.pk).update(user=account)
    audit.record(account, "doctor.applied", one)

    line, *_earlier = signed_in(moderator).get(url(one)).context["history"]

    assert (line.who, line.what) == ("Dr Vera Novak", "applied")


def test_register_link_gives_nothing_away(signed_in, moderator, unverified_doctor):
    page = signed_in(moderator).get(url(unverified_doctor)).content.decode()

    assert f'href="{unverified_doctor.register_url}" rel="noopener noreferrer"' in page
    assert unverified_doctor.user.email not in page


@pytest.mark.parametrize(
    ("action", "prefix", "status"),
    [("return", "return", DoctorStatus.RETURNED), ("suspend", "suspend", DoctorStatus.SUSPENDED)],
)
def test_a_no_needs_a_reason(signed_in, moderator, action, prefix, status):
    one = factories.make_doctor(verified=action == "suspend")
    client, address = signed_in(moderator), url(one, f"desk-doctor-{action}")
    data = {f"{prefix}-version": one.version}

    empty = client.post(address, data)
    client.post(address, {**data, f"{prefix}-reason": "Not on the register."})
    late = client.post(address, {**data, f"{prefix}-reason": "zebra-again"})

    one.refresh_from_db()
    assert (empty.status_code, late.status_code) == (422, 409)
    assert (one.status, one.reason) == (status, "Not on the register.")
    assert "zebra-again" in late.content.decode()


def test_document_is_served_after_the_look_is_written(signed_in, moderator, unverified_doctor):
    with_document(unverified_doctor)

    response = signed_in(moderator).get(url(unverified_doctor, "desk-doctor-document"))

    assert b"".join(response.streaming_content)[:2] == b"\xff\xd8"
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Disposition"].startswith("inline")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    looks = AccessEvent.objects.values_list("viewer_id", "kind", "subject_id")
    assert list(looks) == [(moderator.pk, "document", unverified_doctor.pk)]


@pytest.mark.parametrize("name", ["licence.pdf", "licence.html", "licence.svg"])
def test_what_a_browser_might_run_is_only_saved(signed_in, moderator, unverified_doctor, name):
    with_document(unverified_doctor, name=name, content=ContentFile(b"<script>alert(1)</script>"))

    response = signed_in(moderator).get(url(unverified_doctor, "desk-doctor-document"))

    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_document_is_for_verifiers_alone(client, signed_in, asker, doctor, unverified_doctor):
    with_document(unverified_doctor)
    address = url(unverified_doctor, "desk-doctor-document")

    assert client.get(address).status_code == 302
    assert signed_in(asker).get(address, follow=True).status_code == 403
    assert signed_in(doctor.user).get(address, follow=True).status_code == 403
    assert AccessEvent.objects.count() == 0
