"""Help against spam on the desk: copies and links are shown, and held queries alone may be declined together."""

import pytest
from django.urls import reverse
from django.utils import translation

from accounts import deskclaims, statements
from accounts.models import AccessEvent, AuditEvent, Statement
from accounts.moves import MoveRefused
from questions import spam
from questions.models import Care, Question
from questions.spam_refusal import CHANGE, REASON, refuse
from tests.factories import make_decision_appeal, make_moderator, make_question, make_user

pytestmark = pytest.mark.django_db
ADDRESS = reverse("admin:desk-spam")
LIST = reverse("admin:desk-list", args=["queries"])
OFFER = (
    "Buy the best cure for every pain in our shop today, order now at cures-for-all.example and good-pills.example, we "
    "send it anywhere in three days for a small price."
)


def sent(*, text=OFFER, held=True, **fields):
    """A query as the flow sends one, with its print."""
    marks = {"held": True, "held_for": "advertising"} if held else {}
    question = make_question(title="Cure for all", text=text, **marks, **fields)
    spam.remember(question)
    return question


def tick(question, *, version=None):
    return f"{question.reference}.{version or question.version}"


def care_of(*questions):
    return [Question.objects.get(pk=question.pk).care for question in questions]


def test_row_and_page_show_copies_and_links(signed_in, moderator):
    first, second = sent(), sent(text=OFFER.replace("small", "tiny"))
    sent(
        text="My knee has hurt since the run in the park on Sunday and is thick in the morning, what can I do?"
    )
    client = signed_in(moderator)

    rows = {row.title: [word for word, _level in row.marks] for row in client.get(LIST).context["rows"]}
    page = client.get(reverse("admin:desk-query", args=[first.reference])).content.decode()

    assert {"1 near copy", "2 links"} <= set(rows[first.reference])
    assert sum("1 near copy" in marks for marks in rows.values()) == 2
    assert "It holds 2 links." in page
    assert f'<a href="{reverse("admin:desk-query", args=[second.reference])}">' in page


def test_ticks_are_offered_in_the_list_of_held_ones_alone(signed_in, moderator):
    sent()
    client = signed_in(moderator)
    offered = [
        'name="chosen"' in client.get(LIST, query).content.decode()
        for query in ({"marks": "held"}, {}, {"marks": ["held", "urgent"]}, {"marks": "urgent"})
    ]

    assert offered == [True, False, False, False]


def test_those_ticked_are_shown_and_then_declined_each_by_its_own_move(signed_in, moderator):
    chosen = [sent() for _number in range(3)]
    client = signed_in(moderator)

    page = client.get(ADDRESS, {"chosen": [question.reference for question in chosen]}).content.decode()
    assert page.count("Buy the best cure for every pain") == 3
    answer = client.post(ADDRESS, {"chosen": [tick(question) for question in chosen]})

    assert answer.url == f"{LIST}?marks=held"
    assert care_of(*chosen) == [Care.DECLINED] * 3
    assert set(Question.objects.values_list("reason", "declined_by")) == {(str(REASON), moderator.pk)}
    assert AuditEvent.objects.filter(verb="question.declined").count() == 3
    assert Statement.objects.filter(user__in=[question.asker for question in chosen]).count() == 3


def test_reading_them_is_written_down(signed_in, moderator):
    question = sent()

    signed_in(moderator).get(ADDRESS, {"chosen": [question.reference]})

    look = AccessEvent.objects.get(viewer_id=moderator.pk)
    assert (look.subject_id, look.reference, look.reason) == (question.pk, question.reference, "working")


def test_what_changed_meanwhile_is_named_and_left(signed_in, moderator):
    stale, fine = sent(), sent()
    seen = tick(stale)
    stale.rewrite(
        by=stale.asker,
        fields={"text": "Mine."},
        urgent=False,
        self_harm=False,
        held_for="links",
        seen_version=stale.version,
    )

    page = signed_in(moderator).post(ADDRESS, {"chosen": [seen, tick(fine)]}, follow=True).content.decode()

    assert care_of(stale, fine) == [Care.SUBMITTED, Care.DECLINED]
    assert "1 query is declined as spam." in page
    assert f"{stale.reference} was left" in page


