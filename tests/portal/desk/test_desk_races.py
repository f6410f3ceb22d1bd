"""Two moderators decide at the same moment: one wins, and the other is told."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent
from questions.models import PublishedQuestion
from tests import factories
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def post_at_once(people, *, address, data):
    """The status codes of the same POST, sent by each of `people` at the same moment."""

    def poster(person):
        client = Client()
        client.force_login(person)
        return lambda: client.post(address, data).status_code

    return sorted(at_once(*[poster(person) for person in people]))


def events(verb):
    return AuditEvent.objects.filter(verb=verb).count()


def test_of_two_approvals_one_wins():
    people = [factories.make_moderator() for _ in range(4)]
    answer = factories.make_submitted_answer(moderator=people[0])
    before = events("answer.approved")
    data = {"version": answer.version, "number": 1}

    codes = post_at_once(people, address=reverse("admin:desk-answer-approve", args=[answer.pk]), data=data)

    assert codes == [302, 409, 409, 409]
    assert events("answer.approved") == before + 1


def test_of_two_triages_one_wins():
    people = [factories.make_moderator() for _ in range(4)]
    question = factories.make_question()
    before = events("question.open")
    data = {"version": question.version, "specialty": question.specialty_id}

    codes = post_at_once(
        people, address=reverse("admin:desk-query-open", args=[question.reference]), data=data
    )

    assert codes == [302, 409, 409, 409]
    assert events("question.open") == before + 1


def test_a_public_copy_is_published_once():
    people = [factories.make_moderator() for _ in range(4)]
    question = factories.make_approved_answer(consent="no_need").question
    draft = factories.make_public_draft(question=question)
    part = draft.answers.get()
    data = {"version": draft.version, "title": draft.title, "text": draft.text}
    data["signed"] = factories.EVERY_CLASS
    for field in ("short_answer", "explanation", "self_care", "help_non_urgent", "limits"):
        data[f"a{part.source_id}-{field}"] = getattr(part, field)

    codes = post_at_once(
        people, address=reverse("admin:desk-publication-approve", args=[question.reference]), data=data
    )

    assert codes == [302, 409, 409, 409]
    assert PublishedQuestion.objects.count() == 1
