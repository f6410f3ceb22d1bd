"""The public figures: waits and shares of the last days, counted from the trail and compared with sums by hand."""

import time
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import AuditEvent
from answers import servicelevels
from answers.models import FEWEST, Measure, ServiceLevel
from tests.factories import (
    make_declined_question,
    make_published_question,
    make_question,
    make_specialty,
    make_submitted_answer,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
PATIENT, MODERATOR, DOCTOR = 901, 902, 903
# A query's life: who did what, how many hours after it was sent.
WHOLE_LIFE = [
    (0, PATIENT, "question.submitted"),
    (0, PATIENT, "publication.allowed"),
    (3, MODERATOR, "question.more_information"),
    (13, PATIENT, "question.submitted"),  # ten hours with the patient
    (14, MODERATOR, "question.open"),
    (15, DOCTOR, "question.more_information"),
    (16, PATIENT, "question.open"),  # one more
    (20, DOCTOR, "answer.in_review"),
    (21, MODERATOR, "answer.returned"),
    (25, DOCTOR, "answer.in_review"),
    (31, MODERATOR, "answer.approved"),
    (31, MODERATOR, "question.answered"),
    (40, MODERATOR, "publication.awaiting_patient"),
    (60, PATIENT, "publication.allowed"),  # twenty hours for a look, and another text is wanted
    (64, MODERATOR, "publication.awaiting_patient"),
    (65, PATIENT, "publication.published"),  # and one hour
]


def live(steps, *, ago, reference=None):
    """Write a life into the trail; `ago` is when it began."""
    reference = reference or f"Q-{AuditEvent.objects.count():06}"
    begun = timezone.now() - ago
    for hours, actor, verb in steps:
        AuditEvent.objects.create(
            at=begun + hours * HOUR,
            actor_id=actor,
            verb=verb,
            subject_type="answers.answer" if verb.startswith("answer.") else "questions.question",
            subject_id=1,
            reference=reference,
        )
    return reference


def told(measure, *, specialty=None):
    """What readers are told: (number, median, nine of ten, percent), None where nothing is."""
    rows = ServiceLevel.objects.filter(measure=measure, specialty=specialty)
    return rows.values_list("number", "median", "ninety", "percent").first()


def test_waits_leave_out_the_time_with_the_patient():
    for _number in range(FEWEST):
        live(WHOLE_LIFE, ago=timedelta(days=5))

    servicelevels.compute()

    assert told(Measure.TRIAGE) == (FEWEST, 3 * HOUR, 3 * HOUR, None)
    assert told(Measure.ANSWER) == (FEWEST, (31 - 11) * HOUR, 20 * HOUR, None)
    assert told(Measure.PUBLICATION) == (FEWEST, (65 - 31 - 21) * HOUR, 13 * HOUR, None)
    assert told(Measure.RETURNED) == (2 * FEWEST, None, None, 50)
    assert told(Measure.DECLINED) == (FEWEST, None, None, 0)


def test_median_and_ninetieth_percentile_are_those_counted_by_hand():
    for hours in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 100):
        live([(0, PATIENT, "question.submitted"), (hours, MODERATOR, "question.open")], ago=timedelta(days=9))

    servicelevels.compute()

    assert told(Measure.TRIAGE) == (11, 6 * HOUR, 10 * HOUR, None)
    assert told(Measure.ANSWER) is None


def test_what_ended_before_the_days_is_not_counted():
    steps = [(0, PATIENT, "question.submitted"), (2, MODERATOR, "question.open")]
    for number in range(FEWEST + 1):
        live(steps, ago=timedelta(days=30, hours=-1 if number else 4))

    servicelevels.compute()

    assert told(Measure.TRIAGE) == (FEWEST, 2 * HOUR, 2 * HOUR, None)


def test_wait_that_began_long_before_the_days_counts_whole():
    steps = [(0, PATIENT, "question.submitted"), (40 * 24, MODERATOR, "question.open")]
    for _number in range(FEWEST):
        live(steps, ago=timedelta(days=45))

    servicelevels.compute()

    assert told(Measure.TRIAGE) == (FEWEST, timedelta(days=40), timedelta(days=40), None)


def test_refusal_that_an_appeal_undid_is_no_refusal_and_its_pause_no_wait():
    appealed = [
        (0, PATIENT, "question.submitted"),
        (1, MODERATOR, "question.declined"),
        (49, PATIENT, "appeal.made"),  # two days with the patient
        (50, MODERATOR, "question.submitted"),
        (51, MODERATOR, "question.open"),
        (53, MODERATOR, "answer.approved"),
    ]
    refused = [(0, PATIENT, "question.submitted"), (1, MODERATOR, "question.declined")]
    for number in range(FEWEST + 2):
        live(appealed if number < FEWEST else refused, ago=timedelta(days=9))

    servicelevels.compute()

    assert told(Measure.DECLINED) == (12, None, None, 17)
    assert told(Measure.ANSWER) == (FEWEST, 5 * HOUR, 5 * HOUR, None)


