"""What becomes of a public page that nobody changes: confirmed as current when its review is due, or taken down.

Each function is one move, like those of publication.py, which names them too. Taking down is deleting: lists, search,
feeds, sitemap and counts read the deleted rows alone, so that all of them have forgotten the page when the transaction
commits.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import audit, deskclaims, mail, statements
from accounts.models import StatementKind
from accounts.moves import MoveRefused, lock
from answers import opinions
from answers.models import PublishedAnswer
from questions.models import (
    CAUSES,
    Publication,
    PublishedQuestion,
    TakenDownFor,
    WithdrawalCause,
    WithdrawnPage,
)
from specialties.models import Specialty

NOT_DUE = _("This page was reviewed meanwhile.")
OWN_ANSWER = _("Nobody takes down a page with an answer of their own: another moderator must.")


@transaction.atomic
def confirm_current(page, *, by, seen):
    """A moderator has read a page whose review is due, and it is still true: it stays, with a new day of review.

    Not by anybody with a part in it; `seen` is opinions.seen_on() of the page that was read. Locks the query, the
    topic, then the page. Raises MoveRefused when it was changed or reviewed since, so a second click does nothing.
    """
    current = opinions.hold_seen(page, seen=seen)
    if by.pk in opinions.involved(current):
        raise MoveRefused(_("Nobody decides about a page of their own, or after an opinion of theirs."))
    today = timezone.localdate()
    if not current.review_due_on or current.review_due_on > today:
        raise MoveRefused(NOT_DUE)
    current.reviewed_on = today
    current.review_due_on = today + timedelta(days=settings.REVIEW_EVERY_DAYS)
    current.save(update_fields=["reviewed_on", "review_due_on"])
    audit.record(by, "publication.confirmed", current)


@transaction.atomic
def withdraw(
    question, *, by, seen_version, cause=WithdrawalCause.PATIENT, reason="", words="", rule="", change=""
):
    """Take a public page down at once: its rows are deleted, its address answers 410, search and feeds forget it.

    `cause` says for whom: the patient (who does it, or asks a moderator to), a `reason` of the moderators (a code of
    TakenDownFor that readers are told) or the law. `words` are for the patient, when it wasn't their wish: they stand
    in the statement of reasons, with `rule` and `change`. The `question` in hand stays as it was read.
    """
    question = lock(question)
    _may_take_down(question, by=by)
    if cause != WithdrawalCause.PATIENT:
        _must_say_why(question, by=by, words=words)
    _take_down(question, by=by, seen_version=seen_version, cause=cause, reason=reason)
    if cause != WithdrawalCause.PATIENT:
        statements.give(
            to=question.asker,
            kind=StatementKind.PAGE_WITHDRAWN,
            subject=question,
            reference=question.reference,
            what=words,
            rule=rule,
            change=change,
            by=by,
        )
    mail.notify(
        question.asker,
        "publication_withdrawn",
        reference=question.reference,
        path=question.get_absolute_url(),
    )


@transaction.atomic
def take_down_erased(question):
    """Take a page down because its query is erased: like withdraw(), but there is nobody to tell any more.
    Called by answers.erasing, under its lock."""
    _take_down(
        question,
        by=None,
        seen_version=question.version,
        cause=WithdrawalCause.PATIENT,
        verb="publication.erased",
    )


@transaction.atomic
def detach(published):
    """Let a page stay whose query is erased in this very transaction: nothing leads from it to a patient any more.

    Its words stay frozen; only a moderator can take it down (withdraw_imported()). The database refuses to commit
    while the query still exists. Of what was asked back or further, it forgets which private rows they were.
    """
    audit.record(None, "publication.detached", published)
    PublishedQuestion.objects.filter(pk=published.pk).update(question=None, detached_on=timezone.localdate())
    for answer in PublishedAnswer.objects.filter(question=published.pk):
        answer.exchanges = [{**one, "source": None} for one in answer.exchanges]
        answer.source, answer.detached = None, True
        answer.save(update_fields=["exchanges", "source", "detached"])


@transaction.atomic
def withdraw_imported(published, *, by, reason_code):
    """A moderator takes a page down at once that has no query and no patient behind it to tell: an imported one,
    or one whose query was erased.

    Its tombstone keeps which item of an archive it was, so that no import brings it back. `reason_code` is a
    TakenDownFor; raises MoveRefused for a doctor of the page, and when it is down already or was made of a query of
    this site.
    """
    try:
        Specialty.objects.hold(published.topic_id)  # before its page
        published = lock(published)
    except PublishedQuestion.DoesNotExist:
        raise MoveRefused(_("This page was taken down meanwhile.")) from None
    if published.question_id is not None:
        raise MoveRefused(_("This page was made from a query of this site; take it down there."))
    if published.answers.filter(doctor__user=by).exists():
        raise MoveRefused(OWN_ANSWER)
    code = TakenDownFor(reason_code)
    tombstone = _bury(published, cause=CAUSES[code], reason=code)
    verb = "publication.imported_taken_down" if published.imported_on else "publication.detached_taken_down"
    audit.record(by, verb, tombstone, reason=code.value)


def _may_take_down(question, *, by):
    """The patient, or a moderator with no part in it: neither a doctor who answered nor whose earlier take-down an
    appeal overruled."""
    if by.pk == question.asker_id:
        return
    if question.answers.filter(doctor__user=by).exists():
        raise MoveRefused(OWN_ANSWER)
    statements.demand_not_overruled(question, by=by)


def _must_say_why(question, *, by, words):
    """Whose page goes without having wished it is told why, by a moderator who is not the patient."""
    if by.pk == question.asker_id or not by.has_perm("questions.publish_question"):
        raise MoveRefused(_("Another moderator must take this page down."))
    if not words.strip():
        raise MoveRefused(_("Enter what the patient should know."))


def _take_down(question, *, by, seen_version, cause, reason="", verb="publication.taken_down"):
    """Delete the public rows of a query and leave the tombstone. In the caller's transaction, under its lock."""
    question.move_held_publication(Publication.WITHDRAWN, by=by, seen_version=seen_version)
    _bury(PublishedQuestion.objects.hold_of(question), cause=cause, reason=reason)
    told = {"reason": str(reason)} if cause == WithdrawalCause.REASON else {}
    audit.record(by, verb, question, cause=str(cause), **told)


def _bury(published, *, cause, reason):
    """Leave the tombstone of a page and delete its rows, with whatever says that a moderator works on it. In the
    caller's transaction, under its lock of the topic."""
    tombstone = WithdrawnPage.objects.create(
        reference=published.reference,
        cause=cause,
        reason=reason if cause == WithdrawalCause.REASON else "",
        source_name=published.source_name,
        source_id=published.source_id,
    )
    deskclaims.drop(published)
    published.delete()
    return tombstone
