"""What doctors of the demonstration say of each other's public answers, and a second answer that one has begun.

Each through the real moves, once: run again, it finds what it made.
"""

import uuid
from datetime import timedelta

from answers.models import Answer, Opinion, PublishedAnswer
from portal.demo.seed_clock import at
from portal.demo.seed_looks import doctor_looks
from portal.demo.seed_mails import silent_transaction
from specialties.models import Doctor


def judge(entry, *, now, moderators):
    """Give an opinion, and have it shown or sent back if the entry says so; returns how many were made."""
    key = uuid.uuid5(uuid.NAMESPACE_URL, f"https://demo.example/opinion/{entry['query']}/{entry['doctor']}")
    if Opinion.objects.filter(key=key).exists():
        return 0
    answer = _answer(entry)
    with silent_transaction():
        with at(now - timedelta(days=entry["given_days_ago"])):
            opinion = Opinion.objects.give(
                answer=answer,
                doctor=_doctor(entry),
                stance=entry["stance"],
                reason=" ".join(entry.get("reason", "").split()),
                key=key,
                seen_version=0,
                seen_text=answer.draft_version,
            )
        with at(now - timedelta(days=entry["given_days_ago"] - 0.6)):
            if entry.get("shown"):
                opinion.approve(by=moderators[0], seen_version=opinion.version)
            elif "returned" in entry:
                opinion.send_back(by=moderators[0], reason=entry["returned"], seen_version=opinion.version)
    return 1


def begin(entry, *, now):
    """Begin a second answer beside a public one; returns how many were begun."""
    question, doctor = _answer(entry).question.question, _doctor(entry)
    if Answer.objects.of_doctor(doctor).filter(question=question).exists():
        return 0
    with silent_transaction(), at(now - timedelta(days=entry["begun_days_ago"])):
        doctor_looks(question, doctor)
        Answer.objects.start_too(question=question, doctor=doctor)
    return 1


def _doctor(entry):
    return Doctor.objects.get(slug=entry["doctor"])


def _answer(entry):
    rows = PublishedAnswer.objects.standing().select_related("question__question")
    return rows.filter(question__title=entry["query"]).earliest("position")
