"""From an answered query to a public page and back: prepare, approve, agree, publish, withdraw, retract.

How a public page is corrected is in correction.py, how it is confirmed or taken down in afterwards.py; its moves are
named here too. Each function is one move: it locks the query first, checks what the person saw, and writes its audit
line and e-mail in the same transaction. Triggers on the public tables check the same rules again.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts import audit, mail
from accounts.moves import MoveRefused, lock
from answers import exchanges, signoff
from answers.afterwards import confirm_current as confirm_current
from answers.afterwards import detach as detach
from answers.afterwards import take_down_erased as take_down_erased
from answers.afterwards import withdraw as withdraw
from answers.afterwards import withdraw_imported as withdraw_imported
from answers.models import (
    CONTRACT_FIELDS,
    MARKDOWN_FIELDS,
    Answer,
    AnswerVersion,
    PublishedAnswer,
    Retraction,
)
from questions.models import Publication, PublicDraft, PublishedQuestion
from questions.references import new_reference
from questions.search import engine as search
from specialties.markdown import excerpt, render
from specialties.models import Specialty

# What a list shows of a page's answers.
CARD = ("answer_excerpt", "answer_count", "lead_doctor")
NO_WORDS = PublishedAnswer().public_words()

CHANGED = _("This public copy was changed or decided meanwhile.")


def publishable_versions(question):
    """The answer versions a public copy of `question` is made from, first answer first: approved, not retracted."""
    answers = Answer.objects.readable_by_patient().filter(question=question)
    return (
        AnswerVersion.objects.approved()
        .filter(pk__in=answers.values("approved_version"))
        .select_related("answer__doctor")
        .order_by("reviewed_at", "pk")
    )


@transaction.atomic
def prepare(question, *, by, title, text, answers, seen_version, kept=()):
    """A moderator writes the de-identified text: `answers` maps a version's id to its contract parts and, under
    "exchanges", what is taken in of what was asked back and asked further (exchanges.taken_in()); `kept` is what was
    said to identify nobody (signoff.keep()).

    `seen_version` is the draft's version on the page, 0 when there was none. A new text takes back every
    signature and agreement given to the old one. Returns the PublicDraft.
    """
    question = lock(question)
    not_involved(question, by)
    draft = PublicDraft.objects.filter(question=question).first()
    if (draft.version if draft else 0) != seen_version or question.publication != Publication.ALLOWED:
        raise MoveRefused(CHANGED)
    draft = draft or PublicDraft(question=question, version=0)
    return write_draft(draft, by=by, title=title, text=text, answers=answers, kept=kept)


def write_draft(draft, *, by, title, text, answers, kept, correction_note=""):
    """Store the next version of a public text with the parts of each answer, approved by nobody yet. In the caller's
    transaction and under its lock of the query; raises MoveRefused when `answers` aren't those that may be public."""
    versions = list(publishable_versions(draft.question))
    if not versions or {version.pk for version in versions} != set(answers):
        raise MoveRefused(_("The answers to this query have changed meanwhile."))
    draft.title, draft.text, draft.correction_note = title, text, correction_note
    draft.prepared_by, draft.prepared_at = by, timezone.now()
    draft.kept = list(kept)
    draft.unsign()
    draft.version += 1
    draft.save()
    draft.answers.all().delete()
    known = exchanges.possible(versions)
    for position, version in enumerate(versions):
        given = answers[version.pk]
        parts = {field: given[field] for field in CONTRACT_FIELDS}
        parts["exchanges"] = exchanges.taken_in(given.get("exchanges", {}), of=known[version.answer_id])
        draft.answers.create(source=version, position=position, **parts)
    audit.record(by, "publicdraft.prepared", draft.question, draft_version=draft.version)
    return draft


@transaction.atomic
def sign_off(draft, *, by, classes, seen_version):
    """A moderator says of the exact text seen, the first or a correction, that every class of marks found in it was
    checked; `classes` names them (Check.key). approve() demands it of who approves."""
    question = lock(draft.question)
    draft = lock(draft)
    draft.question = question
    not_involved(question, by)
    is_open = question.publication == Publication.ALLOWED or draft.corrects_page
    if draft.version != seen_version or draft.approved_at is not None or not is_open:
        raise MoveRefused(CHANGED)
    draft.signed_off = signoff.signed(signoff.checks_for(draft), classes=classes)
    draft.signed_off_by, draft.signed_off_at = by, timezone.now()
    draft.save(update_fields=["signed_off", "signed_off_by", "signed_off_at"])
    audit.record(by, "publicdraft.signed_off", question, draft_version=draft.version, found=draft.signed_off)


