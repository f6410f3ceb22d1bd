"""bench/search.py: it times every statement of a search, and makes as many searches of each kind as it says."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.prepared import Statement
from bench import search
from questions.search import engine, terms
from tests.factories import make_published_question, make_specialty

OUTSIDE = {"BEGIN", "COMMIT"}  # said by the connection, not by a cursor


@pytest.mark.django_db(transaction=True)
def test_every_statement_of_a_search_is_timed_prepared_ones_too():
    page = make_published_question()
    search.look_up(page.title)

    with CaptureQueriesContext(connection) as made:
        looked = search.look_up(page.title)

    statements = [query["sql"] for query in made if query["sql"] not in OUTSIDE]
    assert any(sql.startswith("EXECUTE") for sql in statements)
    assert (looked.statements, looked.found) == (len(statements), 1)
    assert looked.seconds > 0


@pytest.mark.django_db
def test_a_search_that_is_too_late_is_counted_and_not_the_end(monkeypatch):
    monkeypatch.setattr(terms, "LEXEMES", Statement("SELECT pg_sleep(5)::text, $1::text, 1, 1"))
    monkeypatch.setattr(engine, "TIMEOUT", 100)

    looked = search.look_up("pain")

    assert looked.found is None
    assert search.line("short", [looked] * 2).endswith("| 0 | 0 | 2 |")


@pytest.mark.django_db
def test_there_are_as_many_searches_of_each_kind():
    make_specialty(parent=make_specialty())

    kinds = search.searches(30)

    assert [len(words) for words in kinds.values()] == [30] * 4
    assert kinds == search.searches(30)
