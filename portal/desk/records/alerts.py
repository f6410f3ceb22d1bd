"""What moderators are told by e-mail without asking: what waits too long, once, and each morning what waits at all.

Counts and names of queues only. Each gets lines of the queues they may work on, in their own language; both can be
stopped (MailGroup).
"""

from collections import defaultdict
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import mail, seals
from accounts.models import DeskAlert, DeskDigest, User
from portal.desk.lines import queues
from portal.desk.lines.queue import summaries


@transaction.atomic
def warn():
    """E-mails about what has begun to wait longer than its queue allows, one to each moderator concerned; how many. A
    periodic job. Three queries a queue, however long it is, and one for each permission."""
    news = {}
    for queue in queues.QUEUES:
        if queue.key in settings.DESK_LIMITS:
            number = DeskAlert.objects.tell(queue.key, overdue=overdue(queue))
            if number:
                news[queue] = number
    return _mail("desk_alert", news, lines=lambda own: [f"{queue.title}: {news[queue]}" for queue in own])


def overdue(queue):
    """The rows of `queue` that wait longer than settings.DESK_LIMITS allows. What looks like spam hastens nobody: the
    digest counts it."""
    hours, urgent_hours = settings.DESK_LIMITS[queue.key]
    late = Q(**{f"{queue.since}__lte": _ago(queue, hours)})
    if queue.urgent:
        late |= Q(**{f"{queue.since}__lte": _ago(queue, urgent_hours), queue.urgent: True})
    rows = queue.rows().order_by().filter(late)
    return rows.exclude(**{queue.last: True}) if queue.last else rows


def _ago(queue, hours):
    """The moment, or for a queue sorted by a day the day, `hours` ago."""
    moment = timezone.now() - timedelta(hours=hours)
    return timezone.localdate(moment) if queue.by_day else moment


@transaction.atomic
def digest():
    """E-mails what waits, after settings.DESK_DIGEST_HOUR, once a day, with the newest seal of the trail: so it is kept
    where nobody who could change the trail can change it. A periodic job; how many. Queries as
    for the desk."""
    now, hour = timezone.localtime(), settings.DESK_DIGEST_HOUR
    if hour < 0 or now.hour < hour or not DeskDigest.objects.begin(now.date()):
        return 0
    summary = summaries(queues.QUEUES)
    waiting = {queue: summary[queue.key]["count"] for queue in queues.QUEUES if queue.is_work}
    kept = seals.newest()

    def lines(own):
        found = [_line(queue, summary[queue.key]) for queue in own if waiting[queue]]
        return [*found, _("Newest seal of the trail: %s") % kept] if kept else found

    return _mail("desk_digest", waiting, lines=lines)


def _line(queue, found):
    """How many wait, how many of them are urgent, and for how long the oldest does."""
    parts = [ngettext("%(number)d waits", "%(number)d wait", found["count"]) % {"number": found["count"]}]
    if found["urgent"]:
        parts.append(
            ngettext("%(number)d urgent", "%(number)d urgent", found["urgent"]) % {"number": found["urgent"]}
        )
    if age := queue.age(found["oldest"]):  # "" when it was decided since they were counted
        parts.append(age if queue.by_day else _("longest wait: %s") % age)
    return f"{queue.title}: {', '.join(parts)}"


def _mail(kind, news, *, lines):
    """Queue the e-mail `kind` to whom any of `news` concerns: {queue: how many}; how many. `lines(queues)` says of some
    of them what there is to say, in the language of who reads it."""
    told = defaultdict(list)
    for permission in {queue.permission for queue in news}:
        for person in User.objects.staff_who_may(permission.split(".")[1]):
            told[person] += [queue for queue in news if queue.permission == permission]
    for person, own in sorted(told.items(), key=lambda one: one[0].pk):
        own.sort(key=queues.QUEUES.index)
        number, language = sum(news[queue] for queue in own), person.mail_language
        with translation.override(language):
            mail.notify(
                person,
                kind,
                number=number,
                path=reverse("admin:desk"),
                lines=lines(own),
                language=language,
            )
    return len(told)
