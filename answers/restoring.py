"""What a granted appeal does to the item it is about.

    statement              granted, while the item is still as the decision left it
    ---------------------  ------------------------------------------------------------------------------------
    answer_returned        the version that was sent back is reviewed again, by another moderator
    answer_retracted       the version that was approved is reviewed again, by another moderator; until it is approved
                           the patient doesn't read it. On a public page it comes back by a correction, as any answer
    reply_returned         the reply is reviewed again as it was sent, by another moderator
    opinion_returned       the opinion is reviewed again, by another moderator
    followup_closed        the same question is asked again, beyond what is free, and waits for the doctor
    page_withdrawn         publication is allowed again: moderators prepare the copy anew, and it gets a new address
    application_returned   the application waits for the first check again
    document_returned      the document is accepted, and the application waits again once every part is complete
    doctor_suspended       a new application, whose first check is the appeal's; another senior moderator confirms

When the item has moved on by itself (it was sent again, erased, changed by its doctor), or can't move (the doctor's
licence has ended), granting only writes down that the decision was wrong. Whoever made it decides on the item no more.
"""

from django.db import transaction

from accounts.models import StatementKind
from accounts.moves import MoveRefused, lock
from answers.models.answer import Answer
from answers.models.followup import FollowUp
from answers.models.opinion import Opinion, hold_answer
from questions.models import Publication, Question
from specialties.models import Doctor, DoctorDocument, DoctorStatus


def _hold_of_query(model, path):
    """A function that reads an item under the locks of its own moves: its doctor, then its query."""

    def hold(pk):
        item = model.objects.select_related(f"{path}question", f"{path}doctor").get(pk=pk)
        answer = getattr(item, "answer", item)
        lock(answer.doctor)
        lock(answer.question)
        return lock(item)

    return hold


def _hold_opinion(pk):
    opinion = Opinion.objects.select_related("doctor", "published_answer__question__question").get(pk=pk)
    lock(opinion.doctor)
    hold_answer(opinion.published_answer)
    return lock(opinion)


def _hold_document(pk):
    document = DoctorDocument.objects.select_related("doctor").get(pk=pk)
    lock(document.doctor)
    return lock(document)


def _hold_doctor(pk):
    return lock(Doctor.objects.get(pk=pk))


def _review_again(item, *, by):
    item.review_again(by=by)


def _ask_again(follow_up, *, by):
    FollowUp.objects.ask_again(follow_up, by=by)


def _allow_again(question, *, by):
    if question.publication != Publication.WITHDRAWN:
        raise MoveRefused("")
    question.move_held_publication(Publication.ALLOWED, by=by, seen_version=question.version)


def _apply_again(doctor, *, by):
    if doctor.status != DoctorStatus.RETURNED:
        raise MoveRefused("")
    doctor.apply_again(by=by, seen_version=doctor.version)


def _accept(document, *, by):
    document.accept(by=by, seen_version=document.doctor.version)
    doctor = Doctor.objects.get(pk=document.doctor_id)
    waiting_elsewhere = doctor.reason or doctor.documents.filter(status="returned").exists()
    if doctor.status == DoctorStatus.RETURNED and not waiting_elsewhere:
        doctor.apply_again(by=by, seen_version=doctor.version)


def _lift(doctor, *, by):
    if doctor.status != DoctorStatus.SUSPENDED:
        raise MoveRefused("")
    doctor.apply_again(by=by, seen_version=doctor.version)
    doctor.mark_checked(by=by, seen_version=doctor.version)


_hold_answer, _hold_follow_up = _hold_of_query(Answer, ""), _hold_of_query(FollowUp, "answer__")
# Kind of statement → (how the item is held, what is done to it).
GRANTED = {
    StatementKind.ANSWER_RETURNED: (_hold_answer, _review_again),
    StatementKind.ANSWER_RETRACTED: (_hold_answer, _review_again),
    StatementKind.REPLY_RETURNED: (_hold_follow_up, _review_again),
    StatementKind.OPINION_RETURNED: (_hold_opinion, _review_again),
    StatementKind.FOLLOW_UP_CLOSED: (_hold_follow_up, _ask_again),
    StatementKind.PAGE_WITHDRAWN: (lambda pk: lock(Question(pk=pk)), _allow_again),
    StatementKind.APPLICATION_RETURNED: (_hold_doctor, _apply_again),
    StatementKind.DOCUMENT_RETURNED: (_hold_document, _accept),
    StatementKind.DOCTOR_SUSPENDED: (_hold_doctor, _lift),
}


def hold(statement):
    """The item of a statement under the locks of its moves; None when it is gone."""
    try:
        return GRANTED[statement.kind][0](statement.subject_id)
    except (Answer.DoesNotExist, FollowUp.DoesNotExist, Opinion.DoesNotExist, Question.DoesNotExist):
        return None
    except (Doctor.DoesNotExist, DoctorDocument.DoesNotExist):
        return None


def restore(statement, item, *, by):
    """Do to `item` what a granted appeal does. Returns whether it was done: what has moved on stays as it is."""
    if item is None:
        return False
    try:
        with transaction.atomic():
            GRANTED[statement.kind][1](item, by=by)
    except MoveRefused:
        return False
    return True
