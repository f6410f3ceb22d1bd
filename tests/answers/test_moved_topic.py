"""A topic moves to another specialty in the very moment in which a page under it is published or taken down."""

import threading

import pytest
from django.db import OperationalError, connection, transaction

from answers import opinions, publication
from questions.models import PublishedQuestion
from specialties.models import Specialty
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_page_published_while_its_topic_moves_goes_with_it():
    old, new = factories.make_specialty(), factories.make_specialty()
    topic = factories.make_specialty(parent=old)
    question = factories.make_approved_answer(specialty=topic, consent="no_need").question
    draft, moderator = factories.make_public_draft(question=question), factories.make_moderator()

    def publish():
        try:
            factories.approve_copy(draft, by=moderator)
        finally:
            connection.close()

    thread = threading.Thread(target=publish)
    with transaction.atomic():
        Specialty.objects.filter(pk=topic.pk).update(parent=new)
        thread.start()
        thread.join(timeout=1)
        assert thread.is_alive()  # it waits for the move
    thread.join(timeout=20)

    assert PublishedQuestion.objects.get().area_id == new.pk
    counts = dict(Specialty.objects.values_list("pk", "published_count"))
    assert counts == {old.pk: 0, new.pk: 1, topic.pk: 1}


def of_the_patient(question):
    publication.withdraw(question, by=question.asker, seen_version=question.version)


def of_a_report(question):
    page, moderator = question.published_copy, factories.make_moderator()
    with transaction.atomic():
        opinions.hold_seen(page, seen=opinions.seen_on(page))
        publication.withdraw(question, by=moderator, seen_version=question.version)


@pytest.mark.parametrize("take_down", [of_the_patient, of_a_report])
def test_a_page_is_taken_down_while_its_topic_moves(take_down):
    old, new = factories.make_specialty(), factories.make_specialty()
    page = factories.make_published_question(specialty=factories.make_specialty(parent=old))
    question, topic = page.question, page.topic
    errors = []

    def attempt():
        try:
            take_down(question)
        except OperationalError as error:  # a deadlock
            errors.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=attempt)
    with transaction.atomic():
        Specialty.objects.hold(topic.pk)
        thread.start()
        thread.join(timeout=1)
        assert thread.is_alive()  # it waits for the topic, and holds nothing of the page
        Specialty.objects.filter(pk=topic.pk).update(parent=new)
    thread.join(timeout=20)

    assert errors == []
    assert not PublishedQuestion.objects.exists() and Specialty.objects.get(pk=new.pk).published_count == 0
