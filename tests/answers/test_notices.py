"""Doctors hear of new queries when they want to: each counted once, at their hours, never while they are away."""

from datetime import datetime, time, timedelta

import pytest
from django.core import mail as outbox
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import unsubscribe
from accounts.mail_sender import deliver_due
from accounts.models import Mail, MailChoice, MailGroup
from answers.models import DoctorNotices, NewQueries
from answers.notices import tell
from questions.models import Question
from tests.factories import make_doctor, make_open_question, make_question, make_specialty

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(time_machine):
    time_machine.move_to("2026-11-23 12:00:00+00:00", tick=False)
    return time_machine


def at_work(*, told="2026-11-23 11:00:00+00:00", **wishes):
    """A doctor of one specialty with these wishes, told of everything up to an hour ago."""
    specialty = make_specialty()
    doctor = make_doctor(specialties=[specialty])
    DoctorNotices.objects.create(
        doctor=doctor,
        told_until=datetime.fromisoformat(told),
        **{"new_queries": NewQueries.AT_ONCE, **wishes},
    )
    return doctor, specialty


def opened(specialty, *, minutes_ago=5, **fields):
    question = make_open_question(specialty=specialty, **fields)
    Question.objects.filter(pk=question.pk).update(triaged_at=timezone.now() - timedelta(minutes=minutes_ago))
    return question


def told(doctor):
    """The numbers of the e-mails about new queries, in their order."""
    return list(
        Mail.objects.filter(user=doctor.user, kind="new_queries")
        .order_by("pk")
        .values_list("number", flat=True)
    )


def test_tells_how_many_and_each_once(clock):
    doctor, specialty = at_work()
    opened(specialty)
    opened(make_specialty(parent=specialty))
    opened(make_specialty())
    tell()
    tell()
    clock.shift(timedelta(hours=1))
    tell()
    assert told(doctor) == [2]


def test_what_comes_within_half_an_hour_is_told_together(clock):
    doctor, specialty = at_work()
    opened(specialty)
    tell()
    clock.shift(timedelta(minutes=10))
    opened(specialty)
    opened(specialty)
    tell()
    assert told(doctor) == [1]
    clock.shift(timedelta(minutes=21))
    tell()
    assert told(doctor) == [1, 2]


def test_once_a_day_at_the_chosen_hour(clock):
    doctor, specialty = at_work(new_queries=NewQueries.DAILY, daily_hour=14)
    opened(specialty)
    tell()
    assert told(doctor) == []
    clock.shift(timedelta(hours=2))
    tell()
    opened(specialty, minutes_ago=0)
    clock.shift(timedelta(hours=3))
    tell()
    assert told(doctor) == [1]
    clock.shift(timedelta(hours=21))
    tell()
    assert told(doctor) == [1, 1]


def test_the_hour_is_that_of_the_doctors_clock(clock):
    doctor, specialty = at_work(new_queries=NewQueries.DAILY, daily_hour=20, time_zone="Asia/Tokyo")
    opened(specialty)
    tell()  # 21:00 there
    assert told(doctor) == [1]


def test_what_was_answered_or_taken_back_meanwhile_is_not_counted(clock, moderator):
    doctor, specialty = at_work()
    gone = opened(specialty)
    gone.decline(by=moderator, reason="Please see a dentist.", seen_version=gone.version)
    opened(specialty)
    tell()
    assert told(doctor) == [1]


def test_nobody_hears_of_their_own_query(clock):
    doctor, specialty = at_work()
    question = make_question(specialty=specialty, asker=doctor.user)
    question.triage(
        by=make_open_question().triaged_by,
        specialty=specialty,
        urgent=False,
        self_harm=False,
        seen_version=question.version,
    )
    clock.shift(timedelta(minutes=5))
    tell()
    assert told(doctor) == []


@pytest.mark.parametrize(
    ("quiet_from", "quiet_until", "hears"),
    [
        (time(11), time(13), False),
        (time(22), time(13), False),
        (time(13), time(14), True),
        (time(22), time(7), True),
    ],
)
def test_quiet_hours_also_over_midnight(clock, quiet_from, quiet_until, hears):
    doctor, specialty = at_work(quiet_from=quiet_from, quiet_until=quiet_until)
    opened(specialty)
    tell()
    assert bool(told(doctor)) is hears
    clock.move_to("2026-11-23 14:30:00+00:00", tick=False)
    tell()
    assert told(doctor) == [1]


@pytest.mark.parametrize("always", [True, False])
def test_urgent_ones_break_quiet_hours_only_if_ticked(clock, always):
    doctor, specialty = at_work(quiet_from=time(11), quiet_until=time(13), urgent_always=always)
    opened(specialty, urgent=True)
    tell()
    assert bool(told(doctor)) is always


def test_nothing_while_away_and_all_of_it_afterwards(clock):
    doctor, specialty = at_work(away_until=timezone.localdate())
    opened(specialty)
    tell()
    assert told(doctor) == []
    clock.shift(timedelta(days=1))
    tell()
    assert told(doctor) == [1]


