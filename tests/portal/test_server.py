"""What gunicorn answers by itself: with the site's headers, and without a word of what was sent, also in the log."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

HEADERS = {
    "cache-control": "no-store, private",
    "cross-origin-opener-policy": "same-origin",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
MALFORMED = {
    b"GET /search/?q=my illness HTTP/1.1\r\n\r\n": 400,
    b"GET /search/?q=illn\xff\xfeess HTTP/1.1\r\n\r\n": 400,
    b"GET / HTTP/1.1\r\nCookie session=illness\r\n\r\n": 400,
    b"GET /?q=illness" + b"s" * 9000 + b" HTTP/1.1\r\n\r\n": 414,
    b"GET / HTTP/1.1\r\nCookie: illness" + b"s" * 9000 + b"\r\n\r\n": 431,
}


@contextmanager
def started(folder, **changes):
    """gunicorn as production starts it; yields its socket and its log."""
    path, log = folder / "web.sock", folder / "log"
    environment = {**os.environ, **changes}
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--bind", f"unix:{path}", "--threads", "2"]
    with log.open("wb") as stderr:
        process = subprocess.Popen(command, cwd=settings.BASE_DIR, stderr=stderr, env=environment)
    try:
        wait_for("Booting worker", log)
        yield path, log
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def wait_for(words, log):
    deadline = time.monotonic() + 30
    while words not in log.read_text() and time.monotonic() < deadline:
        time.sleep(0.05)
    return words in log.read_text()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with started(tmp_path_factory.mktemp("gunicorn")) as (path, log):
        yield path, log


def send(path, request):
    """The status and headers of the response to raw bytes, and the whole of it."""
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(30)
        client.connect(str(path))
        client.sendall(request)
        response = b"".join(iter(lambda: client.recv(65536), b""))
    head = response.partition(b"\r\n\r\n")[0].decode().split("\r\n")
    headers = {name.lower(): value for name, _colon, value in (line.partition(": ") for line in head[1:])}
    return int(head[0].split()[1]), headers, response


@pytest.mark.parametrize(("request_bytes", "status"), MALFORMED.items())
def test_malformed_request_gets_headers_and_no_echo(server, request_bytes, status):
    path, _log = server

    answered, headers, response = send(path, request_bytes)

    assert answered == status
    assert {name: headers.get(name) for name in HEADERS} == HEADERS
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "geolocation=()" in headers["permissions-policy"]
    assert b"ess" not in response.partition(b"\r\n\r\n")[2]


def test_log_is_json_and_quotes_no_request(server):
    path, log = server
    for request_bytes in MALFORMED:
        send(path, request_bytes)

    lines = [json.loads(line) for line in log.read_text().splitlines()]

    assert [line for line in lines if "Malformed request: InvalidRequestLine" in line["message"]]
    assert "illn" not in log.read_text()


@pytest.mark.django_db
def test_red_flags_are_read_before_the_first_request(tmp_path):
    used = connection.settings_dict
    place = f"{quote(used['HOST'], safe='')}:{used['PORT']}".rstrip(":")
    person = f"{quote(used['USER'])}:{quote(used['PASSWORD'])}".rstrip(":")

    with started(tmp_path, DATABASE_URL=f"postgresql://{person}@{place}/{used['NAME']}") as (_path, log):
        assert wait_for("The red flags are read.", log)


def test_server_starts_without_a_database(tmp_path):
    with started(tmp_path, DATABASE_URL="postgresql://nobody@%2Fnowhere/none") as (path, log):
        assert wait_for("The red flags are not read yet: OperationalError", log)
        assert (
            send(path, b"GET /healthz HTTP/1.1\r\nHost: askwell.example\r\nConnection: close\r\n\r\n")[0]
            == 200
        )
