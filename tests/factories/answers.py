"""Answers in each state, follow-ups, and a doctor's snippets."""

import uuid

from answers.models import Answer, FollowUp, Snippet
from tests.factories.doctors import make_doctor
from tests.factories.people import make_moderator, numbers
from tests.factories.queries import make_open_question

CONTRACT = {
    "short_answer": "It is most likely harmless.",
    "explanation": "Such pain often comes from a *strained* muscle.",
    "self_care": "- Rest\n- Keep warm",
    "help_non_urgent": "It lasts longer than six weeks.",
    "limits": "Without an examination nobody can be sure.",
    "clinical_opinion": True,
}


def make_draft_answer(*, doctor=None, question=None, contract=None, **fields):
    """An answer in the editor of a doctor who holds the query."""
    question = question or make_open_question(**fields)
    doctor = doctor or make_doctor(specialties=[question.specialty])
    question.claim(doctor=doctor)
    answer = Answer.objects.start(question=question, doctor=doctor)
    findings = {str(picture.pk): "A small red patch." for picture in question.attachments.all()}
    answer.save_draft(
        contract={**CONTRACT, "findings": findings, **(contract or {})},
        seen_version=answer.version,
    )
    return answer


def make_submitted_answer(**fields):
    """An answer waiting for review."""
    answer = make_draft_answer(**fields)
    answer.submit(by=answer.doctor.user, seen_version=answer.version)
    return answer


def make_approved_answer(*, moderator=None, **fields):
    """An answer its patient can read."""
    answer = make_submitted_answer(**fields)
    answer.approve(by=moderator or make_moderator(), seen_version=answer.version)
    return answer


def revise(answer, *, note="The advice was too short.", **contract):
    """An approved answer opened again by its doctor, with the note of what was changed; not sent yet."""
    answer.revise(by=answer.doctor.user, seen_version=answer.version)
    answer.save_draft(contract={**contract, "change_note": note}, seen_version=answer.version)
    return answer


def make_new_version(answer, *, moderator=None, **fields):
    """A newer approved version of an approved answer."""
    revise(answer, **fields)
    answer.submit(by=answer.doctor.user, seen_version=answer.version)
    answer.approve(by=moderator or make_moderator(), seen_version=answer.version)
    return answer


def make_follow_up(*, answer=None, text="May I swim?", reply="", **fields):
    """A follow-up question that waits for its doctor; with `reply` one whose reply waits for review."""
    answer = answer or make_approved_answer(**fields)
    asker = answer.question.asker
    follow_up = FollowUp.objects.ask(answer=answer, by=asker, text=text, key=uuid.uuid4())
    if reply:
        follow_up.send_reply(by=answer.doctor.user, reply=reply, seen_version=follow_up.version)
    return follow_up


def make_snippet(*, doctor=None, title="", text="", **fields):
    """A text that a doctor keeps; its words are its own unless given."""
    number = next(numbers)
    return Snippet.objects.add(
        doctor=doctor or make_doctor(),
        title=title or f"Snippet {number}",
        text=text or f"Words of snippet {number}.",
        **fields,
    )
