"""Drafts don't stay for ever: their owners are told in time, then they go, pictures and all."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Mail
from accounts.pictures import redraw
from questions import jobs
from questions.browser import new_browser_key
from questions.models import Draft, Step
from tests.factories import make_draft, picture_file

pytestmark = pytest.mark.django_db


def expiring_in(draft, **time):
    Draft.objects.filter(pk=draft.pk).update(expires_at=timezone.now() + timedelta(**time))


def test_owner_is_told_once_three_days_before(asker):
    draft = make_draft(owner=asker)
    jobs.tend_drafts()
    assert not Mail.objects.exists()
    expiring_in(draft, days=2)

    for _run in range(2):
        jobs.tend_drafts()

    letter = Mail.objects.get()
    assert (letter.kind, letter.user, letter.path) == ("draft_expiring", asker, draft.get_absolute_url())


def test_changed_draft_is_told_about_anew(asker):
    draft = make_draft(owner=asker)
    expiring_in(draft, days=2)
    jobs.tend_drafts()

    draft.answer(Step.DETAILS, fields={"text": "More words."})
    expiring_in(draft, days=2)
    jobs.tend_drafts()

    assert Mail.objects.count() == 2


def test_draft_without_an_account_is_told_to_nobody():
    expiring_in(make_draft(browser_key=new_browser_key()), hours=5)

    jobs.tend_drafts()

    assert not Mail.objects.exists()


def test_expired_draft_goes_with_its_pictures(asker, django_capture_on_commit_callbacks):
    kept, expired = make_draft(owner=asker), make_draft(browser_key=new_browser_key())
    picture = expired.add_picture(redraw(io.BytesIO(picture_file().read())))
    expiring_in(expired, seconds=-1)

    with django_capture_on_commit_callbacks(execute=True):
        jobs.tend_drafts()

    assert list(Draft.objects.all()) == [kept]
    assert not picture.file.storage.exists(picture.file.name)
