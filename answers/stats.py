"""What became of a doctor's work: their own numbers, by month; for themselves, never to compare with others."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import (
    Aggregate,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Subquery,
    Sum,
)
from django.db.models.functions import Greatest, TruncMonth
from django.utils import timezone

from answers.models import Answer, AnswerStatus, AnswerVersion, Opinion, Outcome, Stance
from questions.models import SimilarHelped

MONTHS = 12
# Fewer waits than these say nothing about anybody.
ENOUGH = 5


class Median(Aggregate):
    """The value in the middle (PERCENTILE_CONT); works on durations."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"


DECIDED = {"reviewed": Count("pk"), "returned": Count("pk", filter=Q(outcome=Outcome.RETURNED))}


JUDGED = {
    "agreed": Count("pk", filter=~Q(stance=Stance.DISAGREE)),
    "disagreed": Count("pk", filter=Q(stance=Stance.DISAGREE)),
}


@dataclass
class Month:
    """One month of a doctor's: counts, and the median wait of the queries first answered in it (None: none)."""

    first: date
    approved: int = 0
    thanks: int = 0
    helped: int = 0
    reviewed: int = 0
    returned: int = 0
    agreed: int = 0
    disagreed: int = 0
    wait: timedelta | None = None


@dataclass
class Statistics:
    """All the time and month by month, oldest first. `wait` is None where fewer than ENOUGH answers were sent."""

    approved: int
    thanks: int
    helped: int
    reviewed: int
    returned: int
    wait: timedelta | None
    opinions: dict[str, int]
    months: list[Month] = field(default_factory=list)

    @property
    def returned_percent(self):
        """Of 100 versions that were decided, how many came back; None where none was."""
        return round(100 * self.returned / self.reviewed) if self.reviewed else None

    @property
    def judged(self):
        """How many opinions of colleagues readers see."""
        return sum(self.opinions.values())

    @property
    def agreed(self):
        """Of those, how many agree, with a caveat or without."""
        return self.judged - self.opinions[Stance.DISAGREE]


def of_doctor(doctor):
    """The Statistics of one doctor. Ten queries, whatever the number of answers; each reads the doctor's own rows."""
    months = {first: Month(first) for first in _last_months()}
    answers, versions, helped = _waits(doctor), _decided(doctor), _helped(doctor)
    _fill(months, _by_month(answers, "first_approved", approved=Count("pk")))
    _fill(months, _by_month(answers, "first_sent", wait=Median("waited")))
    _fill(months, _by_month(answers, "thanked_at", thanks=Count("pk")))
    _fill(months, _by_month(versions, "reviewed_at", **DECIDED))
    _fill(months, _by_month(Opinion.objects.on_answers_of(doctor), "reviewed_at", **JUDGED))
    _fill(months, _by_month(helped, "on", since=_last_months()[0], helped=Sum("count")))
    totals = answers.aggregate(
        approved=Count("first_approved"),
        thanks=Count("thanked_at"),
        sent=Count("first_sent"),
        wait=Median("waited"),
    )
    if totals.pop("sent") < ENOUGH:
        totals["wait"] = None
    spared = helped.aggregate(helped=Sum("count", default=0))
    return Statistics(
        **totals,
        **versions.aggregate(**DECIDED),
        **spared,
        opinions=Opinion.objects.received(doctor),
        months=list(months.values()),
    )


def _waits(doctor):
    """The doctor's answers with when they were first sent and first approved, and how long their patient had waited
    until then, without the time in which the query waited for the patient."""
    versions = AnswerVersion.objects.filter(answer=OuterRef("pk")).order_by("number")
    approved = versions.filter(outcome=Outcome.APPROVED).values("reviewed_at")[:1]
    rows = Answer.objects.of_doctor(doctor).exclude(status=AnswerStatus.RETRACTED)
    wait = ExpressionWrapper(F("first_sent") - F("question__waits_since"), output_field=DurationField())
    return rows.annotate(
        first_sent=Subquery(versions.values("submitted_at")[:1]), first_approved=Subquery(approved)
    ).annotate(waited=Greatest(wait, timedelta(0), output_field=DurationField()))


def _decided(doctor):
    """The versions that a moderator approved or sent back."""
    outcomes = [Outcome.APPROVED, Outcome.RETURNED]
    return AnswerVersion.objects.filter(answer__doctor=doctor, outcome__in=outcomes)


def _helped(doctor):
    """How often a public page with an answer of the doctor's spared somebody their own query, day by day."""
    return SimilarHelped.objects.filter(published__answers__doctor=doctor)


def _by_month(rows, moment, *, since=None, **figures):
    """{first of the month: figures} of the last MONTHS months. One query."""
    since = since or timezone.make_aware(datetime.combine(_last_months()[0], time.min))
    found = rows.filter(**{f"{moment}__gte": since}).annotate(month=TruncMonth(moment)).order_by()
    figured = list(found.values("month").annotate(**figures))
    return {_first_of(row.pop("month")): row for row in figured}


def _first_of(moment):
    return date(moment.year, moment.month, 1)


def _fill(months, found):
    """Write the figures of _by_month() into their months; a month to come, after a change of the clock, has none."""
    for first, figures in found.items():
        for name, value in figures.items():
            setattr(months.get(first, Month(first)), name, value)


def _last_months():
    """The first days of the last MONTHS months, this one last."""
    today = timezone.localdate()
    counted = [today.year * 12 + today.month - 1 - back for back in reversed(range(MONTHS))]
    return [date(number // 12, number % 12 + 1, 1) for number in counted]
