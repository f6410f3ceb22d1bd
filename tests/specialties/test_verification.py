"""How a doctor becomes verified and stops being it: two moderators, a licence, and whatever changes either."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts.models import AuditEvent, Mail
from accounts.moves import MoveRefused
from specialties.models import Doctor, DoctorStatus
from specialties.models.doctor import DOCTOR_MOVES
from tests import factories

pytestmark = pytest.mark.django_db


def ended(doctor):
    Doctor.objects.filter(pk=doctor.pk).update(licence_expires_on=timezone.now().date() - timedelta(days=1))
    doctor.refresh_from_db()


def applied():
    return factories.make_doctor(verified=False)


def draft():
    return factories.make_doctor(sent=False)


def checked():
    doctor = applied()
    factories.accept_documents(doctor)
    mark_checked(doctor)
    return doctor


def returned():
    doctor = applied()
    send_back(doctor)
    return doctor


def lapsed():
    doctor = factories.make_doctor()
    ended(doctor)
    doctor.lapse()
    return doctor


def suspended():
    doctor = factories.make_doctor()
    suspend(doctor)
    return doctor


def archive():
    return Doctor.objects.create(name="Dr Old", slug="dr-old", status=DoctorStatus.ARCHIVE)


def mark_checked(doctor, *, by=None):
    doctor.mark_checked(by=by or factories.make_moderator(), seen_version=doctor.version)


def verify(doctor, *, by=None):
    doctor.verify(by=by or factories.make_moderator(senior=True), seen_version=doctor.version)


def send_back(doctor, *, by=None):
    by = by or factories.make_moderator()
    doctor.send_back(by=by, reason="Which register?", seen_version=doctor.version)


def suspend(doctor, *, by=None):
    by = by or factories.make_moderator()
    doctor.suspend(by=by, reason="Complaint.", seen_version=doctor.version)


def lapse(doctor):
    ended(doctor)
    doctor.lapse()


def apply_again(doctor):
    if not doctor.is_verified and doctor.user:
        Doctor.objects.filter(pk=doctor.pk).update(
            licence_expires_on=timezone.now().date() + timedelta(days=9)
        )
    doctor.apply_again(by=doctor.user or factories.make_user(), seen_version=doctor.version)


ROADS = {
    DoctorStatus.DRAFT: draft,
    DoctorStatus.APPLIED: applied,
    DoctorStatus.CHECKED: checked,
    DoctorStatus.VERIFIED: factories.make_doctor,
    DoctorStatus.RETURNED: returned,
    DoctorStatus.LAPSED: lapsed,
    DoctorStatus.SUSPENDED: suspended,
    DoctorStatus.ARCHIVE: archive,
}
GOALS = {
    mark_checked: DoctorStatus.CHECKED,
    verify: DoctorStatus.VERIFIED,
    send_back: DoctorStatus.RETURNED,
    suspend: DoctorStatus.SUSPENDED,
    lapse: DoctorStatus.LAPSED,
    apply_again: DoctorStatus.APPLIED,
}
MAILS = {to: f"doctor_{to}" for to in GOALS.values() if to != DoctorStatus.CHECKED}


@pytest.mark.parametrize("state", DoctorStatus.values)
@pytest.mark.parametrize("move", GOALS, ids=lambda move: move.__name__)
def test_a_doctor_moves_as_the_table_says(move, state):
    doctor, to = ROADS[state](), GOALS[move]
    trail, version = AuditEvent.objects.count(), doctor.version
    Mail.objects.all().delete()

    if to not in DOCTOR_MOVES[state]:
        with pytest.raises(MoveRefused), transaction.atomic():
            move(doctor)
        doctor.refresh_from_db()
        assert (doctor.status, doctor.version, AuditEvent.objects.count()) == (state, version, trail)
        return
    move(doctor)

    assert (doctor.status, doctor.version, AuditEvent.objects.count()) == (to, version + 1, trail + 1)
    assert AuditEvent.objects.first().verb == f"doctor.{to}"
    kinds = [mail.kind for mail in Mail.objects.all()]
    assert kinds == ([MAILS[to]] if to in MAILS else [])


@pytest.mark.parametrize("move", [verify, suspend], ids=lambda move: move.__name__)
def test_state_trail_and_mail_roll_back_together(move):
    doctor = checked() if move is verify else factories.make_doctor()
    before = Doctor.objects.values().get()
    trail, mails = AuditEvent.objects.count(), Mail.objects.count()

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        move(doctor)
        raise ZeroDivisionError

    assert Doctor.objects.values().get() == before
    assert (AuditEvent.objects.count(), Mail.objects.count()) == (trail, mails)


def test_the_same_moderator_cannot_make_both_checks(senior):
    doctor = applied()
    mark_checked(doctor, by=senior)

    with pytest.raises(MoveRefused, match="different"):
        verify(doctor, by=senior)


@pytest.mark.parametrize("move", [mark_checked, verify, send_back, suspend], ids=lambda move: move.__name__)
def test_nobody_decides_on_an_own_application(move):
    doctor = {verify: checked, suspend: factories.make_doctor}.get(move, applied)()
    doctor.user.is_staff = True
    doctor.user.save()

    with pytest.raises(MoveRefused):
        move(doctor, by=doctor.user)


def test_a_decision_on_a_stale_page_is_refused(moderator, other_moderator):
    doctor = applied()
    stale = Doctor.objects.get(pk=doctor.pk)
    mark_checked(doctor, by=moderator)

    with pytest.raises(MoveRefused):
        send_back(stale, by=other_moderator)


@pytest.mark.parametrize(
    "missing", [{"licence_expires_on": None}, {"register_name": ""}, {"register_number": ""}]
)
def test_an_incomplete_licence_is_not_verified(missing):
    doctor = applied()
    Doctor.objects.update(**missing)
    mark_checked(doctor)

    with pytest.raises(MoveRefused):
        verify(doctor)


def test_a_licence_that_ended_is_not_verified():
    doctor = applied()
    ended(doctor)
    mark_checked(doctor)

    with pytest.raises(MoveRefused):
        verify(doctor)


@pytest.mark.parametrize(("days", "verified"), [(-1, False), (0, True), (1, True)])
def test_a_licence_holds_to_the_end_of_its_last_day(days, verified, doctor):
    Doctor.objects.update(licence_expires_on=timezone.now().date() + timedelta(days=days))
    doctor.refresh_from_db()

    assert doctor.is_verified is verified
    assert (doctor in Doctor.objects.verified()) is verified
    assert doctor.badge == (DoctorStatus.VERIFIED if verified else DoctorStatus.LAPSED)


def test_a_valid_licence_does_not_lapse(doctor):
    with pytest.raises(MoveRefused):
        doctor.lapse()


def test_two_senior_moderators_suffice_for_every_later_verification(senior):
    """Who confirmed last time may be the first to check this time."""
    doctor, other_senior = applied(), factories.make_moderator(senior=True)
    factories.accept_documents(doctor)
    mark_checked(doctor, by=senior)
    verify(doctor, by=other_senior)
    apply_again(doctor)
    assert not doctor.is_verified

    mark_checked(doctor, by=other_senior)
    verify(doctor, by=senior)

    assert (doctor.checked_by, doctor.verified_by) == (other_senior, senior)


def test_another_plain_moderator_does_not_confirm(moderator, other_moderator):
    doctor = applied()
    factories.accept_documents(doctor)
    mark_checked(doctor, by=moderator)

    with pytest.raises(MoveRefused, match="senior"):
        verify(doctor, by=other_moderator)


# -- Raw SQL --------------------------------------------------------------------------------------


def refused(sql, *params, because):
    with pytest.raises(DatabaseError, match=because), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE specialties_doctor SET {sql}", params)
        assert cursor.rowcount
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_verified_by_one_person_by_nobody_or_by_strangers(moderator, senior, stranger):
    doctor = checked()
    verified = "status = 'verified', verified_at = now(), verified_by_id = %s"

    refused(verified, doctor.checked_by_id, because="a senior moderator confirms")
    refused("status = 'verified'", because="a senior moderator confirms")
    refused(verified, stranger.pk, because="only staff verify")
    refused(verified, moderator.pk, because="a senior moderator confirms")
    refused(
        verified.replace("verified_at = now(), ", ""), senior.pk, because="at_and_by_together|is_complete"
    )
    refused(verified + ", checked_by_id = NULL", senior.pk, because="checked_at_and_by_together")
    doctor.user.is_staff = doctor.user.is_superuser = True
    doctor.user.save()
    refused(verified, doctor.user_id, because="does_not_verify_self")


def test_verified_by_the_senior_moderator_who_checked(senior):
    doctor = applied()
    factories.accept_documents(doctor)
    mark_checked(doctor, by=senior)
    verified = "status = 'verified', verified_at = now(), verified_by_id = %s"

    refused(verified, senior.pk, because="verified_by_two_people")


def test_verified_on_a_side_road(moderator, other_moderator):
    factories.accept_documents(applied())
    both = "checked_by_id = %s, checked_at = now(), verified_by_id = %s, verified_at = now(), status = 'verified'"

    refused(both, moderator.pk, other_moderator.pk, because="cannot move from applied to verified")


def test_a_doctor_is_not_born_verified():
    doctor = factories.make_doctor()
    doctor.pk, doctor.user, doctor.slug, doctor.register_number = None, factories.make_user(), "x", "T-x"

    with pytest.raises(DatabaseError, match="cannot be verified"), transaction.atomic():
        doctor.save(force_insert=True)


@pytest.mark.parametrize("make", [checked, factories.make_doctor])
@pytest.mark.parametrize(
    "change",
    [
        "name = 'Dr Other'",
        "register_name = 'Other'",
        "register_number = 'T-999'",
        "register_url = 'https://x.example'",
        "user_id = (SELECT max(id) FROM accounts_user)",
        "licence_expires_on = licence_expires_on + 1",
    ],
)
def test_what_was_checked_does_not_change_under_the_badge(change, make):
    make()
    factories.make_user()

    refused(change, because="must be checked anew")


def test_a_check_is_not_signed_over(moderator):
    factories.make_doctor()

    refused("checked_by_id = %s", moderator.pk, because="a check is written once")
    refused("verified_by_id = %s", moderator.pk, because="a check is written once")


@pytest.mark.parametrize("number", ["ABC-1", "abc-1", "Abc-1"])
def test_one_registration_number_is_one_doctor_in_any_case(number):
    numbers = {"register_name": "The Register", "register_number": "aBC-1"}
    Doctor.objects.create(name="A", slug="a", status=DoctorStatus.ARCHIVE, **numbers)
    twin = {"register_name": "THE REGISTER", "register_number": number}

    with pytest.raises(DatabaseError, match="number_unique_in_its_register"), transaction.atomic():
        Doctor.objects.create(name="B", slug="b", status=DoctorStatus.ARCHIVE, **twin)
