"""What happens every minute, hour or day without anybody asking: the jobs of settings.PERIODIC_JOBS.

A job is a function without arguments, named by its dotted path, that any worker may run. It must stand being
run twice, or cut off in the middle: it works in small steps, each of which leaves things right.
"""

import logging
from datetime import timedelta

from django.conf import settings
from django.utils import timezone, translation
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from accounts.models import PeriodicJob, WorkerBeat

logger = logging.getLogger(__name__)

DEAD_AFTER = timedelta(seconds=60)  # without a sign of life, which comes every few seconds
UNKNOWN_DEAD_AFTER = timedelta(hours=1)  # for a task begun by a worker that left no sign at all
MOST_ATTEMPTS = 5  # a task that has ended this many workers is at fault itself


def register():
    """Make the rows of the jobs, due now; forget jobs that are no longer in the settings."""
    names = list(settings.PERIODIC_JOBS)
    PeriodicJob.objects.bulk_create([PeriodicJob(name=name) for name in names], ignore_conflicts=True)
    PeriodicJob.objects.exclude(name__in=names).delete()


def run_due():
    """Run each job that is due and that no other worker has; the names of those run."""
    ran = []
    due = set(PeriodicJob.objects.filter(due_at__lte=timezone.now()).values_list("name", flat=True))
    for name, minutes in settings.PERIODIC_JOBS.items():
        job = PeriodicJob.objects.claim(name) if name in due else None
        if job:
            job.finished(every=timedelta(minutes=minutes), error=_run(name))
            ran.append(name)
    return ran


def _run(name):
    """ "" when the job went well, else the class of its error: the others have their turn all the same. Whatever
    language a job writes in, each begins in the portal's own."""
    try:
        with translation.override(settings.LANGUAGE_CODE):
            import_string(name)()
    except Exception as error:
        logger.exception("periodic job %s failed", name)
        return type(error).__name__
    return ""


def beat(worker_id):
    """Say that this worker lives."""
    WorkerBeat.objects.update_or_create(worker_id=worker_id, defaults={"seen_at": timezone.now()})


def leave(worker_id):
    """Say that this worker has ended in good order."""
    WorkerBeat.objects.filter(pk=worker_id).delete()


def recover_tasks():
    """Put tasks whose worker died back into the queue (as failed after MOST_ATTEMPTS); how many.

    A worker renews its sign of life (WorkerBeat) from a thread of its own, also while a task runs; it is dead when
    that is a minute old. Tasks here stand being run twice, so that a worker that was only asleep does no harm.
    """
    now, count = timezone.now(), 0
    alive = set(WorkerBeat.objects.filter(seen_at__gte=now - DEAD_AFTER).values_list("pk", flat=True))
    known = set(WorkerBeat.objects.values_list("pk", flat=True))
    running = DBTaskResult.objects.running().filter(started_at__lt=now - DEAD_AFTER)
    for task in running.only("pk", "worker_ids", "started_at"):
        worker = task.worker_ids[-1] if task.worker_ids else ""
        asleep = now - task.started_at < UNKNOWN_DEAD_AFTER
        if worker in alive or (worker not in known and asleep):
            continue
        count += _put_back(task)
    return count


def _put_back(task):
    """One conditional UPDATE: two workers may find the same task."""
    same = DBTaskResult.objects.running().filter(pk=task.pk, worker_ids=task.worker_ids)
    if len(task.worker_ids) < MOST_ATTEMPTS:
        return same.update(status=TaskResultStatus.READY)
    ended = {"finished_at": timezone.now(), "exception_class_path": "accounts.schedule.WorkerDied"}
    return same.update(status=TaskResultStatus.FAILED, **ended)


def forget_dead_workers():
    """Delete the signs of workers long gone; what they left was put back within minutes."""
    WorkerBeat.objects.filter(seen_at__lt=timezone.now() - timedelta(days=1)).delete()
