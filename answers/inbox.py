"""What lies on a doctor's desk: the tabs of the dashboard, their filters, numbers and pages."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from answers.models import Answer, AnswerStatus, Clarification, FollowUp
from questions import open_queries
from questions.models import Care, Question, RedFlagHit
from questions.open_queries import Key, Wanted
from specialties.models import Specialty

PAGE_SIZE = 20
MOST = PAGE_SIZE + 1  # rows that are looked for: one more tells that the page isn't the last
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
# A claim without a first word yet, or a draft: an approved answer opened again is one, and one whose query was handed
# back to the moderators.
WRITING = Q(my_status=None) | Q(my_status=AnswerStatus.DRAFT)
MINE = WRITING & Q(care__in=[Care.SUBMITTED, Care.OPEN, Care.ANSWERED, Care.CLOSED])
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
    """One page of a tab: `rows`, and the keys of the pages beside it ("" where there is none)."""

    rows: list
    after: str = ""
    before: str = ""


class Desk:
    """What lies before one doctor. Costs a query for the specialties and one for what is theirs already."""

    def __init__(self, doctor):
        self.doctor = doctor
        own = doctor.specialties.values("pk")
        fields = Specialty.objects.filter(Q(pk__in=own) | Q(parent__in=own))
        self.specialties = dict(fields.values_list("pk", "parent"))
        self.taken = _taken(doctor)

    def read(self, *, tab, filters, after="", before=""):
        """The rows of `tab`, urgent first, then who waits longest (answered ones newest first).

        `filters` are cleaned values of InboxFilterForm and narrow the unanswered ones alone. Pages by key, so a query
        that arrives or goes meanwhile makes no row appear twice or not at all; a key nobody made is the first page.
        """
        after, before = Key.parse(after), Key.parse(before)
        find = self._unanswered(filters) if tab == "unanswered" else _finder(self._rows(tab), tab=tab)
        found, at_end = find(after=None if before else after, before=before), False
        if after and not found:
            # All that stood there is gone: the last page, rather than "nothing is waiting".
            before, at_end = before or after._replace(pk=after.pk + 1), True
            found = find(after=None, before=before)
        if before and len(found) <= PAGE_SIZE:  # the first page: as full as it can be
            found, after, before = find(after=None, before=None), None, None
        page, more = found[:PAGE_SIZE], len(found) > PAGE_SIZE
        if before:
            page.reverse()
        goes_on = not at_end if before else more
        return Inbox(
            rows=self._printed(page, tab=tab),
            after=str(page[-1]) if page and goes_on else "",
            before=str(page[0]) if page and (more if before else after) else "",
        )

    def counts(self):
        """How many rows each tab has, and how many answers of the doctor's were approved lately. Four queries."""
        own = {tab: Count("pk", filter=condition) for tab, condition in OWN_TABS.items()}
        since = timezone.now() - timedelta(days=ANSWERED_DAYS)
        answered = Answer.objects.of_doctor(self.doctor).filter(approved_version__reviewed_at__gte=since)
        return {
            "unanswered": open_queries.number(self._wanted({})),
            **_own(self.doctor).aggregate(**own),
            "followups": FollowUp.objects.waiting_for(self.doctor).count(),
            "lately": answered.count(),
        }

    def _wanted(self, filters):
        chosen = filters.get("specialty")
        since = timezone.now() - timedelta(hours=LONG_WAIT_HOURS)
        return Wanted(
            specialties=[
                pk for pk, parent in self.specialties.items() if not chosen or chosen.pk in (pk, parent)
            ],
            without=self.taken,
            urgent=bool(filters.get("urgent")),
            pictures=bool(filters.get("pictures")),
            waits_since_before=since if filters.get("waiting") else None,
        )

    def _unanswered(self, filters):
        wanted = self._wanted(filters)
        return lambda **page: open_queries.keys(wanted, limit=MOST, **page)

    def _rows(self, tab):
        if tab == "followups":
            return FollowUp.objects.waiting_for(self.doctor).annotate(waits_since=F("asked_at"))
        return _own(self.doctor).filter(OWN_TABS[tab])

    def _printed(self, page, *, tab):
        """The rows of these Keys, with all that a row prints, in their order. One query."""
        pks = [key.pk for key in page]
        if tab == "followups":
            rows = self._rows(tab).select_related("answer__question__specialty")
        elif tab == "unanswered":
            rows = _with_lines(Question.objects.open_for(self.doctor).order_by())
        else:
            rows = _with_lines(_own(self.doctor))
        found = {row.pk: row for row in rows.filter(pk__in=pks)}
        return [found[pk] for pk in pks if pk in found]


def _taken(doctor):
    """The open queries that lie in another tab of this doctor's, or are their own as a patient. One query."""
    rows = Question.objects.filter(care=Care.OPEN)
    asked = rows.filter(asker=doctor.user_id).values("pk")
    begun = rows.filter(answers__doctor=doctor).values("pk")
    held = rows.filter(claimed_by=doctor, claimed_until__gt=timezone.now()).values("pk")
    return [pk for (pk,) in asked.union(begun, held).values_list("pk")]


def _finder(rows, *, tab):
    """open_queries.keys() for rows that are the doctor's own: few, and found by their own index."""
    newest_first = tab == "answered"

    def find(*, after, before):
        found = _beyond(rows, before or after, newest_first=newest_first, before=before is not None)
        order = ["-waits_since", "-pk"] if newest_first else ["-urgent", "waits_since", "pk"]
        if before:
            order = [name[1:] if name.startswith("-") else f"-{name}" for name in order]
        return [Key(*row) for row in found.order_by(*order).values_list("urgent", "waits_since", "pk")[:MOST]]

    return find


def _own(doctor):
    """What the doctor holds or has written to, with the status of their answer as `my_status`."""
    answers = Answer.objects.of_doctor(doctor).filter(question=OuterRef("pk"))
    visible = Question.objects.for_doctor(doctor).order_by().values("pk")
    return Question.objects.filter(pk__in=visible).annotate(my_status=Subquery(answers.values("status")[:1]))


def _with_lines(rows):
    """What a row prints beside its columns."""
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


def _beyond(rows, key, *, newest_first, before):
    """Only what stands behind the row that `key` names, or before it."""
    if key is None:
        return rows
    way = "gt" if newest_first == before else "lt"
    beyond = Q(**{f"waits_since__{way}": key.waits_since}) | Q(
        waits_since=key.waits_since, **{f"pk__{way}": key.pk}
    )
    if newest_first:
        return rows.filter(beyond)
    first = "gt" if before else "lt"
    return rows.filter(Q(**{f"urgent__{first}": key.urgent}) | Q(beyond, urgent=key.urgent))
