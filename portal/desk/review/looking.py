"""Looks of the staff at what is private: written down where the patient reads them, and for a reason. Who works on the
query needs no other; anybody else is asked first (portal/desk/review/why.py), administrators too."""

from accounts import audit, look_reasons
from accounts.look_reasons import OWN, WORKING
from accounts.models import AccessEvent, DeskClaim
from answers.models import Answer, DecisionAppeal, FollowUp, Report
from portal.desk.lines import queues
from portal.desk.lines.claims import KINDS, waits_for
from questions.models import Appeal, Question

# Whose queues hold what is private of a query, and the way to it.
TO_QUERY = {Question: "pk", Answer: "question", FollowUp: "answer__question", Appeal: "question"}
# Public pages and appeals: only while one works on one of them does one need the query behind it.
BEHIND = {"page-report", "stale", "disagreement", "decision-appeal"}
# What one may just have decided, prepared or corrected, as the trail names it under the query's reference. What is done
# to a public copy or to an appeal of the patient's stands there of the query.
DECIDED = {"answers.answer", "answers.decisionappeal", "answers.followup", "questions.question"}


class ReasonWanted(Exception):
    """Somebody opens a query (`question`) or a doctor's document (`document`) that they aren't working on, and no
    reason of theirs holds. Nothing was shown and nothing written."""

    def __init__(self, *, question=None, document=None):
        self.question, self.document = question, document
        super().__init__("a reason is wanted")


def look(request, question, *, claim=None, within=None):
    """Write that the moderator reads the query, and why; raises ReasonWanted. `claim` is what claims.opened() said of
    the page's item; with `within`, a look within that time isn't written again. One query more for an item that
    doesn't wait, up to eleven where nothing else tells that they work on it, and one or more for each report, review or
    appeal that they hold."""
    why = _why(request, question, claim)
    if why is None:
        raise ReasonWanted(question=question)
    seen = {"subject_id": question.pk, "reference": question.reference, "role": "moderator"}
    seen |= {"reason": why.reason, "note": why.note}
    if within is None:
        audit.looked(request.user, AccessEvent.Kind.QUERY, **seen)
    else:
        audit.looked_lately(request.user, AccessEvent.Kind.QUERY, **seen, within=within)


def look_at_document(request, document, *, claim):
    """As look(), for a document of a doctor; `claim` is what claims.opened() said of the doctor."""
    about = {"subject_id": document.pk, "reference": ""}
    why = WORKING if claim.waits else look_reasons.given(request.user, **about)
    if why is None:
        raise ReasonWanted(document=document)
    audit.looked(
        request.user, AccessEvent.Kind.DOCUMENT, role="moderator", reason=why.reason, note=why.note, **about
    )


def _why(request, question, claim):
    """The look_reasons.Why of a look, or None. A form belongs to the sitting in which its page was opened."""
    user, reference = request.user, question.reference
    if question.asker_id == user.pk:
        return OWN
    if claim is not None and claim.waits:
        return WORKING
    known = look_reasons.given(user, subject_id=question.pk, reference=reference)
    if known is None and request.method == "POST":
        known = look_reasons.of_sitting(user, reference=reference)
    return known or (WORKING if _works_on(user, question) else None)


def _works_on(user, question):
    """Whether `user` has just decided something about it, or something of it waits for them."""
    if look_reasons.has_just_worked(user, reference=question.reference, about=DECIDED):
        return True
    waiting = (queue for queue in queues.queues_of(user) if queue.is_work and queue.model in TO_QUERY)
    return any(
        queue.rows().filter(queue.decidable(user), **{TO_QUERY[queue.model]: question.pk}).exists()
        for queue in waiting
    ) or _holds_about(user, question)


def _holds_about(user, question):
    """Whether they hold a report, a review or an appeal about it that waits for them."""
    for claim in DeskClaim.objects.live().filter(holder=user, kind__in=BEHIND):
        kind = KINDS[claim.kind]
        item = kind.find(claim.subject_id)
        if item is not None and _is_about(item, question) and waits_for(user, item, page=kind.page):
            return True
    return False


def _is_about(item, question):
    if isinstance(item, DecisionAppeal):
        return item.statement.reference == question.reference
    page = item.page if isinstance(item, Report) else item
    return page is not None and page.question_id == question.pk