def test_a_doctor_who_may_not_answer_hears_nothing(clock):
    doctor, specialty = at_work()
    opened(specialty)
    type(doctor).objects.filter(pk=doctor.pk).update(
        licence_expires_on=timezone.localdate() - timedelta(days=1)
    )
    tell()
    assert told(doctor) == []


def test_a_doctor_who_never_chose_is_told_once_a_day_of_what_came_since(clock):
    specialty = make_specialty()
    opened(specialty)
    doctor = make_doctor(specialties=[specialty])
    tell()
    clock.shift(timedelta(days=1))
    opened(specialty)
    tell()
    assert told(doctor) == [1]


def test_a_worker_that_was_away_for_days_tells_of_everything_once(clock):
    doctor, specialty = at_work(told="2026-11-19 11:00:00+00:00")
    for days in range(4):
        opened(specialty, minutes_ago=5 + days * 24 * 60)
    tell()
    tell()
    assert told(doctor) == [4]


def test_the_mail_counts_and_says_nothing_else(clock):
    doctor, specialty = at_work()
    question = opened(specialty)
    tell()
    deliver_due()
    letter = next(letter for letter in outbox.outbox if letter.subject == "1 new query waits for you")
    assert letter.to == [doctor.user.email]
    assert question.title not in letter.body
    assert specialty.name not in letter.body
    assert question.reference not in letter.body
    assert "List-Unsubscribe" in letter.extra_headers


def test_stopping_the_mail_by_its_link_stops_it(clock, client):
    doctor, specialty = at_work()
    client.post(unsubscribe.path(doctor.user.pk, group=MailGroup.NEW_QUERIES))
    opened(specialty)
    tell()
    assert told(doctor) == []


@pytest.mark.parametrize("doctors", [1, 3, 20])
def test_asks_the_same_number_of_queries_for_any_number_of_doctors(clock, doctors):
    for _ in range(doctors):
        at_work()
    opened(make_specialty())
    with CaptureQueriesContext(
        connection,
    ) as asked:
        tell()
    assert len(asked) == 6


def choices(**changed):
    return {
        "new_queries": "at_once",
        "daily_hour": "7",
        "quiet_from": "21:30",
        "quiet_until": "06:15",
        "time_zone": "Europe/Berlin",
        "away_until": "",
        "wanted": [MailGroup.RETURNED, MailGroup.LICENCE],
        **changed,
    }


def save(client, doctor, **changed):
    client.force_login(doctor.user)
    return client.post(reverse("doctor-notices"), choices(**changed))


def test_the_page_keeps_what_was_chosen(client):
    doctor = make_doctor()
    assert save(client, doctor).status_code == 302
    notices = DoctorNotices.objects.get(doctor=doctor)
    assert (notices.new_queries, notices.daily_hour, notices.time_zone) == ("at_once", 7, "Europe/Berlin")
    assert (notices.quiet_from, notices.quiet_until) == (time(21, 30), time(6, 15))
    assert MailChoice.objects.wants(doctor.user, group=MailGroup.RETURNED)
    assert not MailChoice.objects.wants(doctor.user, group=MailGroup.APPROVED)
    assert MailChoice.objects.wants(doctor.user, group=MailGroup.NEW_QUERIES)
    assert "21:30" in client.get(reverse("doctor-notices")).content.decode()


def test_not_at_all_is_the_same_switch_as_among_the_e_mails(client):
    doctor = make_doctor()
    save(client, doctor, new_queries="off")
    assert not MailChoice.objects.wants(doctor.user, group=MailGroup.NEW_QUERIES)
    page = client.get(reverse("doctor-notices"))
    assert page.context["form"].initial["new_queries"] == "off"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"quiet_until": ""}, "quiet_until"),
        ({"quiet_from": ""}, "quiet_from"),
        ({"quiet_from": "25:00"}, "quiet_from"),
        ({"quiet_until": "21:30"}, "quiet_until"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"new_queries": "hourly"}, "new_queries"),
        ({"new_queries": ""}, "new_queries"),
        ({"daily_hour": "24"}, "daily_hour"),
        ({"away_until": "2020-01-01"}, "away_until"),
        ({"away_until": "9999-01-01"}, "away_until"),
        ({"away_until": "soon"}, "away_until"),
        ({"wanted": ["publication"]}, "wanted"),
    ],
)
def test_what_makes_no_sense_is_said_beside_its_field_and_kept(client, changed, field):
    doctor = make_doctor()
    response = save(client, doctor, **changed)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not DoctorNotices.objects.filter(doctor=doctor).exists()


def test_going_away_gives_back_what_one_holds_and_coming_back_is_one_button(client):
    specialty = make_specialty()
    doctor = make_doctor(specialties=[specialty])
    question = make_open_question(specialty=specialty)
    question.claim(doctor=doctor)
    save(client, doctor, away_until=(timezone.localdate() + timedelta(days=7)).isoformat())
    question.refresh_from_db()
    assert not question.is_claimed
    assert "I am back" in client.get(reverse("dashboard")).content.decode()
    client.post(reverse("doctor-back"))
    assert "I am back" not in client.get(reverse("dashboard")).content.decode()
