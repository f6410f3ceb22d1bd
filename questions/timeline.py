"""What happened to a query, in a patient's words: from the trail of decisions and the trail of looks."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from accounts.models import AccessEvent, AuditEvent
from specialties.models import Doctor

# The words for each decision; one that isn't here is no news for the patient.
EVENTS = {
    "question.submitted": _("You sent your query"),
    "question.more_information": _("You were asked for more information"),
    "question.open": _("A moderator passed it on to doctors"),
    "question.claimed": _("A doctor opened it to write an answer"),
    "question.handed_back": _("The doctor handed it back to our moderators, to find who can help you best"),
    "answer.in_review": _("An answer was written and went to our moderators"),
    "answer.returned": _("Our moderators asked the doctor to improve the answer"),
    "answer.approved": _("The answer was approved for you to read"),
    "answer.retracted": _("An answer is no longer valid"),
    "answer.started_too": _("Another doctor began to write a second answer"),
    "answer.closed_too": _("The second answer was not finished"),
    "question.closed": _("You said that this answered your question"),
    "question.declined": _("A moderator declined your query"),
    "question.withdrawn": _("You withdrew your query"),
    "question.rewritten": _("You changed your query, and our moderators look at it again"),
    "question.marked": _("You may need help soon: your query goes first now"),
    "appeal.made": _("You asked another moderator to look at it again"),
    "appeal.granted": _("Another moderator accepted your query after all"),
    "appeal.upheld": _("Another moderator looked at it again and declined it too"),
    "answer.thanked": _("You said thank you"),
    "followup.asked": _("You asked a follow-up question"),
    "followup.in_review": _("The doctor’s reply went to our moderators"),
    "followup.returned": _("Our moderators asked the doctor to improve the reply"),
    "followup.answered": _("The reply was approved for you to read"),
    "followup.closed": _("A follow-up question was closed without a reply"),
    "publication.private": _("You chose to keep it private"),
    "publication.allowed": _("You allowed us to publish it"),
    "publicdraft.prepared": _("A moderator prepared a text without what could identify you"),
    "publication.awaiting_patient": _("The text was ready for you to see"),
    "publicdraft.agreed": _("You agreed to the text"),
    "publication.published": _("It was published"),
    "publication.taken_down": _("The public page was taken down"),
    "publication.taken_back": _("Our moderators are preparing another text"),
    "publication.answer_retracted": _("The answer was removed from the public page"),
    "publication.correction_shown": _("A corrected text was ready for you to see"),
    "publication.correction_unwanted": _("You asked for another corrected text"),
    "publication.correction_taken_back": _("Our moderators are preparing another corrected text"),
    "publication.corrected": _("The public page was corrected"),
}
BY_PATIENT = {
    "question.submitted": _("You sent the information we asked for"),
    "question.open": _("You sent the information the doctor asked for"),
}
# What may well happen twice in a row.
REPEATED = {
    "question.rewritten",
    "answer.thanked",
    "followup.asked",
    "followup.in_review",
    "followup.answered",
}
CHANGE_WANTED = _("You asked for another text")
MOST_LOOKS = 500
ROLES = {
    "moderator": _("A moderator"),
    "doctor": _("A doctor"),
    "patient": pgettext_lazy("who looked", "You"),
    "auditor": _("An auditor"),
}


def taken_down(question):
    """The AuditEvent of the last time that its public page was taken down, or None. Costs one query."""
    events = AuditEvent.objects.filter(reference=question.reference, verb="publication.taken_down")
    return events.order_by("pk").last()


def timeline(question, *, answer_ids):
    """[{"at", "text"}, …], oldest first. `answer_ids` are those of the query's answers. Costs one query."""
    about_answers = Q(subject_type="answers.answer", subject_id__in=answer_ids)
    events = AuditEvent.objects.filter(Q(reference=question.reference) | about_answers).order_by("pk")
    steps, sent, before = [], False, ""
    for event in events:
        text = EVENTS.get(event.verb)
        mine = event.actor_id == question.asker_id
        if mine and event.verb in BY_PATIENT and sent:
            text = BY_PATIENT[event.verb]
        elif event.verb == "publication.allowed" and not mine:
            text = ""  # a moderator's step back; publication.taken_back says it
        elif event.verb == "question.submitted" and not mine:
            text = ""  # back to triage after an appeal; appeal.granted says it
        elif event.verb == "publication.allowed" and before == "publication.awaiting_patient":
            text = CHANGE_WANTED
        sent = sent or event.verb == "question.submitted"
        # A doctor's claim is renewed while they write: one line. Two follow-ups are two.
        if text and not (event.verb == before and event.verb not in REPEATED):
            steps.append({"at": event.at, "text": text})
            before = event.verb
    return steps


def looks(question):
    """Who else opened the query or its pictures, newest first: one line per person and day, doctors by name,
    moderators by role and with their reasons and notes. Reads the last MOST_LOOKS looks; costs two queries."""
    events = AccessEvent.objects.filter(reference=question.reference).exclude(viewer_id=question.asker_id)
    lines = {}
    for event in events.order_by("-pk")[:MOST_LOOKS]:
        key = (event.viewer_id, event.viewer_role, timezone.localdate(event.at))
        line = lines.setdefault(key, {"at": event.at, "kinds": {}, "reasons": {}, "times": 0})
        line["since"] = event.at
        line["kinds"][event.kind] = event.get_kind_display()
        if event.reason:
            line["reasons"][event.reason, event.note] = event.why
        line["times"] += event.kind != AccessEvent.Kind.ASKED
    doctors = {viewer for viewer, role, _day in lines if role == "doctor"}
    names = dict(Doctor.objects.filter(user__in=doctors).values_list("user", "name"))
    comma = pgettext("between the items of a list", ", ")
    return [
        {
            **line,
            "who": names.get(viewer) or ROLES.get(role, role),
            "what": comma.join(str(line["kinds"][kind]) for kind in sorted(line["kinds"])),
            "why": comma.join(str(line["reasons"][reason]) for reason in sorted(line["reasons"])),
        }
        for (viewer, role, _day), line in lines.items()
    ]
