"""A topic or its specialty is marked rare in the very moment in which a text under it is signed, or becomes public."""

import threading
import time

import pytest
from django.db import transaction

from accounts.moves import MoveRefused
from answers import correction, publication
from answers.models import PublicAnswerDraft
from questions.models import Consent, PublicDraft, PublishedQuestion
from specialties.models import Specialty
from tests import factories
from tests.together import at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("place", ["topic", "specialty"]),
    pytest.mark.parametrize("moves", [publication, correction], ids=["page", "correction"]),
]


def while_marked_rare(marked, move):
    """What `move` returns or raises when it begins while the transaction that marks a specialty is still open."""
    begun = threading.Event()

    def mark():
        with transaction.atomic():
            Specialty.objects.filter(pk=marked.pk).update(rare=True)
            begun.set()
            time.sleep(0.5)  # in which `move` comes to where it has to wait

    def then():
        assert begun.wait(timeout=20)
        return move()

    return at_once(mark, then)[1]


def prepared(*, moves, consent, by):
    """A text that `by` prepared: of a page, or a correction of one."""
    topic = factories.make_specialty(parent=factories.make_specialty())
    answer = factories.make_approved_answer(specialty=topic, consent=consent)
    draft = factories.make_public_draft(question=answer.question, moderator=by)
    if moves is correction:
        factories.approve_copy(draft, by=by)
        if consent != Consent.NO_NEED:
            draft.refresh_from_db()
            publication.agree(draft, by=draft.question.asker, seen_version=draft.version)
        parts = {part.source_id: part.contract() for part in PublicAnswerDraft.objects.all()}
        words = {"title": "New", "text": "Newer.", "note": "A word.", "answers": parts}
        draft = moves.prepare(draft.question, by=by, seen_version=draft.version, **words)
    return draft


def marked_of(draft, *, place):
    topic = draft.question.specialty
    return topic if place == "topic" else topic.parent


def test_one_moderator_no_longer_signs_it(moves, place, moderator):
    draft = prepared(moves=moves, consent=Consent.NO_NEED, by=moderator)
    factories.sign_off(draft, by=moderator)

    refused = while_marked_rare(
        marked_of(draft, place=place),
        lambda: moves.approve(draft, by=moderator, seen_version=draft.version),
    )

    assert isinstance(refused, MoveRefused) and "second, different moderator" in refused.message
    assert draft.version not in PublishedQuestion.objects.values_list("draft_version", flat=True)


def test_a_text_that_one_signed_goes_back_when_its_patient_agrees(moves, place, moderator):
    draft = prepared(moves=moves, consent=Consent.SHOW_FIRST, by=moderator)
    factories.approve_copy(draft, by=moderator, moves=moves)
    draft.refresh_from_db()

    agreed = while_marked_rare(
        marked_of(draft, place=place),
        lambda: moves.agree(draft, by=draft.question.asker, seen_version=draft.version),
    )

    assert agreed is False and PublicDraft.objects.get().approved_by is None
    assert draft.version not in PublishedQuestion.objects.values_list("draft_version", flat=True)
