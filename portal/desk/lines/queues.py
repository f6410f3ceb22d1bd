"""What waits for a moderator: the list of the desk's queues, each read through the gates of its owner."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Statement
from answers import correction, opinions, publication
from answers.models import Answer, DecisionAppeal, FollowUp, Opinion, Report
from portal.desk.lines import ages, deciding
from portal.desk.lines.deciding import CONFIRM_DOCTOR, DECIDE_APPEAL, marks_of_query
from portal.desk.lines.queue import Queue, question_of, reference_of, value
from questions.models import Appeal, CopyWaits, PublishedQuestion, Question
from specialties.models import Doctor, DoctorStatus

__all__ = ["BY_KEY", "CONFIRM_DOCTOR", "DECIDE_APPEAL", "question_of", "reference_of", "value"]

PAGE_SIZE = 25


LICENCE_DAYS = 30  # how long before its end a licence is listed


def licences_until():
    return timezone.now().date() + timedelta(days=LICENCE_DAYS)


def not_own(question, user):
    return question.asker_id != user.pk


def not_overruled(item, user):
    """Whether no appeal overruled an earlier decision of `user` on this very item: another one decides then. One
    query."""
    return not Statement.objects.about(item).overruled(by=user).exists()


def may_triage(question, user):
    return not_own(question, user) and not_overruled(question, user)


def may_publish(question, user):
    """Whether `user` has no part in it. One query."""
    return not publication.involved(question, user)


def may_sign(question, user):
    """Whether `user` may approve the public copy as it stands: two people sign where the rule says so."""
    return may_publish(question, user) and question.public_draft.may_be_signed_by(user)


def may_correct(question, user):
    """Whether `user` may do the next step of a correction: prepare it, or sign what another prepared."""
    draft = question.public_draft
    return may_publish(question, user) and (not draft.corrects_page or draft.may_be_signed_by(user))


def may_review(answer, user):
    return user.pk not in (answer.doctor.user_id, answer.question.asker_id) and not_overruled(answer, user)


def may_decide_follow_up(follow_up, user):
    involved = (follow_up.answer.doctor.user_id, follow_up.answer.question.asker_id)
    same = FollowUp.objects.same_as(follow_up)
    return user.pk not in involved and not same.overruled(by=user).exists()


def may_decide_appeal(appeal, user):
    return user.has_perm(DECIDE_APPEAL) and user.pk not in (appeal.refused_by_id, appeal.question.asker_id)


def may_decide_decision_appeal(appeal, user):
    return user.has_perm(DECIDE_APPEAL) and user.pk not in (appeal.against_id, appeal.statement.user_id)


def may_decide_report(report, user):
    return user.pk not in report.involved


def may_decide_opinion(opinion, user):
    return user.pk not in opinion.involved and not_overruled(opinion, user)


def may_decide_disagreement(page, user):
    return user.pk not in opinions.involved(page)


def may_decide_doctor(doctor, user):
    """Any decision on a doctor, also one that may follow on the first check of `user`."""
    return user.pk != doctor.user_id and not_overruled(doctor, user)


def may_verify(doctor, user):
    """The first check, or, by a senior moderator, the second."""
    if doctor.status == DoctorStatus.CHECKED and not user.has_perm(CONFIRM_DOCTOR):
        return False
    return user.pk != doctor.checked_by_id and may_decide_doctor(doctor, user)


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
        may_decide=may_triage,
        decidable=deciding.may_triage,
        specialty="specialty",
        marks=marks_of_query(),
    ),
    Queue(
        key="answers",
        title=_("Answers to review"),
        empty=_("No answer is waiting for review."),
        permission="answers.review_answer",
        rows=lambda: Answer.objects.awaiting_review(),
        since="submitted_at",
        urgent="urgent",
        page="desk-answer",
        related=("question__specialty__parent", "doctor"),
        by_reference=False,
        prefetched=("question__red_flags__version",),
        may_decide=may_review,
        decidable=deciding.may_review,
        specialty="question__specialty",
        marks=marks_of_query("question__") | {"urgent": Q(urgent=True)},
    ),
    Queue(
        key="follow-ups",
        title=_("Replies to follow-ups"),
        empty=_("No reply to a follow-up is waiting for review."),
        permission="answers.review_answer",
        rows=lambda: FollowUp.objects.awaiting_review(),
        since="replied_at",
        urgent="urgent",
        page="desk-follow-up",
        related=("answer__question__specialty__parent", "answer__doctor"),
        prefetched=("answer__question__red_flags__version",),
        by_reference=False,
        may_decide=may_decide_follow_up,
        decidable=deciding.may_decide_follow_up,
        specialty="answer__question__specialty",
        marks=marks_of_query("answer__question__") | {"urgent": Q(urgent=True)},
    ),
    Queue(
        key="appeals",
        title=_("Appeals"),
        empty=_("No appeal is waiting for a decision."),
        permission=DECIDE_APPEAL,
        rows=lambda: Appeal.objects.waiting(),
        since="made_at",
        urgent="urgent",
        page="desk-appeal",
        related=("question__specialty__parent", "refused_by"),
        prefetched=("question__red_flags__version",),
        by_reference=False,
        may_decide=may_decide_appeal,
        decidable=deciding.may_decide_appeal,
        specialty="question__specialty",
        marks=marks_of_query("question__") | {"urgent": Q(urgent=True)},
    ),
    Queue(
        key="decision-appeals",
        title=_("Appeals against decisions"),
        empty=_("No appeal against a decision is waiting."),
        permission=DECIDE_APPEAL,
        rows=lambda: DecisionAppeal.objects.waiting(),
        since="made_at",
        page="desk-decision-appeal",
        related=("statement", "against"),
        by_reference=False,
        may_decide=may_decide_decision_appeal,
        decidable=deciding.may_decide_decision_appeal,
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
        decidable=deciding.may_decide_opinion,
        specialty="published_answer__question__topic",
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
        decidable=deciding.may_decide_disagreement,
        specialty="topic",
    ),
    Queue(
        key="page-reports",
        title=_("Reported pages"),
        empty=_("No report about a public page is waiting."),
        permission="answers.handle_report",
        rows=lambda: Report.objects.waiting().about_pages(),
        since="made_at",
        urgent="urgent",
        last="held",
        first="leaks",
        page="desk-page-report",
        related=("page__topic", "page__question", "taken_by", "by__doctor"),
        prefetched=("page__answers__doctor",),
        by_reference=False,
        may_decide=may_decide_report,
        decidable=deciding.may_decide_page_report,
        specialty="page__topic",
        marks={"urgent": Q(urgent=True), "held": Q(held=True)},
    ),
    Queue(
        key="reports",
        title=_("Reported doctors"),
        empty=_("No concern about a doctor is waiting."),
        permission="answers.handle_report",
        rows=lambda: Report.objects.waiting().about_doctors(),
        since="made_at",
        urgent="urgent",
        last="held",
        page="desk-report",
        related=("doctor", "taken_by"),
        by_reference=False,
        may_decide=may_decide_report,
        decidable=deciding.may_decide_report,
        marks={"urgent": Q(urgent=True), "held": Q(held=True)},
    ),
    Queue(
        key="publications",
        title=_("Public copies to prepare"),
        empty=_("No public copy is waiting to be prepared."),
        permission="questions.publish_question",
        rows=lambda: Question.objects.copy_waiting(CopyWaits.PREPARE),
        since="copy_waits_since",
        page="desk-publication",
        related=("specialty__parent", "public_draft__prepared_by"),
        prefetched=("red_flags__version",),
        may_decide=may_publish,
        decidable=deciding.may_publish,
        specialty="specialty",
        marks=marks_of_query(),
    ),
    Queue(
        key="approvals",
        title=_("Public copies waiting for approval"),
        empty=_("No public copy is waiting for an approval."),
        permission="questions.publish_question",
        rows=lambda: Question.objects.copy_waiting(CopyWaits.APPROVE),
        since="copy_waits_since",
        page="desk-publication",
        related=("specialty__parent", "public_draft__prepared_by"),
        prefetched=("red_flags__version",),
        may_decide=may_sign,
        decidable=deciding.may_sign,
        specialty="specialty",
        marks=marks_of_query(),
    ),
    Queue(
        key="corrections",
        title=_("Corrections due"),
        empty=_("No public page waits for a correction."),
        permission="questions.publish_question",
        rows=lambda: correction.with_moderators(),
        since="copy_waits_since",
        page="desk-publication",
        related=("specialty__parent", "public_draft__prepared_by", "published_copy"),
        prefetched=("red_flags__version",),
        may_decide=may_correct,
        decidable=deciding.may_correct,
        specialty="specialty",
        marks=marks_of_query(),
    ),
    Queue(
        key="doctors",
        title=_("Doctors to check"),
        empty=_("No doctor is waiting to be checked."),
        permission="specialties.verify_doctor",
        rows=lambda: Doctor.objects.awaiting_verification(),
        since="applied_at",
        page="desk-doctor",
        related=("checked_by",),
        by_reference=False,
        may_decide=may_verify,
        decidable=deciding.may_verify,
        specialty="specialties",
        specialty_is_many=True,
    ),
    Queue(
        key="licences",
        title=_("Licences ending within 30 days"),
        empty=_("No verified doctor's licence ends within 30 days."),
        permission="specialties.verify_doctor",
        rows=lambda: Doctor.objects.licence_needs_attention(until=licences_until()),
        until=licences_until,
        since="licence_expires_on",
        page="desk-doctor",
        by_reference=False,
        round=False,
        says_day=ages.ends,
        specialty="specialties",
        specialty_is_many=True,
    ),
    Queue(
        key="with-patients",
        title=_("Public copies waiting for the patient"),
        empty=_("No public copy is waiting for a patient."),
        permission="questions.publish_question",
        rows=lambda: Question.objects.copy_waiting(CopyWaits.PATIENT),
        since="copy_waits_since",
        page="desk-publication",
        related=("specialty__parent", "public_draft__prepared_by"),
        prefetched=("red_flags__version",),
        is_work=False,
        specialty="specialty",
        marks=marks_of_query(),
    ),
    Queue(
        key="stale",
        title=_("Pages to review again"),
        empty=_("No public page is due for a review."),
        permission="questions.publish_question",
        rows=lambda: PublishedQuestion.objects.review_due(),
        until=timezone.localdate,
        since="review_due_on",
        page="desk-stale",
        related=("topic", "lead_doctor", "question"),
        by_reference=False,
        may_decide=may_decide_disagreement,
        decidable=deciding.may_decide_disagreement,
        says_day=ages.due,
        specialty="topic",
    ),
    Queue(
        key="follow-ups-with-doctors",
        title=_("Follow-ups waiting for the doctor"),
        empty=_("No follow-up is waiting for a doctor."),
        permission="answers.review_answer",
        rows=lambda: FollowUp.objects.unanswered(),
        since="asked_at",
        urgent="urgent",
        page="desk-follow-up",
        related=("answer__question__specialty__parent", "answer__doctor"),
        prefetched=("answer__question__red_flags__version",),
        by_reference=False,
        is_work=False,
        specialty="answer__question__specialty",
        marks=marks_of_query("answer__question__") | {"urgent": Q(urgent=True)},
    ),
]
BY_KEY = {queue.key: queue for queue in QUEUES}


def queues_of(user):
    """The queues `user` may work on."""
    return [queue for queue in QUEUES if user.has_perm(queue.permission)]
