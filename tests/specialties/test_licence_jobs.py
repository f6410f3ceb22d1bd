"""The licence's end: reminders at 60, 30 and 7 days, each once; then the badge lapses by itself."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from accounts.models import Mail
from portal.demo.seed_clock import at
from specialties.jobs import tend_licences
from specialties.models import Doctor, DoctorStatus
from tests.factories import make_doctor, make_moderator

pytestmark = pytest.mark.django_db


def ends_in(doctor, days):
    """As if that much time had gone by: the last day of a verified licence may only come nearer."""
    Doctor.objects.filter(pk=doctor.pk).update(
        licence_expires_on=timezone.now().date() + timedelta(days=days)
    )


def told(doctor):
    rows = Mail.objects.filter(user=doctor.user, kind__startswith="licence_").order_by("pk")
    return list(rows.values_list("kind", flat=True))


def test_it_runs_every_hour():
    assert settings.PERIODIC_JOBS["specialties.jobs.tend_licences"] == 60


@pytest.mark.parametrize(
    ("days", "kinds"),
    [
        (61, []),
        (60, ["licence_60"]),
        (31, ["licence_60"]),
        (30, ["licence_30"]),
        (8, ["licence_30"]),
        (7, ["licence_7"]),
        (0, ["licence_7"]),
    ],
)
def test_the_nearest_reminder_is_sent_once_however_long_no_worker_ran(doctor, days, kinds):
    ends_in(doctor, days)

    tend_licences()
    tend_licences()

    assert told(doctor) == kinds


def test_day_by_day_there_are_three_reminders_and_the_end(doctor):
    ends_in(doctor, 65)
    start = timezone.now()

    for day in range(68):
        with at(start + timedelta(days=day)):
            tend_licences()

    assert told(doctor) == ["licence_60", "licence_30", "licence_7"]
    assert Doctor.objects.get().status == DoctorStatus.LAPSED


def test_a_renewed_licence_starts_anew(doctor):
    ends_in(doctor, 5)
    tend_licences()
    doctor.refresh_from_db()

    doctor.apply_again(by=doctor.user, seen_version=doctor.version)
    ends_in(doctor, 59)
    doctor.mark_checked(by=make_moderator(), seen_version=doctor.version)
    doctor.verify(by=make_moderator(senior=True), seen_version=doctor.version)
    tend_licences()

    assert told(doctor) == ["licence_7", "licence_60"]


def test_who_may_not_answer_is_not_reminded():
    applicant, suspended = make_doctor(verified=False), make_doctor()
    for doctor in (applicant, suspended):
        ends_in(doctor, 20)
    suspended.refresh_from_db()
    suspended.suspend(by=make_moderator(), reason="complaint", seen_version=suspended.version)

    tend_licences()

    assert told(applicant) + told(suspended) == []


def test_a_licence_that_ended_lapses_once_and_its_doctor_is_told(doctor, other_doctor):
    ends_in(doctor, -1)
    ends_in(other_doctor, 0)

    tend_licences()
    tend_licences()

    doctor.refresh_from_db()
    other_doctor.refresh_from_db()
    assert (doctor.status, other_doctor.status) == (DoctorStatus.LAPSED, DoctorStatus.VERIFIED)
    assert Mail.objects.filter(user=doctor.user, kind="doctor_lapsed").count() == 1


def test_the_reminder_leads_to_the_application_and_names_no_one(doctor, deliver, mailoutbox):
    ends_in(doctor, 30)
    tend_licences()
    deliver()

    (sent,) = [mail for mail in mailoutbox if "licence" in mail.subject]
    assert "/dashboard/apply/" in sent.body
    assert doctor.name not in sent.body and doctor.register_number not in sent.body
