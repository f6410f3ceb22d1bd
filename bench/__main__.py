"""What each page costs readers and the server, with few and with many published questions.

    make bench [N="10000 100000"] [SECONDS=2] [ROUNDS=5] [PAGES="home,search"]

Fills a database of its own for each N (kept for the next time), starts the production server, and asks for each kind of
page and for a bare view in turn, round after round. Figures are the medians of the rounds; ratios are to the bare view
of the same round, as machines are noisy. Writes var/bench/bench.json and var/bench/bench.md, and prints the table.
"""

import argparse
import hashlib
import logging
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from bench import pages, report, server
from bench.fill import fill
from bench.measure import measure

FILLING = [Path(__file__).parent / name for name in ("words.py", "fill.py", "tables.py", "waiting.py")]
EMPTY = "bench_empty"


@contextmanager
def filled(size):
    """A database with `size` published questions, made unless there is one; gives its address."""
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
        yield urlsplit(settings.DATABASE_URL)._replace(path=f"/{name}").geturl()


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


def main(arguments):
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__.partition("\n")[0])
    parser.add_argument("sizes", type=int, nargs="*", metavar="N")
    parser.add_argument("--seconds", type=int, default=2, help="of each page in each round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--pages", default="", help="beginnings of the kinds of page, with commas")
    options = parser.parse_args(arguments)
    logging.disable(logging.INFO)
    wanted = tuple(options.pages.split(","))
    found = {}
    for size in options.sizes or [10_000]:
        with filled(size) as url, server.running(url) as (process, port):
            kinds = {kind: asked for kind, asked in pages.pages(port).items() if kind.startswith(wanted)}
            found[size] = measure(process, port, kinds, rounds=options.rounds, seconds=options.seconds)
            report.write(found, options)
    print(report.table(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
