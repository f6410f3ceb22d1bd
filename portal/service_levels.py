"""How long things took in the last days, and how much was declined or sent back: a page for anybody."""

from dataclasses import dataclass

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.pages import public_page
from accounts.paths import path_of
from answers import servicelevels
from answers.charts import share_of
from answers.models import FEWEST, SHARES, WAITS, Measure, ServiceLevel
from answers.views.statistics import waited

# What each figure is counted from.
EXPLAINED = {
    Measure.TRIAGE: gettext_lazy(
        "From sending until a moderator passed the query on to doctors, declined it or asked for more."
    ),
    Measure.ANSWER: gettext_lazy(
        "From sending until the patient could read the first reviewed answer, without the time in which we waited for "
        "the patient."
    ),
    Measure.PUBLICATION: gettext_lazy(
        "From the answer, or from the patient’s permission if that came later, until the page was public, without the "
        "time in which the patient was looking at the text."
    ),
    Measure.RETURNED: gettext_lazy("Out of all answers that moderators decided on."),
    Measure.DECLINED: gettext_lazy(
        "Out of all queries that moderators passed on to doctors or declined. One that was declined first and passed "
        "on after an appeal counts as passed on."
    ),
}


@dataclass(frozen=True)
class Line:
    """One row of a table: where, the figures in words, how long their bars are (units of 100)."""

    where: str
    number: int
    half: str
    most: str
    half_bar: float
    most_bar: float
    percent: int | None = None


@require_safe
@public_page
def service_levels(request):
    """The figures of the last days, of the whole site and by specialty. One query."""
    rows = list(ServiceLevel.objects.for_page())
    context = {
        "waits": [_table(measure, rows) for measure in WAITS],
        "shares": [_table(measure, rows) for measure in SHARES],
        "computed_at": max((row.computed_at for row in rows), default=None),
        "days": servicelevels.DAYS,
        "fewest": FEWEST,
        "breadcrumb_items": [(_("Home"), path_of("home")), (_("Waiting times"), "")],
        "translated": True,
    }
    return render(request, "portal/service_levels.html", context)


def _table(measure, rows):
    """One measure: its heading, what it says, and its lines, that of the whole site first."""
    mine = [row for row in rows if row.measure == measure]
    longest = max((row.ninety for row in mine if row.ninety is not None), default=None)
    return {
        "key": measure.value,
        "title": measure.label,
        "explained": EXPLAINED[measure],
        "whole": next((_line(row, longest) for row in mine if row.specialty is None), None),
        "lines": [_line(row, longest) for row in mine],
    }


def _line(row, longest):
    where = row.specialty.name if row.specialty else _("All specialties")
    if row.percent is not None:
        return Line(where, row.number, "", "", share_of(row.percent, 100), 0, percent=row.percent)
    return Line(
        where,
        row.number,
        waited(row.median),
        waited(row.ninety),
        share_of(row.median, longest),
        share_of(row.ninety, longest),
    )
