"""A queue of the desk: one kind of waiting work, read through the gate of its owner.

It is sorted by risk and age, pages by key and not by number (rows leave a queue while it is being read, and a numbered
page would then skip some), and hides nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Min, Q, QuerySet
from django.urls import reverse

from accounts import deskclaims
from answers.models import FollowUp
from portal.desk.lines.ages import waited
from questions.models import DeskTally, Question


def anybody(user):
    """Every row: for a queue that anybody with its permission may work on."""
    return Q()


@dataclass(frozen=True, eq=False)
class Queue:
    """One kind of waiting work. `since` names the column of its age: a moment, or a day where `says_day` puts it into
    words (a function of ages.py). `urgent` is the mark that goes first, `last` the one that goes last among the equally
    urgent; `first` the mark that goes before the others among those. `specialty` leads to what it is about, `marks` are
    conditions; a list is narrowed by them.

    `until` is the last day that is in it, of a queue which a row enters by the calendar. How many wait is not counted
    but kept by triggers (DeskTally), under the queue's key.

    `may_decide` says of one row whether a moderator may decide it, `decidable` the same as a condition. One that isn't
    `is_work` waits for somebody else; one that isn't in the `round` needs no decision before its day."""

    key: str
    title: Any
    empty: Any
    permission: str
    rows: Callable[[], QuerySet]
    since: str
    page: str
    urgent: str = ""
    last: str = ""
    first: str = ""
    related: tuple[str, ...] = ()
    prefetched: tuple[str, ...] = ()
    by_reference: bool = True
    is_work: bool = True
    round: bool = True
    says_day: Callable[[date], str] | None = None
    until: Callable[[], date] | None = None
    specialty: str = ""
    specialty_is_many: bool = False
    marks: dict[str, Q] = field(default_factory=dict)
    may_decide: Callable[[Any, Any], bool] = field(default=lambda row, user: True)
    decidable: Callable[[Any], Q] = anybody

    @property
    def model(self):
        return self.rows().model

    @property
    def by_day(self):
        """Whether its age is counted from a day."""
        return self.says_day is not None

    def age(self, since):
        """The age `since` of a row in words; "" where nothing waits."""
        return (self.says_day or waited)(since) if since else ""

    @property
    def order(self):
        marks = [*([f"-{self.urgent}"] if self.urgent else []), *([self.last] if self.last else [])]
        marks += [f"-{self.first}"] if self.first else []
        return [*marks, self.since, "pk"]

    def sorted(self):
        """All rows, urgent first, then oldest."""
        rows = self.rows().select_related(*self.related).prefetch_related(*self.prefetched)
        return rows.order_by(*self.order)

    def after(self, row):
        """The rows that stand behind `row` (a row of this queue's model, in the queue still or not)."""
        return self.sorted().filter(self._behind(row))

    def _behind(self, row):
        behind, same = Q(pk__in=[]), Q()
        for name in self.order:
            column = name.removeprefix("-")
            here = value(row, column)
            behind |= same & Q(**{f"{column}__{'lt' if name.startswith('-') else 'gt'}": here})
            same &= Q(**{column: here})
        return behind

    def oldest(self):
        """Since when the oldest waits, or None. One query, of one entry of an index."""
        return self.rows().order_by().aggregate(oldest=Min(self.since))["oldest"]

    def url_of(self, row):
        return reverse(f"admin:{self.page}", args=[reference_of(row) if self.by_reference else row.pk])

    def list_url(self):
        return reverse("admin:desk-list", args=[self.key])

    def free_for(self, user, *, where):
        """The rows that `user` may decide and that nobody else holds, in order, narrowed by `where`."""
        rows = where.narrow(self, self.sorted().filter(self.decidable(user)), user=user)
        return rows.exclude(deskclaims.held_by_others(rows.model, than=user))

    def first_for(self, user, *, where, after=None, urgent=None):
        """The first of free_for(), or None; behind `after` when that was skipped; with `urgent` only those that are,
        or aren't. What was handed over to `user` has a turn of its own (handed_to). One query."""
        rows = self.free_for(user, where=where)
        rows = rows.exclude(deskclaims.handed_over(rows.model, to=user))
        if urgent is not None and self.urgent:
            rows = rows.filter(**{self.urgent: urgent})
        return rows.filter(self._behind(after) if after is not None else Q()).first()

    def handed_to(self, user, *, where, after=None):
        """The first of free_for() that another moderator handed over to `user`, or None. One query."""
        rows = self.free_for(user, where=where)
        rows = rows.filter(deskclaims.handed_over(rows.model, to=user))
        return rows.filter(self._behind(after) if after is not None else Q()).first()


def counts(queues):
    """{key: (how many wait, how many of them are urgent)} of `queues`. One query, however long they are."""
    found = DeskTally.objects.waiting(until={queue.key: queue.until() for queue in queues if queue.until})
    return {queue.key: _sums(found.get(queue.key, {})) for queue in queues}


def _sums(by_urgency):
    return sum(by_urgency.values()), by_urgency.get(True, 0)


def summaries(queues):
    """{key: {count, urgent, oldest}} of `queues`. One query, and one of each queue in which something waits."""
    return {
        queue.key: {"count": count, "urgent": urgent, "oldest": queue.oldest() if count else None}
        for queue, (count, urgent) in zip(queues, counts(queues).values(), strict=True)
    }


def value(row, path):
    """What the lookup `path` ("question__urgent") says of `row`; None where it leads to no row."""
    for name in path.split("__"):
        row = getattr(row, name, None)
    return row


def question_of(row):
    """The query a row is about; None for a doctor."""
    if isinstance(row, Question):
        return row
    return row.answer.question if isinstance(row, FollowUp) else getattr(row, "question", None)


def reference_of(row):
    return question_of(row).reference