@transaction.atomic
def approve(draft, *, by, seen_version):
    """A moderator approves the exact text seen, having signed off what was found in it.

    It goes to the patient, or, where the patient waived that and the rules allow it, straight to readers.
    Where two people must sign, `by` must be a senior moderator, and not who prepared it.
    """
    question = lock(draft.question)
    draft = lock(draft)
    draft.question = question
    not_involved(question, by)
    if (
        draft.version != seen_version
        or question.publication != Publication.ALLOWED
        or draft.approved_at is not None
        or not answers_are_current(draft)
    ):
        raise MoveRefused(CHANGED)
    sign(draft, question, by=by)
    if not patient_sees_first(draft):
        _publish(question, draft, by=by)
        return
    question.move_held_publication(Publication.AWAITING_PATIENT, by=by, seen_version=question.version)
    mail.notify(
        question.asker,
        "publication_preview",
        reference=question.reference,
        path=question.get_absolute_url(),
    )


def patient_sees_first(draft):
    """Whether the patient reads this very text before it is public: by the rules, or because words of an exchange are
    in it. Who said “no need to ask me” had not written those yet. One query at most."""
    return draft.question.patient_sees_first or any(part.exchanges for part in signoff.answers_of(draft))


def hold_topic(question):
    """Hold the topic of a query and the specialty above it, read as they are now: whether they are marked rare or
    sensitive, and so `question.two_people_publish`, stays as it is until the transaction ends. In the caller's
    transaction, under its locks of the query and the draft and before that of a page. Two queries."""
    topic = Specialty.objects.hold(question.specialty_id)
    if topic.parent_id is not None:
        topic.parent = Specialty.objects.hold(topic.parent_id)
    question.specialty = topic


def sign(draft, question, *, by):
    """Write a moderator's approval of a draft. In the caller's transaction and under its locks; holds the topic."""
    signoff.demand(draft, by=by)
    hold_topic(question)
    if question.two_people_publish and by.pk == draft.prepared_by_id:
        raise MoveRefused(_("A second, different moderator must approve this public copy."))
    if question.two_people_publish and not by.has_perm("questions.confirm_publication"):
        raise MoveRefused(_("Two must sign this public copy, and the second must be a senior moderator."))
    draft.approved_by, draft.approved_at, draft.change_wanted = by, timezone.now(), ""
    draft.save(update_fields=["approved_by", "approved_at", "change_wanted"])
    audit.record(by, "publicdraft.approved", question, draft_version=draft.version)


@transaction.atomic
def agree(draft, *, by, seen_version):
    """The patient agrees to the exact text seen; it is public when this returns True.

    Where two must sign only since a moderator approved it (a sign of self-harm in a follow-up, a topic become rare),
    and its signature is not of a second, senior one, it goes back to the moderators instead: False.
    """
    question, draft = _awaiting_patient(draft, by=by, seen_version=seen_version)
    if not answers_are_current(draft):
        raise MoveRefused(CHANGED)
    hold_topic(question)
    if not draft.may_be_signed_by(draft.approved_by):
        _reopen(question, by=None)
        return False
    draft.agreed_at = timezone.now()
    draft.save(update_fields=["agreed_at"])
    audit.record(by, "publicdraft.agreed", question, draft_version=draft.version)
    _publish(question, draft, by=by)
    return True


@transaction.atomic
def want_change(draft, *, by, note, seen_version):
    """The patient asks for another text; the moderators see `note` and prepare a new one."""
    question, draft = _awaiting_patient(draft, by=by, seen_version=seen_version)
    draft.want_change(note)
    draft.save()
    question.move_held_publication(Publication.ALLOWED, by=by, seen_version=question.version)


@transaction.atomic
def take_back(draft, *, by, seen_version):
    """A moderator takes a text back that waits for the patient, to prepare another: nobody has read it as agreed."""
    question = lock(draft.question)
    draft = lock(draft)
    draft.question = question
    not_involved(question, by)
    if draft.version != seen_version or question.publication != Publication.AWAITING_PATIENT:
        raise MoveRefused(CHANGED)
    _reopen(question, by=by)


@transaction.atomic
def retract(answer, *, by, code, reason, seen_version, rule="", change=""):
    """Take an approved answer back for good: a moderator, or its doctor.

    Its patient reads it no longer, but `reason` (free text) and the sentence of `code` (a Retraction). On a public
    page its words go at once, from search and lists too, and the sentence alone stands in their place. `rule` and
    `change` are for the statement of reasons, which its doctor gets unless they took it back themselves.
    """
    answer.hold_for_retraction(by=by)
    question = lock(answer.question)
    if question.publication == Publication.AWAITING_PATIENT:
        _reopen(question, by=by)
    elif question.publication == Publication.PUBLISHED:
        question.take_back_correction(by=by)
        _take_words_off(question, answer, code=code, by=by)
    answer.retract(by=by, code=code, reason=reason, seen_version=seen_version, rule=rule, change=change)


