"""What may go into a public copy of what was asked back and asked further: found, taken in, compared.

A public copy holds none of it unless a moderator took it in, one by one, in words of its own: what patient and doctor
wrote stays private, like the rest of the query.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.moves import MoveRefused
from answers.models import Clarification, ExchangeKind, FollowUp

PATIENT, DOCTOR = "patient", "doctor"
# The sides in the order in which they spoke, and what says whose words they are.
SIDES: dict[str, dict[str, Any]] = {
    ExchangeKind.CLARIFICATION: {
        DOCTOR: lambda: _("The doctor asked"),
        PATIENT: lambda: _("The patient replied"),
    },
    ExchangeKind.FOLLOW_UP: {
        PATIENT: lambda: _("The patient’s follow-up question"),
        DOCTOR: lambda: _("The doctor replied"),
    },
}


@dataclass(frozen=True)
class Exchange:
    """One that may be public, in its private words: a request that the patient replied to, or a follow-up whose reply
    a moderator released. `asked_at` is when it was asked, `at` when it could first be taken in."""

    kind: str
    source: int
    patient: str
    doctor: str
    asked_at: datetime
    at: datetime
    on: date
    reviewed_on: date | None = None

    @property
    def key(self):
        return key_of(self.kind, self.source)

    def public(self, *, patient, doctor):
        """As a public copy holds it, in the public words of both sides."""
        return {
            "kind": str(self.kind),
            "source": self.source,
            "patient": patient,
            "doctor": doctor,
            "on": self.on.isoformat(),
            "reviewed_on": self.reviewed_on and self.reviewed_on.isoformat(),
        }


def key_of(kind, source):
    """What names an exchange among those of one answer."""
    return f"{kind}-{source}"


def by_key(stored: Iterable[dict]) -> dict[str, dict]:
    """The exchanges of a public copy by their keys."""
    return {key_of(one["kind"], one["source"]): one for one in stored}


def possible(versions):
    """{an answer's id: the Exchanges about it, oldest first} of AnswerVersions with answer and doctor: what its doctor
    asked back, and the follow-ups to it that were answered. Two queries, none without versions."""
    answers = {version.answer_id: version.answer for version in versions}
    if not answers:
        return {}
    asked = Clarification.objects.replied().filter(
        question__in={answer.question_id for answer in answers.values()},
        asked_by__in=[answer.doctor.user_id for answer in answers.values()],
    )
    of_doctor = {(answer.question_id, answer.doctor.user_id): pk for pk, answer in answers.items()}
    found: dict[int, list[Exchange]] = {pk: [] for pk in answers}
    for one in asked.order_by("asked_at", "pk"):
        if (answer_id := of_doctor.get((one.question_id, one.asked_by_id))) is not None:
            found[answer_id].append(_clarification(one))
    for follow_up in FollowUp.objects.answered().filter(answer__in=answers).order_by("asked_at", "pk"):
        found[follow_up.answer_id].append(_follow_up(follow_up))
    return found


def _clarification(one):
    return Exchange(
        ExchangeKind.CLARIFICATION,
        one.pk,
        patient=one.reply,
        doctor=one.text,
        asked_at=one.asked_at,
        at=one.replied_at,
        on=timezone.localdate(one.replied_at),
    )


def _follow_up(one):
    return Exchange(
        ExchangeKind.FOLLOW_UP,
        one.pk,
        patient=one.text,
        doctor=one.reply,
        asked_at=one.asked_at,
        at=one.reviewed_at,
        on=timezone.localdate(one.replied_at),
        reviewed_on=timezone.localdate(one.reviewed_at),
    )


def taken_in(chosen, *, of):
    """What a public copy stores of the Exchanges `of` an answer: those of `chosen`, {key: {side: public words}}, in
    their order. Raises MoveRefused for one that isn't there, or of which a side has no words."""
    known = {one.key: one for one in of}
    if not chosen.keys() <= known.keys() or not all(
        words[side].strip() for words in chosen.values() for side in (PATIENT, DOCTOR)
    ):
        raise MoveRefused(_("A request for information or a follow-up question has changed meanwhile."))
    return [one.public(**chosen[one.key]) for one in of if one.key in chosen]


def chosen_in(part):
    """What was chosen for a saved public copy, as taken_in() takes it."""
    return {
        key: {side: one[side] for side in (PATIENT, DOCTOR)} for key, one in by_key(part.exchanges).items()
    }


def originals(part, *, of):
    """The exchanges of a saved public copy in the private words of both sides, as it would hold them unchanged."""
    taken = by_key(part.exchanges)
    return [one.public(patient=one.patient, doctor=one.doctor) for one in of if one.key in taken]


def pairs(old, new):
    """(label, old words, new words) of each side of each exchange in either of two lists, the new one's order first.
    "" stands for what one of them lacks."""
    before, after = by_key(old), by_key(new)
    for key, one in {**after, **before}.items():
        for side, label in SIDES[one["kind"]].items():
            yield (
                label(),
                before.get(key, {}).get(side, ""),
                after.get(key, {}).get(side, ""),
            )


def since(part, *, of, moment):
    """Of the Exchanges `of` an answer those that came after `moment` and aren't in its public copy."""
    taken = by_key(part.exchanges if part is not None else [])
    return [one for one in of if one.at > moment and one.key not in taken]
