"""Soft claims on the pages of the desk: who opens an item that waits for them holds it, and others see that.

A page calls opened() and gives what it returns to its template as `claim`; a decision calls demand() before its move.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import deskclaims
from accounts.models import DeskClaim
from accounts.moves import MoveRefused
from accounts.templatetags.times import as_clock, as_time
from answers.models import Answer, DecisionAppeal, FollowUp, Opinion, Report
from portal.desk.lines import queues
from questions.models import Appeal, PublishedQuestion, Question
from specialties.models import Doctor


@dataclass(frozen=True)
class Kind:
    """A page of the desk: of which model, what it is called, and who may open it."""

    model: type[models.Model]
    title: Any
    page: str
    permission: str
    queue: str  # whose next item follows on one that was handed over
    rows: Callable[[], models.QuerySet] | None = None  # what of the model the page shows; without: all
    by_reference: bool = False

    def find(self, pk):
        """The item, or None where the page would answer that there is none. One query."""
        rows = self.rows() if self.rows else self.model._default_manager.all()
        return rows.filter(pk=pk).first()

    def url_of(self, claim):
        """The page of what a claim, or a statement of reasons, is about."""
        return reverse(
            f"admin:{self.page}", args=[claim.reference if self.by_reference else claim.subject_id]
        )


# By the word that stands in DeskClaim.kind and in the addresses of release, take over and hand over.
KINDS = {
    "query": Kind(
        Question,
        gettext_lazy("Query"),
        "desk-query",
        "questions.moderate_question",
        queue="queries",
        rows=lambda: Question.objects.sent(),
        by_reference=True,
    ),
    "publication": Kind(
        Question,
        gettext_lazy("Public copy"),
        "desk-publication",
        "questions.publish_question",
        queue="publications",
        rows=lambda: Question.objects.with_public_copy(),
        by_reference=True,
    ),
    "answer": Kind(
        Answer,
        gettext_lazy("Answer"),
        "desk-answer",
        "answers.review_answer",
        queue="answers",
        rows=lambda: Answer.objects.sent(),
    ),
    "follow-up": Kind(
        FollowUp, gettext_lazy("Follow-up"), "desk-follow-up", "answers.review_answer", queue="follow-ups"
    ),
    "appeal": Kind(Appeal, gettext_lazy("Appeal"), "desk-appeal", "questions.decide_appeal", queue="appeals"),
    "decision-appeal": Kind(
        DecisionAppeal,
        gettext_lazy("Appeal against a decision"),
        "desk-decision-appeal",
        "questions.decide_appeal",
        queue="decision-appeals",
    ),
    "opinion": Kind(
        Opinion, gettext_lazy("Second opinion"), "desk-opinion", "answers.review_answer", queue="opinions"
    ),
    "disagreement": Kind(
        PublishedQuestion,
        gettext_lazy("Disagreement"),
        "desk-disagreement",
        "questions.publish_question",
        queue="disagreements",
    ),
    "stale": Kind(
        PublishedQuestion,
        gettext_lazy("Review of a page"),
        "desk-stale",
        "questions.publish_question",
        queue="stale",
    ),
    "page-report": Kind(
        Report,
        gettext_lazy("Report about a page"),
        "desk-page-report",
        "answers.handle_report",
        queue="page-reports",
        rows=lambda: Report.objects.about_pages(),
    ),
    "report": Kind(
        Report,
        gettext_lazy("Report"),
        "desk-report",
        "answers.handle_report",
        queue="reports",
        rows=lambda: Report.objects.about_doctors(),
    ),
    "doctor": Kind(
        Doctor,
        gettext_lazy("Doctor"),
        "desk-doctor",
        "specialties.verify_doctor",
        queue="doctors",
        rows=lambda: Doctor.objects.sent(),
    ),
}


class HeldByAnother(MoveRefused):
    """Somebody else holds the item that was to be decided. Nothing was changed."""

    def __init__(self, claim):
        self.claim = claim
        super().__init__(
            _("%(name)s is working on this until %(time)s.")
            % {"name": claim.holder.get_full_name(), "time": until(claim)}
        )


@dataclass(frozen=True)
class OnPage:
    """What a page shows of the claim on its item; `claim` is None when nobody holds it."""

    kind: str
    item_id: int
    claim: DeskClaim | None
    is_mine: bool
    waits: bool  # for a decision that the person who sees the page may make

    @property
    def held_by(self):
        """The name of who else holds it; "" when nobody does."""
        return self.claim.holder.get_full_name() if self.claim and not self.is_mine else ""

    @property
    def handed_by(self):
        """The name of who handed it over; "" when nobody did, or it is back with them."""
        if self.claim is None or self.claim.handed_by_id in (None, self.claim.holder_id):
            return ""
        return self.claim.handed_by.get_full_name()

    @property
    def ends(self):
        """When the claim ends, as a <time> that may stand within a sentence."""
        moment = timezone.localtime(self.claim.until)
        return as_clock(moment) if _is_today(self.claim) else as_time(moment, "MONTH_DAY_TIME_FORMAT")


def opened(request, item, *, kind):
    """The claim on `item` for its page. When it waits for a decision that this person may make, opening it holds it,
    if it is free; when it doesn't, what they held by this page is given back. Two or three queries; a public copy, four
    more."""
    user = request.user
    waits = waits_for(user, item, page=KINDS[kind].page)
    if waits:
        claim = deskclaims.hold(item, by=user, kind=kind, reference=reference_of(item))
        claim = claim or deskclaims.claim_on(item)
    else:
        claim = deskclaims.claim_on(item)
        if claim is not None and claim.holder_id == user.pk:
            # Held for another page of the same item, it stays held.
            if claim.kind == kind:
                deskclaims.release(item, by=user)
            claim = None
    is_mine = claim is not None and claim.holder_id == user.pk
    return OnPage(kind=kind, item_id=item.pk, claim=claim, is_mine=is_mine, waits=waits)


def waits_for(user, item, *, page):
    """Whether `item` stands in a queue of that page, and `user` may decide it. One query for each such queue."""
    return any(
        queue.rows().filter(queue.decidable(user), pk=item.pk).exists()
        for queue in queues.queues_of(user)
        if queue.page == page and queue.is_work and queue.round
    )


def demand(request, item, *, kind):
    """Let a decision on `item` go on, unless somebody else holds it: raises HeldByAnother. A form that was sent with
    the button "Take it over" takes it first, if it waits for them: whether they may do what they ask for is up to the
    move. One query; to take it over, one more for each queue of its page."""
    if request.POST.get("take_over") == "1":
        if waits_for(request.user, item, page=KINDS[kind].page):
            deskclaims.take_over(item, by=request.user, kind=kind, reference=reference_of(item))
        return
    claim = deskclaims.claim_on(item)
    if claim is not None and claim.holder_id != request.user.pk:
        raise HeldByAnother(claim)


def reference_of(item):
    """The reference that the desk knows an item by; "" for a doctor or a report."""
    question = queues.question_of(item)
    return getattr(item, "reference", "") or (question.reference if question else "")


def until(claim):
    """The moment a claim ends, as short as it can be said."""
    moment = timezone.localtime(claim.until)
    if _is_today(claim):
        return time_format(moment, "H:i T")
    return date_format(moment, "MONTH_DAY_TIME_FORMAT")


def _is_today(claim):
    return timezone.localdate(claim.until) == timezone.localdate()


def in_hand(user):
    """What `user` holds and what was handed over to them, as (kind, claim, name, address), the name being a reference
    or a doctor's; what was handed over first. One query, and one more for doctors."""
    live = DeskClaim.objects.live().filter(holder=user, kind__in=KINDS).select_related("handed_by")
    rows = sorted(live, key=lambda claim: (claim.handed_by_id is None, claim.since))
    doctors = [claim.subject_id for claim in rows if claim.kind == "doctor"]
    names = dict(Doctor.objects.filter(pk__in=doctors).values_list("pk", "name")) if doctors else {}
    return [
        (
            KINDS[claim.kind],
            claim,
            claim.reference or (names.get(claim.subject_id, "") if claim.kind == "doctor" else ""),
            KINDS[claim.kind].url_of(claim),
        )
        for claim in rows
    ]
