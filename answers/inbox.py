"""What lies on a doctor's desk: the tabs of the dashboard, their filters, numbers and pages."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from answers.models import Answer, AnswerStatus, Clarification, FollowUp
from questions.models import Care, Question, RedFlagHit

PAGE_SIZE = 20
LONG_WAIT_HOURS = 24
ANSWERED_DAYS = 30

TABS = {
    "unanswered": _("Unanswered"),
    "mine": _("Mine"),
    "information": _("Needs information"),
    "review": _("In review"),
    "returned": _("Returned"),
    "answered": _("Answered"),
    "followups": _("Follow-ups"),
}
# What a row prints. The text of a query is not among it: it is read only after claiming.
ROW_FIELDS = (
    "reference",
    "title",
    "urgent",
    "self_harm",
    "age_band",
    "sex",
    "care",
    "publication",
    "waits_since",
    "picture_count",
    "claimed_until",
    "specialty__name",
    "claimed_by__name",
)
FINISHED = [Care.DECLINED, Care.WITHDRAWN]
WITH_REVIEWERS = Q(my_status=AnswerStatus.IN_REVIEW) & ~Q(care__in=FINISHED)
RETURNED = Q(my_status=AnswerStatus.RETURNED) & ~Q(care__in=FINISHED)
ANSWERED = Q(my_status__in=[AnswerStatus.APPROVED, AnswerStatus.RETRACTED])
# A claim without a first word yet, or a draft: an approved answer opened again is one.
WRITING = Q(my_status=None) | Q(my_status=AnswerStatus.DRAFT)
MINE = WRITING & Q(care__in=[Care.OPEN, Care.ANSWERED, Care.CLOSED])
INFORMATION = WRITING & Q(care=Care.MORE_INFORMATION)
OWN_TABS = {
    "mine": MINE,
    "information": INFORMATION,
    "review": WITH_REVIEWERS,
    "returned": RETURNED,
    "answered": ANSWERED,
}


@dataclass(frozen=True)
class Inbox:
    """One page of a tab: `rows`, and `after`, the key of the next page ("" on the last)."""

    rows: list
    after: str


def read(doctor, *, tab, filters, after=""):
    """The rows of `tab` for `doctor`, urgent first, then oldest (answered ones newest first).

    `filters` are cleaned values of InboxFilterForm and narrow the unanswered ones alone. Pages by key, so a query that
    arrives or goes meanwhile makes no row appear twice or not at all. One query, whatever the number of rows.
    """
    rows = _unanswered(doctor, filters) if tab == "unanswered" else _own(doctor).filter(OWN_TABS[tab])
    newest_first = tab == "answered"
    rows = _after(rows, after, newest_first=newest_first)
    order = ("-waits_since", "-pk") if newest_first else ("-urgent", "waits_since", "pk")
    found = list(_printed(rows).order_by(*order)[: PAGE_SIZE + 1])
    page = found[:PAGE_SIZE]
    return Inbox(rows=page, after=_key(page[-1]) if len(found) > PAGE_SIZE else "")


def read_follow_ups(doctor, *, after=""):
    """The follow-up questions that wait for `doctor`, urgent first, then oldest; paged as read(). One query."""
    rows = FollowUp.objects.waiting_for(doctor).annotate(
        urgent=F("answer__question__urgent"), waits_since=F("asked_at")
    )
    rows = _after(rows, after, newest_first=False).select_related("answer__question__specialty")
    found = list(rows.order_by("-urgent", "asked_at", "pk")[: PAGE_SIZE + 1])
    page = found[:PAGE_SIZE]
    return Inbox(rows=page, after=_key(page[-1]) if len(found) > PAGE_SIZE else "")


def counts(doctor):
    """How many rows each tab has, and how many answers of the doctor's were approved lately. Four queries."""
    own = {tab: Count("pk", filter=condition) for tab, condition in OWN_TABS.items()}
    since = timezone.now() - timedelta(days=ANSWERED_DAYS)
    answered = Answer.objects.of_doctor(doctor).filter(approved_version__reviewed_at__gte=since)
    return {
        "unanswered": _unanswered(doctor, {}).count(),
        **_own(doctor).aggregate(**own),
        "followups": FollowUp.objects.waiting_for(doctor).count(),
        "lately": answered.count(),
    }


def _unanswered(doctor, filters):
    """The gate's inbox without what lies in another tab, because this doctor has begun an answer to it."""
    begun = Answer.objects.of_doctor(doctor).filter(question=OuterRef("pk"))
    rows = Question.objects.open_for(doctor).exclude(Exists(begun))
    if specialty := filters.get("specialty"):
        rows = rows.filter(Q(specialty=specialty) | Q(specialty__parent=specialty))
    if filters.get("waiting"):
        rows = rows.filter(waits_since__lte=timezone.now() - timedelta(hours=LONG_WAIT_HOURS))
    if filters.get("pictures"):
        rows = rows.filter(picture_count__gt=0)
    if filters.get("urgent"):
        rows = rows.filter(urgent=True)
    return rows


def _own(doctor):
    """What the doctor holds or has written to, with the status of their answer as `my_status`."""
    answers = Answer.objects.of_doctor(doctor).filter(question=OuterRef("pk"))
    visible = Question.objects.for_doctor(doctor).order_by().values("pk")
    return Question.objects.filter(pk__in=visible).annotate(my_status=Subquery(answers.values("status")[:1]))


def _printed(rows):
    waiting = Clarification.objects.waiting().filter(question=OuterRef("pk"))
    return (
        rows.annotate(
            asked_at=Subquery(waiting.values("asked_at")[:1]),
            is_held=Q(claimed_until__gt=timezone.now()) & Q(claimed_by__isnull=False),
            holder=F("claimed_by_id"),
            warning=RedFlagHit.objects.level_of(OuterRef("pk")),
        )
        .select_related("specialty", "claimed_by")
        .only(*ROW_FIELDS)
    )


def _key(row):
    micro = round((row.waits_since - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(microseconds=1))
    return f"{int(row.urgent)}-{micro}-{row.pk}"


def _after(rows, key, *, newest_first):
    """Only what comes behind the row that `key` names; a key nobody made is the first page."""
    parts = key.split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) < 18 for part in parts):
        return rows
    urgent, micro, pk = (int(part) for part in parts)
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micro)
    if newest_first:
        return rows.filter(Q(waits_since__lt=moment) | Q(waits_since=moment, pk__lt=pk))
    later = Q(waits_since__gt=moment) | Q(waits_since=moment, pk__gt=pk)
    return rows.filter(Q(urgent__lt=bool(urgent)) | Q(later, urgent=bool(urgent)))
