"""Public copies: prepared, signed off, approved, corrected, taken down; what colleagues add to them."""

import uuid
from contextlib import suppress

from accounts.moves import MoveRefused
from answers import correction, publication, signoff
from answers.models import Answer, Opinion
from questions.models import Consent
from tests.factories.answers import make_approved_answer
from tests.factories.doctors import make_doctor
from tests.factories.people import make_moderator


def make_correction(
    question,
    *,
    moderator=None,
    title="Why does it hurt?",
    text="It began weeks ago.",
    note="Corrected.",
    answers=None,
):
    """A corrected text of a public page, prepared by a moderator and not approved yet."""
    question.refresh_from_db()
    parts = {version.pk: version.contract() for version in publication.publishable_versions(question)}
    return correction.prepare(
        question,
        by=moderator or make_moderator(),
        title=title,
        text=text,
        answers=answers or parts,
        note=note,
        seen_version=question.public_draft.version,
    )


# Every line of a sign-off that there can be.
EVERY_CLASS = [*signoff.CLASSES, signoff.PICTURES, signoff.TOGETHER]


def sign_off(draft, *, by):
    """A moderator ticks every class of marks there is."""
    publication.sign_off(draft, by=by, classes=EVERY_CLASS, seen_version=draft.version)


def approve_copy(draft, *, by=None, moves=publication):
    """A moderator, a senior one unless given, signs a public text off and approves it."""
    by = by or make_moderator(senior=True)
    with suppress(MoveRefused):  # what may not be signed off may not be approved either
        sign_off(draft, by=by)
    moves.approve(draft, by=by, seen_version=draft.version)


def approve_correction(draft, *, by=None):
    """The same for a corrected text, which is on its page where nobody but a moderator is asked."""
    approve_copy(draft, by=by, moves=correction)


def make_public_draft(*, question, moderator=None, title="Why does it hurt?", text="It began weeks ago."):
    """A public copy a moderator prepared, not approved yet."""
    question.refresh_from_db()
    parts = {version.pk: version.contract() for version in publication.publishable_versions(question)}
    old = getattr(question, "public_draft", None)
    return publication.prepare(
        question,
        by=moderator or make_moderator(),
        title=title,
        text=text,
        answers=parts,
        seen_version=old.version if old else 0,
    )


def make_published_question(*, title="Why does it hurt?", text="It began weeks ago.", **fields):
    """A public page, made by the whole road: asked, opened, answered, approved, de-identified, agreed."""
    fields.setdefault("consent", Consent.NO_NEED)
    answer = make_approved_answer(**fields)
    draft = make_public_draft(question=answer.question, title=title, text=text)
    approve_copy(draft)
    draft.refresh_from_db()
    if draft.question.patient_sees_first:
        publication.agree(draft, by=draft.question.asker, seen_version=draft.version)
    return draft.question.published_copy


def make_opinion(*, answer=None, doctor=None, stance="agree", reason="", shown=False, moderator=None):
    """A colleague's opinion on a public answer, waiting for review; with `shown` one that readers see."""
    answer = answer or make_published_question().answers.get()
    doctor = doctor or make_doctor(specialties=[answer.question.area])
    reason = reason or ("" if stance == "agree" else "I would treat it sooner.")
    work = Opinion.objects.in_work().filter(published_answer=answer, doctor=doctor).first()
    opinion = Opinion.objects.give(
        answer=answer,
        doctor=doctor,
        stance=stance,
        reason=reason,
        key=uuid.uuid4(),
        seen_version=work.version if work else 0,
        seen_text=answer.draft_version,
    )
    if shown:
        opinion.approve(by=moderator or make_moderator(), seen_version=opinion.version)
    return opinion


def make_second_answer(*, page=None, doctor=None):
    """A second answer to a public query, just begun."""
    page = page or make_published_question()
    doctor = doctor or make_doctor(specialties=[page.area])
    return Answer.objects.start_too(question=page.question, doctor=doctor)


def take_page_down(page, **why):
    """A public page taken down: by its patient, or, where no query is behind it, by a moderator."""
    if page.question is None:
        publication.withdraw_imported(page, by=make_moderator(), reason_code="asked")
        return
    page.question.refresh_from_db()
    publication.withdraw(page.question, by=page.question.asker, seen_version=page.question.version, **why)
