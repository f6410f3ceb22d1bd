"""One database with all migrations done, which each process of a run copies: they cost fifteen seconds of work."""

import os
from contextlib import closing

import psycopg2
from django.db import connection

LOCK = 5_634  # of this file; its number means nothing


def begin_with(run: str) -> None:
    """Have this process's test database made as a copy of the template; the first process of the run makes that one.

    `run` is one word for all processes of a run: what an earlier or a killed run left is made anew.
    """
    template = name()
    with closing(maintenance()) as opened:
        cursor = opened.cursor()
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])  # until this connection is closed
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [template]
        )
        if cursor.fetchone() != (run,):
            migrate(template)
            cursor.execute(f'COMMENT ON DATABASE "{template}" IS %s', [run])
    connection.settings_dict["TEST"]["TEMPLATE"] = template


def name() -> str:
    return f"template_{psycopg2.extensions.parse_dsn(os.environ['DATABASE_URL'])['dbname']}"


def maintenance():
    """A connection to the database that every server has, where others can be made and dropped."""
    opened = psycopg2.connect(os.environ["DATABASE_URL"], dbname="postgres")
    opened.autocommit = True
    return opened


def migrate(template: str) -> None:
    """Make the database `template` as a test database is made."""
    site = connection.settings_dict
    before = site["NAME"], site["TEST"]["NAME"]
    site["TEST"]["NAME"] = template
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    connection.close()  # nobody may be in a database that is copied
    site["NAME"], site["TEST"]["NAME"] = before


def drop() -> None:
    """Take the template away, if a process of this run made one."""
    with closing(maintenance()) as opened:
        opened.cursor().execute(f'DROP DATABASE IF EXISTS "{name()}"')
