"""What is on a doctor's desk no more: answers that nobody waits for, in its numbers and in its pages."""

from datetime import timedelta

import pytest
from django.utils import timezone

from answers import inbox
from answers.models import Answer
from questions.models import Question
from tests.factories import make_draft_answer, make_moderator, make_published_question, make_second_answer

pytestmark = pytest.mark.django_db


def draft(doctor, specialty):
    return make_draft_answer(doctor=doctor, specialty=specialty)


def second(doctor, specialty):
    return make_second_answer(doctor=doctor, page=make_published_question(specialty=specialty))


def end_time(answer):
    """The days of a second answer are over, and the job has not run yet."""
    Answer.objects.filter(pk=answer.pk).update(open_until=timezone.now() - timedelta(minutes=1))


def close(answer):
    end_time(answer)
    Answer.objects.end_seconds()


def withdraw(answer):
    question = Question.objects.get(pk=answer.question_id)
    question.withdraw(by=question.asker, seen_version=question.version)


def decline(answer):
    question = Question.objects.get(pk=answer.question_id)
    question.decline(by=make_moderator(), reason="No.", seen_version=question.version)


@pytest.mark.parametrize(
    ("make", "end"),
    (
        (draft, withdraw),
        (draft, decline),
        (second, end_time),
        (second, close),
    ),
)
def test_what_nobody_waits_for_is_neither_counted_nor_takes_a_place(
    doctor, specialty, monkeypatch, make, end
):
    monkeypatch.setattr(inbox, "PAGE_SIZE", 1)
    monkeypatch.setattr(inbox, "MOST", 2)
    ended = make(doctor, specialty)
    standing = draft(doctor, specialty)
    assert inbox.Desk(doctor).counts()["mine"] == 2

    end(ended)

    desk = inbox.Desk(doctor)
    first = desk.read(tab="mine", filters={})
    assert desk.counts()["mine"] == 1
    assert [row.pk for row in first.rows] == [standing.question_id] and first.after == ""
