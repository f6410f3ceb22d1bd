"""A doctor's own numbers, which nobody else sees."""

from django.shortcuts import render
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from answers import stats
from answers.access import doctor_required
from answers.charts import chart
from specialties.navigation import account_links


@require_safe
@doctor_required
def doctor_statistics(request):
    """What became of the doctor's answers: all the time, and the last twelve months as charts with their tables.
    Open to a lapsed or suspended doctor too: it holds no word of any query."""
    mine = stats.of_doctor(request.doctor)
    context = {
        "mine": mine,
        "wait": waited(mine.wait),
        "charts": _charts(mine),
        "enough": stats.ENOUGH,
        "account_links": account_links("doctor-statistics"),
    }
    return render(request, "answers/statistics.html", context)


def waited(wait):
    """A wait in the words of a page: hours below two days, else days; "" for none."""
    if wait is None:
        return ""
    hours = round(wait.total_seconds() / 3600)
    if hours < 1:
        return _("less than an hour")
    if hours < 48:
        return ngettext("%(number)d hour", "%(number)d hours", hours) % {"number": hours}
    days = round(hours / 24)
    return ngettext("%(number)d day", "%(number)d days", days) % {"number": days}


def _charts(mine):
    """The charts of the page, in its order; each value stands in words in the table beside it."""

    def counted(name):
        return [(_label(one), getattr(one, name), number_format(getattr(one, name))) for one in mine.months]

    waits = [
        (_label(one), one.wait and one.wait.total_seconds(), waited(one.wait) or "–") for one in mine.months
    ]
    return [
        chart("approved", title=_("Answers approved"), points=counted("approved")),
        chart("helped", title=_("Readers helped"), points=counted("helped")),
        chart("thanks", title=_("Thanks from patients"), points=counted("thanks")),
        chart("wait", title=_("How long half of your patients waited at most"), points=waits),
        chart("agreed", title=_("Colleagues who agreed, also with a caveat"), points=counted("agreed")),
        chart("disagreed", title=_("Colleagues who disagreed"), points=counted("disagreed")),
        chart("returned", title=_("Answers sent back"), points=counted("returned")),
    ]


def _label(month):
    return date_format(month.first, "SHORT_YEAR_MONTH_FORMAT")
