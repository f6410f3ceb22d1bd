"""Queries and their drafts, the warning signs looked for in them, and appeals against a refusal."""

import uuid

from django.contrib.auth.models import AnonymousUser

from questions.models import (
    Appeal,
    Attachment,
    Consent,
    Draft,
    FlagLevel,
    Question,
    RedFlag,
    RedFlagVersion,
    Step,
)
from tests.factories.doctors import make_specialty, picture_file
from tests.factories.people import make_moderator, make_user


def make_question(
    *,
    asker=None,
    specialty=None,
    consent=Consent.PRIVATE,
    pictures=0,
    submitted=True,
    **fields,
):
    """A query as the ask page makes it: sent, waiting for triage (or a draft)."""
    fields = {
        "title": "Why does it hurt?",
        "text": "It began weeks ago. What can I do?",
        **fields,
    }
    question = Question.objects.create(
        asker=asker or make_user(),
        specialty=specialty or make_specialty(),
        consent=consent,
        **fields,
    )
    for position in range(pictures):
        Attachment.objects.create(
            question=question,
            file=picture_file(),
            width=60,
            height=40,
            size=700,
            position=position,
        )
    if submitted:
        question.submit(by=question.asker, seen_version=question.version)
    return question


# What the ask flow asks, and answers that raise no red flag.
ASKED = {
    Step.SPECIALTY: {"specialty": None},
    Step.SYMPTOMS: {},
    Step.ABOUT: {"about": "self"},
    Step.QUESTION: {"title": "Why do my hands tingle?"},
    Step.DETAILS: {"text": "It began three weeks ago.\nIt is worse at night."},
    Step.BACKGROUND: {"age_band": "30–39", "sex": "", "conditions": "", "medicines": "none", "allergies": ""},
    Step.PICTURES: {},
    Step.PRIVACY: {"consent": "private"},
}


def make_draft(*, owner=None, browser_key="", until=None, **fields):
    """A query being written, all its questions answered; those before `until` alone when it is given."""
    draft = None
    for step, answers in ASKED.items():
        if step == until:
            break
        said = {name: fields.get(name, value) for name, value in answers.items()}
        if draft is None:
            draft = Draft.objects.begin(
                start_key=uuid.uuid4(),
                user=owner or AnonymousUser(),
                browser_key=browser_key,
                fields=said,
                step=step,
            )
        else:
            draft.answer(step, fields=said)
    return draft


def make_red_flag(
    *, code="chest-pain", level=FlagLevel.EMERGENCY, pattern="chest pain", ask="Pain in the chest"
):
    """A rule in force. While there is one, the shipped ones don't count."""
    flag = RedFlag.objects.create(code=code)
    return RedFlagVersion.objects.create(
        flag=flag,
        name=code,
        level=level,
        ask=ask,
        text=f"Words about {code}.",
        patterns=[pattern],
        must_match=[f"I have {pattern}."],
        must_not_match=["I feel well."],
    )


def make_open_question(*, moderator=None, urgent=False, self_harm=False, **fields):
    """A query a moderator opened to doctors."""
    question = make_question(**fields)
    question.triage(
        by=moderator or make_moderator(),
        specialty=question.specialty,
        urgent=urgent,
        self_harm=self_harm,
        seen_version=question.version,
    )
    return question


def make_declined_question(*, moderator=None, reason="Please see a dentist.", **fields):
    """A query that a moderator refused."""
    question = make_question(**fields)
    question.decline(by=moderator or make_moderator(), reason=reason, seen_version=question.version)
    return question


def make_appeal(*, question=None, text="It is about my health.", **fields):
    """An appeal that waits for a senior moderator."""
    question = question or make_declined_question(**fields)
    return Appeal.objects.make(question=question, by=question.asker, text=text, seen_version=question.version)
