"""Two windows on one draft: both texts are shown, and nothing is lost."""

import pytest

from questions.models import Step
from tests.factories import make_draft
from tests.questions.asking import SEEN, answer, page, seen, with_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(client):
    return make_draft(browser_key=with_key(client), until=Step.PRIVACY)


def test_other_windows_change_is_not_overwritten_unseen(client, draft):
    old = seen(client, draft, Step.DETAILS)
    answer(client, draft, Step.DETAILS, text="From the first window.")

    response = client.post(page(draft, Step.DETAILS), {"text": "From the second window.", "seen": old})

    markup = response.content.decode()
    draft.refresh_from_db()
    assert response.status_code == 409
    assert draft.text == "From the first window."
    assert "From the first window." in markup
    assert "From the second window.</textarea>" in markup
    assert "Keep what is saved now" in markup


def test_second_choice_after_seeing_both_counts(client, draft):
    old = seen(client, draft, Step.DETAILS)
    answer(client, draft, Step.DETAILS, text="From the first window.")
    conflict = client.post(page(draft, Step.DETAILS), {"text": "From the second window.", "seen": old})
    shown = SEEN.search(conflict.content.decode())[1]

    client.post(page(draft, Step.DETAILS), {"text": "From the second window.", "seen": shown})

    draft.refresh_from_db()
    assert draft.text == "From the second window."


def test_same_answer_sent_twice_is_no_conflict(client, draft):
    old = seen(client, draft, Step.DETAILS)

    for _click in range(2):
        response = client.post(page(draft, Step.DETAILS), {"text": "The same.", "seen": old})

    assert response.status_code == 302


def test_another_steps_change_is_no_conflict(client, draft):
    old = seen(client, draft, Step.DETAILS)
    answer(client, draft, Step.BACKGROUND, medicines="aspirin")

    response = client.post(page(draft, Step.DETAILS), {"text": "New words.", "seen": old})

    draft.refresh_from_db()
    assert response.status_code == 302
    assert (draft.text, draft.medicines) == ("New words.", "aspirin")


def test_choice_changed_elsewhere_is_named_in_words(client, draft):
    old = seen(client, draft, Step.ABOUT)
    answer(client, draft, Step.ABOUT, about="child")

    markup = client.post(page(draft, Step.ABOUT), {"about": "other", "seen": old}).content.decode()

    assert "What is saved now" in markup
    assert '<p class="typed" dir="auto">My child</p>' in markup
