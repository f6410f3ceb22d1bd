"""What becomes of answers in the demonstration after review: a corrected page, one to correct, a retracted answer.

Each through the real moves, once: run again, it finds what it made.
"""

from datetime import timedelta

from answers import correction, exchanges, publication
from answers.models import CONTRACT_FIELDS, AnswerStatus
from portal.demo.seed_clock import at
from portal.demo.seed_looks import doctor_looks, moderator_looks
from portal.demo.seed_mails import silent_transaction
from portal.demo.seed_queries import sign_off
from questions.models import PublishedQuestion


def correct(entry, *, now, moderators):
    """A doctor changes an approved answer, and the public page follows, unless the entry leaves that to a moderator;
    returns how many answers were changed."""
    page = PublishedQuestion.objects.get(title=entry["query"])
    question = page.question
    answer = question.answers.readable_by_patient().get()
    if answer.versions.count() > 1:
        return 0
    changed = {name: text.strip() for name, text in entry["answer"].items()}
    with silent_transaction():
        with at(now - timedelta(days=entry["changed_days_ago"])):
            doctor_looks(question, answer.doctor)
            answer.revise(by=answer.doctor.user, seen_version=answer.version)
            note = {"change_note": entry["change_note"]}
            answer.save_draft(contract={**changed, **note}, seen_version=answer.version)
            answer.submit(by=answer.doctor.user, seen_version=answer.version)
        with at(now - timedelta(days=entry["reviewed_days_ago"])):
            moderator_looks(question, moderators[1])
            answer.approve(by=moderators[1], seen_version=answer.version)
        if "corrected_days_ago" in entry:
            with at(now - timedelta(days=entry["corrected_days_ago"])):
                said = {"note": entry["note"], "said": entry.get("exchange", [])}
                _publish(question, page, moderators=moderators, **said)
    return 1


def _publish(question, page, *, note, said, moderators):
    first, second = moderators
    moderator_looks(question, first)
    moderator_looks(question, second)
    draft = _prepare(question, page, note=note, said=said, by=first)
    sign_off(draft, by=second)
    correction.approve(draft, by=second, seen_version=draft.version)
    draft.refresh_from_db()
    if draft.correction_waits_for_patient:
        correction.agree(draft, by=question.asker, seen_version=draft.version)


def _prepare(question, page, *, note, said, by):
    """`said` are the public words of what was asked back and further, in its order; nothing is taken in without."""
    question.refresh_from_db()
    version = publication.publishable_versions(question).get()
    known = exchanges.possible([version])[version.answer_id]
    sides = ({side: words.strip() for side, words in one.items()} for one in said)
    taken = {one.key: words for one, words in zip(known, sides, strict=bool(said))}
    parts = {version.pk: {name: getattr(version, name) for name in CONTRACT_FIELDS} | {"exchanges": taken}}
    return correction.prepare(
        question,
        by=by,
        title=page.title,
        text=page.text,
        answers=parts,
        note=note,
        seen_version=question.public_draft.version,
    )


def retract(entry, *, now):
    """A doctor takes an approved answer of their own back."""
    page = PublishedQuestion.objects.get(title=entry["query"])
    answer = page.question.answers.get()
    if answer.status == AnswerStatus.RETRACTED:
        return 0
    with silent_transaction(), at(now - timedelta(days=entry["retracted_days_ago"])):
        doctor_looks(answer.question, answer.doctor)
        why = {"code": entry["code"], "reason": " ".join(entry["reason"].split())}
        publication.retract(answer, by=answer.doctor.user, seen_version=answer.version, **why)
    return 1
