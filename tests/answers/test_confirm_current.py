"""A public page whose day of review has come: it tells readers, waits on the desk, and is confirmed once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import AuditEvent
from accounts.moves import MoveRefused
from answers import opinions
from answers.erasing import erase_question
from answers.publication import confirm_current, retract
from portal.demo.seed_clock import at
from questions.models import PublishedQuestion
from tests.archive import make_imported
from tests.factories import (
    approve_correction,
    make_correction,
    make_opinion,
    make_published_question,
)

pytestmark = pytest.mark.django_db
BANNER = "This page was due for review on"


def on_day(days):
    """The clock, `days` after today's pages are due."""
    return at(timezone.now() + timedelta(days=730 + days))


def make_page(kind):
    """A public page of this site, of an archive, or one whose query was erased."""
    if kind == "imported":
        return make_imported()
    page = make_published_question()
    if kind == "detached":
        erase_question(page.question, keep_page=True)
    return PublishedQuestion.objects.get()


KINDS = ("ours", "imported", "detached")


@pytest.mark.parametrize("kind", KINDS)
def test_readers_are_told_from_the_day_after_whatever_the_cache_holds(client, kind):
    page = make_page(kind)
    tag, shown = None, []

    for days in (0, 1):
        with on_day(days):
            response = client.get(page.get_absolute_url(), headers={"If-None-Match": tag} if tag else {})
        tag = response["ETag"]
        shown.append((response.status_code, BANNER in response.content.decode()))

    assert shown == [(200, False), (200, True)]
    assert response["Cache-Control"] == "public, max-age=60, stale-while-revalidate=60, s-maxage=0"


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_listed_when_due_and_not_after_it_was_confirmed(client, moderator, kind):
    page = make_page(kind)
    assert list(PublishedQuestion.objects.review_due()) == []

    with on_day(3):
        assert list(PublishedQuestion.objects.review_due()) == [page]
        confirm_current(page, by=moderator, seen=opinions.seen_on(page))
        assert list(PublishedQuestion.objects.review_due()) == []
        text = client.get(page.get_absolute_url()).content.decode()

    page.refresh_from_db()
    assert page.review_due_on - page.reviewed_on == timedelta(days=730)
    assert BANNER not in text and f"{page.reviewed_on:%-d %B %Y}</time>. The next review" in text
    assert "was not reviewed here" not in text and "Not reviewed here" not in text
    assert AuditEvent.objects.get(verb="publication.confirmed").actor_id == moderator.pk


def test_a_page_that_is_not_due_or_was_confirmed_is_not_confirmed(moderator, other_moderator):
    page = make_published_question()
    seen = opinions.seen_on(page)

    with pytest.raises(MoveRefused):
        confirm_current(page, by=moderator, seen=seen)
    with on_day(0):
        confirm_current(page, by=moderator, seen=seen)
        with pytest.raises(MoveRefused):
            confirm_current(page, by=other_moderator, seen=seen)

    assert AuditEvent.objects.filter(verb="publication.confirmed").count() == 1


def test_a_page_that_changed_since_it_was_read_is_not_confirmed(moderator, other_doctor, doctor):
    page = make_published_question(doctor=doctor, specialty=doctor.specialties.get())
    seen = opinions.seen_on(page)
    make_opinion(answer=page.answers.get(), doctor=other_doctor, shown=True)

    with on_day(0), pytest.raises(MoveRefused):
        confirm_current(page, by=moderator, seen=seen)


def test_nobody_with_a_part_in_it_confirms_it(asker, doctor, other_doctor):
    page = make_published_question(asker=asker, doctor=doctor, specialty=doctor.specialties.get())
    make_opinion(answer=page.answers.get(), doctor=other_doctor, shown=True)

    for by in (asker, doctor.user, other_doctor.user):
        with on_day(0), pytest.raises(MoveRefused):
            confirm_current(page, by=by, seen=opinions.seen_on(page))


def test_a_page_without_an_answer_has_nothing_to_review(client, moderator):
    page = make_published_question()
    answer = page.question.answers.get()
    retract(answer, by=moderator, code="wrong", reason="Wrong.", seen_version=answer.version)

    with on_day(1):
        assert not PublishedQuestion.objects.review_due().exists()
        assert BANNER not in client.get(page.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    "change",
    [
        {"review_due_on": "2099-01-01", "reviewed_on": None},
        {"review_due_on": None},
        {"reviewed_on": "2020-01-01"},
        {"review_due_on": "2020-01-01"},
    ],
)
def test_the_database_knows_no_new_day_without_a_review(change):
    make_published_question()

    with pytest.raises(IntegrityError), transaction.atomic():
        PublishedQuestion.objects.update(**change)


def test_east_of_utc_a_page_confirmed_in_the_morning_is_corrected_the_same_day(moderator):
    page = make_page("ours")
    evening = (timezone.now() + timedelta(days=732)).replace(hour=20)
    with at(evening), timezone.override("Pacific/Auckland"):
        confirm_current(page, by=moderator, seen=opinions.seen_on(page))
        approve_correction(make_correction(page.question))

        page.refresh_from_db()
        assert page.reviewed_on == timezone.localdate() == evening.date() + timedelta(days=1)


def test_a_page_whose_query_is_erased_meanwhile_is_refused(moderator):
    page = make_published_question()
    seen = opinions.seen_on(page)
    erase_question(page.question, keep_page=True)
    stale = PublishedQuestion(pk=page.pk, question_id=page.question_id)

    for decide in (confirm_current, opinions.settle):
        with pytest.raises(MoveRefused, match="taken down meanwhile"):
            decide(stale, by=moderator, seen=seen)
