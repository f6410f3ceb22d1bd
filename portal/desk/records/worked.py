"""What moderators decided in the last days, counted from the trail: by day, by kind and by moderator.

How long an item had waited is told by the line of the trail before the decision: the one that put it into the queue.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

DAYS = 30


@dataclass(frozen=True)
class Kind:
    """One kind of decision: the trail's verbs that decide, those that put an item into the queue, and which of the
    deciding ones send back or decline."""

    key: str
    title: Any
    decides: tuple[str, ...]
    begins: tuple[str, ...]
    against: tuple[str, ...] = ()


KINDS = [
    Kind(
        "queries",
        _("Queries"),
        decides=("question.open", "question.declined", "question.more_information"),
        begins=("question.submitted", "question.rewritten", "question.handed_back"),
        against=("question.declined",),
    ),
    Kind(
        "answers",
        _("Answers"),
        decides=("answer.approved", "answer.returned"),
        begins=("answer.in_review",),
        against=("answer.returned",),
    ),
    Kind(
        "follow-ups",
        _("Replies to follow-ups"),
        decides=("followup.answered", "followup.returned", "followup.closed"),
        begins=("followup.in_review",),
        against=("followup.returned",),
    ),
    Kind(
        "opinions",
        _("Second opinions"),
        decides=("opinion.shown", "opinion.returned"),
        begins=("opinion.in_review",),
        against=("opinion.returned",),
    ),
    Kind(
        "publications",
        _("Public copies"),
        decides=("publicdraft.approved",),
        begins=("publicdraft.prepared",),
    ),
    Kind(
        "pages",
        _("Public pages"),
        decides=(
            "publication.reviewed",
            "publication.confirmed",
            "publication.taken_down",
            "publication.imported_taken_down",
            "publication.detached_taken_down",
        ),
        begins=("publication.review_wanted",),
    ),
    Kind(
        "appeals",
        _("Appeals"),
        decides=("appeal.granted", "appeal.upheld", "decision_appeal.granted", "decision_appeal.upheld"),
        begins=("appeal.made", "decision_appeal.made"),
    ),
    Kind(
        "reports",
        _("Reports"),
        decides=("report.acted", "report.nothing", "report.spam", "report.corrected", "report.taken_down"),
        begins=("report.made",),
    ),
    Kind(
        "doctors",
        _("Doctors"),
        decides=("doctor.checked", "doctor.verified", "doctor.returned", "doctor.suspended"),
        begins=("doctor.applied", "doctor.checked"),
        against=("doctor.returned",),
    ),
]
# Patients and doctors write these too: they count when a member of the staff did it, not to a query of their own.
SHARED = ["question.open", "question.more_information", "publication.taken_down"]

# word      the verbs of KINDS
# decision  what was decided within the days; waited: since the item was put into the queue, if nothing came between
SQL = """
WITH word AS MATERIALIZED (
    SELECT * FROM unnest(%(kinds)s, %(verbs)s, %(decides)s, %(begins)s, %(against)s)
        AS word (kind, verb, decides, begins, against)
), decision AS MATERIALIZED (
    SELECT word.kind, event.actor_id AS actor, (event.at AT TIME ZONE %(zone)s)::date AS day, word.against,
        (SELECT CASE WHEN before.begins THEN event.at - earlier.at END
         FROM accounts_auditevent earlier JOIN word before ON before.verb = earlier.verb AND before.kind = word.kind
         WHERE earlier.subject_type = event.subject_type AND earlier.subject_id = event.subject_id
            AND earlier.id < event.id ORDER BY earlier.id DESC LIMIT 1) AS waited
    FROM accounts_auditevent event JOIN word ON word.verb = event.verb AND word.decides
    WHERE event.at >= %(since)s AND (%(who)s IS NULL OR event.actor_id = %(who)s) AND event.actor_id IS NOT NULL
        AND (event.verb <> ALL (%(shared)s) OR (
            EXISTS (SELECT FROM accounts_user staff WHERE staff.id = event.actor_id AND staff.is_staff)
            AND NOT EXISTS (SELECT FROM questions_question own
                WHERE own.reference = event.reference AND own.asker_id = event.actor_id)))
)
SELECT kind, day, actor, count(*), count(*) FILTER (WHERE against),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY waited)
FROM decision GROUP BY GROUPING SETS ((), (kind), (kind, day), (actor))
"""


@dataclass(frozen=True)
class Tally:
    """How many decisions, how many of them sent something back or declined it, and the median wait before (None: of
    none it is known)."""

    number: int = 0
    against: int = 0
    wait: timedelta | None = None

    @property
    def percent(self):
        """Of 100 decisions, how many went against; None without any."""
        return round(100 * self.against / self.number) if self.number else None


@dataclass
class Worked:
    """The figures of the last DAYS: in all, by kind, by moderator's id, and how many a day by kind."""

    whole: Tally = field(default_factory=Tally)
    kinds: dict[str, Tally] = field(default_factory=dict)
    people: dict[int, Tally] = field(default_factory=dict)
    days: dict[date, dict[str, int]] = field(default_factory=dict)


def of_days(*, who=None):
    """The Worked of everybody, or of one moderator by id. One query."""
    today = timezone.localdate()
    days = [today - timedelta(days=back) for back in reversed(range(DAYS))]
    since = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=DAYS - 1)
    with connection.cursor() as cursor:
        cursor.execute(
            SQL, {**_words(), "who": who, "since": since, "zone": settings.TIME_ZONE, "shared": SHARED}
        )
        rows = cursor.fetchall()
    worked = Worked(days={day: defaultdict(int) for day in days})
    for kind, day, actor, *figures in rows:
        if day is not None:
            worked.days.get(day, {})[kind] = figures[0]
        elif kind is not None:
            worked.kinds[kind] = Tally(*figures)
        elif actor is not None:
            worked.people[actor] = Tally(*figures)
        else:
            worked.whole = Tally(*figures)
    return worked


def _words():
    """The verbs of KINDS as columns."""
    rows = [
        (kind.key, verb, verb in kind.decides, verb in kind.begins, verb in kind.against)
        for kind in KINDS
        for verb in dict.fromkeys((*kind.decides, *kind.begins))
    ]
    return dict(
        zip(
            ("kinds", "verbs", "decides", "begins", "against"),
            map(list, zip(*rows, strict=True)),
            strict=True,
        )
    )
