"""The site behind a real nginx, with the configuration that docs/deployment.md gives: what it keeps, and what never.

nginx missing is an error here, never a skip: `make test` installs it or says how.
"""

import os
import re
import shutil
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from tests.factories import make_published_question, take_page_down
from tests.ports import free_port

pytestmark = pytest.mark.django_db(transaction=True)
CONFIGURATION = Path(settings.BASE_DIR) / "docs" / "nginx" / "askwell.conf"
PERSONAL = ("session", "__Host-session")
WHOLE = """\
daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log; {user}
events {{ worker_connections 512; }}
http {{
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f;
    uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    include {folder}/askwell.conf;
}}
"""


def fitted(folder, *, port, upstream):
    """The configuration for a folder and a port of our own, without TLS; each change must find its place."""
    text = re.sub(r"(?ms)^server \{\n    listen 80;.*?^\}\n", "", CONFIGURATION.read_text(), count=1)
    changes = (
        (r"/var/(cache|log)/nginx/", f"{folder}/"),
        (r"server 127\.0\.0\.1:8000;", f"server unix:{upstream};"),
        (r"    listen 443 ssl http2;", f"    listen 127.0.0.1:{port};"),
        (r"    listen \[::\]:443 ssl http2;\n", ""),
        (r"(?m)^    ssl_.*\n", ""),
    )
    for pattern, replacement in changes:
        text, count = re.subn(pattern, replacement, text)
        assert count, f"{pattern} is no longer in {CONFIGURATION.name}"
    return text


def start_nginx(folder, *, port, upstream):
    program = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin:/usr/local/sbin")
    if not program:
        pytest.fail("This test needs nginx; run: sudo apt-get install nginx-light", pytrace=False)
    (folder / "askwell.conf").write_text(fitted(folder, port=port, upstream=upstream))
    user = "user root;" if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(WHOLE.format(folder=folder, user=user))
    return subprocess.Popen([program, "-p", folder, "-c", folder / "nginx.conf"], stderr=subprocess.DEVNULL)


def start_site(socket_path, *, log):
    """gunicorn on the tests' own database."""
    database = connection.settings_dict
    host = database["HOST"].replace("/", "%2F")
    url = f"postgresql://{database['USER']}@{host}:{database['PORT'] or 5432}/{database['NAME']}"
    changes = {
        "DATABASE_URL": url,
        "TRUSTED_PROXIES": "1",
        "DEBUG": "on",
        "PGPASSWORD": database["PASSWORD"] or "",
    }
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "portal.wsgi",
        "--bind",
        f"unix:{socket_path}",
        "--threads",
        "4",
    ]
    with log.open("wb") as stderr:
        return subprocess.Popen(command, cwd=settings.BASE_DIR, env={**os.environ, **changes}, stderr=stderr)


@pytest.fixture(scope="module")
def site(tmp_path_factory, django_db_setup, django_db_blocker):
    """A function that asks nginx: (path, method="GET", **headers) → response with `body`; site.log is gunicorn's."""
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    with django_db_blocker.unblock():
        web = start_site(folder / "web.sock", log=folder / "web.log")
    proxy = start_nginx(folder, port=port, upstream=folder / "web.sock")

    def ask(path, method="GET", **headers):
        client = HTTPConnection("127.0.0.1", port, timeout=30)
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        client.request(method, path, headers={"Host": f"127.0.0.1:{port}", **headers})
        response = client.getresponse()
        response.body = response.read()
        client.close()
        return response

    ask.log, ask.kept = folder / "web.log", folder / "askwell"
    try:
        wait_for(ask)
        yield ask
    finally:
        for process in (proxy, web):
            process.terminate()
            process.wait(timeout=20)


def wait_for(ask):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            if ask("/healthz").status == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise AssertionError("nginx or gunicorn does not start")


def new_second():
    """Wait for the beginning of a second, as pages are kept until its end."""
    time.sleep(1.02 - time.time() % 1)


def test_page_asked_for_again_comes_from_the_cache(site):
    page = make_published_question().get_absolute_url()
    site(make_published_question().get_absolute_url())  # what is made once, and may take longer than a second
    new_second()

    first, second = (site(page, Accept_Encoding="gzip, br") for _time in range(2))
    head = site(page, method="HEAD", Accept_Encoding="br")
    plain = site(page)

    assert [each.headers["X-Cache"] for each in (first, second, head, plain)] == [
        "MISS",
        "HIT",
        "HIT",
        "MISS",
    ]
    assert first.body == second.body != plain.body
    assert (head.status, head.body, head.headers["Content-Length"]) == (200, b"", str(len(first.body)))
    assert site.log.read_text().count(f'"path": "{page}"') == 2


def test_nothing_personal_is_kept_or_comes_from_the_cache(site, doctor):
    page = make_published_question().get_absolute_url()
    browser = Client()
    browser.force_login(doctor.user)
    cookie = f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"
    site(page)

    seen = [site(path, Cookie=cookie) for path in (page, "/dashboard/", "/me/data/")]
    seen += [site(path) for path in ("/accounts/login/", "/accounts/login/", "/me/data/", "/healthz")]

    assert {each.headers["X-Cache"] for each in seen} <= {"BYPASS", "MISS"}
    assert {site(page, Cookie=f"a=b; {name}=x").headers["X-Cache"] for name in PERSONAL} == {"BYPASS"}
    assert "csrf=" in seen[3].headers["Set-Cookie"]
    assert "csrf=" in seen[4].headers["Set-Cookie"]
    kept = [path.read_bytes() for path in site.kept.rglob("*") if path.is_file()]
    assert kept
    assert not [body for body in kept if b"Set-Cookie" in body or b"private" in body.split(b"\r\n\r\n")[0]]


def test_page_taken_down_is_gone_within_a_second_however_much_it_is_read(site):
    published = make_published_question()
    page, readings, stop = published.get_absolute_url(), [], threading.Event()

    def read():
        while not stop.is_set():
            asked = time.monotonic()
            readings.append((asked, site(page).status))
            time.sleep(0.01)

    readers = [threading.Thread(target=read) for _reader in range(3)]
    for reader in readers:
        reader.start()
    time.sleep(0.5)
    take_page_down(published)
    gone = time.monotonic()
    time.sleep(2.2)
    stop.set()
    for reader in readers:
        reader.join()

    assert {status for asked, status in readings if asked < gone - 0.3} == {200}
    assert {status for asked, status in readings if asked >= gone + 1} == {410}
    assert site.log.read_text().count(f'"path": "{page}"') < len(readings) / 5


def test_readers_who_come_at_once_after_a_quiet_time_see_no_old_page(site):
    published = make_published_question()
    page = published.get_absolute_url()
    assert site(page).status == 200
    take_page_down(published)
    time.sleep(1)

    with ThreadPoolExecutor(12) as readers:
        seen = list(readers.map(lambda _reader: site(page).status, range(12)))

    assert seen == [410] * 12
