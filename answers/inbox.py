"""What lies on a doctor's desk: the tabs of the dashboard, their filters, numbers and pages."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, F, IntegerField, OuterRef, Q, Subquery, Value
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from answers.models import Answer, AnswerStatus, Clarification, FollowUp
from questions import open_queries
from questions.models import Care, Question, RedFlagHit
from questions.open_queries import Key, Wanted
from specialties.models import Doctor, Specialty

PAGE_SIZE = 20
MOST = PAGE_SIZE + 1  # rows that are looked for: one more tells that the page isn't the last
MOST_COUNTED = 500  # rows of a doctor's own tab: how many there are beyond that, nobody has to know
LONG_WAIT_HOURS = 24
ANSWERED_DAYS = 30

TABS = {
    "unanswered": pgettext_lazy("queries", "Unanswered"),
    "mine": pgettext_lazy("queries", "Mine"),
    "information": _("Waiting for information"),
    "review": pgettext_lazy("answers", "In review"),
    "returned": pgettext_lazy("answers", "Sent back"),
    "answered": pgettext_lazy("queries", "Answered"),
    "followups": _("Follow-ups"),
}
# What a row prints. The text of a query is not among it: it is read only after claiming.
ROW_FIELDS = (
    "reference",
    "title",
    "language",
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
# What lies in a tab: answers, and claims without a first word yet on queries in one care state.
OWN_TABS = {
    "mine": Q(status=AnswerStatus.DRAFT, paused=False),
    "information": Q(status=AnswerStatus.DRAFT, paused=True),
    "review": Q(status=AnswerStatus.IN_REVIEW),
    "returned": Q(status=AnswerStatus.RETURNED),
    "answered": Q(status__in=[AnswerStatus.APPROVED, AnswerStatus.RETRACTED]),
}
NEWEST_FIRST = {"answered"}  # of all others who waits longest comes first
CLAIM_TABS = {"mine": Care.OPEN, "information": Care.MORE_INFORMATION}
# Answers on an open query.
IN_WORK = [AnswerStatus.DRAFT, AnswerStatus.IN_REVIEW, AnswerStatus.RETURNED]


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
        find = self._unanswered(filters) if tab == "unanswered" else self._own(tab)
        found, at_end = find(after=None if before else after, before=before), False
        if after and not found:
            # All that stood there is gone: the last page, rather than "nothing is waiting".
            step = -1 if tab in NEWEST_FIRST else 1
            before, at_end = before or after._replace(pk=after.pk + step), True
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
        """How many rows each tab has, and how many answers of the doctor's were approved lately: of their own, counted
        to MOST_COUNTED and a few more. Two queries."""
        since = timezone.now() - timedelta(days=ANSWERED_DAYS)
        own = {tab: sum(map(Number, self._parts(tab)), start=Value(0)) for tab in (*OWN_TABS, "followups")}
        lately = Number(Answer.objects.approved_since(since, doctor=self.doctor))
        numbers = Doctor.objects.filter(pk=self.doctor.pk).values(**own, lately=lately)
        return {"unanswered": open_queries.number(self._wanted({})), **numbers.get()}

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

    def _own(self, tab):
        """open_queries.keys() of a tab with the doctor's own."""
        return lambda **page: _keys(self._parts(tab), newest_first=tab in NEWEST_FIRST, **page)

    def _parts(self, tab):
        """What lies in a tab with the doctor's own: querysets with `urgent`, `waits_since` and `row`, the number of the
        query (or follow-up)."""
        if tab == "followups":
            waiting = FollowUp.objects.waiting_for(self.doctor)
            return [waiting.annotate(waits_since=F("asked_at"), row=F("pk"))]
        parts = [self._answers.filter(OWN_TABS[tab])]
        if tab in CLAIM_TABS:
            parts.append(self._claims.filter(care=CLAIM_TABS[tab]))
        return parts

    @cached_property
    def _answers(self):
        return Answer.objects.in_hand(self.doctor).annotate(row=F("question_id"))

    @cached_property
    def _claims(self):
        """Claims without a first word yet."""
        begun = Answer.objects.of_doctor(self.doctor).filter(question=OuterRef("pk"))
        return Question.objects.held_by(self.doctor).filter(~Exists(begun)).annotate(row=F("pk"))

    def _printed(self, page, *, tab):
        """The rows of these Keys, with all that a row prints, in their order. One query."""
        pks = [key.pk for key in page]
        if tab == "followups":
            waiting = FollowUp.objects.waiting_for(self.doctor).filter(pk__in=pks)
            rows = waiting.select_related("answer__question__specialty")
        elif tab == "unanswered":
            rows = _with_lines(Question.objects.filter(pk__in=pks).open_for(self.doctor).order_by())
        else:
            own = Answer.objects.of_doctor(self.doctor).filter(question=OuterRef("pk"))
            rows = _with_lines(Question.objects.filter(pk__in=pks).for_doctor(self.doctor))
            rows = rows.annotate(my_status=Subquery(own.values("status")))
        found = {row.pk: row for row in rows}
        return [found[pk] for pk in pks if pk in found]


class Number(Subquery):
    """How many rows there are, counted to MOST_COUNTED and one more."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()

    def __init__(self, rows):
        super().__init__(rows.order_by().values("pk")[: MOST_COUNTED + 1])


def _taken(doctor):
    """The open queries that lie in another tab of this doctor's, or are their own as a patient. One query."""
    rows = Question.objects.filter(care=Care.OPEN)
    asked = rows.filter(asker=doctor.user_id).values("pk")
    writing = {"answers__status__in": IN_WORK, "answers__given_up": False, "answers__paused": False}
    begun = rows.filter(answers__doctor=doctor, **writing).values("pk")
    held = rows.held_by(doctor).values("pk")
    return [pk for (pk,) in asked.union(begun, held).values_list("pk")]


def _keys(parts, *, newest_first, after, before):
    """open_queries.keys() of rows that are the doctor's own. One query."""
    order = ["-waits_since", "-row"] if newest_first else ["-urgent", "waits_since", "row"]
    if before:
        order = [name[1:] if name.startswith("-") else f"-{name}" for name in order]
    beyond = _beyond(before or after, newest_first=newest_first, before=before is not None)
    first, *others = [
        part.filter(where).order_by(*order).values_list("urgent", "waits_since", "row")[:MOST]
        for part in parts
        for where in beyond
    ]
    found = first.union(*others, all=True).order_by(*order)[:MOST] if others else first
    return [Key(*row) for row in found]


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


def _beyond(key, *, newest_first, before):
    """What stands behind the row that `key` names, or before it: conditions, each of which is a range of an index."""
    if key is None:
        return [Q()]
    way = "gt" if newest_first == before else "lt"
    later = Q(**{f"waits_since__{way}": key.waits_since}) | Q(**{f"row__{way}": key.pk})
    here = Q(**{f"waits_since__{way}e": key.waits_since}) & later
    if newest_first:
        return [here]
    # Behind an urgent one come all the others, before another one all urgent ones.
    return [here & Q(urgent=key.urgent), *([Q(urgent=not key.urgent)] if key.urgent != before else [])]
