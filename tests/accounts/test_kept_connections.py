"""A connection that the database closed is noticed without a query, and what was prepared in it is prepared again."""

import time

import pytest
from django.db import connection, connections
from django.urls import reverse

from accounts.paths import path_of
from accounts.prepared import Statement

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def kept():
    """A connection of its own, as a process keeps it between two requests."""
    own = connections.create_connection("default")
    own.settings_dict = connection.settings_dict
    own.ensure_connection()
    yield own
    own.close()


def end(session):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [session.connection.info.backend_pid])
    time.sleep(0.2)


def test_a_connection_is_usable_until_the_database_closes_it(kept):
    before = kept.is_usable()
    with kept.cursor() as cursor:
        cursor.execute("SELECT 1")
    between = kept.is_usable()

    end(kept)

    assert (before, between, kept.is_usable()) == (True, True, False)


def test_a_statement_is_prepared_again_in_the_next_session():
    statement = Statement("SELECT $1::int + 1")
    first = statement.rows(1)
    connection.close()

    assert (first, statement.rows(2)) == ([(2,)], [(3,)])


def test_paths_are_those_of_the_urls():
    for name, parts in {
        "specialty-detail": {"slug": "hemifacial-atrophy"},
        "doctor-detail": {"slug": "a-slug-in-an"},
        "question-detail": {"reference": "Q-7K3M-92VX", "slug": "questions"},
        "specialty-list": {},
    }.items():
        assert path_of(name, **parts) == reverse(name, kwargs=parts)
