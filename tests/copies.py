"""Thousands of rows made in one statement out of one that went the whole road: for lists that must not grow slower."""

from django.db import connection

OTHERS = "^(?!desk_)"  # the triggers that would ask each copy for its history; the desk's own keep its counts


def copies(row, count, **changes):
    """`count` copies of a row in its table, with what `changes` say in SQL of their columns, in which `n` is the number
    of the copy; each needs an `id` of its own. Triggers run: see switch()."""
    table = row._meta.db_table
    pairs = ", ".join(f"'{column}', {sql}" for column, sql in changes.items())
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} SELECT (jsonb_populate_record(old, jsonb_build_object({pairs}))).* "
            f"FROM {table} old CROSS JOIN generate_series(1, %s) n WHERE old.id = %s",
            [count, row.pk],
        )


def switch(word, *, named=OTHERS):
    """ENABLE or DISABLE the triggers whose names fit the pattern `named`; what is deferred is asked before. Locks every
    table that has one, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(
            "SELECT tgrelid::regclass, tgname FROM pg_trigger WHERE NOT tgisinternal AND tgname ~ %s", [named]
        )
        for table, name in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} {word} TRIGGER {name}")


def reference(key):
    """SQL of a query's reference of its own for each copy, in their alphabet; `key` is SQL of a number."""
    digits = f"translate(lpad(to_hex({key}), 8, '0'), '01abcdef', 'BCDFGHJK')"
    return f"'Q-' || left({digits}, 4) || '-' || right({digits}, 4)"
