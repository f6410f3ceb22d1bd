"""The history beside an item: who decided what, and when, from the trail."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import AuditEvent, User

# The trail's verbs in the words of the house. A verb not listed shows as it is: nothing is hidden.
VERBS = {
    "question.submitted": gettext_lazy("sent the query"),
    "question.open": gettext_lazy("opened it to doctors"),
    "question.more_information": gettext_lazy("asked the patient for more"),
    "question.answered": gettext_lazy("the query is answered"),
    "question.closed": gettext_lazy("said that the question is answered"),
    "question.declined": gettext_lazy("declined the query"),
    "question.withdrawn": gettext_lazy("withdrew the query"),
    "question.rewritten": gettext_lazy("changed the query"),
    "question.marked": gettext_lazy("a warning sign was found in a reply or follow-up"),
    "question.claimed": gettext_lazy("started to answer"),
    "question.released": gettext_lazy("no longer holds the query"),
    "question.claim_ended": gettext_lazy("a doctor’s time with the query ended"),
    "question.handed_back": gettext_lazy("handed the query back to the moderators"),
    "publication.allowed": gettext_lazy("the public copy may be prepared"),
    "publication.private": gettext_lazy("keeps the query private"),
    "publication.awaiting_patient": gettext_lazy("sent the public copy to the patient"),
    "publication.published": gettext_lazy("the page was published"),
    "publication.withdrawn": gettext_lazy("the page was taken down"),
    "publication.taken_down": gettext_lazy("took the public page down"),
    "publication.imported_taken_down": gettext_lazy("took the imported page down"),
    "publication.detached_taken_down": gettext_lazy("took the page down, whose query was erased before"),
    "publication.erased": gettext_lazy("the page was taken down with its erased query"),
    "publication.detached": gettext_lazy("the query was erased; its public page stays"),
    "publication.taken_back": gettext_lazy("recalled the public copy from the patient"),
    "publication.answer_retracted": gettext_lazy("the answer was removed from the public page"),
    "publication.correction_shown": gettext_lazy("sent the corrected public copy to the patient"),
    "publication.correction_unwanted": gettext_lazy("asked for another corrected text"),
    "publication.correction_taken_back": gettext_lazy("recalled the corrected public copy"),
    "publication.corrected": gettext_lazy("the public page is corrected"),
    "publicdraft.prepared": gettext_lazy("prepared the public copy"),
    "publicdraft.signed_off": gettext_lazy("signed off what was found in the public copy"),
    "publicdraft.approved": gettext_lazy("approved the public copy"),
    "publicdraft.agreed": gettext_lazy("agreed to the public copy"),
    "answer.in_review": gettext_lazy("sent an answer for review"),
    "answer.approved": gettext_lazy("approved the answer"),
    "answer.returned": gettext_lazy("sent the answer back"),
    "answer.draft": gettext_lazy("opened the answer again"),
    "answer.retracted": gettext_lazy("retracted the answer"),
    "answer.thanked": gettext_lazy("said thank you for the answer"),
    "answer.started_too": gettext_lazy("began a second answer"),
    "answer.closed_too": gettext_lazy("the time for a second answer ended"),
    "opinion.in_review": gettext_lazy("sent an opinion for review"),
    "opinion.returned": gettext_lazy("sent the opinion back"),
    "opinion.shown": gettext_lazy("approved the opinion; readers see it"),
    "opinion.withdrawn": gettext_lazy("the opinion is no longer shown"),
    "publication.review_wanted": gettext_lazy("put the page up for review, as doctors disagree"),
    "publication.reviewed": gettext_lazy("reviewed the page; it stays as it is"),
    "publication.confirmed": gettext_lazy("read the page again; it is still true"),
    "appeal.made": gettext_lazy("appealed against the decision to decline the query"),
    "appeal.granted": gettext_lazy("granted the appeal"),
    "appeal.upheld": gettext_lazy("left the query declined"),
    "reason.written": gettext_lazy("wrote a version of a reason"),
    "reason.retired": gettext_lazy("no longer offers the reason"),
    "reason.offered": gettext_lazy("offers the reason again"),
    "emptysearch.done": gettext_lazy("took a search off the list of words that found nothing"),
    "decision_appeal.made": gettext_lazy("appealed against a decision"),
    "decision_appeal.granted": gettext_lazy("overruled the decision"),
    "decision_appeal.upheld": gettext_lazy("let the decision stand"),
    "followup.asked": gettext_lazy("asked a follow-up question"),
    "followup.asked_again": gettext_lazy("a closed follow-up question is asked again, after an appeal"),
    "followup.in_review": gettext_lazy("sent a reply to a follow-up for review"),
    "followup.returned": gettext_lazy("sent the reply to a follow-up back"),
    "followup.answered": gettext_lazy("approved the reply to a follow-up"),
    "followup.closed": gettext_lazy("closed a follow-up without a reply"),
    "report.made": gettext_lazy("reported a concern"),
    "report.taken": gettext_lazy("looks into it"),
    "report.acted": gettext_lazy("acted on it"),
    "report.corrected": gettext_lazy("looked into it: the page was corrected"),
    "report.taken_down": gettext_lazy("looked into it: the page was taken down"),
    "report.nothing": gettext_lazy("looked into it: nothing to change"),
    "report.spam": gettext_lazy("set it aside as spam"),
    "doctor.applied": gettext_lazy("sent an application"),
    "doctor.portrait_changed": gettext_lazy("changed the portrait"),
    "doctor.portrait_removed": gettext_lazy("removed the portrait"),
    "doctor.changed": gettext_lazy("changed the application"),
    "document.accepted": gettext_lazy("accepted a document"),
    "document.returned": gettext_lazy("sent a document back"),
    "doctor.checked": gettext_lazy("made the first check"),
    "doctor.verified": gettext_lazy("confirmed; the doctor is verified"),
    "doctor.returned": gettext_lazy("sent the application back"),
    "doctor.lapsed": gettext_lazy("the licence lapsed"),
    "doctor.suspended": gettext_lazy("suspended the doctor"),
}
# An item's history is short; this bounds the page should something loop.
MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a history."""

    verb: str
    at: datetime
    who: str
    what: str


