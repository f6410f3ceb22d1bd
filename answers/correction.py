"""A public page corrected in place: a newer text is prepared while the old one stays up, then its rows are changed.

The address, the opinions and the counts of a page stay; nothing is deleted and made again. Each function is one move,
like those of publication.py. The triggers check for the new text what they check when a page is born.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts import audit, mail
from accounts.moves import MoveRefused, lock
from answers.models import Correction
from answers.publication import (
    CARD,
    CHANGED,
    add_answer,
    answers_are_current,
    hold_topic,
    not_involved,
    patient_sees_first,
    rendered,
    sign,
    write_draft,
)
from answers.signoff import answers_of
from questions.models import CopyWaits, Publication, PublishedQuestion, Question
from questions.search import engine as search
from specialties.markdown import excerpt

CORRECTED = (
    *("title", "text", "draft_version", "approved_by", "query_excerpt", *CARD),
    *("answered_at", "changed_at", "reviewed_on", "review_due_on"),
)


def with_moderators():
    """Queries whose public page waits for a moderator, oldest first: an answer (or a newer version of one) was approved
    since, or a correction is begun and not approved. Queries, not pages: a correction is made from them."""
    return Question.objects.copy_waiting(CopyWaits.CORRECT)


def with_patients():
    """Queries whose correction a moderator approved and the patient has not agreed to yet."""
    return Question.objects.copy_waiting(CopyWaits.PATIENT).filter(publication=Publication.PUBLISHED)


@transaction.atomic
def prepare(question, *, by, title, text, answers, note, seen_version, kept=()):
    """A moderator writes the corrected public text while the old page stays up; `note` tells readers what was
    corrected, `answers` maps a version's id to its contract parts, `kept` is as for publication.prepare(). Returns the
    PublicDraft, signed by nobody yet."""
    question = lock(question)
    not_involved(question, by)
    if question.publication != Publication.PUBLISHED:
        raise MoveRefused(CHANGED)
    draft = lock(question.public_draft)
    draft.question = question
    if draft.version != seen_version or draft.correction_waits_for_patient:
        raise MoveRefused(CHANGED)
    words = {"title": title, "text": text, "answers": answers, "correction_note": note}
    return write_draft(draft, by=by, kept=kept, **words)


@transaction.atomic
def approve(draft, *, by, seen_version):
    """A moderator approves the exact text seen. It goes to the patient, or, where that was waived and the rules allow
    it, straight to the page. Where two people must sign, `by` must be a senior moderator who didn't prepare it."""
    question, draft = _locked(draft, seen_version=seen_version)
    not_involved(question, by)
    if draft.approved_at is not None or not answers_are_current(draft):
        raise MoveRefused(CHANGED)
    sign(draft, question, by=by)
    if not patient_sees_first(draft):
        _apply(question, draft, by=by)
        return
    audit.record(by, "publication.correction_shown", question, draft_version=draft.version)
    mail.notify(
        question.asker,
        "correction_preview",
        reference=question.reference,
        path=question.get_absolute_url(),
    )


@transaction.atomic
def agree(draft, *, by, seen_version):
    """The patient agrees to the exact text seen; the page shows it when this returns True. False: its signatures no
    longer suffice, and it is with the moderators again, as for publication.agree()."""
    question, draft = _waiting_for(by, draft, seen_version=seen_version)
    if not answers_are_current(draft):
        raise MoveRefused(CHANGED)
    hold_topic(question)
    if not draft.may_be_signed_by(draft.approved_by):
        question.take_back_correction(by=None)
        return False
    draft.agreed_at = timezone.now()
    draft.save(update_fields=["agreed_at"])
    audit.record(by, "publicdraft.agreed", question, draft_version=draft.version)
    _apply(question, draft, by=by)
    return True


@transaction.atomic
def want_change(draft, *, by, note, seen_version):
    """The patient asks for another text; the moderators see `note`. The page stays as it was."""
    question, draft = _waiting_for(by, draft, seen_version=seen_version)
    draft.want_change(note)
    draft.save()
    audit.record(by, "publication.correction_unwanted", question, draft_version=draft.version)


@transaction.atomic
def take_back(draft, *, by, seen_version):
    """A moderator takes a correction back that waits for the patient, to prepare another."""
    question, draft = _locked(draft, seen_version=seen_version)
    not_involved(question, by)
    if not draft.correction_waits_for_patient:
        raise MoveRefused(CHANGED)
    question.take_back_correction(by=by)


def _locked(draft, *, seen_version):
    """Query and draft under their locks, if the draft is the very correction that was seen; else MoveRefused."""
    question = lock(draft.question)
    draft = lock(draft)
    draft.question = question
    if (
        question.publication != Publication.PUBLISHED
        or draft.version != seen_version
        or not draft.corrects_page
    ):
        raise MoveRefused(CHANGED)
    return question, draft


def _waiting_for(patient, draft, *, seen_version):
    """Query and draft for a decision of the patient's, under their locks; MoveRefused when none waits for it."""
    question, draft = _locked(draft, seen_version=seen_version)
    if patient.pk != question.asker_id or not draft.correction_waits_for_patient:
        raise MoveRefused(CHANGED)
    return question, draft


def _apply(question, draft, *, by):
    """Write the corrected text over the public rows: words, card, dates, search, and what readers are told."""
    page = PublishedQuestion.objects.hold_of(question)
    shown = {row.source.answer_id: row for row in page.answers.standing().select_related("source")}
    parts = sorted(answers_of(draft), key=lambda part: _place(part, shown=shown))
    _write_page(page, draft, parts=parts, shown=shown)
    place = max(page.answers.values_list("position", flat=True))
    for part in parts:
        if part.source.answer_id in shown:
            _write_answer(shown[part.source.answer_id], part, draft=draft)
        else:
            place += 1
            add_answer(page, part, position=place)
    Correction.objects.create(
        page=page, made_on=timezone.localdate(), note=draft.correction_note, draft_version=draft.version
    )
    search.index(page)
    audit.record(by, "publication.corrected", question, draft_version=draft.version)


def _place(part, *, shown):
    """Answers on the page keep their places; new ones come behind them."""
    row = shown.get(part.source.answer_id)
    return (row is None, row.position if row else part.position)


def _write_page(page, draft, *, parts, shown):
    new = [part.source.reviewed_at for part in parts if part.source.answer_id not in shown]
    page.title, page.text = draft.title, draft.text
    page.draft_version, page.approved_by = draft.version, draft.approved_by
    page.query_excerpt = excerpt(draft.text)
    page.answer_excerpt = excerpt(parts[0].short_answer or parts[0].explanation)
    page.answer_count = len(parts)
    page.lead_doctor = parts[0].source.answer.doctor
    page.answered_at = max([page.answered_at, *new])
    page.changed_at = timezone.now()
    page.reviewed_on = timezone.localdate(draft.approved_at)
    page.review_due_on = timezone.localdate() + timedelta(days=settings.REVIEW_EVERY_DAYS)
    page.save(update_fields=CORRECTED)


def _write_answer(row, part, *, draft):
    """The corrected words into their row; "edited" is when its doctor sent them, if it is another version."""
    version = part.source
    if row.source_id != version.pk:
        row.edited_at = version.submitted_at
    row.source, row.credentials = version, version.credentials
    row.rendered, row.reviewed_on = rendered(part), timezone.localdate(version.reviewed_at)
    row.draft_version = draft.version
    for field, value in part.public_words().items():
        setattr(row, field, value)
    row.save()
