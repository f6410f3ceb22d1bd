"""Queries that are put together once, here and in the database: for a short page, making and planning the SQL costs
more than running it."""

from collections import namedtuple
from copy import copy
from functools import cached_property
from itertools import count
from typing import Any
from weakref import WeakSet

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.query import NamedValuesListIterable, prefetch_related_objects
from psycopg2.extensions import AsIs

_NUMBERS = count(1)


class Slot(models.Expression):
    """Stands in a Prepared query for a value that is given when it runs; `field` says of which kind it is."""

    def __init__(self, name: str, field: models.Field) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """A parameter, and this slot in the place of its value."""
        return "%s", [self]


class Prepared:
    """A queryset with Slots, made by `build` when it first runs. Nothing but slots may change from one time to the
    next: not the clock, not a setting."""

    def __init__(self, build: Any) -> None:
        self.build = build
        self.name = f"prepared_{next(_NUMBERS)}"
        self.known: WeakSet[Any] = WeakSet()  # the database's sessions that have its plan

    @cached_property
    def parts(self) -> tuple[Any, Any, str, list[Any]]:
        """The queryset, its compiler, the SQL and the parameters. The same in every thread."""
        queryset = self.build()
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        return queryset, compiler, sql, list(parameters)

    @cached_property
    def slots(self) -> list[str]:
        """The names of its slots, in the order of the statement's parameters."""
        return list(dict.fromkeys(one.name for one in self.parts[3] if isinstance(one, Slot)))

    @cached_property
    def converters(self) -> Any:
        """What makes Python's values of the columns."""
        compiler = self.parts[1]
        return compiler.get_converters([column[0] for column in compiler.select[: compiler.col_count]])

    @cached_property
    def row_class(self) -> Any:
        """What rows of values_list(named=True) are made with, where they come from the database as they are printed."""
        queryset = self.parts[0]
        if queryset._iterable_class is not NamedValuesListIterable:
            return None
        return None if self.converters else namedtuple("Row", queryset._fields)

    def rows(self, **values: Any) -> list[Any]:
        """What the queryset finds with these values: model instances, or tuples of values_list(). One query, and those
        of prefetches."""
        queryset, compiler, _sql, _parameters = self.parts
        connection = connections[DEFAULT_DB_ALIAS]  # this thread's
        self._make_known(connection)
        given = [values[name] for name in self.slots]
        execute = (
            f"EXECUTE {self.name} ({', '.join(['%s'] * len(given))})" if given else f"EXECUTE {self.name}"
        )
        if self.row_class:
            with connection.cursor() as cursor:
                cursor.execute(execute, given)
                return list(map(self.row_class._make, cursor.fetchall()))
        compiler = copy(compiler)
        compiler.get_converters = lambda columns: self.converters
        compiler.connection = connection
        compiler.as_sql = lambda *args, **kwargs: (execute, given)
        queryset = queryset.all()
        queryset.query.get_compiler = lambda *args, **kwargs: compiler
        found: list[Any] = list(queryset._iterable_class(queryset))
        if queryset._prefetch_related_lookups:
            prefetch_related_objects(found, *queryset._prefetch_related_lookups)
        return found

    def _make_known(self, connection: Any) -> None:
        """Have the statement planned by the database's session, once as long as that lasts."""
        if _session(connection) in self.known:
            return
        _queryset, _compiler, sql, parameters = self.parts
        places = {name: AsIs(f"${number}") for number, name in enumerate(self.slots, 1)}
        filled = [places[one.name] if isinstance(one, Slot) else one for one in parameters]
        _plan(connection, self, sql, filled)


class Statement:
    """A query in SQL, $1 and so on in it, planned like a Prepared one."""

    def __init__(self, sql: str) -> None:
        self.sql = sql
        self.name = f"prepared_{next(_NUMBERS)}"
        self.known: WeakSet[Any] = WeakSet()

    def rows(self, *parameters: Any) -> list[tuple]:
        """What it finds with these parameters."""
        connection = connections[DEFAULT_DB_ALIAS]
        if _session(connection) not in self.known:
            _plan(connection, self, self.sql, None)
        given = f" ({', '.join(['%s'] * len(parameters))})" if parameters else ""
        with connection.cursor() as cursor:
            cursor.execute(f"EXECUTE {self.name}{given}", parameters)
            found: list[tuple] = cursor.fetchall()
        return found


def _session(connection: Any) -> Any:
    """The database's session that the next query will have."""
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    return connection.connection


def _plan(connection: Any, query: Prepared | Statement, sql: str, parameters: list[Any] | None) -> None:
    session = connection.connection
    with session.cursor() as cursor:
        cursor.execute(f"PREPARE {query.name} AS {sql}", parameters)
    query.known.add(session)
