"""What is deleted by age goes, and nothing else."""

import os
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts import retention as floor
from accounts.models import User
from accounts.storage import private_files
from answers import retention
from questions.models import Appeal, Attachment, Consent, Question
from tests.dump import remove_files
from tests.factories import (
    make_approved_answer,
    make_open_question,
    make_published_question,
    make_question,
    make_user,
)

pytestmark = pytest.mark.django_db


def aged(question, *, days, **columns):
    """Make some times of a query older, as if they had passed."""
    then = timezone.now() - timedelta(days=days)
    Question.objects.filter(pk=question.pk).update(**dict.fromkeys(columns, then))


@pytest.fixture
def declined(moderator):
    question = make_question(pictures=1)
    question.decline(by=moderator, reason="no", seen_version=question.version)
    return question


def test_refused_query_goes_after_its_time(declined):
    aged(declined, days=settings.RETENTION_REFUSED_DAYS - 1, closed_at=1)
    assert retention.delete_refused() == 0

    aged(declined, days=settings.RETENTION_REFUSED_DAYS + 1, closed_at=1)
    file = Attachment.objects.get().file
    assert retention.delete_refused() == 1

    assert not Question.objects.exists() and not file.storage.exists(file.name)


def test_refused_query_stays_while_its_appeal_waits(declined, senior):
    appeal = Appeal.objects.make(
        question=declined, by=declined.asker, text="But why?", seen_version=declined.version
    )
    aged(declined, days=settings.RETENTION_REFUSED_DAYS + 1, closed_at=1)
    assert retention.delete_refused() == 0

    appeal.decide(by=senior, granted=False, note="It stands.")

    assert retention.delete_refused() == 1


def test_query_taken_back_goes_too():
    question = make_open_question()
    question.withdraw(by=question.asker, seen_version=question.version)
    aged(question, days=settings.RETENTION_REFUSED_DAYS + 1, closed_at=1)

    assert retention.delete_refused() == 1


def test_answered_query_goes_when_nothing_happened_for_long():
    old, lively = make_approved_answer(), make_approved_answer()
    for answer in (old, lively):
        aged(answer.question, days=settings.RETENTION_ANSWERED_DAYS + 1, answered_at=1, submitted_at=1)
    old_times = timezone.now() - timedelta(days=settings.RETENTION_ANSWERED_DAYS + 1)
    type(old).objects.filter(pk=old.pk).update(saved_at=old_times)

    assert retention.delete_inactive() == 1

    assert list(Question.objects.values_list("pk", flat=True)) == [lively.question_id]


def test_published_query_stays_as_long_as_its_page():
    page = make_published_question(consent=Consent.NO_NEED)
    aged(page.question, days=9999, answered_at=1)
    page.question.answers.update(saved_at=timezone.now() - timedelta(days=9999))

    assert retention.delete_inactive() == 0


@pytest.mark.parametrize("name", ("RETENTION_REFUSED_DAYS", "RETENTION_ANSWERED_DAYS"))
def test_zero_days_keep_for_ever(declined, settings, name):
    setattr(settings, name, 0)
    aged(declined, days=9999, closed_at=1)
    expected = 0 if name == "RETENTION_REFUSED_DAYS" else 1

    assert retention.delete_refused() + retention.delete_inactive() == expected


def test_waiting_queries_are_never_deleted():
    for question in (make_question(), make_open_question()):
        aged(question, days=9999, submitted_at=1, created_at=1)

    assert retention.delete_refused() + retention.delete_inactive() == 0


def unconfirmed(**fields):
    """An account whose address was never confirmed, of long ago."""
    long_ago = timezone.now() - timedelta(days=settings.RETENTION_UNVERIFIED_DAYS + 1)
    user = make_user(date_joined=long_ago, **fields)
    user.emailaddress_set.update(verified=False)
    return user


def test_unconfirmed_account_without_anything_goes(asker):
    unconfirmed()
    make_question(asker=unconfirmed())
    used = unconfirmed()
    User.objects.filter(pk=used.pk).update(last_login=timezone.now())
    old = make_user()
    User.objects.filter(pk=old.pk).update(date_joined=timezone.now() - timedelta(days=999))
    before = User.objects.count()

    assert floor.delete_unverified() == 1
    assert User.objects.count() == before - 1


def test_files_that_no_row_names_are_swept_when_old():
    remove_files()
    question = make_question(pictures=1)
    storage = private_files()
    kept = storage.path(question.attachments.get().file.name)
    young, old = (
        storage.path(storage.save(f"ab/{name}.jpg", question.attachments.get().file)) for name in "yo"
    )
    long_ago = time.time() - 2 * 24 * 3600
    for path in (kept, old):
        os.utime(path, (long_ago, long_ago))

    assert floor.sweep_files() == 1

    assert [os.path.exists(path) for path in (kept, young, old)] == [True, True, False]


def test_the_jobs_are_on_the_clock():
    jobs = {name: import_string(name) for name in settings.PERIODIC_JOBS}

    assert {floor.delete_exports, floor.delete_unverified, floor.sweep_files} <= set(jobs.values())
    assert {retention.delete_refused, retention.delete_inactive} <= set(jobs.values())
