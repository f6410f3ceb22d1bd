"""E-mails to moderators: what waits too long, once, and each day what waits at all."""

import re
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from environ import Env

from accounts import seals
from accounts.models import DeskAlert, DeskDigest, Mail, MailChoice, MailGroup
from portal import ageing
from portal.demo.seed_clock import at
from portal.desk.lines import queues
from portal.desk.records import alerts
from questions.models import Question
from tests.archive import make_imported
from tests.factories import make_appeal, make_question, make_specialty, make_submitted_answer

pytestmark = pytest.mark.django_db
LIMITS = {"queries": (24, 2), "answers": (48, 4), "appeals": (72, 24)}


@pytest.fixture(autouse=True)
def _limits(settings):
    settings.DESK_LIMITS, settings.DESK_DIGEST_HOUR = LIMITS, 0


def waiting(hours, **marks):
    """A query that was sent so many hours ago."""
    question = make_question(
        title="SECRETMARK", specialty=make_specialty(name=f"SECRETMARK {Question.objects.count()}")
    )
    sent = timezone.now() - timedelta(hours=hours)
    Question.objects.filter(pk=question.pk).update(submitted_at=sent, waits_since=sent, **marks)
    return question


def told():
    """(person, number, text) of the alerts queued; they are taken away."""
    rows = list(Mail.objects.filter(kind="desk_alert").order_by("pk").values_list("user", "number", "text"))
    Mail.objects.all().delete()
    return rows


def test_moderators_are_told_once_of_what_waits_too_long(moderator, senior, asker):
    waiting(23)
    waiting(25)
    Mail.objects.all().delete()

    assert alerts.warn() == 2
    assert told() == [(person.pk, 1, "Queries to triage: 1") for person in (moderator, senior)]
    assert (alerts.warn(), told()) == (0, [])


def test_urgent_one_is_told_of_sooner_and_spam_not_at_all(moderator):
    waiting(3, urgent=True)
    waiting(300, held=True, held_for="advertising")

    alerts.warn()

    assert [number for _person, number, _text in told()] == [1]
    assert DeskAlert.objects.get().subject_id == Question.objects.get(urgent=True).pk


def test_item_that_comes_back_is_told_of_again(moderator):
    question = waiting(30)
    alerts.warn()
    Question.objects.filter(pk=question.pk).update(submitted_at=timezone.now())
    assert alerts.warn() == 0
    Question.objects.filter(pk=question.pk).update(submitted_at=timezone.now() - timedelta(hours=30))

    assert alerts.warn() == 1


def test_each_hears_of_the_queues_they_may_work_on(moderator, senior, settings):
    settings.DESK_LIMITS = {"appeals": (1, 1), "answers": (1, 1)}
    make_appeal()
    make_submitted_answer()
    settings.DESK_LIMITS = {"appeals": (0, 0), "answers": (0, 0)}
    Mail.objects.all().delete()

    alerts.warn()

    assert {person: text for person, _number, text in told() if person in (moderator.pk, senior.pk)} == {
        moderator.pk: "Answers to review: 1",
        senior.pk: "Answers to review: 1\nAppeals: 1",
    }


def test_mails_hold_counts_and_names_of_queues_alone(moderator, deliver):
    waiting(48, urgent=True)
    Mail.objects.all().delete()
    alerts.warn()
    alerts.digest()
    deliver()

    alert, digest = outbox.outbox
    assert alert.subject == "1 item has waited too long on the desk"
    assert digest.subject == "The desk today: 1 item waits"
    assert "Queries to triage: 1 waits, 1 urgent, longest wait: 2 days" in digest.body
    assert "SECRETMARK" not in alert.body + digest.body
    assert not re.search(r"Q-[0-9A-Z]{4}-", alert.body + digest.body)
    assert Mail.objects.exclude(text="").count() == 0


def test_digest_is_sent_once_a_day_and_carries_the_newest_seal(moderator, senior):
    make_question()
    seals.seal()
    Mail.objects.all().delete()

    assert (alerts.digest(), alerts.digest()) == (2, 0)
    assert Mail.objects.first().text.endswith(f"Newest seal of the trail: {seals.newest()}")

    DeskDigest.objects.update(day=timezone.localdate() - timedelta(days=1))
    assert alerts.digest() == 2
    assert DeskDigest.objects.count() == 1


def test_digest_says_since_when_a_page_is_due(moderator):
    with at(timezone.now() - timedelta(days=732)):
        make_imported()

    alerts.digest()

    lines = Mail.objects.get(kind="desk_digest", user=moderator).text.splitlines()
    assert "Pages to review again: 1 waits, due for 2 days" in lines


@pytest.mark.parametrize("hour", (-1, 24))
def test_digest_waits_for_its_hour_or_is_switched_off(moderator, settings, hour):
    settings.DESK_DIGEST_HOUR = hour  # no clock shows 24: it is never late enough

    assert (alerts.digest(), Mail.objects.count()) == (0, 0)


@pytest.mark.parametrize(("group", "kept"), [("desk", "desk_digest"), ("desk_digest", "desk_alert")])
def test_each_can_be_stopped_by_itself(moderator, deliver, group, kept):
    waiting(48)
    Mail.objects.all().delete()
    MailChoice.objects.choose(moderator.pk, group=MailGroup(group), wanted=False)
    alerts.warn()
    alerts.digest()
    deliver()

    assert list(Mail.objects.values_list("kind", flat=True)) == [kept]


def test_choice_is_offered_to_the_staff_alone(signed_in, moderator, asker, doctor):
    offered = [
        str(MailGroup.DESK.label) in signed_in(person).get("/me/mails/").content.decode()
        for person in (moderator, asker, doctor.user)
    ]

    assert offered == [True, False, False]


@pytest.mark.parametrize("count", (1, 3, 20))
def test_looking_costs_the_same_at_any_length(moderator, count, django_assert_num_queries):
    for _number in range(count):
        waiting(30)
    with django_assert_num_queries(11):
        alerts.warn()


def test_every_queue_of_work_has_a_limit_or_a_day():
    without = {queue.key for queue in queues.QUEUES if queue.is_work} - set(ageing.TABLE)

    assert without == {"licences"}


def test_limits_are_read_from_the_environment(monkeypatch):
    monkeypatch.setenv("DESK_LIMIT_QUERIES", "12/1")
    monkeypatch.setenv("DESK_LIMIT_FOLLOW_UPS", "0")

    limits = ageing.from_environment(Env())

    assert (limits["queries"], limits["answers"], "follow-ups" in limits) == ((12, 1), (48, 4), False)


@pytest.mark.parametrize("nonsense", ("soon", "24/", "-1", "24/0"))
def test_limit_that_makes_no_sense_stops_the_start(monkeypatch, nonsense):
    monkeypatch.setenv("DESK_LIMIT_QUERIES", nonsense)

    with pytest.raises(ImproperlyConfigured, match="DESK_LIMIT_QUERIES must be hours"):
        ageing.from_environment(Env())


def test_digest_says_no_age_of_what_was_decided_while_it_was_counted():
    line = alerts._line(queues.BY_KEY["queries"], {"count": 1, "urgent": 0, "oldest": None})

    assert line == "Queries to triage: 1 waits"
