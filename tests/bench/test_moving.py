"""bench/moving.py: what it publishes waits as on the desk, and a search that is late is seen."""

import pytest

from bench.moving import Mover, waiting_copies, word
from questions.models import PublishedQuestion, WithdrawnPage
from tests.factories import make_specialty


@pytest.fixture
def areas():
    areas = [make_specialty() for _ in range(2)]
    for area in areas:
        make_specialty(parent=area)
    return areas


@pytest.mark.django_db(transaction=True)
def test_copies_wait_under_topics_of_several_areas(areas):
    drafts, _moderator = waiting_copies(4)

    assert {draft.question.specialty.parent for _number, draft in drafts} == set(areas)
    assert [draft.title for _number, draft in drafts] == [f"What is {word(n)}?" for n in (1, 2, 3, 4)]


@pytest.mark.django_db(transaction=True)
def test_each_is_found_when_public_and_not_when_taken_down(areas, live_server):
    drafts, moderator = waiting_copies(2)
    mover = Mover(moderator, live_server.thread.port)

    mover.move(drafts)

    assert [look[1:] for look in mover.looks] == [(True, True), (False, False)] * 2
    assert (PublishedQuestion.objects.count(), WithdrawnPage.objects.count()) == (0, 2)


@pytest.mark.django_db(transaction=True)
def test_a_page_that_the_search_does_not_know_is_noticed(areas, live_server):
    [(_number, draft)], moderator = waiting_copies(1)
    mover = Mover(moderator, live_server.thread.port)

    mover.move([(7, draft)])  # looks for the word of another page

    assert [look[1:] for look in mover.looks] == [(True, False), (False, False)]


@pytest.mark.django_db
def test_a_search_that_fails_is_a_fault_whatever_was_expected(settings, live_server):
    settings.ALLOWED_HOSTS = []
    mover = Mover(None, live_server.thread.port)

    for expected in (True, False):
        mover.look_for(1, "Q-BBBB-BBBB", expected=expected)

    assert [look[1:] for look in mover.looks] == [(True, "status 400"), (False, "status 400")]