def of_query(question, *, answer_ids):
    """The history of a query, of its answers and of its public copy, newest first. Two queries."""
    about = Q(reference=question.reference)
    about |= Q(subject_type="answers.answer", subject_id__in=answer_ids)
    return _lines(about, patient_id=question.asker_id)


def of_subject(subject, *, patient_id=None):
    """The history of one doctor, opinion, report or appeal, newest first; `patient_id` is the account of the patient
    whom it is about and who stays unnamed. Two queries."""
    return _lines(Q(subject_type=subject._meta.label_lower, subject_id=subject.pk), patient_id=patient_id)


def of_page(page):
    """The history of a public page, with how its query came to be one, newest first. Two queries."""
    about = Q(subject_type=page._meta.label_lower, subject_id=page.pk)
    if page.question is None:
        return _lines(about)
    about |= Q(reference=page.question.reference, verb__startswith="publication.")
    return _lines(about, patient_id=page.question.asker_id)


def of_report(report):
    """The history of a reported concern, newest first; who reported it stays unnamed. Two queries."""
    return [
        replace(line, who=_("Who reported it")) if line.verb == "report.made" else line
        for line in of_subject(report)
    ]


def _lines(about, *, patient_id=None):
    events = list(AuditEvent.objects.filter(about).order_by("-pk")[:MOST_LINES])
    people = {
        user.pk: getattr(user, "doctor", user).name or user.get_full_name()
        for user in User.objects.select_related("doctor").filter(pk__in={event.actor_id for event in events})
    }
    return [
        Line(
            verb=event.verb,
            at=event.at,
            who=_who(event.actor_id, people=people, patient_id=patient_id),
            what=_what(event, patient_id=patient_id),
        )
        for event in events
    ]


def _what(event, *, patient_id):
    if event.verb == "question.open" and event.actor_id == patient_id:
        return _("sent the information asked for")
    if event.verb == "question.submitted" and patient_id not in (None, event.actor_id):
        return _("put the query back into triage")
    return str(VERBS.get(event.verb, event.verb))


def _who(actor_id, *, people, patient_id):
    """A name, never an e-mail address; a patient stays "the patient"."""
    if actor_id is None:
        return _("The system")
    if actor_id == patient_id:
        return _("The patient")
    return people.get(actor_id) or _("An erased account")
