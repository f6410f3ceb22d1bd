"""Queries that are put together once: for a short page, making the SQL costs more than running it."""

from copy import copy
from functools import cached_property
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.query import ModelIterable, prefetch_related_objects


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

    @cached_property
    def parts(self) -> tuple[Any, Any, str, list[Any]]:
        """The queryset, its compiler, the SQL and the parameters. The same in every thread."""
        queryset = self.build()
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        return queryset, compiler, sql, list(parameters)

    def rows(self, **values: Any) -> list[Any]:
        """What the queryset finds with these values: model instances, as always. One query, and those of prefetches."""
        queryset, compiler, sql, parameters = self.parts
        filled = [values[one.name] if isinstance(one, Slot) else one for one in parameters]
        compiler = copy(compiler)
        compiler.connection = connections[DEFAULT_DB_ALIAS]  # this thread's
        compiler.as_sql = lambda *args, **kwargs: (sql, filled)
        queryset = queryset.all()
        queryset.query.get_compiler = lambda *args, **kwargs: compiler
        found: list[Any] = list(ModelIterable(queryset))
        prefetch_related_objects(found, *queryset._prefetch_related_lookups)
        return found
