"""The end of a transaction, inside a test's own that never ends."""

from django.db import connection


def as_committed():
    """What waits for the commit happens now: checks, and the marks of new editions."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
