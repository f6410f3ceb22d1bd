"""A query erased with everything that hangs on it: pictures, answers, follow-ups, the public text in preparation."""

from django.db import transaction

from accounts import audit, deskclaims
from accounts.models import Statement, User
from accounts.moves import lock
from answers import publication
from questions.models import Draft, PublicDraft, PublishedQuestion, Question


@transaction.atomic
def erase_question(question, *, keep_page):
    """Delete a query for good. Its public page is taken down, or, if `keep_page`, stays without a query behind it.

    Locks the patient's account, then the query: what others do with it waits and then finds it gone. The files go
    first: a crash leaves a row without a file, which the next attempt deletes, never a file that no row names.
    Silent when it is gone already.
    """
    User.objects.hold(question.asker_id)
    try:
        question = lock(question)
    except Question.DoesNotExist:
        return
    published = PublishedQuestion.objects.filter(question=question).first()
    if published is not None and keep_page:
        publication.detach(published)
    elif published is not None:
        publication.take_down_erased(question)
    draft = PublicDraft.objects.filter(question=question).first()
    if draft is not None:
        draft.take_back_approval()  # the database lets nobody delete parts of an approved text
    _delete_files(question)
    for subject in (question, *question.answers.all()):
        deskclaims.drop(subject)
    Statement.objects.filter(
        reference=question.reference
    ).delete()  # its doctors' ones too: they may quote it
    audit.record(None, "question.erased", question)
    question.delete()


def _delete_files(question):
    """The pictures of the query and of a change of it in work; the same file may be in both."""
    pictures = list(question.attachments.all())
    for draft in Draft.objects.filter(edits=question):
        pictures += draft.pictures.all()
    for picture in pictures:
        picture.file.storage.delete(picture.file.name)
