"""Queries that are put together once, here and in the database: for a short page, making and planning the SQL costs
more than running it."""

from collections import namedtuple
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import cached_property
from itertools import count
from typing import Any
from uuid import UUID
from weakref import WeakSet

from django.contrib.postgres.fields import ArrayField
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.query import (
    ModelIterable,
    NamedValuesListIterable,
    get_related_populators,
    prefetch_related_objects,
)
from psycopg2.extensions import AsIs

_NUMBERS = count(1)
# What Python makes of columns that JSON has only as text, and those that it hasn't at all.
_READ = (
    (models.DateTimeField, datetime.fromisoformat),
    (models.DateField, date.fromisoformat),
    (models.UUIDField, UUID),
)
_NOT_IN_JSON = (models.BinaryField, models.DecimalField, models.DurationField, models.TimeField)


class Slot(models.Expression):
    """Stands in a Prepared query for a value that is given when it runs; `field` says of which kind it is.

    The value is a query of its own, so that the planner knows nothing of it: PostgreSQL plans anew for each value while
    the plans for the first few looked a little cheaper on average, which takes longer than a short page's rows. The
    value is cast, so `field` must have no length: a longer text would be cut in silence.
    """

    def __init__(self, name: str, field: models.Field) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """A parameter, and this slot in the place of its value."""
        kind = self.output_field.cast_db_type(connection)
        # Cast once more: behind ANY and ALL a bare SELECT would be a list of rows.
        return f"(SELECT %s::{kind})::{kind}", [self]


class Planned:
    """A statement that a session of the database plans once. `sql` has $1 and so on in it."""

    sql: str

    def __init__(self) -> None:
        self.name = f"prepared_{next(_NUMBERS)}"
        self.known: WeakSet[Any] = WeakSet()  # the database's sessions that have its plan

    def fetched(self, parameters: Any) -> list[tuple]:
        """What it finds with these parameters, as the database gives it."""
        connection = connections[DEFAULT_DB_ALIAS]  # this thread's
        places = f" ({', '.join(['%s'] * len(parameters))})" if parameters else ""
        with connection.cursor() as cursor:
            if (session := connection.connection) not in self.known:
                with connection.wrap_database_errors:  # it counts as no query
                    cursor.cursor.execute(f"PREPARE {self.name} AS {self.sql}")
                self.known.add(session)
            cursor.execute(f"EXECUTE {self.name}{places}", parameters)
            found: list[tuple] = cursor.fetchall()
        return found


class Statement(Planned):
    """A query in SQL, with $1 and so on in it."""

    def __init__(self, sql: str) -> None:
        super().__init__()
        self.sql = sql

    def rows(self, *parameters: Any) -> list[tuple]:
        """What it finds with these parameters."""
        return self.fetched(parameters)


