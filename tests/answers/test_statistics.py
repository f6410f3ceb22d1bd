"""A doctor's own numbers: counted truly, in as many queries for one answer as for many."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from answers import stats
from answers.charts import chart
from answers.models import Answer
from questions.models import SimilarHelped
from tests.factories import (
    make_approved_answer,
    make_doctor,
    make_opinion,
    make_published_question,
    make_specialty,
    make_submitted_answer,
)

pytestmark = pytest.mark.django_db


def at_work():
    """A doctor and the specialty they answer in."""
    specialty = make_specialty()
    return make_doctor(specialties=[specialty]), specialty


def page(client, doctor):
    client.force_login(doctor.user)
    return client.get(reverse("doctor-statistics"))


def test_a_new_doctor_sees_what_will_stand_here(client):
    response = page(client, make_doctor())
    assert response.status_code == 200
    assert "Nothing to count yet" in response.content.decode()


def test_counts_answers_thanks_and_readers_helped(client):
    page_of = make_published_question()
    answer = Answer.objects.get(question=page_of.question)
    answer.thank(by=page_of.question.asker)
    SimilarHelped.objects.count_one(page_of)
    SimilarHelped.objects.count_one(page_of)
    mine = stats.of_doctor(answer.doctor)
    assert (mine.approved, mine.thanks, mine.helped, mine.reviewed, mine.returned) == (1, 1, 2, 1, 0)
    this_month = mine.months[-1]
    assert (this_month.approved, this_month.thanks, this_month.helped) == (1, 1, 2)
    assert "Readers helped" in page(client, answer.doctor).content.decode()


def test_counts_what_colleagues_say_of_public_answers(client):
    answer = make_published_question().answers.get()
    for stance in ("agree", "caveat", "disagree"):
        make_opinion(answer=answer, stance=stance, shown=True)
    make_opinion(answer=answer)
    mine = stats.of_doctor(answer.doctor)
    assert (mine.judged, mine.agreed) == (3, 2)
    assert (mine.months[-1].agreed, mine.months[-1].disagreed) == (2, 1)
    assert "Colleagues who disagreed" in page(client, answer.doctor).content.decode()


def test_counts_nobody_elses_work():
    make_published_question()
    mine = stats.of_doctor(make_doctor())
    assert (mine.approved, mine.helped, mine.reviewed) == (0, 0, 0)


def test_counts_what_came_back(moderator):
    answer = make_submitted_answer()
    answer.send_back(by=moderator, reason="Please say when to get help.", seen_version=answer.version)
    mine = stats.of_doctor(answer.doctor)
    assert (mine.approved, mine.reviewed, mine.returned, mine.returned_percent) == (0, 1, 1, 100)


def test_the_wait_is_told_from_five_answers_on():
    doctor, specialty = at_work()
    for number in range(5):
        assert stats.of_doctor(doctor).wait is None, number
        answer = make_approved_answer(doctor=doctor, specialty=specialty)
        sent = answer.versions.get().submitted_at
        type(answer.question).objects.filter(pk=answer.question_id).update(
            waits_since=sent - timedelta(hours=number)
        )
    assert stats.of_doctor(doctor).wait == timedelta(hours=2)
    assert stats.of_doctor(doctor).months[-1].wait == timedelta(hours=2)


@pytest.mark.parametrize("answers", [1, 3, 20])
def test_asks_the_same_number_of_queries(answers, django_assert_num_queries):
    doctor, specialty = at_work()
    for _ in range(answers):
        make_approved_answer(doctor=doctor, specialty=specialty)
    with django_assert_num_queries(10):
        stats.of_doctor(doctor)


def test_a_lapsed_doctor_may_read_it(client):
    doctor = make_doctor()
    type(doctor).objects.filter(pk=doctor.pk).update(
        licence_expires_on=timezone.now().date() - timedelta(days=1)
    )
    assert page(client, doctor).status_code == 200


def test_the_months_are_the_last_twelve_and_this_one_is_the_last():
    months = [month.first for month in stats.of_doctor(make_doctor()).months]
    assert len(set(months)) == 12
    assert months == sorted(months)
    assert months[-1] == timezone.localdate().replace(day=1)


def test_the_highest_bar_is_the_highest_value_and_nothing_is_no_bar():
    drawn = chart("x", title="X", points=[("a", 4, "4"), ("b", 0, "0"), ("c", None, "–"), ("d", 2, "2")])
    heights = [bar.height for bar in drawn.bars]
    assert heights[0] == 2 * heights[3]
    assert heights[1] == heights[2] == 0
    assert not drawn.is_empty
    assert chart("x", title="X", points=[("a", 0, "0")]).is_empty
