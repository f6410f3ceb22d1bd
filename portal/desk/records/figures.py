"""The numbers of the desk: a moderator sees their own, a senior moderator those of all."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from accounts.models import User
from answers.charts import chart, share_of
from answers.views.statistics import waited
from portal.desk.lines import queues
from portal.desk.lines.deciding import CONFIRM_PUBLICATION
from portal.desk.records import worked

MOST_DIGITS = 18


@require_GET
def figures(request):
    """Decisions of the last days by day, kind and, for seniors, by moderator; `?who=<id>` shows one of them. Two
    queries, however much was decided."""
    if not queues.queues_of(request.user):
        raise PermissionDenied
    sees_all = request.user.has_perm(CONFIRM_PUBLICATION)
    who = _who(request) if sees_all else request.user.pk
    found = worked.of_days(who=who)
    names = User.objects.names_of(found.people)
    context = {
        "title": _("Numbers of the desk"),
        "days": worked.DAYS,
        "sees_all": sees_all,
        "of": names.get(who, "") if who else "",
        "is_mine": who == request.user.pk,
        "whole": _line("", found.whole, most=0),
        "kinds": _lines([(kind.title, found.kinds.get(kind.key)) for kind in worked.KINDS]),
        "people": _people(found, names) if sees_all and who is None else [],
        "charts": _charts(found),
    }
    return render(request, "admin/desk/figures.html", context)


def _who(request):
    """The id that `?who=` names; None for everybody."""
    number = request.GET.get("who", "")
    if not number:
        return None
    if not number.isdecimal() or len(number) > MOST_DIGITS:
        raise Http404
    return int(number)


def _people(found, names):
    """Who decided most first. An account that was erased has no name any more."""
    busy = sorted(found.people.items(), key=lambda one: (-one[1].number, one[0]))
    lines = _lines([(names.get(pk) or _("An erased account"), tally) for pk, tally in busy])
    return [{**line, "pk": pk} for (pk, _tally), line in zip(busy, lines, strict=True)]


def _lines(pairs):
    told = [(title, tally) for title, tally in pairs if tally is not None]
    most = max((tally.number for _title, tally in told), default=0)
    return [_line(title, tally, most=most) for title, tally in told]


def _line(title, tally, *, most):
    """A Tally in words, with the length of its bar."""
    return {
        "title": title,
        "number": tally.number,
        "wait": waited(tally.wait),
        "against": tally.against,
        "percent": tally.percent,
        "bar": share_of(tally.number, most),
    }


def _charts(found):
    """Decisions a day: all, then each kind of which there were any."""
    kinds = [kind for kind in worked.KINDS if kind.key in found.kinds]
    charts = [_chart("all", _("All decisions"), found, keys=[kind.key for kind in kinds])]
    return charts + [_chart(kind.key, kind.title, found, keys=[kind.key]) for kind in kinds]


def _chart(key, title, found, *, keys):
    points = []
    for day, numbers in found.days.items():
        number = sum(numbers.get(each, 0) for each in keys)
        points.append((date_format(day, "SHORT_MONTH_DAY_FORMAT"), number, number_format(number)))
    nothing = ngettext(
        "Nothing in the last %(days)d day.", "Nothing in the last %(days)d days.", worked.DAYS
    ) % {"days": worked.DAYS}
    return chart(key, title=title, points=points, unit=_("Day"), nothing=nothing, every=7)
