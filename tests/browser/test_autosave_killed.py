"""The server is killed in the middle of writing; the text is on the page, and goes on being saved by the next one."""

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import expect

from answers.models import Answer
from tests import factories
from tests.ports import free_port

pytestmark = pytest.mark.django_db(transaction=True)
STATE = "[data-autosave-state]"
FIELD = "[name=explanation]"


def start(port):
    """gunicorn on the tests' own database, as a process group of its own; returns once it answers."""
    database = connection.settings_dict
    host = database["HOST"].replace("/", "%2F")
    environment = {
        **os.environ,
        "DATABASE_URL": f"postgresql://{database['USER']}@{host}:{database['PORT'] or 5432}/{database['NAME']}",
        "DEBUG": "on",
        "SITE_URL": f"http://127.0.0.1:{port}",
    }
    if database["PASSWORD"]:
        environment["PGPASSWORD"] = database["PASSWORD"]
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "portal.wsgi",
        "--bind",
        f"127.0.0.1:{port}",
        "--threads",
        "4",
    ]
    server = subprocess.Popen(
        command, cwd=settings.BASE_DIR, env=environment, stderr=subprocess.DEVNULL, start_new_session=True
    )
    for _ in range(600):
        try:
            urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
            return server
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server does not start")


def kill(server):
    os.killpg(server.pid, signal.SIGKILL)
    server.wait()


@contextmanager
def running(port):
    server = start(port)
    try:
        yield server
    finally:
        if server.poll() is None:
            kill(server)


def cookie_of(user):
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def stored():
    return Answer.objects.get().explanation


def type_for(page, seconds):
    began, typed = time.monotonic(), []
    while time.monotonic() - began < seconds:
        page.keyboard.type("word ")
        typed.append(time.monotonic())
        page.wait_for_timeout(60)
    return typed


def test_a_killed_server_loses_at_most_the_last_seconds_and_the_next_one_gets_all(browser):
    answer = factories.make_draft_answer(contract={"explanation": ""})
    port = free_port()
    context = browser.new_context(base_url=f"http://127.0.0.1:{port}")
    context.add_cookies(
        [{"name": "session", "value": cookie_of(answer.doctor.user), "url": f"http://127.0.0.1:{port}"}]
    )
    page = context.new_page()
    with running(port) as server:
        page.goto(answer.get_absolute_url())
        page.focus(FIELD)
        typed = type_for(page, 7)
        kill(server)
        killed = time.monotonic()
    kept = len(stored().split())
    typed += type_for(page, 3)
    expect(page.locator(STATE)).to_have_text(re.compile(r"^Not saved yet"), timeout=20_000)

    with running(port):
        expect(page.locator(STATE)).to_have_text(re.compile(r"^Saved"), timeout=20_000)
        page.reload()
        text = page.input_value(FIELD)
    context.close()

    assert killed - typed[kept] < 5
    assert len(text.split()) == len(stored().split()) == len(typed)
