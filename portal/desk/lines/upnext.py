""" "And next": where a moderator goes after a decision or a skip, with the same filter and in the same order.

In one queue that is its next row that they may decide and nobody else holds. A queue that is done leads on to the
round: all queues in the order of the desk, what is urgent in each first, then the rest of each; so that a shift can be
worked through without returning to a list. What was handed over to them comes before the others.
"""

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import DeskClaim
from portal.desk.lines import queues
from portal.desk.lines.filters import EVERYTHING, Where


def after_decision(request, *, queue):
    """The address of what comes next: of the place the request names, else of `queue` (a key)."""
    where = request.where if request.where.key else Where(queue)
    if where.key == EVERYTHING:
        return _round(request, where) or _nothing_left(request)
    row = _first(queues.BY_KEY[where.key], request.user, where=where)
    if row is not None:
        return url_of(queues.BY_KEY[where.key], row, where=where)
    if where.is_filtered:
        messages.info(request, _("That was the last one here that you can decide now."))
        return list_url(where)
    return _round(request, Where(EVERYTHING)) or _nothing_left(request)


def after_skip(request, queue, row):
    """The address of what stands behind `row` of `queue`, which was skipped; of the first row without one. None when
    there is nothing more that this moderator may decide."""
    where = request.where if request.where.key else Where(queue.key)
    if where.key == EVERYTHING:
        return _round(request, where, skipped=(queue, row))
    where = where.of(queue.key)
    found = _first(queue, request.user, where=where, skipped=row)
    return url_of(queue, found, where=where) if found is not None else None


def first_of_round(request):
    """The most pressing of everything, or the desk."""
    return _round(request, Where(EVERYTHING)) or _nothing_left(request)


def url_of(queue, row, *, where):
    return queue.url_of(row) + where.first


def list_url(where):
    """The list that `where` names, with its filters."""
    url = reverse("admin:desk-list", args=[where.key])
    return f"{url}?{where.query}" if where.query else url


def _first(queue, user, *, where, skipped=None):
    """What was handed over first; who skips one of those comes to the beginning of the others."""
    if skipped is None or _is_handed(skipped, user):
        handed = queue.handed_to(user, where=where, after=skipped)
        return handed or queue.first_for(user, where=where)
    return queue.first_for(user, where=where, after=skipped)


def _is_handed(row, user):
    mine = DeskClaim.objects.handed_to(user)
    return mine.filter(subject_type=row._meta.label_lower, subject_id=row.pk).exists()


def _round(request, where, *, skipped=None):
    """The address of the first row of the round; behind `skipped`, a queue and its row, which was passed by."""
    user = request.user
    mine = [queue for queue in queues.queues_of(user) if queue.is_work and queue.round]
    if skipped is None or _is_handed(skipped[1], user):
        found = _handed(mine, user, where=where, skipped=skipped)
        if found:
            return found
        skipped = None
    for queue, urgent, after in _turns(mine, skipped):
        row = queue.first_for(user, where=where, after=after, urgent=urgent)
        if row is not None:
            return url_of(queue, row, where=where)
    return None


def _turns(mine, skipped):
    """[(queue, whether its urgent rows or the others, the row to go on behind)] that are left of the round."""
    turns = [(queue, True) for queue in mine if queue.urgent] + [(queue, False) for queue in mine]
    if skipped is None:
        return [(queue, urgent, None) for queue, urgent in turns]
    queue, row = skipped
    here = (queue, bool(queue.urgent and queues.value(row, queue.urgent)))
    left = turns[turns.index(here) :] if here in turns else turns
    return [(each, urgent, row if (each, urgent) == here else None) for each, urgent in left]


def _handed(mine, user, *, where, skipped):
    """The address of what was handed over to `user`, in any queue; one query when nothing was."""
    if not DeskClaim.objects.handed_to(user).exists():
        return None
    here = mine.index(skipped[0]) if skipped and skipped[0] in mine else 0
    for queue in mine[here:]:
        after = skipped[1] if skipped and skipped[0] is queue else None
        row = queue.handed_to(user, where=where, after=after)
        if row is not None:
            return url_of(queue, row, where=where)
    return None


def _nothing_left(request):
    messages.info(request, _("Nothing more waits that you can decide now."))
    return reverse("admin:desk")
