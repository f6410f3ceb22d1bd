"""Periodic jobs of the floor; see settings.PERIODIC_JOBS."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts import schedule
from accounts.models import Mail, MailState

# Kept this many days.
SENT_MAILS = 30
PARKED_MAILS = 90
PARKED_MAILS_OF_NOBODY = 7  # an address without account: of one erased, or a slip of the pen
DONE_TASKS = 7
FAILED_TASKS = 30
UNFINISHED_SIGN_IN = timedelta(hours=1)  # longer than any code works


def clear_sessions():
    """Delete sessions that have ended."""
    call_command("clearsessions")


def forget_unfinished_sign_ins():
    """Delete sessions that nobody signed in to and that were left an hour ago: they hold the address that was typed,
    which need not be of an account, so that no erasure would find it."""
    left = timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE) - UNFINISHED_SIGN_IN
    for session in Session.objects.filter(expire_date__lt=left).iterator(chunk_size=500):
        if SESSION_KEY not in session.get_decoded():
            session.delete()


def prune_tasks():
    """Delete finished tasks, and the signs of workers long gone."""
    DBTaskResult.objects.successful().filter(finished_at__lt=_ago(DONE_TASKS)).delete()
    DBTaskResult.objects.failed().filter(finished_at__lt=_ago(FAILED_TASKS)).delete()
    schedule.forget_dead_workers()


def prune_mails():
    """Delete mails sent a month ago, and parked ones that nobody has sent again."""
    Mail.objects.filter(state=MailState.SENT, sent_at__lt=_ago(SENT_MAILS)).delete()
    parked = Mail.objects.filter(state=MailState.PARKED)
    parked.filter(queued_at__lt=_ago(PARKED_MAILS)).delete()
    parked.filter(user=None, queued_at__lt=_ago(PARKED_MAILS_OF_NOBODY)).delete()


def forget_erased_addresses():
    """Delete mails about an erasure that the mail server doesn't take, as they hold the address."""
    Mail.objects.forget_last_words()


def _ago(days):
    return timezone.now() - timedelta(days=days)
