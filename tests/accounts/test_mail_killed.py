"""A worker killed with SIGKILL in the middle of a sending: nothing lost, nothing sent under another Message-ID."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.conf import settings as site
from django.db import connection
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from accounts import mail
from accounts.models import Mail, MailState, PeriodicJob, WorkerBeat
from tests import factories
from tests.accounts import smtp

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 30  # seconds, for a machine with other things to do


@task()
def long_task(*, seconds):
    """Takes its time, then tells that it was done."""
    time.sleep(seconds)
    return "done"


def start_worker(*, mail_port=1):
    database = connection.settings_dict
    socket = database["HOST"].replace("/", "%2F")
    environment = {
        **os.environ,
        "DATABASE_URL": f"postgresql://{database['USER']}@{socket}:{database['PORT'] or 5432}/{database['NAME']}",
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
    }
    if database["PASSWORD"]:
        environment["PGPASSWORD"] = database["PASSWORD"]
    command = [sys.executable, "manage.py", "worker"]
    return subprocess.Popen(command, cwd=site.BASE_DIR, env=environment, stderr=subprocess.DEVNULL)


def kill(process):
    process.send_signal(signal.SIGKILL)
    process.wait()


def wait_until(condition):
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


@pytest.fixture
def worker():
    """Starts workers, and leaves none behind."""
    started = []

    def start(**given):
        started.append(start_worker(**given))
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            kill(process)


@pytest.mark.parametrize("temper", ["silent", "slow after data"])
def test_mail_of_a_killed_worker_goes_out_with_the_same_message_id(temper, worker):
    letter = mail.notify(factories.make_user(), "question_received", reference="Q-7K3M-92VX")
    with smtp.serve(temper) as server:
        process = worker(mail_port=server.port)
        if temper == "slow after data":
            assert server.read.wait(PATIENCE)
        wait_until(lambda: Mail.objects.get().state == MailState.SENDING)
        kill(process)
        before = [message["Message-ID"] for message in server.received]

    Mail.objects.update(next_attempt_at=timezone.now())  # the lease ends
    with smtp.serve() as server:
        worker(mail_port=server.port)
        wait_until(lambda: Mail.objects.get().state == MailState.SENT)

    ids = [*before, *(message["Message-ID"] for message in server.received)]
    assert len(server.received) == 1 and set(ids) == {f"<{letter.key}@askwell.example>"}


def test_a_code_goes_out_within_two_seconds(worker, client):
    user = factories.make_user()
    with smtp.serve() as server:
        worker(mail_port=server.port)
        wait_until(WorkerBeat.objects.exists)
        client.post("/accounts/login/code/", {"email": user.email})
        asked = time.monotonic()
        assert server.read.wait(PATIENCE)

    assert time.monotonic() - asked < 2
    assert server.received[0]["To"] == user.email


def test_a_code_does_not_wait_for_a_long_task(worker, client):
    long_task.enqueue(seconds=60)
    with smtp.serve() as server:
        worker(mail_port=server.port)
        wait_until(DBTaskResult.objects.running().exists)
        client.post("/accounts/login/code/", {"email": factories.make_user().email})

        assert server.read.wait(5)


def test_task_of_a_killed_worker_is_done_by_another(worker):
    long_task.enqueue(seconds=2)
    process = worker()
    wait_until(DBTaskResult.objects.running().exists)
    kill(process)

    ago = timezone.now() - timedelta(minutes=2)  # as if it had died then
    WorkerBeat.objects.update(seen_at=ago)
    DBTaskResult.objects.update(started_at=ago)
    PeriodicJob.objects.update(due_at=ago)
    worker()
    wait_until(DBTaskResult.objects.successful().exists)

    assert len(DBTaskResult.objects.get().worker_ids) == 2


def test_worker_told_to_end_ends_soon_and_leaves_no_sign(worker):
    process = worker()
    wait_until(WorkerBeat.objects.exists)
    time.sleep(0.5)  # until it listens to signals

    process.terminate()

    assert process.wait(PATIENCE) == 0
    assert not WorkerBeat.objects.exists()