def _take_words_off(question, answer, *, code, by):
    """Empty the public row of an answer, and let card, counts and search forget it. The page keeps its address."""
    page = PublishedQuestion.objects.hold_of(question)
    shown = page.answers.standing().filter(source__answer=answer)
    today = timezone.localdate()
    if not shown.update(**NO_WORDS, rendered={}, retracted_on=today, retraction=Retraction(code)):
        return
    page.changed_at = timezone.now()
    set_card(page)
    page.save(update_fields=["changed_at", *CARD])
    search.index(page)
    audit.record(by, "publication.answer_retracted", question)


def set_card(page):
    """What a list shows of a page, from the answers that stand on it; nothing without one. Doesn't save. One query."""
    standing = list(page.answers.standing().select_related("doctor").order_by("position", "pk"))
    page.answer_count = len(standing)
    page.answer_excerpt = excerpt(standing[0].short_answer or standing[0].explanation) if standing else ""
    if standing:
        page.lead_doctor = standing[0].doctor


def answers_are_current(draft):
    """Whether `draft` was made from the very answer versions that may be published now; at least one of them."""
    sources = {part.source_id for part in signoff.answers_of(draft)}
    publishable = publishable_versions(draft.question).order_by().values_list("pk", flat=True)
    return bool(sources) and sources == set(publishable)


def _reopen(question, *, by):
    """The text that waits for the patient back to the moderators, without its approval. In the caller's transaction
    and under its lock of the query."""
    question.move_held_publication(Publication.ALLOWED, by=by, seen_version=question.version)
    audit.record(by, "publication.taken_back", question)


def _awaiting_patient(draft, *, by, seen_version):
    """Lock query and draft for a decision of the patient's; MoveRefused when the text is not the one seen."""
    question = lock(draft.question)
    draft = lock(draft)
    draft.question = question
    if (
        draft.version != seen_version
        or question.publication != Publication.AWAITING_PATIENT
        or by.pk != question.asker_id
    ):
        raise MoveRefused(CHANGED)
    return question, draft


def involved(question, user):
    """Whether `user` has a part in a public copy: its patient, or a doctor who answered. One query."""
    return user.pk == question.asker_id or question.answers.filter(doctor__user=user).exists()


def not_involved(question, by):
    """MoveRefused for who has a part in it: they don't decide on the public copy."""
    if involved(question, by):
        raise MoveRefused(_("Nobody decides on the publication of their own query or answer."))


def _publish(question, draft, *, by):
    """Write the public copy of an approved draft whose answers are current: the rows, the search index, the state, the
    e-mail. Its topic is held: one that moved meanwhile would take its specialty away from under the new page."""
    parts, topic = list(signoff.answers_of(draft)), question.specialty
    published = PublishedQuestion.objects.create(
        question=question,
        reference=new_reference(),
        slug=public_slug(draft.title),
        answered_at=max(part.source.reviewed_at for part in parts),
        reviewed_on=timezone.localdate(draft.approved_at),
        approved_by_id=draft.approved_by_id,
        query_excerpt=excerpt(draft.text),
        answer_excerpt=excerpt(parts[0].short_answer or parts[0].explanation),
        answer_count=len(parts),
        lead_doctor=parts[0].source.answer.doctor,
        draft_version=draft.version,
        topic=topic,
        area_id=topic.parent_id or topic.pk,
        **facts_of(question, title=draft.title, text=draft.text),
    )
    for position, part in enumerate(parts):
        add_answer(published, part, position=position)
    search.index(published)
    question.move_held_publication(Publication.PUBLISHED, by=by, seen_version=question.version)
    mail.notify(
        question.asker,
        "publication_published",
        reference=question.reference,
        path=question.get_absolute_url(),
    )
    return published


def facts_of(question, *, title, text):
    """The columns of a public page that are words and facts of its query, as they are when it is made."""
    return {
        "title": title,
        "text": text,
        "age_band": question.age_band,
        "sex": question.sex,
        "picture_count": question.picture_count,
        "language": question.language,
        "asked_on": timezone.localdate(question.submitted_at),
        "review_due_on": timezone.localdate() + timedelta(days=settings.REVIEW_EVERY_DAYS),
    }


def add_answer(page, part, *, position):
    """Write the public copy of an answer that the page doesn't show yet. In the caller's transaction."""
    version = part.source
    return PublishedAnswer.objects.create(
        question=page,
        source=version,
        doctor=version.answer.doctor,
        position=position,
        credentials=version.credentials,
        rendered=rendered(part),
        answered_at=version.submitted_at,
        reviewed_on=timezone.localdate(version.reviewed_at),
        draft_version=page.draft_version,
        **part.public_words(),
    )


def public_slug(title):
    """The readable end of a public page's address; never empty, at most 80 characters, never that of a form
    about the page."""
    slug = slugify(title)[:80].strip("-")
    return "question" if slug in ("", "report", "helpful") else slug


def rendered(parts):
    """The markdown parts of `parts` (an AnswerContract) as safe HTML by field name; empty ones left out."""
    return {
        field: render(getattr(parts, field)) for field in MARKDOWN_FIELDS if getattr(parts, field).strip()
    }
