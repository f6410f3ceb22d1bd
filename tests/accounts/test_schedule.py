"""What the worker does by itself: each job when it is due, by one worker alone, whatever dies or fails."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from accounts import jobs, mail, schedule
from accounts.management.commands.worker import TaskWorker
from accounts.models import Mail, MailState, PeriodicJob, WorkerBeat
from accounts.models.schedule import LEASE, RETRY
from portal import settings as portal_settings

pytestmark = pytest.mark.django_db
RAN = []


def good():
    RAN.append("good")


def bad():
    raise ZeroDivisionError("of Mrs Planted")


@task()
def failing(*, text):
    raise ValueError(text)


@pytest.fixture(autouse=True)
def _two_jobs(settings):
    RAN.clear()
    settings.PERIODIC_JOBS = {f"{__name__}.bad": 60, f"{__name__}.good": 1440}
    schedule.register()


def job(name):
    return PeriodicJob.objects.get(name=f"{__name__}.{name}")


def test_jobs_in_the_settings_exist():
    from_settings = portal_settings.PERIODIC_JOBS

    assert all(callable(import_string(name)) for name in from_settings)
    assert all(isinstance(minutes, int) and minutes > 0 for minutes in from_settings.values())


def test_job_runs_when_it_is_due_and_not_before():
    schedule.run_due()
    schedule.run_due()
    assert RAN == ["good"]
    assert job("good").due_at - job("good").last_ran_at == timedelta(days=1)

    PeriodicJob.objects.update(due_at=timezone.now())
    schedule.run_due()
    assert RAN == ["good", "good"]


def test_failing_job_is_seen_comes_again_sooner_and_stops_no_other(caplog):
    schedule.run_due()

    assert (job("bad").last_error, job("good").last_error) == ("ZeroDivisionError", "")
    assert job("bad").due_at - job("bad").last_ran_at == RETRY
    assert RAN == ["good"] and "Mrs Planted" not in str(PeriodicJob.objects.values())


def test_job_of_a_worker_that_died_is_due_when_its_lease_ends():
    assert PeriodicJob.objects.claim(f"{__name__}.good")  # and nothing more is heard of it

    schedule.run_due()
    assert RAN == [] and job("good").due_at - job("good").last_ran_at == LEASE
    PeriodicJob.objects.update(due_at=timezone.now())
    schedule.run_due()
    assert RAN == ["good"]


def test_job_no_longer_in_the_settings_is_forgotten(settings):
    settings.PERIODIC_JOBS = {f"{__name__}.good": 5}
    schedule.register()

    assert list(PeriodicJob.objects.values_list("name", flat=True)) == [f"{__name__}.good"]


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_one_runs_a_job():
    start = threading.Barrier(6)

    def work():
        start.wait()
        schedule.run_due()
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert RAN == ["good"]


# -- Tasks whose worker died ----------------------------------------------------------------------

OLD = timedelta(minutes=2)


def running_task(*, worker="w", deaths=0, started=OLD):
    task_row = DBTaskResult.objects.get(pk=failing.enqueue(text="").id)
    task_row.worker_ids = ["dead"] * deaths
    task_row.claim(worker)
    DBTaskResult.objects.filter(pk=task_row.pk).update(started_at=timezone.now() - started)
    return task_row


def beat(worker, *, ago):
    WorkerBeat.objects.create(worker_id=worker, seen_at=timezone.now() - ago)


@pytest.mark.parametrize(
    ("ago", "started", "status"),
    [
        (timedelta(seconds=5), timedelta(hours=3), "RUNNING"),  # alive, and busy for long
        (OLD, OLD, "READY"),
        (OLD, timedelta(seconds=5), "RUNNING"),  # claimed just now: its sign may be on its way
        (None, OLD, "RUNNING"),  # by a worker of another make, which gives no sign
        (None, timedelta(hours=2), "READY"),
    ],
)
def test_task_is_put_back_when_its_worker_is_dead(ago, started, status):
    row = running_task(started=started)
    if ago:
        beat("w", ago=ago)

    schedule.recover_tasks()

    row.refresh_from_db()
    assert row.status == status


def test_task_that_ends_its_workers_is_given_up():
    row = running_task(deaths=schedule.MOST_ATTEMPTS - 1)
    beat("w", ago=OLD)

    schedule.recover_tasks()

    row.refresh_from_db()
    assert (row.status, row.exception_class_path) == ("FAILED", "accounts.schedule.WorkerDied")


def test_failed_task_keeps_the_place_and_no_message():
    row = DBTaskResult.objects.get(pk=failing.enqueue(text="Mrs Planted").id)
    worker = TaskWorker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=1,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="w",
    )
    worker.run_task(row)

    row.refresh_from_db()
    assert row.status == TaskResultStatus.FAILED and row.exception_class_path == "builtins.ValueError"
    assert "Mrs Planted" not in row.traceback and "in failing" in row.traceback


# -- The jobs of the floor ------------------------------------------------------------------------


def test_ended_sessions_are_deleted(client, asker):
    client.force_login(asker)
    old = SessionStore()
    old.set_expiry(-5)
    old.create()

    jobs.clear_sessions()

    assert [each.pk for each in Session.objects.all()] == [client.session.session_key]


def test_old_tasks_are_deleted():
    for days, status in ((8, "SUCCESSFUL"), (6, "SUCCESSFUL"), (31, "FAILED"), (29, "FAILED"), (99, "READY")):
        row = failing.enqueue(text=f"{status} {days}")
        ended = timezone.now() - timedelta(days=days)
        DBTaskResult.objects.filter(pk=row.id).update(status=status, finished_at=ended)

    jobs.prune_tasks()

    left = {row["args_kwargs"]["kwargs"]["text"] for row in DBTaskResult.objects.values("args_kwargs")}
    assert left == {"SUCCESSFUL 6", "FAILED 29", "READY 99"}


def test_old_mails_are_deleted(asker):
    now = timezone.now()
    for kind, state, user, days in (
        ("question_received", MailState.SENT, asker, 31),
        ("question_answered", MailState.SENT, asker, 29),
        ("question_declined", MailState.PARKED, asker, 91),
        ("question_withdrawn", MailState.PARKED, asker, 89),
        ("account_erased", MailState.PARKED, None, 8),
        ("export_ready", MailState.QUEUED, asker, 99),
    ):
        letter = mail.notify(user, kind) if user else mail.notify_address("gone@example.org", kind)
        at = now - timedelta(days=days)
        sent = {"sent_at": at} if state == MailState.SENT else {}
        Mail.objects.filter(pk=letter.pk).update(state=state, queued_at=at, **sent)

    jobs.prune_mails()

    left = set(Mail.objects.values_list("kind", flat=True))
    assert left == {"question_answered", "question_withdrawn", "export_ready"}


def test_unfinished_sign_ins_are_forgotten_after_an_hour(asker):
    for signed_in, minutes in ((False, 50), (False, 70), (True, 70)):
        session = SessionStore()
        session.update({"account_login": {"email": f"{minutes}@example.org"}})
        if signed_in:
            session["_auth_user_id"] = str(asker.pk)
        with time_machine.travel(timezone.now() - timedelta(minutes=minutes)):
            session.save()

    jobs.forget_unfinished_sign_ins()

    left = [one.get_decoded() for one in Session.objects.all()]
    assert sorted((one["account_login"]["email"], "_auth_user_id" in one) for one in left) == [
        ("50@example.org", False),
        ("70@example.org", True),
    ]