def test_nothing_is_told_of_fewer_than_ten():
    for _number in range(FEWEST - 1):
        live(WHOLE_LIFE[:-4], ago=timedelta(days=5))

    servicelevels.compute()

    told_of = set(ServiceLevel.objects.values_list("measure", flat=True))
    assert told_of == {Measure.RETURNED}  # of 18 decisions


def test_figures_that_are_no_longer_true_go():
    for _number in range(FEWEST):
        live(WHOLE_LIFE, ago=timedelta(days=5))
    servicelevels.compute()
    later = servicelevels.of_days(until=timezone.now() + timedelta(days=40))

    assert ServiceLevel.objects.count() == 5
    assert later == []


def test_topic_counts_for_its_specialty_and_an_unsure_one_for_the_whole_site(specialty, topic):
    steps = [(0, PATIENT, "question.submitted"), (2, MODERATOR, "question.open")]
    other = make_specialty(name="Dermatology")
    places = [specialty] * 4 + [topic] * 6 + [other] * 9
    for place in places:
        live(steps, ago=timedelta(days=2), reference=make_question(specialty=place).reference)
    live(steps, ago=timedelta(days=2))  # erased since: no row of it is left

    servicelevels.compute()

    assert told(Measure.TRIAGE, specialty=specialty) == (10, 2 * HOUR, 2 * HOUR, None)
    assert told(Measure.TRIAGE, specialty=other) is None
    assert told(Measure.TRIAGE) == (20, 2 * HOUR, 2 * HOUR, None)


def test_the_whole_site_is_not_told_where_it_would_tell_of_a_few(specialty):
    steps = [(0, PATIENT, "question.submitted"), (2, MODERATOR, "question.open")]
    for _number in range(FEWEST):
        live(steps, ago=timedelta(days=2), reference=make_question(specialty=specialty).reference)
    live(steps, ago=timedelta(days=2))

    servicelevels.compute()

    assert told(Measure.TRIAGE, specialty=specialty) == (10, 2 * HOUR, 2 * HOUR, None)
    assert told(Measure.TRIAGE) is None


def test_real_moves_write_what_is_counted(specialty, moderator, doctor):
    for _number in range(FEWEST):
        make_published_question(specialty=specialty, doctor=doctor, moderator=moderator)
    make_declined_question(specialty=specialty, moderator=moderator)
    answer = make_submitted_answer(specialty=specialty, doctor=doctor)
    answer.send_back(by=moderator, reason="Too short.", seen_version=answer.version)

    servicelevels.compute()

    found = {row.measure: (row.number, row.percent) for row in ServiceLevel.objects.exclude(specialty=None)}
    assert found == {
        Measure.TRIAGE: (12, None),
        Measure.ANSWER: (10, None),
        Measure.PUBLICATION: (10, None),
        Measure.RETURNED: (11, 9),
        Measure.DECLINED: (12, 8),
    }
    assert all(row.median < HOUR for row in ServiceLevel.objects.filter(percent=None))


def test_computing_twice_changes_nothing_but_the_moment():
    for _number in range(FEWEST):
        live(WHOLE_LIFE, ago=timedelta(days=5))

    assert (servicelevels.compute(), servicelevels.compute()) == (5, 5)
    assert ServiceLevel.objects.count() == 5


@pytest.mark.parametrize(
    "wrong",
    [{"number": 9}, {"median": None}, {"percent": 5}, {"measure": Measure.RETURNED}, {"measure": "else"}],
)
def test_database_refuses_a_figure_of_too_few_or_of_the_wrong_kind(wrong):
    figure = {"measure": Measure.TRIAGE, "number": 10, "median": HOUR, "ninety": HOUR, **wrong}

    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceLevel.objects.create(**figure)


def test_hundred_thousand_events_take_seconds():
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO accounts_auditevent (at, actor_id, verb, subject_type, subject_id, reference, details)
            SELECT now() - interval '29 days' + number * interval '1 second' + step * interval '1 hour',
                CASE WHEN step IN (0, 1) THEN 901 ELSE 902 END, verb, 'questions.question', number,
                'Q-' || number, '{}'
            FROM generate_series(1, 20000) AS number, unnest(ARRAY['question.submitted', 'publication.allowed',
                'question.open', 'answer.approved', 'publication.published']) WITH ORDINALITY AS life(verb, place),
                LATERAL (SELECT place - 1 AS step) AS steps"""
        )
        cursor.execute("ANALYZE accounts_auditevent")  # as the database does by itself, a minute later
    begun = time.monotonic()

    servicelevels.compute()

    assert told(Measure.ANSWER) == (20_000, 3 * HOUR, 3 * HOUR, None)
    assert time.monotonic() - begun < 10
