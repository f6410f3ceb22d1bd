"""The waiting clock: it stands while a query is with its patient, and counts pictures as they come and go."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from answers.models import Clarification, in_words
from questions.models import Question
from tests.factories import make_appeal, make_declined_question, make_open_question, make_question

pytestmark = pytest.mark.django_db


def aged(question, **hours):
    """The same query, with times that lie so many hours ago."""
    past = {name: timezone.now() - timedelta(hours=ago) for name, ago in hours.items()}
    Question.objects.filter(pk=question.pk).update(**past)
    question.refresh_from_db()
    return question


def hours_waited(question):
    question.refresh_from_db()
    return round((timezone.now() - question.waits_since) / timedelta(hours=1))


def test_a_query_waits_from_when_it_was_sent():
    draft, sent = make_question(submitted=False), make_question()

    assert (draft.waits_since, sent.waits_since) == (None, sent.submitted_at)


def test_the_clock_stands_while_the_patient_is_asked(moderator):
    question = aged(make_open_question(), waits_since=10)
    asked = Clarification.objects.ask(
        question=question, by=moderator, items=in_words("How?"), seen_version=question.version
    )
    aged(question, waits_since=10, paused_at=7)

    asked.answer(by=question.asker, replies=["So."])

    assert (hours_waited(question), question.paused_at) == (3, None)


def test_declining_a_query_that_waits_for_its_patient_ends_the_pause(moderator):
    question = make_question()
    question.want_more(by=moderator, seen_version=question.version)

    question.decline(by=moderator, reason="No.", seen_version=question.version)

    assert question.paused_at is None


def test_a_refusal_does_not_count_until_the_patient_appeals(senior):
    question = aged(make_declined_question(), waits_since=30, closed_at=25)
    appeal = make_appeal(question=question)

    appeal.decide(by=senior, granted=True, note="")

    assert hours_waited(question) == 5


def test_changing_a_query_does_not_send_it_to_the_end():
    question = aged(make_open_question(), waits_since=10)

    question.rewrite(
        by=question.asker,
        fields={"title": "Why?"},
        urgent=False,
        self_harm=False,
        held_for="",
        seen_version=question.version,
    )

    assert hours_waited(question) == 10


def test_pictures_are_counted_by_the_database():
    question = make_question(pictures=3)

    question.attachments.first().delete()

    question.refresh_from_db()
    assert question.picture_count == 2


@pytest.mark.parametrize("change", ["waits_since = NULL", "paused_at = now()", "care = 'more_information'"])
def test_the_database_keeps_clock_and_state_together(change):
    question = make_open_question()

    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute(f"UPDATE questions_question SET {change} WHERE id = %s", [question.pk])
