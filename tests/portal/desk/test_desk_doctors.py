"""Verification: two different moderators, a reason for every no, and the document only after a recorded look."""

import pytest
from django.urls import reverse

from accounts import audit
from specialties.models import DoctorStatus
from tests import factories


def url(doctor, name="desk-doctor"):
    return reverse(f"admin:{name}", args=[doctor.pk])


def test_a_moderator_and_a_senior_one_verify_a_doctor(client, moderator, senior, unverified_doctor):
    factories.accept_documents(unverified_doctor)
    client.force_login(moderator)
    client.post(url(unverified_doctor, "desk-doctor-check"), {"version": unverified_doctor.version})
    unverified_doctor.refresh_from_db()
    again = client.post(url(unverified_doctor, "desk-doctor-confirm"), {"version": unverified_doctor.version})
    client.force_login(senior)
    client.post(url(unverified_doctor, "desk-doctor-confirm"), {"version": unverified_doctor.version})

    unverified_doctor.refresh_from_db()
    assert again.status_code == 403
    assert unverified_doctor.is_verified
    assert (unverified_doctor.checked_by, unverified_doctor.verified_by) == (moderator, senior)


def test_a_senior_moderator_confirms_nothing_they_checked(signed_in, senior, unverified_doctor):
    factories.accept_documents(unverified_doctor)
    unverified_doctor.mark_checked(by=senior, seen_version=unverified_doctor.version)

    again = signed_in(senior).post(
        url(unverified_doctor, "desk-doctor-confirm"), {"version": unverified_doctor.version}
    )

    unverified_doctor.refresh_from_db()
    assert (again.status_code, unverified_doctor.status) == (409, DoctorStatus.CHECKED)


def test_another_plain_moderator_is_not_offered_the_confirmation(
    signed_in, moderator, other_moderator, unverified_doctor
):
    unverified_doctor.mark_checked(by=moderator, seen_version=unverified_doctor.version)
    client = signed_in(other_moderator)

    page = client.get(url(unverified_doctor)).content.decode()
    note = client.get(reverse("admin:desk-list", args=["doctors"])).context["rows"][0].note

    assert "A senior moderator must confirm." in page and note == "A senior moderator must confirm."
    assert url(unverified_doctor, "desk-doctor-confirm") not in page


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

    assert (line.who, line.what) == ("Dr Vera Novak", "sent an application")


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
    data = {f"{prefix}-version": one.version, f"{prefix}-rule": "identity"}

    empty = client.post(address, data)
    client.post(address, {**data, f"{prefix}-reason": "Not on the register."})
    late = client.post(address, {**data, f"{prefix}-reason": "zebra-again"})

    one.refresh_from_db()
    assert (empty.status_code, late.status_code) == (422, 409)
    assert (one.status, one.reason) == (status, "Not on the register.")
    assert "zebra-again" in late.content.decode()


def test_page_warns_of_the_same_number_on_another_register(signed_in, moderator, unverified_doctor):
    other = factories.make_doctor(register_name="Another Register", register_number="t 4711")
    unverified_doctor.register_number = "T-4711"
    unverified_doctor.save()

    page = signed_in(moderator).get(url(unverified_doctor))

    assert page.context["elsewhere"] == [other]
    assert "The same number is listed here under another register" in page.content.decode()


def test_page_shows_what_changed_since_the_last_verification(signed_in, moderator):
    one = factories.make_doctor(name="Dr Vera Novak")
    one.apply_again(by=one.user, seen_version=one.version)
    one.name = "Dr Vera Horak"
    one.save()

    changes = signed_in(moderator).get(url(one)).context["changes"]

    assert [(str(label), pieces) for label, pieces in changes] == [
        ("Name", [("same", "Dr Vera "), ("del", "Novak "), ("ins", "Horak")])
    ]


def test_page_of_a_first_application_compares_with_nothing(signed_in, moderator, unverified_doctor):
    assert signed_in(moderator).get(url(unverified_doctor)).context["changes"] is None


def test_second_check_is_refused_while_a_document_is_not_accepted(client, moderator, senior):
    one = factories.make_doctor(verified=False)
    one.mark_checked(by=moderator, seen_version=one.version)
    client.force_login(senior)

    page = client.get(url(one)).content.decode()
    answer = client.post(url(one, "desk-doctor-confirm"), {"version": one.version})

    one.refresh_from_db()
    assert "This document is not accepted: Identity document." in page
    assert (answer.status_code, one.status) == (409, DoctorStatus.CHECKED)


@pytest.mark.parametrize("documents", (3, 8))
def test_page_costs_the_same_queries(signed_in, moderator, documents, django_assert_num_queries):
    one = factories.make_doctor(sent=False)
    for number in range(3, documents):
        factories.add_document(
            one, kind="qualification", colour=(30 * number, 0, 0), title=f"Course {number}"
        )
    one.submit(by=one.user, seen_version=one.version)
    factories.accept_documents(one)
    client = signed_in(moderator)
    client.get(url(one))

    # Two of them are the desk claim: whether this moderator may act here at all, and the claim itself.
    with django_assert_num_queries(15):
        client.get(url(one))
