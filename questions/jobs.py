"""Periodic jobs of asking; see settings.PERIODIC_JOBS."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts import mail
from questions.models import Draft

BATCH = 500  # drafts a run deals with, of each kind; the next run takes the others
WARNED_BEFORE = timedelta(days=3)


def tend_drafts():
    """Tell owners of drafts that expire in three days, once a draft; delete those that have expired, with their
    pictures. Each draft in a transaction of its own."""
    now = timezone.now()
    soon = Draft.objects.alive().filter(expires_at__lte=now + WARNED_BEFORE, warned_at=None)
    for pk in list(soon.exclude(owner=None).order_by("expires_at").values_list("pk", flat=True)[:BATCH]):
        _warn(pk)
    expired = Draft.objects.filter(expires_at__lte=now).order_by("expires_at")
    for pk in list(expired.values_list("pk", flat=True)[:BATCH]):
        _forget(pk, now=now)


@transaction.atomic
def _warn(pk):
    draft = (
        Draft.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=pk, warned_at=None).first()
    )
    if draft is not None:
        mail.notify(draft.owner, "draft_expiring", reference=draft.reference, path=draft.get_absolute_url())
        Draft.objects.filter(pk=pk).update(warned_at=timezone.now())


@transaction.atomic
def _forget(pk, *, now):
    """One that was changed in this moment lives on."""
    locked = Draft.objects.select_for_update(of=("self",), skip_locked=True)
    draft = locked.filter(pk=pk, expires_at__lte=now).first()
    if draft is not None:
        draft.forget()
