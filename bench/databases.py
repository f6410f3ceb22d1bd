"""The benchmark's databases, on the server of the settings: one for each size, kept until what fills it changes."""

import hashlib
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from bench.fill import fill

MADE_BY = ("words.py", "fill.py", "topics.py", "tables.py", "waiting.py", "queues.py", "scratch.py")
FILLING = [
    *(Path(__file__).parent / name for name in MADE_BY),
    Path(settings.BASE_DIR) / "tests/copies.py",
    Path(settings.BASE_DIR) / "questions/search/indexing.py",
]
EMPTY = "bench_empty"


@contextmanager
def filled(size):
    """A database with `size` published questions, made unless there is one; gives its name and address."""
    name, version = f"bench_{size}", _digest(*_migrations(), *FILLING)
    if not _stands(name, version):
        if not _stands(EMPTY, empty := _digest(*_migrations())):
            with _made(EMPTY, like="template1", version=empty):
                call_command("migrate", verbosity=0)
                call_command("sync_roles", verbosity=0)
        print(f"Filling a database with {size:,} published questions ...", flush=True)
        with _made(name, like=EMPTY, version=version):
            steps = fill(size)
            print(f"  in {sum(steps.values()):.0f} s", flush=True)
    with _connected(name):
        yield name, _address(name)


@contextmanager
def copied(name):
    """A copy of a filled database to be spoiled, dropped afterwards; gives its address."""
    copy = f"{name}_copy"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {copy}")
        cursor.execute(f"CREATE DATABASE {copy} TEMPLATE {name}")
    try:
        with _connected(copy):
            yield _address(copy)
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {copy} WITH (FORCE)")


def _address(name):
    return urlsplit(settings.DATABASE_URL)._replace(path=f"/{name}").geturl()


def _stands(name, version):
    """Whether a database was made to its end, and in that way: its comment says so."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
        )
        return cursor.fetchone() == (version,)


@contextmanager
def _made(name, *, like, version):
    """A new database, connected with while it is filled."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {like}")
    with _connected(name):
        yield
    with connection.cursor() as cursor:
        cursor.execute(f"COMMENT ON DATABASE {name} IS '{version}'")


@contextmanager
def _connected(name):
    first = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = first


def _migrations():
    return sorted(Path(settings.BASE_DIR).glob("*/migrations/0*.py"))


def _digest(*files):
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()
