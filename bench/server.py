"""The production server on the benchmark's database: gunicorn, 2 workers of 2 threads."""

import http.client
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command

from tests.ports import free_port

WORKERS, THREADS = 2, 2
FOLDER = Path(settings.BASE_DIR) / "var" / "bench"
HOST = urlsplit(settings.SITE_URL).netloc
# As the proxy in front would send them.
HEADERS = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}


@contextmanager
def running(database_url):
    """gunicorn as docs/deployment.md starts it; gives its process and port."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    port = free_port()
    environment = {**os.environ, "DATABASE_URL": database_url, "MALLOC_ARENA_MAX": "2"}
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "bench.wsgi",
        "--bind",
        f"127.0.0.1:{port}",
        "--timeout",
        "60",
    ]
    command += ["--workers", str(WORKERS), "--threads", str(THREADS), "--log-level", "warning"]
    with (FOLDER / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=settings.BASE_DIR, stderr=log, stdout=log, env=environment)
    try:
        wait_for(process, port)
        yield process, port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=40)


def wait_for(process, port):
    deadline, status = time.monotonic() + 60, None
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server has ended; see var/bench/server.log"
        with suppress(OSError):
            status = get(port, "/readyz").status
        if status == 200:
            return
        time.sleep(0.2)
    raise TimeoutError(f"the server was not ready within a minute ({status}); see var/bench/server.log")


def get(port, path, headers=None):
    """One answer; its body is read, as `content`."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path, headers={**HEADERS, **(headers or {})})
        response = connection.getresponse()
        response.content = response.read()
        return response
    finally:
        connection.close()