class Prepared(Planned):
    """A queryset with Slots, made by `build` when it first runs. Nothing but slots may change from one time to the
    next: not the clock, not a setting."""

    def __init__(self, build: Callable[[], models.QuerySet]) -> None:
        super().__init__()
        self.build = build

    def rows(self, **values: Any) -> list[Any]:
        """What the queryset finds with these values: model instances, or tuples of values_list(). One query, and those
        of prefetches."""
        found: Iterable[Any] = self.fetched([values[name] for name in self.slots])
        return self.made(map(self._converted, found) if self.converters else found)

    def made(self, rows: Iterable[Any]) -> list[Any]:
        """Of rows with values of Python what the queryset gives."""
        made = list(map(self.make, rows))
        if lookups := self.parts[0]._prefetch_related_lookups:
            prefetch_related_objects(made, *lookups)
        return made

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
    def sql(self) -> str:  # type: ignore[override]
        return self.sql_with(self.slots)

    def sql_with(self, slots: list[str]) -> str:
        """Its SQL, where the first of `slots` is $1."""
        _queryset, _compiler, sql, parameters = self.parts
        places = {name: AsIs(f"${number}") for number, name in enumerate(slots, 1)}
        filled = [places[one.name] if isinstance(one, Slot) else one for one in parameters]
        operations: Any = connections[DEFAULT_DB_ALIAS].ops
        composed: str = operations.compose_sql(sql, filled)
        return composed

    @cached_property
    def columns(self) -> list[Any]:
        """The expressions that it selects."""
        return [column[0] for column in self.parts[1].select]

    @cached_property
    def converters(self) -> list[tuple[int, Any, Any]]:
        """(number, expression, functions) of each column that the database doesn't hand out as Python's value."""
        found = self.parts[1].get_converters(self.columns)
        return [(number, expression, functions) for number, (functions, expression) in found.items()]

    def _converted(self, row: tuple) -> list[Any]:
        values, connection = list(row), connections[DEFAULT_DB_ALIAS]
        for number, expression, functions in self.converters:
            for convert in functions:
                values[number] = convert(values[number], expression, connection)
        return values

    @cached_property
    def make(self) -> Callable[[Any], Any]:
        """What makes of a row what the queryset gives: as the iterables of django.db.models.query do, but that nothing
        is looked up each time."""
        queryset, compiler, _sql, _parameters = self.parts
        if queryset._iterable_class is NamedValuesListIterable:
            row_class: Any = namedtuple("Row", queryset._fields)  # type: ignore[misc]
            return row_class._make  # type: ignore[no-any-return]
        if queryset._iterable_class is not ModelIterable:
            return tuple
        chosen = compiler.klass_info["select_fields"]
        own = slice(chosen[0], chosen[-1] + 1)
        names = [column.target.attname for column in self.columns[own]]
        related = get_related_populators(  # type: ignore[call-arg]
            compiler.klass_info, compiler.select, DEFAULT_DB_ALIAS
        )
        annotations = compiler.annotation_col_map or {}

        def instance(row: Any) -> models.Model:
            made: models.Model = queryset.model.from_db(DEFAULT_DB_ALIAS, names, row[own])
            for each in related:
                each.populate(row, made)
            for name, number in annotations.items():
                setattr(made, name, row[number])
            return made

        return instance


class Together(Planned):
    """Prepared queries that the database answers all at once, their rows as JSON: each time it is asked costs a tenth
    of a millisecond. They see the same moment."""

    def __init__(self, *queries: Prepared) -> None:
        super().__init__()
        self.queries = queries

    def rows(self, **values: Any) -> list[list[Any]]:
        """What each of them finds with these values, as its rows() says."""
        found = self.fetched([values[name] for name in self.slots])[0]
        return [
            query.made(_read(rows or [], texts))
            for query, texts, rows in zip(self.queries, self.texts, found, strict=True)
        ]

    @cached_property
    def slots(self) -> list[str]:
        """The names of all their slots."""
        return list(dict.fromkeys(name for query in self.queries for name in query.slots))

    @cached_property
    def sql(self) -> str:  # type: ignore[override]
        return f"SELECT {', '.join(map(self._as_json, self.queries))}"

    def _as_json(self, query: Prepared) -> str:
        columns = ", ".join(f"c{number}" for number in range(len(query.columns)))
        rows = f"({query.sql_with(self.slots)}) AS found({columns})"
        return f"(SELECT json_agg(json_build_array({columns})) FROM {rows})"

    @cached_property
    def texts(self) -> list[list[tuple[int, Callable[[str], Any]]]]:
        """Of each query (number, function) of the columns that JSON has as text."""
        return [
            [(number, read) for number, column in enumerate(query.columns) if (read := _reader_of(column))]
            for query in self.queries
        ]


def _reader_of(column: Any) -> Callable[[str], Any] | None:
    """What makes Python's value of a column's text in JSON; None where JSON has the value itself."""
    field = getattr(column.output_field, "target_field", column.output_field)
    if isinstance(field, ArrayField):
        read = _reader_of_field(field.base_field)
        return read and (lambda texts: [read(text) for text in texts])
    return _reader_of_field(field)


def _reader_of_field(field: models.Field) -> Callable[[Any], Any] | None:
    if isinstance(field, models.JSONField):
        return None
    if isinstance(field, _NOT_IN_JSON) or hasattr(field, "from_db_value"):
        raise TypeError(f"A {type(field).__name__} can't be read as JSON.")
    return next((read for kind, read in _READ if isinstance(field, kind)), None)


def _read(rows: list[list[Any]], texts: list[tuple[int, Callable[[str], Any]]]) -> list[list[Any]]:
    """`rows` of JSON with values of Python in the place of these texts."""
    for row in rows:
        for number, read in texts:
            if row[number] is not None:
                row[number] = read(row[number])
    return rows
