"""/me/decisions/: what was decided about me, and the appeal."""

import pytest
from django.urls import reverse

from accounts.models import Statement
from answers.models import DecisionAppeal
from tests import factories
from tests.accounts import test_statements as made

pytestmark = pytest.mark.django_db
LIST = reverse("my-decisions")


def page(statement):
    return reverse("my-decision", args=[statement.pk])


def appeal_page(statement):
    return reverse("decision-appeal", args=[statement.pk])


def said_of(decide, moderator):
    item, person = decide(moderator)
    return Statement.objects.about(item).get(), person


@made.every_decision
def test_the_page_says_what_why_by_which_rule_and_until_when(moderator, signed_in, decide):
    said, person = said_of(decide, moderator)
    text = signed_in(person).get(page(said)).content.decode()

    assert "zebra reason" in text and "zebra change" in text
    assert "#rule-kind" in text and str(said.get_kind_display()).replace("’", "’") in text
    assert ("You can appeal" in text) is True


@made.every_decision
def test_what_it_is_about_can_be_opened(moderator, signed_in, decide):
    said, person = said_of(decide, moderator)
    client = signed_in(person)
    url = client.get(page(said)).context["item_url"]

    assert client.get(url, follow=True).status_code == 200


@made.every_decision
def test_without_a_change_the_page_says_what_can_be_done(moderator, signed_in, decide, monkeypatch):
    monkeypatch.setitem(made.MADE, "change", "")
    said, person = said_of(decide, moderator)

    assert signed_in(person).get(page(said)).context["change"]


def test_nobody_else_sees_it(moderator, stranger, signed_in):
    said, _person = said_of(made.suspend, moderator)

    assert signed_in(stranger).get(page(said)).status_code == 404
    assert signed_in(moderator).get(page(said)).status_code == 404
    assert "suspended" not in signed_in(stranger).get(LIST).content.decode()


def test_the_link_beside_an_item_leads_to_its_last_decision(moderator, signed_in):
    said, person = said_of(made.return_answer, moderator)
    link = reverse("decision-about", args=["answer_returned", said.subject_id])

    assert signed_in(person).get(link).url == page(said)
    assert signed_in(moderator).get(link).url == LIST


def test_an_appeal_is_made_once_however_often_the_button_is_pressed(moderator, signed_in):
    said, person = said_of(made.return_answer, moderator)
    client = signed_in(person)
    for _click in range(2):
        assert client.post(appeal_page(said), {"text": "It says so."}).url == page(said)

    assert DecisionAppeal.objects.get().text == "It says so."
    assert "It says so." in client.get(page(said)).content.decode()


@pytest.mark.parametrize("typed", ["", "x" * 2001])
def test_a_bad_form_keeps_what_was_typed(moderator, signed_in, typed):
    said, person = said_of(made.return_answer, moderator)
    response = signed_in(person).post(appeal_page(said), {"text": typed})

    assert response.status_code == 422 and typed in response.content.decode()
    assert not DecisionAppeal.objects.exists()


def test_another_appeal_in_another_window_is_a_conflict_with_both_texts(moderator, signed_in):
    said, person = said_of(made.return_answer, moderator)
    factories.make_decision_appeal(statement=said, text="zebra first")
    response = signed_in(person).post(appeal_page(said), {"text": "zebra second"})

    assert response.status_code == 409
    assert "zebra first" in response.content.decode() and "zebra second" in response.content.decode()


def test_a_decided_appeal_shows_its_reasons(moderator, senior, signed_in):
    said, person = said_of(made.return_answer, moderator)
    appeal = factories.make_decision_appeal(statement=said)
    appeal.decide(by=senior, granted=False, note="zebra upheld")

    text = signed_in(person).get(page(said)).content.decode()
    assert "zebra upheld" in text and "Senior" not in text.replace("Senior moderator", "")


@pytest.mark.parametrize("count", (1, 3, 20))
def test_the_list_costs_the_same_queries_at_any_length(
    moderator, signed_in, count, django_assert_num_queries
):
    asker = factories.make_user()
    for _ in range(count):
        question = factories.make_question(asker=asker)
        question.decline(by=moderator, reason="No.", seen_version=question.version)
    client = signed_in(asker)
    client.get(LIST)

    with django_assert_num_queries(5):
        assert client.get(LIST).content.count(b"row-list__title") == count


def test_older_decisions_stand_on_further_pages(moderator, signed_in):
    asker = factories.make_user()
    for _ in range(23):
        question = factories.make_question(asker=asker)
        question.decline(by=moderator, reason="No.", seen_version=question.version)
    client = signed_in(asker)
    first = client.get(LIST)
    second = client.get(LIST, {"before": first.context["before"]})

    assert len(first.context["rows"]) == 20
    assert len(second.context["rows"]) == 3 and second.context["before"] is None


@pytest.mark.parametrize(("granted", "word"), [(True, "Overruled"), (False, "The query stays declined")])
def test_a_refused_query_tells_of_its_appeal(moderator, senior, signed_in, granted, word):
    said, person = said_of(made.decline, moderator)
    client = signed_in(person)
    assert "you can appeal until" in client.get(LIST).content.decode()
    question = person.questions.get()
    factories.make_appeal(question=question).decide(by=senior, granted=granted, note="zebra note")

    shown, one = (client.get(url).content.decode() for url in (LIST, page(said)))
    assert word in shown and "you can appeal until" not in shown
    assert "zebra note" in one and "You can appeal" not in one
