"""What waits for a moderator: one Queue for each kind of work, read through the gates of its owner.

A list is sorted by risk and age, pages by key and not by number (rows leave a queue while it is being read,
and a numbered page would then skip some), and hides nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import AuditEvent
from answers import correction, opinions
from answers.models import Answer, FollowUp, Opinion, Report
from questions.models import Appeal, Publication, PublishedQuestion, Question
from specialties.models import Doctor, DoctorStatus

PAGE_SIZE = 25
# What senior moderators alone may do; the moves ask for the same.
DECIDE_APPEAL, CONFIRM_DOCTOR = "questions.decide_appeal", "specialties.confirm_doctor"
# How many rows "open next" looks through for one that this moderator may decide.
NEXT_AMONG = 50


@dataclass(frozen=True)
class Queue:
    """One kind of waiting work. `since` names the column of its age, `urgent` the mark that goes first, `last` the
    one that goes last among the equally urgent; `first` the mark that goes before the others among those."""

    key: str
    title: Any
    empty: Any
    permission: str
    rows: Callable[[], QuerySet]
    since: str
    page: str
    urgent: str = ""
    last: str = ""
    first: str = ""
    related: tuple[str, ...] = ()
    prefetched: tuple[str, ...] = ()
    by_reference: bool = True
    is_work: bool = True
    may_decide: Callable[[Any, Any], bool] = field(default=lambda row, user: True)

    @property
    def order(self):
        marks = [*([f"-{self.urgent}"] if self.urgent else []), *([self.last] if self.last else [])]
        marks += [f"-{self.first}"] if self.first else []
        return [*marks, self.since, "pk"]

    def sorted(self):
        """All rows, urgent first, then oldest."""
        rows = self.rows().select_related(*self.related).prefetch_related(*self.prefetched)
        return rows.order_by(*self.order)

    def after(self, row):
        """The rows that stand behind `row` (a row of this queue's model, in the queue still or not)."""
        behind, same = Q(pk__in=[]), Q()
        for name in self.order:
            column = name.removeprefix("-")
            here = value(row, column)
            behind |= same & Q(**{f"{column}__{'lt' if name.startswith('-') else 'gt'}": here})
            same &= Q(**{column: here})
        return self.sorted().filter(behind)

    def summary(self):
        """How many wait, how many of them are urgent, and since when the oldest does. One query."""
        urgent = (
            Count("pk", filter=Q(**{self.urgent: True})) if self.urgent else Count("pk", filter=Q(pk=None))
        )
        return self.rows().order_by().aggregate(count=Count("pk"), urgent=urgent, oldest=Min(self.since))

    def url_of(self, row):
        return reverse(f"admin:{self.page}", args=[reference_of(row) if self.by_reference else row.pk])

    def list_url(self):
        return reverse("admin:desk-list", args=[self.key])

    def first_for(self, user, *, after=None):
        """The first row that `user` may decide, or None; behind `after` when one was skipped. One query."""
        rows = self.after(after) if after is not None else self.sorted()
        return next((row for row in rows[:NEXT_AMONG] if self.may_decide(row, user)), None)


def value(row, path):
    """What the lookup `path` ("question__urgent") says of `row`; None where it leads to no row."""
    for name in path.split("__"):
        row = getattr(row, name, None)
    return row


def question_of(row):
    """The query a row is about; None for a doctor."""
    if isinstance(row, Question):
        return row
    return row.answer.question if isinstance(row, FollowUp) else getattr(row, "question", None)


def reference_of(row):
    return question_of(row).reference


def _awaiting_publication():
    """Without those whose every answer was retracted. `came_back`: since the last preparation the patient asked
    for a change or allowed publication anew, or an answer changed."""
    since = AuditEvent.objects.filter(
        reference=OuterRef("reference"),
        verb="publication.allowed",
        at__gt=OuterRef("public_draft__prepared_at"),
    )
    answered = Answer.objects.readable_by_patient().filter(question=OuterRef("pk"))
    return Question.objects.awaiting_publication().filter(Exists(answered)).annotate(came_back=Exists(since))


def _to_prepare():
    return _awaiting_publication().filter(Q(public_draft=None) | Q(came_back=True))


def _to_approve():
    return _awaiting_publication().filter(public_draft__isnull=False, came_back=False)


def _with_patient():
    corrections = correction.with_patients().values("pk")
    return Question.objects.filter(Q(publication=Publication.AWAITING_PATIENT) | Q(pk__in=corrections))


def _to_verify():
    return Doctor.objects.awaiting_verification()


def not_own(question, user):
    return question.asker_id != user.pk


def may_sign(question, user):
    """Whether `user` may approve the public copy as it stands: two people sign where the rule says so."""
    return not_own(question, user) and question.public_draft.may_be_signed_by(user)


def may_correct(question, user):
    """Whether `user` may do the next step of a correction: prepare it, or sign what another prepared."""
    draft = question.public_draft
    return not_own(question, user) and (not draft.corrects_page or draft.may_be_signed_by(user))


def may_review(answer, user):
    return answer.doctor.user_id != user.pk


def may_decide_follow_up(follow_up, user):
    return user.pk not in (follow_up.answer.doctor.user_id, follow_up.answer.question.asker_id)


def may_decide_appeal(appeal, user):
    return user.has_perm(DECIDE_APPEAL) and user.pk not in (appeal.refused_by_id, appeal.question.asker_id)


def may_decide_report(report, user):
    return user.pk not in (report.doctor.user_id, report.by_id)


def may_decide_opinion(opinion, user):
    return user.pk not in opinion.involved


def may_decide_disagreement(page, user):
    return user.pk not in opinions.involved(page)


def may_verify(doctor, user):
    """The first check, or, by a senior moderator, the second."""
    if doctor.status == DoctorStatus.CHECKED and not user.has_perm(CONFIRM_DOCTOR):
        return False
    return user.pk not in (doctor.user_id, doctor.checked_by_id)


QUEUES = [
    Queue(
        key="queries",
        title=_("Queries to triage"),
        empty=_("No query is waiting for triage."),
        permission="questions.moderate_question",
        rows=lambda: Question.objects.awaiting_triage(),
        since="submitted_at",
        urgent="urgent",
        last="held",
        first="handed_back",
        page="desk-query",
        related=("specialty__parent",),
        prefetched=("red_flags__version",),
        may_decide=not_own,
    ),
    Queue(
        key="answers",
        title=_("Answers to review"),
        empty=_("No answer is waiting for review."),
        permission="answers.review_answer",
        rows=lambda: Answer.objects.awaiting_review(),
        since="submitted_at",
        urgent="question__urgent",
        page="desk-answer",
        related=("question__specialty__parent", "doctor"),
        by_reference=False,
        prefetched=("question__red_flags__version",),
        may_decide=may_review,
    ),
    Queue(
        key="follow-ups",
        title=_("Replies to follow-ups"),
        empty=_("No reply to a follow-up is waiting for review."),
        permission="answers.review_answer",
        rows=lambda: FollowUp.objects.awaiting_review(),
        since="replied_at",
        urgent="answer__question__urgent",
        page="desk-follow-up",
        related=("answer__question__specialty__parent", "answer__doctor"),
        prefetched=("answer__question__red_flags__version",),
        by_reference=False,
        may_decide=may_decide_follow_up,
    ),
    Queue(
        key="appeals",
        title=_("Appeals"),
        empty=_("No appeal is waiting for a decision."),
        permission=DECIDE_APPEAL,
        rows=lambda: Appeal.objects.waiting(),
        since="made_at",
        urgent="question__urgent",
        page="desk-appeal",
        related=("question__specialty__parent", "refused_by"),
        prefetched=("question__red_flags__version",),
        by_reference=False,
        may_decide=may_decide_appeal,
    ),
    Queue(
        key="opinions",
        title=_("Second opinions"),
        empty=_("No second opinion is waiting for review."),
        permission="answers.review_answer",
        rows=lambda: Opinion.objects.awaiting_review(),
        since="given_at",
        page="desk-opinion",
        related=(
            "doctor",
            "published_answer__doctor",
            "published_answer__question__topic",
            "published_answer__question__question",
        ),
        by_reference=False,
        may_decide=may_decide_opinion,
    ),
    Queue(
        key="disagreements",
        title=_("Doctors disagree"),
        empty=_("No page on which doctors disagree is waiting for a review."),
        permission="questions.publish_question",
        rows=lambda: PublishedQuestion.objects.disputed(),
        since="review_wanted_at",
        page="desk-disagreement",
        related=("topic", "lead_doctor", "question"),
        by_reference=False,
        may_decide=may_decide_disagreement,
    ),
    Queue(
        key="reports",
        title=_("Reported concerns"),
        empty=_("No reported concern is waiting."),
        permission="answers.handle_report",
        rows=lambda: Report.objects.waiting(),
        since="made_at",
        urgent="urgent",
        last="held",
        page="desk-report",
        related=("doctor", "taken_by"),
        by_reference=False,
        may_decide=may_decide_report,
    ),
    Queue(
        key="publications",
        title=_("Public copies to prepare"),
        empty=_("No public copy is waiting to be prepared."),
        permission="questions.publish_question",
        rows=_to_prepare,
        since="answered_at",
        page="desk-publication",
        related=("specialty__parent", "public_draft__prepared_by"),
        prefetched=("red_flags__version",),
        may_decide=not_own,
    ),
    Queue(
        key="approvals",
        title=_("Public copies waiting for approval"),
        empty=_("No public copy is waiting for an approval."),
        permission="questions.publish_question",
        rows=_to_approve,
        since="public_draft__prepared_at",
        page="desk-publication",
        related=("specialty__parent", "public_draft__prepared_by"),
        prefetched=("red_flags__version",),
        may_decide=may_sign,
    ),
    Queue(
        key="corrections",
        title=_("Corrections due"),
        empty=_("No public page waits for a correction."),
        permission="questions.publish_question",
        rows=lambda: correction.with_moderators(),
        since="published_copy__changed_at",
        page="desk-publication",
        related=("specialty__parent", "public_draft__prepared_by", "published_copy"),
        prefetched=("red_flags__version",),
        may_decide=may_correct,
    ),
    Queue(
        key="stale",
        title=_("Pages to review again"),
        empty=_("No public page is due for a review."),
        permission="questions.publish_question",
        rows=lambda: PublishedQuestion.objects.review_due(),
        since="review_due_on",
        page="desk-stale",
        related=("topic", "lead_doctor", "question"),
        by_reference=False,
        may_decide=may_decide_disagreement,
    ),
    Queue(
        key="doctors",
        title=_("Doctors to check"),
        empty=_("No doctor is waiting to be checked."),
        permission="specialties.verify_doctor",
        rows=_to_verify,
        since="applied_at",
        page="desk-doctor",
        related=("checked_by",),
        by_reference=False,
        may_decide=may_verify,
    ),
    Queue(
        key="licences",
        title=_("Licences ending within 30 days"),
        empty=_("No verified doctor's licence ends within 30 days."),
        permission="specialties.verify_doctor",
        rows=lambda: Doctor.objects.licence_needs_attention(),
        since="licence_expires_on",
        page="desk-doctor",
        by_reference=False,
    ),
    Queue(
        key="with-patients",
        title=_("Public copies waiting for the patient"),
        empty=_("No public copy is waiting for a patient."),
        permission="questions.publish_question",
        rows=_with_patient,
        since="public_draft__approved_at",
        page="desk-publication",
        related=("specialty__parent", "public_draft__prepared_by"),
        prefetched=("red_flags__version",),
        is_work=False,
    ),
    Queue(
        key="follow-ups-with-doctors",
        title=_("Follow-ups waiting for the doctor"),
        empty=_("No follow-up is waiting for a doctor."),
        permission="answers.review_answer",
        rows=lambda: FollowUp.objects.unanswered(),
        since="asked_at",
        urgent="answer__question__urgent",
        page="desk-follow-up",
        related=("answer__question__specialty__parent", "answer__doctor"),
        prefetched=("answer__question__red_flags__version",),
        by_reference=False,
        is_work=False,
    ),
]
BY_KEY = {queue.key: queue for queue in QUEUES}


def queues_of(user):
    """The queues `user` may work on."""
    return [queue for queue in QUEUES if user.has_perm(queue.permission)]


def next_url(key, user):
    """Where to go after a decision: the next item of the queue that `user` may decide, else the desk."""
    row = BY_KEY[key].first_for(user)
    return BY_KEY[key].url_of(row) if row else reverse("admin:desk")


def is_date(since):
    """Whether an age is counted from a day (a licence's end), not from a moment."""
    return type(since) is date
