"""What answers hold about a person: as a patient the thread of each query, as a doctor what they wrote."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.personal_data import row
from answers import correction
from answers.erasing import erase_question
from answers.models import (
    CONTRACT_FIELDS,
    Answer,
    AnswerVersion,
    Clarification,
    DecisionAppeal,
    DoctorNotices,
    FollowUp,
    FollowUpStatus,
    Opinion,
    PublicAnswerDraft,
    PublishedAnswer,
    Report,
    Snippet,
)
from questions.models import Publication, Question


def held(user):
    read = Answer.objects.readable_by_patient().filter(question__asker=user)
    return {
        "answers": (_("Answers to you"), read.count()),
        "follow_ups": (
            _("Follow-up questions"),
            FollowUp.objects.filter(answer__question__asker=user).count(),
        ),
    }


def export(user):
    rows = {
        "requests_for_information": [
            _clarification(one) for one in _of_patient(Clarification, "question", user)
        ],
        "answers_to_me": [_received(answer) for answer in _of_patient(Answer, "question", user)],
        "follow_ups": [_follow_up(one) for one in _of_patient(FollowUp, "answer__question", user)],
        "public_texts_of_answers": [
            row(one, *CONTRACT_FIELDS, "exchanges", reference=question.reference)
            for one, question in _public(user)
        ],
    }
    rows["concerns_i_reported"] = [
        row(
            one,
            *("kind", "text", "contact", "language", "made_at", "status", "decided_at"),
            about=one.reference or one.doctor.name,
        )
        for one in Report.objects.by_person(user).select_related("doctor")
    ]
    rows["my_appeals_against_decisions"] = [
        row(one, "text", "made_at", "outcome", "decided_at", "note", "restored", about=one.statement.kind)
        for one in DecisionAppeal.objects.of(user)
    ]
    if hasattr(user, "doctor"):
        rows["written_as_a_doctor"] = _written(user.doctor)
    return rows, {}


def _of_patient(model, path, user):
    """The rows of a table that belong to a patient's queries, with the query."""
    return model.objects.filter(**{f"{path}__asker": user}).select_related(path).order_by("pk")


def _clarification(one):
    return row(
        one, "text", "items", "asked_at", "reply", "replies", "replied_at", reference=one.question.reference
    )


def _public(user):
    """The de-identified answers that readers read, or that lie before the patient: (its row, the query)."""
    published = PublishedAnswer.objects.filter(question__question__asker=user)
    for one in published.select_related("question__question").order_by("pk"):
        yield one, one.question.question
    first = Q(draft__question__publication=Publication.AWAITING_PATIENT)
    corrected = Q(draft__question__in=correction.with_patients().values("pk"))
    shown = PublicAnswerDraft.objects.filter(first | corrected, draft__question__asker=user)
    for one in shown.select_related("draft__question").order_by("pk"):
        yield one, one.draft.question


def _received(answer):
    """An answer as its patient reads it: the approved version, or that it was taken back. Never the working copy."""
    about = row(answer, "thanked_at", "retraction", "retraction_code", reference=answer.question.reference)
    if answer not in Answer.objects.readable_by_patient().filter(pk=answer.pk):
        return about
    version = answer.approved_version
    return {
        **about,
        **row(version, *CONTRACT_FIELDS, "change_note", "reviewed_at", doctor=version.credentials),
    }


def _follow_up(one):
    """The question always, the reply once it was released, the reason when it was closed without one."""
    shown = row(one, "text", "asked_at", "status", reference=one.answer.question.reference)
    if one.status == FollowUpStatus.ANSWERED:
        shown.update(row(one, "reply", "replied_at"))
    elif one.status == FollowUpStatus.CLOSED:
        shown.update(row(one, "reason"))
    return shown


def _written(doctor):
    """What a doctor wrote; of the patients nothing but the references."""
    answers = Answer.objects.of_doctor(doctor).select_related("question").order_by("pk")
    versions = (
        AnswerVersion.objects.filter(answer__doctor=doctor).select_related("answer__question").order_by("pk")
    )
    replies = FollowUp.objects.of_doctor(doctor).exclude(reply="").select_related("answer__question")
    asked = Clarification.objects.filter(asked_by=doctor.user_id).select_related("question").order_by("pk")
    return {
        "notices": _notices(doctor),
        "answers": [
            row(
                one,
                "status",
                *CONTRACT_FIELDS,
                "asking",
                "change_note",
                "retraction",
                "retraction_code",
                "created_at",
                "saved_at",
                "submitted_at",
                "open_until",
                "closed_at",
                reference=one.question.reference,
            )
            for one in answers
        ],
        "sent_versions": [
            row(
                one,
                "number",
                *CONTRACT_FIELDS,
                "change_note",
                "submitted_at",
                "outcome",
                "reviewed_at",
                "reason",
                "rule",
                "proposal",
                "credentials",
                reference=one.answer.question.reference,
            )
            for one in versions
        ],
        "opinions": [
            row(
                one,
                "stance",
                "reason",
                "status",
                "given_at",
                "reviewed_at",
                "returned_for",
                "credentials",
                reference=one.published_answer.question.reference,
            )
            for one in Opinion.objects.of_doctor(doctor).select_related("published_answer__question")
        ],
        "replies_to_follow_ups": [
            row(one, "reply", "replied_at", "status", reference=one.answer.question.reference)
            for one in replies
        ],
        "queries_handed_back": [
            row(
                one,
                "kind",
                "reason",
                "made_at",
                reference=one.question.reference,
                specialty=str(one.specialty or ""),
            )
            for one in doctor.handovers.select_related("question", "specialty").order_by("pk")
        ],
        "snippets": [
            row(one, "title", "text", "shared", "changed_at", specialty=str(one.specialty or ""))
            for one in Snippet.objects.of_doctor(doctor).select_related("specialty")
        ],
        "requests_to_patients": [
            row(one, "text", "items", "asked_at", reference=one.question.reference) for one in asked
        ],
    }


def _notices(doctor):
    wishes = DoctorNotices.objects.of_doctor(doctor)
    return row(
        wishes,
        "new_queries",
        "daily_hour",
        "urgent_always",
        "quiet_from",
        "quiet_until",
        "time_zone",
        "away_until",
        "told_until",
        "mailed_at",
        "shortcuts",
    )


def erase(user, *, keep_pages):
    """Each query with all that hangs on it, in its own transaction and in the order of their numbers; what they
    reported about doctors and pages."""
    for question in Question.objects.filter(asker=user).order_by("pk"):
        erase_question(question, keep_page=keep_pages)
    Report.objects.by_person(user).delete()
