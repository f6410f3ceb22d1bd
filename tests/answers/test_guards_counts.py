"""Raw SQL under the application's own role: what readers count is what is there."""

import pytest

from answers import publication
from questions.models import PublishedQuestion
from specialties.models import Specialty
from tests import factories
from tests.answers.by_sql import (
    PAGE,
    imported_page,
    refused,
    run,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    return factories.make_published_question()


def counts():
    return {
        each.pk: (each.published_count, PublishedQuestion.objects.under(each).count())
        for each in Specialty.objects.all()
    }


def in_step():
    return all(kept == true for kept, true in counts().values())


def test_counts_follow_every_change(page):
    other = factories.make_specialty(parent=factories.make_specialty())
    imported_page(page)
    assert in_step() and sum(kept for kept, _true in counts().values()) == 2

    run(PAGE + "topic_id = %s, area_id = %s", other.pk, other.parent_id)  # in bulk
    assert counts()[other.pk] == counts()[other.parent_id] == (2, 2) and in_step()
    publication.withdraw(page.question, by=page.question.asker, seen_version=page.question.version)
    assert counts()[other.pk] == (1, 1) and in_step()


def test_a_topic_takes_its_pages_along_to_another_specialty(page):
    old, new = factories.make_specialty(), factories.make_specialty(sensitive=True)
    page.topic.refresh_from_db()
    page.topic.parent = old
    page.topic.save()
    assert counts()[old.pk] == (1, 1)

    page.topic.parent = new
    page.topic.save()

    assert counts()[old.pk] == (0, 0) and counts()[new.pk] == (1, 1) and in_step()


def test_no_form_or_statement_overwrites_a_count(page):
    stale = page.topic  # loaded before the page was counted
    stale.published_count = 41
    stale.save()
    run("UPDATE specialties_specialty SET published_count = 99")
    made = Specialty.objects.create(name="New", slug="new", published_count=7)

    made.refresh_from_db()
    assert in_step() and made.published_count == 0


def test_a_page_stands_under_the_specialty_of_its_topic(page):
    other = factories.make_specialty()

    refused(PAGE + "area_id = %s", other.pk, because="the specialty of a public page")
