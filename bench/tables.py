"""Tables without what asks of each row while many are written: triggers, indexes and foreign keys, put back after."""

from contextlib import contextmanager

from django.db import connection

from tests.copies import switch

# That of topics keeps their counts; of the others most ask a row for its history.
GUARDS = "^(?!published_count_)"
CONSTRAINTS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE conrelid::regclass::text = ANY(%s) AND contype IN ('f', 'u')
"""
INDEXES = """
    SELECT tablename::text, indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s)
        AND indexname NOT IN (SELECT conname FROM pg_constraint WHERE contype = 'p')
"""


@contextmanager
def guards_off():
    """Without the triggers, but those that count pages: for every connection, so not in a transaction."""
    switch("DISABLE", named=GUARDS)
    try:
        yield
    finally:
        switch("ENABLE", named=GUARDS)


@contextmanager
def indexes_off(tables):
    """Without indexes and foreign keys on the tables, but the primary keys; gives the function that
    makes those of some tables."""
    names = list(tables)
    with connection.cursor() as cursor:
        cursor.execute(CONSTRAINTS, [names])
        constraints = cursor.fetchall()
        for table, name, _definition in constraints:
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        cursor.execute(INDEXES, [names])
        indexes = cursor.fetchall()
        for _table, name, _definition in indexes:
            cursor.execute(f'DROP INDEX "{name}"')

    def rebuild(which):
        with connection.cursor() as cursor:
            cursor.execute("SET maintenance_work_mem = '512MB'")
            for table, _name, definition in indexes:
                if table in which:
                    cursor.execute(definition)
            for table, name, definition in constraints:
                if table in which:
                    cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')

    yield rebuild


def shape():
    """Everything that stands around the tables' rows: the names and definitions of triggers, indexes, constraints."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname, tgenabled::text FROM pg_trigger WHERE NOT tgisinternal "
            "UNION ALL SELECT tablename::text, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' "
            "UNION ALL SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2, 3"
        )
        return cursor.fetchall()
