"""Words that found nothing, on the desk: listed, dealt with, never in the trail."""

import pytest
from django.urls import reverse

from questions import emptysearches
from questions.models import EmptySearch
from tests.questions.test_empty_searches import PEOPLE, search

pytestmark = pytest.mark.django_db
LIST = reverse("admin:desk-empty-searches")
DONE = reverse("admin:desk-empty-search-done")


def make_told(words, *, more=0):
    for person in [*PEOPLE, *[1] * more]:
        search(words, person=person)


@pytest.mark.parametrize("number", [1, 3])
def test_the_most_used_come_first_at_the_same_cost(signed_in, moderator, number, django_assert_num_queries):
    for used in range(number):
        make_told(f"sinking {'abc'[used]}", more=used)
    search("hollow cheek")
    client = signed_in(moderator)
    client.get(reverse("admin:desk"))

    with django_assert_num_queries(6):
        page = client.get(LIST)

    assert [row.words for row in page.context["rows"]] == [f"sinking {each}" for each in "cba"[3 - number :]]
    assert "cheek" not in page.content.decode()


def test_the_list_ends_and_says_so(signed_in, moderator, monkeypatch):
    monkeypatch.setattr("portal.desk.records.emptysearches.MOST_SHOWN", 1)
    make_told("sinking face")
    alone = signed_in(moderator).get(LIST).context["more"]
    make_told("hollow cheek")

    page = signed_in(moderator).get(LIST)

    assert (alone, page.context["more"], len(page.context["rows"])) == (False, True, 1)


def test_words_are_dealt_with_once(signed_in, moderator):
    make_told("sinking <b>face</b>")
    client = signed_in(moderator)
    key = str(EmptySearch.objects.get().key)
    shown = client.get(LIST).content.decode()

    first, again = (client.post(DONE, {"key": key}, follow=True) for _ in range(2))

    assert key in shown and "sinking b face" in shown
    assert "The words are off the list." in first.content.decode()
    assert "Nothing is listed" in first.content.decode()
    assert str(emptysearches.GONE) in again.content.decode()
