"""A query before it is sent: kept, changed and sent later, each under a lock and against the version seen."""

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.moves import MoveRefused, lock
from questions.models import Attachment, Care, Question


def keep(*, asker, submission_key, fields, pictures=()):
    """Store a new draft, once per `submission_key`; a second click finds the first one's. Returns the Question."""
    try:
        with transaction.atomic():
            question = Question.objects.create(asker=asker, submission_key=submission_key, **fields)
            _add(question, pictures)
    except IntegrityError:
        question = Question.objects.of_asker(asker).filter(submission_key=submission_key).first()
        if question is None:
            raise
    return question


@transaction.atomic
def change(question, *, by, fields, pictures=(), without=(), seen_version):
    """Store a draft's new texts, drop the pictures whose ids are in `without`, add `pictures`; returns the Question.

    Raises MoveRefused when it was changed in another window or sent meanwhile.
    """
    current = lock(question)
    if current.care != Care.DRAFT or current.asker_id != by.pk or current.version != seen_version:
        raise MoveRefused(_("This draft was changed in another window, or sent already."))
    for field, value in fields.items():
        setattr(current, field, value)
    current.version += 1
    current.save()
    for picture in current.attachments.filter(pk__in=without):
        _remove(picture)
    _add(current, pictures)
    return current


@transaction.atomic
def send(question, *, by, fields, pictures=(), without=(), seen_version):
    """Store a draft's last changes and send it, or neither. Returns the Question."""
    current = change(
        question,
        by=by,
        fields=fields,
        pictures=pictures,
        without=without,
        seen_version=seen_version,
    )
    current.submit(by=by, seen_version=current.version)
    return current


def _add(question, pictures):
    """Save unsaved Attachments behind those the query has; one it has already (chosen again) is left out."""
    known = set(question.attachments.values_list("sha256", flat=True))
    last = question.attachments.aggregate(last=Max("position"))["last"]
    new = [picture for picture in pictures if picture.sha256 not in known]
    for position, picture in enumerate(new, start=0 if last is None else last + 1):
        picture.question, picture.position = question, position
        picture.save()


def _remove(picture: Attachment):
    """Delete a picture; its file goes once the row is gone for good."""
    storage, name = picture.file.storage, str(picture.file.name)
    picture.delete()
    transaction.on_commit(lambda: storage.delete(name))
