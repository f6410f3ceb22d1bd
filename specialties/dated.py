"""Long lists by date, newest first, cut into pages whose addresses keep their meaning while the list grows (ADR 18).

A page is named by the place in the list where it begins, `?before=2024-05-02~1240`: what was answered before that day,
1,240 answers in all. No row has to be skipped to find it, so the last page costs what the first does, and a row that
comes or goes above it changes nothing on it. Pages are cut so that what remains below each is a multiple of their
length: then only the second, which takes what is left over, has another address after the next answer.
Days are those of UTC.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, time
from functools import partial
from itertools import starmap
from typing import NamedTuple

from django.db.models import BigIntegerField, DateTimeField, F, Func, Subquery
from django.db.models.lookups import GreaterThanOrEqual, LessThan
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.prepared import Prepared, Slot
from accounts.stencils import in_words
from specialties.lists import NUMBER, PER_PAGE

_KEY = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)(?:T(?P<time>\d{6}(?:\.\d{6})?)-(?P<pk>[1-9]\d{0,17}))?(?:~(?P<rest>[1-9]\d{0,8}))?",
    re.ASCII,
)
# Readers may jump to a year where there are more pages than they would go through one by one.
YEARS_FROM = 5
# The rows above a page that are looked at: of the two pages before it, and one.
ABOVE = 2 * PER_PAGE + 1


class Place(NamedTuple):
    """A place between two rows: every row older than (moment, pk) stands below it."""

    moment: datetime
    pk: int = 0

    def __str__(self):
        moment = self.moment.astimezone(UTC)
        if not self.pk:
            return f"{moment:%Y-%m-%d}"
        fraction = f".{moment.microsecond:06}" if moment.microsecond else ""
        return f"{moment:%Y-%m-%dT%H%M%S}{fraction}-{self.pk}"

    @classmethod
    def between(cls, newer, older):
        """The shortest name of the place between two neighbours: the newer one's day, if the older's is another."""
        day = newer.moment.astimezone(UTC).date()
        if older.moment.astimezone(UTC).date() == day:
            return newer
        return cls(datetime.combine(day, time(), tzinfo=UTC))


class DatedList(NamedTuple):
    """What pages read of a list, newest answer first. Each is a function; those that take a place take it as
    `moment` and `pk`."""

    # The whole list as a queryset, for what is rarely read.
    rows: Callable
    # The rows of the first page, and one more.
    first: Callable
    # The rows of the page that begins at a place, and one more.
    below: Callable
    # (moment, pk) of the rows above a place, the nearest first.
    above: Callable
    # around() the last page, as (moment, pk).
    oldest: Callable

    @classmethod
    def of(cls, rows):
        """That of a queryset."""
        return cls(lambda: rows, *(partial(read, rows) for read in (_first, _below, _above, _oldest)))

    def around(self, *, rest, length):
        """The place of the row below which, itself included, `rest` rows stand, and of those above it, the nearest
        first: counted from the nearer end of the list, in its index alone. No link leads to where it has far to count.
        """
        newer = length - rest
        if rest == PER_PAGE:
            return _places(self.oldest())
        if newer < rest:
            return _places(_at(self.rows())[max(newer - ABOVE, 0) : newer + 1])[::-1]
        return _places(_at(self.rows().reverse())[rest - 1 : rest + ABOVE])


class PlannedList:
    """DatedLists whose queries are planned once: `rows` makes one with Slots, `printed` says what of a row is read."""

    def __init__(self, rows, printed):
        self.queries = (
            Prepared(lambda: printed(_first(rows()))),
            Prepared(lambda: printed(_below(rows(), **_HERE))),
            Prepared(lambda: _above(rows(), **_HERE)),
            Prepared(lambda: _oldest(rows())),
        )

    def of(self, rows, **values):
        """The list with these values in the slots; `rows` makes the same without slots."""
        return DatedList(rows, *(partial(query.rows, **values) for query in self.queries))


class DatedPage:
    """One page of a DatedList: its `items`, its canonical `url`, whether search engines should keep it, and the
    addresses the pager needs. The first page costs one query, any other two: the rows, and the places above them."""

    def __init__(self, rows, *, length, base_url, place=None, rest=0, above=None):
        self.length, self.base_url, self.place = length, base_url, place
        self.pages = -(-length // PER_PAGE)
        # How many answers remain from here on, these among them; 0 where the address doesn't say so.
        self.rest = rest if place else length
        size = (self.rest % PER_PAGE if place else 0) or PER_PAGE
        found = list(rows.below(**place._asdict()) if place else rows.first())[: size + 1]
        self.items = found[:size]
        self.url, self.previous_url, self.is_indexed = base_url, "", True
        if place and found:
            self._look_above(_places(rows.above(**place._asdict())) if above is None else above)
        self.next_url = ""
        if len(found) > size:
            self.next_url = self._address(Place.between(*map(_place_of, found[-2:])), self.rest - size)
        self.years = list(self._years(found[0])) if found and self.pages >= YEARS_FROM else []

    @property
    def is_first(self):
        return self.place is None

    @property
    def number(self):
        """Which of the pages it is, counted from the newest; None where that isn't known."""
        if self.is_first:
            return 1
        return self.pages + 1 - -(-self.rest // PER_PAGE) if self.rest else None

    @property
    def name(self):
        """What tells it from the other pages in a title; empty for the first."""
        if self.is_first:
            return ""
        if self.number:
            return _("page %(number)s") % {"number": self.number}
        return _("answers before %(day)s") % {"day": in_words(self.place.moment.astimezone(UTC).date())}

    @property
    def last_url(self):
        """Where the list ends; empty on its last page."""
        return f"{self.base_url}?page={self.pages}" if self.next_url else ""

    def _look_above(self, above):
        """Where the page before begins, and the own address of this one: of two places between the same two rows, one.
        A place in the middle of a page, as a year's or one from before a withdrawal, is for readers alone."""
        skipped = PER_PAGE if len(above) > 2 * PER_PAGE else len(above) - PER_PAGE
        self.previous_url = self.base_url
        if skipped > 0:
            begins = Place.between(above[skipped], above[skipped - 1])
            self.previous_url = self._address(begins, self.rest and self.rest + skipped)
        if above:
            self.url = self._address(Place.between(above[0], _place_of(self.items[0])), self.rest)
        self.is_indexed = self.rest > 0 and (self.rest % PER_PAGE == 0 or len(above) == PER_PAGE)

    def _years(self, row):
        """(year, address of where its answers begin), the newest first."""
        newest, oldest = row.newest.astimezone(UTC).year, row.oldest.astimezone(UTC).year
        yield newest, self.base_url
        for year in range(newest - 1, oldest - 1, -1):
            yield year, self._address(Place(datetime(year + 1, 1, 1, tzinfo=UTC)), 0)

    def _address(self, place, rest):
        return f"{self.base_url}?before={place}{f'~{rest}' if rest > 0 else ''}"


def dated_page(request, rows, *, length, base_url):
    """The page of a DatedList (of `length` rows in all) that `?before=` or `?page=` asks for. Http404
    for an address that is none, or has nothing below it; an empty list has an empty first page."""
    asked = _asked(request, rows, length=length)
    page = DatedPage(rows, length=length, base_url=base_url, **asked)
    if not page.items and not page.is_first:
        raise Http404
    return page


def _asked(request, rows, *, length):
    """The place that an address means, and how many rows remain from there."""
    if "before" in request.GET:
        place, rest = _parsed(request.GET["before"])
        return {"place": place, "rest": rest if rest < length else 0}
    number = request.GET.get("page", "1")
    pages = max(1, -(-length // PER_PAGE))
    if not NUMBER.fullmatch(number) or int(number) > pages:
        raise Http404
    if number == "1":
        return {}
    rest = length - PER_PAGE if number == "2" else (pages + 1 - int(number)) * PER_PAGE
    around = rows.around(rest=rest, length=length)
    if len(around) < 2:  # the length was another a moment ago
        raise Http404
    older, *above = around
    return {"place": Place.between(above[0], older), "rest": rest, "above": above}


def _parsed(text):
    """(place, rest) of the text in an address."""
    match = _KEY.fullmatch(text)
    try:
        moment = datetime.fromisoformat(f"{match['day']}T{match['time'] or '000000'}+00:00")
    except (TypeError, ValueError) as error:
        raise Http404 from error
    return Place(moment, int(match["pk"] or 0)), int(match["rest"] or 0)


def _first(rows):
    return _with_ends(rows)[: PER_PAGE + 1]


def _below(rows, *, moment, pk):
    return _with_ends(rows).filter(LessThan(_HELD, _row(moment, pk)))[: PER_PAGE + 1]


def _above(rows, *, moment, pk):
    return _at(rows.filter(GreaterThanOrEqual(_HELD, _row(moment, pk))).reverse())[:ABOVE]


def _oldest(rows):
    return _at(rows.reverse())[PER_PAGE - 1 : PER_PAGE + ABOVE]


def _with_ends(rows):
    """`rows`, each with the moments of the newest and the oldest: read with them, once."""
    ends = {"newest": rows, "oldest": rows.reverse()}
    return rows.annotate(**{name: Subquery(end.values("answered_at")[:1]) for name, end in ends.items()})


def _at(rows):
    return rows.values_list("answered_at", "pk")


def _place_of(row):
    return Place(row.answered_at, row.pk)


def _places(pairs):
    return list(starmap(Place, pairs))


def _row(moment, pk):
    """A place as the database compares it: whole, so that reading begins there in the index."""
    return Func(moment, pk, function="ROW", output_field=DateTimeField())


_HELD = _row(F("answered_at"), F("pk"))
# A place in a planned query.
_HERE = {"moment": Slot("moment", DateTimeField()), "pk": Slot("pk", BigIntegerField())}