def test_query_that_is_not_held_is_neither_shown_nor_declined(signed_in, moderator):
    honest = sent(held=False, text="My knee hurts in the morning.")
    client = signed_in(moderator)

    page = client.get(ADDRESS, {"chosen": [honest.reference]}).content.decode()
    client.post(ADDRESS, {"chosen": [tick(honest)]})

    assert "My knee hurts" not in page
    assert care_of(honest) == [Care.SUBMITTED]
    with pytest.raises(MoveRefused, match="kept aside as spam"):
        refuse(honest, by=moderator, seen_version=honest.version)


def test_what_a_colleague_holds_is_left(signed_in, moderator):
    question = sent()
    deskclaims.hold(question, by=make_moderator(), kind="query", reference=question.reference)

    signed_in(moderator).post(ADDRESS, {"chosen": [tick(question)]})

    assert care_of(question) == [Care.SUBMITTED]


def test_own_query_is_left(signed_in, moderator):
    own = sent(asker=moderator)

    signed_in(moderator).post(ADDRESS, {"chosen": [tick(own)]})

    assert care_of(own) == [Care.SUBMITTED]


@pytest.mark.parametrize("nonsense", ("x", "Q-0000-0000.1", "Q-0000-0000.x", ".", "Q-0000-0000." + "9" * 40))
def test_nonsense_declines_nothing(signed_in, moderator, nonsense):
    question = sent()

    assert signed_in(moderator).post(ADDRESS, {"chosen": [nonsense]}).status_code == 302
    assert care_of(question) == [Care.SUBMITTED]


def test_nothing_ticked_is_said_and_the_choice_kept(signed_in, moderator):
    question = sent()

    answer = signed_in(moderator).post(ADDRESS, {"shown": [question.reference]})

    assert answer.status_code == 422
    assert "Select at least one query." in answer.content.decode()
    assert tick(question) in answer.content.decode()


def test_double_click_declines_once(signed_in, moderator):
    question = sent()
    client, form = signed_in(moderator), {"chosen": [tick(question)]}

    client.post(ADDRESS, form)
    client.post(ADDRESS, form)

    assert AuditEvent.objects.filter(verb="question.declined").count() == 1


@pytest.mark.parametrize("count", (1, 3, 20))
def test_list_and_look_cost_the_same_queries_at_any_length(
    signed_in, moderator, count, django_assert_max_num_queries
):
    chosen = [sent() for _number in range(count)]
    client = signed_in(moderator)
    with django_assert_max_num_queries(9):
        page = client.get(ADDRESS, {"chosen": [question.reference for question in chosen]}).content.decode()

    assert page.count('name="chosen"') == count


def test_what_another_must_decide_is_not_shown_to_who_was_overruled(
    signed_in, moderator, other_moderator, senior
):
    question = sent()
    said = statements.give(
        to=question.asker,
        kind="page_withdrawn",
        subject=question,
        what="Wrong.",
        by=moderator,
        rule="genuine",
    )
    make_decision_appeal(statement=said).decide(by=senior, granted=True, note="")

    shown = [
        bool(signed_in(person).get(ADDRESS, {"chosen": [question.reference]}).context["rows"])
        for person in (moderator, other_moderator)
    ]

    assert shown == [False, True]


def test_patient_reads_the_reason_in_their_own_language(moderator):
    question = sent(asker=make_user(language="es"))
    with translation.override("ar"):
        refuse(question, by=moderator, seen_version=question.version)

    statement = Statement.objects.get()
    with translation.override("es"):
        assert (statement.what, statement.change) == (str(REASON), str(CHANGE))
    assert statement.what != str(REASON)
