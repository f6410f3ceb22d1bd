"""`make demo`: database, worker and server as one group that starts and stops together.

    python -m portal.demo_run          run the demonstration (PORT=8000)
    python -m portal.demo_run env      only write .env, if there is none

Standard library only, so that it can report what is missing.
"""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from portal import localdb

CHECKOUT = Path(__file__).resolve().parent.parent
ENV_FILE = CHECKOUT / ".env"
ACCOUNTS = CHECKOUT / "var" / "demo-accounts.json"
GRACE = 10  # seconds a child gets to finish what it is doing
WORKER = ("manage.py", "worker")
HEARD = 2  # seconds before we repeat what a terminal has told the whole group: gunicorn stumbles over two
ENV = """\
# Written by make for this checkout only; .env.example explains every variable.
SECRET_KEY={secret}
DEBUG=on
DEMO=on
LOCAL_DATABASE=demo
"""


class Stop(Exception):
    """Somebody wants the demonstration to end."""


def write_env() -> None:
    """Make .env unless there is one: readable by us alone, complete or absent."""
    if ENV_FILE.exists():
        return
    new = ENV_FILE.with_suffix(".new")
    new.unlink(missing_ok=True)
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(ENV.format(secret=secrets.token_urlsafe(50)))
    new.rename(ENV_FILE)


def free_port() -> int:
    """The port from PORT, known to be free."""
    word = os.environ.get("PORT") or "8000"
    if not word.isascii() or not word.isdigit() or not 0 < int(word) < 65536:
        sys.exit(f"demo: PORT must be a number from 1 to 65535, not {word!r}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(word)))
        except PermissionError:
            sys.exit(f"demo: port {word} is reserved for root; choose another: make demo PORT=8001")
        except OSError:
            sys.exit(
                f"demo: port {word} is in use; stop what uses it, or choose another: make demo PORT=8001"
            )
    return int(word)


def manage(*arguments: str) -> None:
    """Run a management command to its end; its failure is ours."""
    done = subprocess.run([sys.executable, "manage.py", *arguments], cwd=CHECKOUT, check=False)
    if done.returncode:
        raise SystemExit(f"demo: `manage.py {' '.join(arguments)}` failed (see above).")


def start(*command: str) -> subprocess.Popen[bytes]:
    """A child in our process group: Ctrl-C reaches it too."""
    return subprocess.Popen([sys.executable, *command], cwd=CHECKOUT, stdin=subprocess.DEVNULL)


def start_children(port: int) -> dict[str, subprocess.Popen[bytes]]:
    """The worker and the web server."""
    # Else each thread keeps memory of its own: docs/deployment.md.
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")
    gunicorn = ["-m", "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{port}", "--threads", "24"]
    gunicorn += ["--log-level", "warning", "--graceful-timeout", "5"]  # the rest is in gunicorn.conf.py
    return {"worker": start(*WORKER), "server": start(*gunicorn)}


def revive_worker(children: dict[str, subprocess.Popen[bytes]]) -> None:
    """A worker that was killed is started again, as a supervisor would: it takes up what was left."""
    if children["worker"].poll() == -signal.SIGKILL:
        print("demo: the worker was killed; starting another.", flush=True)
        children["worker"] = start(*WORKER)


def wait_for_server(url: str, children: dict[str, subprocess.Popen[bytes]]) -> None:
    """Until the site answers; at most a minute."""
    # No proxy from the environment may come between us and our own machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        refuse_dead(children)
        try:
            with opener.open(f"{url}/readyz", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise SystemExit("demo: the server did not answer within a minute.")


def refuse_dead(children: dict[str, subprocess.Popen[bytes]]) -> None:
    """A site without its worker sends no mail: one ended, all end."""
    for name, child in children.items():
        if child.poll() is not None:
            raise SystemExit(f"demo: the {name} ended by itself (exit status {child.returncode}).")


def stop_children(children: dict[str, subprocess.Popen[bytes]]) -> None:
    """Wait for those whom Ctrl-C reached too, ask the others politely, then insist."""
    heard = time.monotonic() + HEARD
    while time.monotonic() < heard and any(child.poll() is None for child in children.values()):
        time.sleep(0.05)
    for child in children.values():
        child.terminate()  # does nothing to one that has ended
    deadline = time.monotonic() + GRACE
    for child in children.values():
        try:
            child.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def print_welcome(url: str) -> None:
    """The address and the sign-ins."""
    print(f"\n  The site: {url}/\n  Mail:     var/mail/\n\n  Sign in at {url}/accounts/login/ as")
    for account in json.loads(ACCOUNTS.read_text(encoding="utf-8")):
        print(f"    {account['role']:<18} {account['email']:<34} {account['password']}")
    print("\n  Ctrl-C stops everything; the data stays for the next start.\n", flush=True)


def on_signal(number: int, frame: object) -> None:
    """Any wish to end is one exception; a second one must not disturb the ending."""
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    raise Stop


def run() -> int:
    """Start everything, wait, stop everything."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    os.environ["SITE_URL"] = url
    write_env()
    own_database = not os.environ.get("DATABASE_URL")
    children: dict[str, subprocess.Popen[bytes]] = {}
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, on_signal)
    try:
        if own_database:
            print("Starting a private PostgreSQL ...", flush=True)
            os.environ["DATABASE_URL"] = localdb.ensure_running(kind="demo")
        print("Bringing the database up to date ...", flush=True)
        manage("migrate", "--verbosity", "0")
        manage("sync_redflags")
        manage("seed_demo")
        children = start_children(port)
        wait_for_server(url, children)
        print_welcome(url)
        while True:
            revive_worker(children)
            refuse_dead(children)
            time.sleep(0.5)
    except Stop:
        print("\nStopping ...", flush=True)
        return 0
    except localdb.LocalDatabaseError as error:
        print(f"demo: {error}", file=sys.stderr)
        return 1
    finally:
        stop_children(children)
        if own_database:
            localdb.stop(kind="demo")


if __name__ == "__main__":
    if sys.argv[1:] == ["env"]:
        write_env()
    else:
        sys.exit(run())
