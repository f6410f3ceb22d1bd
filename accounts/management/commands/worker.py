"""The process beside the web server: tasks, e-mails and periodic jobs."""

import logging
import threading
import time

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.utils import translation
from django.utils.crypto import get_random_string
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from accounts import mail_sender, schedule

logger = logging.getLogger(__name__)

BEAT = 5  # seconds between signs of life, and looks for periodic jobs
PAUSE = 0.5  # seconds between two looks for a mail: a code is waited for
TROUBLE = 3  # seconds to wait when the database does not answer
PATIENCE = 8  # seconds that an ending worker waits for mails being sent; one cut off is sent again later


class TaskWorker(Worker):
    """django-tasks' own worker; of a failed task it keeps no message, as one may quote what a patient wrote. Each task
    begins in the portal's own language."""

    def run_task(self, db_task_result):
        with translation.override(settings.LANGUAGE_CODE):
            super().run_task(db_task_result)
        if db_task_result.status == TaskResultStatus.FAILED:
            places = [line for line in db_task_result.traceback.splitlines() if line.startswith("  File ")]
            DBTaskResult.objects.filter(pk=db_task_result.pk).update(traceback="\n".join(places))


class Command(BaseCommand):
    """Runs queued tasks, sends queued e-mails and does the periodic jobs, until it is told to end.

    Any number may run, on any number of machines; each may be killed at any time.
    """

    help = "Runs queued tasks, sends e-mails, does the periodic jobs (settings.PERIODIC_JOBS)"

    def add_arguments(self, parser):
        parser.add_argument("--senders", type=int, default=2, help="mails sent at the same time (default: 2)")

    def handle(self, *, senders, **options):
        """The main thread runs tasks, as it alone hears signals. Beside it: the senders, so that a slow mail server
        holds up no task and a long task no code; the signs of life; the periodic jobs, whichever may be long."""
        self.end, worker_id = threading.Event(), get_random_string(32)
        steps = [(mail_sender.deliver_next, PAUSE)] * senders
        steps += [(lambda: schedule.beat(worker_id), BEAT), (schedule.run_due, BEAT)]
        schedule.register()
        schedule.beat(worker_id)
        threads = [threading.Thread(target=self.repeat, args=step, daemon=True) for step in steps]
        for thread in threads:
            thread.start()
        try:
            self.run_tasks(worker_id)
        finally:
            self.end.set()
            deadline = time.monotonic() + PATIENCE
            for thread in threads:
                thread.join(max(0.0, deadline - time.monotonic()))
            schedule.leave(worker_id)

    def repeat(self, step, pause):
        """Do `step` until the end; at once again while it found work. A database that is away comes back."""
        while not self.end.is_set():
            close_old_connections()
            try:
                wait = 0 if step() else pause
            except Exception:
                logger.exception("worker: a step failed")
                wait = TROUBLE
            self.end.wait(wait)
        connection.close()

    def run_tasks(self, worker_id):
        """Run tasks until a signal; again when the database has come back."""
        worker = TaskWorker(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=1,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=worker_id,
        )
        worker.configure_signals()
        while worker.running:
            try:
                worker.run()
            except (OperationalError, InterfaceError):
                logger.exception("worker: the database does not answer")
                close_old_connections()
                self.end.wait(TROUBLE)
