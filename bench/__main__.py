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

WORDS = Path(__file__).parent / "words.py", Path(__file__).parent / "fill.py"


@contextmanager
def filled(size):
    """A database with `size` published questions, made unless there is one; gives its address."""
    first = connection.settings_dict["NAME"]
    name, version = f"bench_{size}", _version()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
        )
        found = cursor.fetchone()
        if found != (version,):
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
            cursor.execute(f'CREATE DATABASE "{name}"')
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        if found != (version,):
            print(f"Filling a database with {size:,} published questions ...", flush=True)
            call_command("migrate", verbosity=0)
            call_command("sync_roles", verbosity=0)
            steps = fill(size)
            print(f"  in {sum(steps.values()):.0f} s", flush=True)
            with connection.cursor() as cursor:
                cursor.execute(f"COMMENT ON DATABASE \"{name}\" IS '{version}'")
        yield urlsplit(settings.DATABASE_URL)._replace(path=f"/{name}").geturl()
    finally:
        connection.close()
        connection.settings_dict["NAME"] = first


def _version():
    """Changes with what fills a database, and with the tables."""
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in WORDS))
    for path in sorted(Path(settings.BASE_DIR).glob("*/migrations/0*.py")):
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
