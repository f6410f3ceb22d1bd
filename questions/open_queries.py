"""Pages of open queries that cost the same however many there are.

For each specialty a page is the beginning of one range of an index, urgent ones and the others apart, so that the key
of the page before bounds the range. The ORM has no LATERAL join, hence the SQL. It yields keys: what a doctor may see
of the rows is the gate's matter (`Question.objects.open_for`), through which they are read.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.db import connection

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Lets PostgreSQL's and Python's calendars hold it, and bigint the number of the row.
MOST_DIGITS = 17


class Key(NamedTuple):
    """Where a query stands in the order: urgent first, then who waits longest."""

    urgent: bool
    waits_since: datetime
    pk: int

    def __str__(self):
        return f"{int(self.urgent)}-{(self.waits_since - EPOCH) // timedelta(microseconds=1)}-{self.pk}"

    @classmethod
    def parse(cls, text):
        """The key that str() made; None for what nobody made."""
        parts = text.split("-")
        if len(parts) != 3 or parts[0] not in ("0", "1"):
            return None
        if not all(part.isascii() and part.isdigit() and len(part) <= MOST_DIGITS for part in parts):
            return None
        urgent, micro, pk = (int(part) for part in parts)
        return cls(bool(urgent), EPOCH + timedelta(microseconds=micro), pk)


@dataclass(frozen=True)
class Wanted:
    """Which open queries: of `specialties` (ids; a topic is one of its own), not those `without` (ids)."""

    specialties: list[int]
    without: list[int]
    urgent: bool = False
    pictures: bool = False
    waits_since_before: datetime | None = None


PAGE = """
SELECT found.urgent, found.waits_since, found.id
FROM unnest(%(specialties)s::bigint[]) AS field(id) CROSS JOIN LATERAL ({ranges}) AS found
ORDER BY {order} LIMIT %(limit)s
"""
RANGE = """(
    SELECT id, urgent, waits_since FROM questions_question
    WHERE specialty_id = field.id AND care = 'open' AND urgent = {urgent} AND {conditions}
    ORDER BY {order} LIMIT %(limit)s
)"""
FORWARD = ("urgent DESC, waits_since, id", "waits_since, id", ">")
BACKWARD = ("urgent, waits_since DESC, id DESC", "waits_since DESC, id DESC", "<")


def keys(wanted, *, limit, after=None, before=None):
    """The Keys of the `limit` queries behind `after`, or of those just before `before`, nearest first. One query."""
    whole, within, beyond = BACKWARD if before else FORWARD
    key = before or after
    values = {
        "specialties": wanted.specialties,
        "without": _array(wanted.without),
        "limit": limit,
        "until": wanted.waits_since_before,
        **({"key_time": key.waits_since, "key_pk": key.pk} if key else {}),
    }
    ranges = [
        RANGE.format(urgent=urgent, order=within, conditions=_conditions(wanted, beyond if here else ""))
        for urgent, here in _ranges(key, before=before is not None)
        if urgent or not wanted.urgent
    ]
    if not ranges:
        return []
    with connection.cursor() as cursor:
        cursor.execute(PAGE.format(ranges=" UNION ALL ".join(ranges), order=whole), values)
        return [Key(*row) for row in cursor.fetchall()]


def _ranges(key, *, before):
    """[(urgent, whether the key lies in it), …]: the ranges to read, with a key only those beyond it."""
    if key is None:
        return [(True, False), (False, False)]
    others = [(key.urgent, True)]
    if key.urgent != before:  # behind an urgent one come all the others, before another one all urgent ones
        others.append((not key.urgent, False))
    return others


def _array(numbers):
    """Thousands of numbers as one constant: of an array of constants PostgreSQL plans each."""
    return f"{{{','.join(map(str, numbers))}}}"


def _conditions(wanted, beyond):
    found = ["id NOT IN (SELECT unnest(%(without)s::bigint[]))"]
    if wanted.pictures:
        found.append("picture_count > 0")
    if wanted.waits_since_before:
        found.append("waits_since <= %(until)s")
    if beyond:
        found.append(f"(waits_since, id) {beyond} (%(key_time)s, %(key_pk)s)")
    return " AND ".join(found)


NUMBER = """
SELECT (SELECT COALESCE(sum(change), 0) FROM questions_opentally WHERE specialty_id = ANY(%(specialties)s::bigint[]))
    - (SELECT count(*) FROM questions_question WHERE id IN (SELECT unnest(%(without)s::bigint[])) AND care = 'open'
       AND specialty_id = ANY(%(specialties)s::bigint[]))
"""


def number(wanted):
    """How many open queries there are of `specialties` but those `without`, whatever else is wanted: in one statement,
    so that a query opened or answered in this moment is counted once or not at all. One query."""
    with connection.cursor() as cursor:
        cursor.execute(NUMBER, {"specialties": wanted.specialties, "without": _array(wanted.without)})
        return cursor.fetchone()[0]
