"""A form sent several times makes one query."""

import threading
import uuid
from pathlib import Path

import pytest
from django.db import IntegrityError, connection

from accounts.models import AuditEvent, Mail
from questions.models import Attachment, Care, Question
from tests import factories

KEY = uuid.UUID("00000000-0000-4000-8000-000000000001")
FIELDS = {"title": "Why does it hurt?", "text": "It began weeks ago."}


def stored():
    """The pictures' files on disk."""
    folder = Path(Attachment._meta.get_field("file").storage.location)
    return {file for file in folder.rglob("*") if file.is_file()}


def picture():
    return Attachment(file=factories.picture_file(), width=60, height=40, size=700)


def send(asker, specialty, *, key=KEY, pictures=()):
    return Question.objects.submit_once(
        asker=asker, submission_key=key, specialty=specialty, pictures=pictures, **FIELDS
    )


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_five_times_in_parallel_makes_one_query_and_one_mail():
    before = stored()
    asker, specialty = factories.make_user(), factories.make_specialty()
    start, made = threading.Barrier(5), []

    def job():
        try:
            start.wait(timeout=10)
            made.append(send(asker, specialty, pictures=[picture()]).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=job) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    question = Question.objects.get()
    assert made == [question.pk] * 5 and question.care == Care.SUBMITTED
    assert Attachment.objects.count() == len(stored() - before) == 1
    assert Mail.objects.count() == AuditEvent.objects.filter(verb="question.submitted").count() == 1


@pytest.mark.django_db
def test_two_forms_make_two_queries(asker, topic):
    first, second = send(asker, topic), send(asker, topic, key=uuid.uuid4())

    assert first.reference != second.reference


@pytest.mark.django_db
def test_a_key_of_somebody_else_gives_nothing_of_theirs_away(asker, stranger, topic):
    send(asker, topic)

    with pytest.raises(IntegrityError):
        send(stranger, topic)


@pytest.mark.django_db
def test_a_query_that_fails_leaves_neither_row_nor_picture(asker):
    before, broken = stored(), picture()
    broken.width = -1

    with pytest.raises(IntegrityError):
        send(asker, None, pictures=[picture(), broken])

    assert not Question.objects.exists() and not Mail.objects.exists()
    assert stored() == before
