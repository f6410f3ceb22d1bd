"""Soft claims on the desk's pages: opening holds, others see it, and nothing that is typed is lost."""

import html
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import deskclaims
from accounts.models import DeskClaim
from answers import publication
from answers.models import AnswerStatus
from portal.demo.seed_clock import at
from portal.desk.lines import claims, queues
from questions.models import Question
from tests import factories
from tests.archive import make_imported

DESK = reverse("admin:desk")


def make_reply():
    return factories.make_follow_up(reply="Yes, slowly.")


def make_disputed():
    opinion = factories.make_opinion(stance="disagree", shown=True)
    return opinion.published_answer.question


def make_stale():
    with at(timezone.now() - timedelta(days=732)):
        return make_imported()


def make_to_publish():
    return factories.make_approved_answer(consent="show_first").question


# Each page of the desk: what waits there, the form that decides it, and what is typed into it.
ITEMS = {
    "query": (
        factories.make_question,
        "decline",
        {"decline-version": 2, "decline-rule": "scope", "decline-reason": "Not here."},
    ),
    "answer": (factories.make_submitted_answer, "approve", {"version": 3, "number": 1}),
    "follow-up": (
        make_reply,
        "return",
        {"return-version": 2, "return-rule": "plain", "return-reason": "Plainer."},
    ),
    "appeal": (factories.make_appeal, "decide", {"decision": "upheld", "note": "It stands."}),
    "opinion": (
        factories.make_opinion,
        "return",
        {"return-version": 1, "return-rule": "kind", "return-reason": "Kinder."},
    ),
    "disagreement": (make_disputed, "settle", {"seen": "x", "confirm": "on"}),
    "stale": (make_stale, "confirm", {"seen": "x", "confirm": "on"}),
    "report": (factories.make_report, "decide", {"version": 1, "outcome": "acted", "note": "Spoke to him."}),
    "doctor": (
        lambda: factories.make_doctor(verified=False),
        "return",
        {"return-version": 2, "return-rule": "identity", "return-reason": "No."},
    ),
    "publication": (make_to_publish, "save", None),
}


def typed_copy(question):
    """A public copy as its form sends it."""
    version = publication.publishable_versions(question).get()
    parts = {
        f"a{version.pk}-{name}": text for name, text in version.contract().items() if isinstance(text, str)
    }
    return {
        "version": 0,
        "title": "Why?",
        "text": "Weeks ago.",
        **{name: t for name, t in parts.items() if t},
    }


def url(kind, item, move=""):
    key = item.reference if isinstance(item, Question) else item.pk
    return reverse(f"admin:desk-{kind}" + (f"-{move}" if move else ""), args=[key])


def claim_url(kind, item, what):
    return reverse(f"admin:desk-claim-{what}", args=[kind, item.pk])


@pytest.fixture
def holder(db):
    return factories.make_moderator(name="Robin", senior=True)


@pytest.mark.parametrize("kind", ITEMS)
def test_opening_what_waits_holds_it_and_others_see_who_does(signed_in, senior, holder, kind):
    item = ITEMS[kind][0]()

    mine = signed_in(holder).get(url(kind, item))
    theirs = signed_in(senior).get(url(kind, item))

    assert deskclaims.claim_on(item).holder == holder
    assert "You hold this until" in mine.content.decode()
    assert "Robin is working on this until" in theirs.content.decode()
    assert [claim.kind for claim in DeskClaim.objects.all()] == [kind]


@pytest.mark.parametrize("kind", ITEMS)
def test_a_decision_on_what_another_holds_is_a_conflict_with_all_that_was_typed(
    signed_in, senior, holder, kind
):
    make, move, typed = ITEMS[kind]
    item = make()
    typed = typed or typed_copy(item)
    deskclaims.hold(item, by=holder)

    response = signed_in(senior).post(url(kind, item, move), typed)

    page = html.unescape(response.content.decode())
    assert (response.status_code, "Robin is working on this until" in page) == (409, True)
    assert [f'name="{name}" value="{text}"' in page for name, text in typed.items()] == [True] * len(typed)
    assert 'name="take_over" value="1"' in page
    assert deskclaims.claim_on(item).holder == holder


def test_taking_over_from_the_conflict_decides_as_typed(signed_in, moderator, holder):
    question = factories.make_question()
    deskclaims.hold(question, by=holder)
    typed = {
        "decline-version": question.version,
        "decline-rule": "scope",
        "decline-reason": "Not here.",
        "take_over": "1",
    }

    response = signed_in(moderator).post(url("query", question, "decline"), typed)

    question.refresh_from_db()
    assert (response.status_code, question.care, question.reason) == (302, "declined", "Not here.")
    assert not DeskClaim.objects.exists()


def test_taking_over_does_not_pass_by_what_was_decided_meanwhile(signed_in, moderator, holder):
    answer = factories.make_submitted_answer()
    stale = {"version": answer.version, "number": 1, "take_over": "1"}
    answer.send_back(by=holder, reason="No.", rule="plain", proposal={}, seen_version=answer.version)

    response = signed_in(moderator).post(url("answer", answer, "approve"), stale)

    assert response.status_code == 409
    answer.refresh_from_db()
    assert answer.status == AnswerStatus.RETURNED


def test_after_a_decision_nobody_holds_it(signed_in, moderator):
    answer = factories.make_submitted_answer()
    client = signed_in(moderator)
    client.get(url("answer", answer))

    client.post(url("answer", answer, "approve"), {"version": answer.version, "number": 1})

    assert not DeskClaim.objects.exists()


def test_after_its_time_another_may_decide_and_then_who_held_it_is_told(signed_in, moderator, holder):
    question = factories.make_question()
    signed_in(holder).get(url("query", question))
    DeskClaim.objects.update(until=timezone.now() - timedelta(seconds=1))

    page = signed_in(moderator).get(url("query", question)).content.decode()
    late = signed_in(holder).post(
        url("query", question, "decline"),
        {"decline-version": 2, "decline-rule": "scope", "decline-reason": "Mine."},
    )

    assert "You hold this until" in page
    assert late.status_code == 409 and "Mine." in late.content.decode()


@pytest.mark.parametrize("kind", ["query", "answer", "doctor"])
def test_what_does_not_wait_is_not_held(signed_in, moderator, kind):
    answer = factories.make_approved_answer()
    item = {"query": answer.question, "answer": answer, "doctor": answer.doctor}[kind]

    assert signed_in(moderator).get(url(kind, item)).status_code == 200

    assert not DeskClaim.objects.exists()


def test_ones_own_query_is_not_held(signed_in, moderator):
    question = factories.make_question(asker=moderator)

    signed_in(moderator).get(url("query", question))

    assert not DeskClaim.objects.exists()


def test_who_prepared_a_copy_that_takes_two_lets_go_of_it(signed_in, moderator, holder):
    answer = factories.make_approved_answer(consent="show_first", about="child")
    question = answer.question
    client = signed_in(moderator)
    client.get(url("publication", question))
    assert deskclaims.is_held_by(question, moderator)
    factories.make_public_draft(question=question, moderator=moderator)

    client.get(url("publication", question))

    assert deskclaims.claim_on(question) is None
    assert "You hold this until" in signed_in(holder).get(url("publication", question)).content.decode()


def test_a_list_names_who_holds_a_row(signed_in, moderator, holder):
    mine, theirs, free = (factories.make_question() for _ in range(3))
    deskclaims.hold(mine, by=moderator)
    deskclaims.hold(theirs, by=holder)

    rows = signed_in(moderator).get(f"{DESK}waiting/queries/").context["rows"]

    assert {row.title: (row.holder, row.is_mine) for row in rows} == {
        mine.reference: ("Moderator", True),
        theirs.reference: ("Robin", False),
        free.reference: ("", False),
    }


def test_putting_back_frees_it_and_leads_to_the_list_with_its_filters(signed_in, moderator):
    question = factories.make_question()
    client = signed_in(moderator)
    client.get(url("query", question))

    response = client.post(claim_url("query", question, "release"), {"where": "queries.urgent.h24"})

    assert response.url == f"{DESK}waiting/queries/?marks=urgent&age=24"
    assert not DeskClaim.objects.exists()


def test_take_over_button_leads_to_the_page_and_holds_it(signed_in, moderator, holder):
    question = factories.make_question()
    deskclaims.hold(question, by=holder)

    response = signed_in(moderator).post(claim_url("query", question, "take-over"))

    assert response.url == url("query", question)
    assert deskclaims.is_held_by(question, moderator)


def test_an_item_is_handed_over_with_a_note_and_comes_first_for_them(signed_in, moderator, holder):
    first, given = factories.make_question(), factories.make_question()
    client = signed_in(moderator)
    client.get(url("query", given))

    response = client.post(
        claim_url("query", given, "hand-over"), {"to": holder.pk, "note": "You know her history."}
    )

    assert response.url == url("query", first)
    robin = signed_in(holder)
    desk = robin.get(DESK).content.decode()
    assert "Handed to you by Moderator" in desk and "You know her history." in desk
    assert robin.get(f"{DESK}waiting/queries/next/").url == url("query", given)
    assert robin.get(f"{DESK}next/").url == url("query", given) + "?where=all"
    page = robin.get(url("query", given)).content.decode()
    assert "Handed to you by Moderator" in page and "You know her history." in page


def test_the_note_goes_with_the_decision(signed_in, moderator, holder):
    question = factories.make_question()
    deskclaims.hold(question, by=moderator)
    deskclaims.hand_over(question, by=moderator, to=holder, note="Psst.")

    signed_in(holder).post(
        url("query", question, "decline"),
        {"decline-version": 2, "decline-rule": "scope", "decline-reason": "Not here."},
    )

    assert not DeskClaim.objects.exists()


@pytest.mark.parametrize(
    ("who", "words"), [("asker", "can’t decide this one"), ("nobody", "Select who takes it")]
)
def test_handing_over_to_somebody_who_cannot_decide_keeps_what_was_typed(signed_in, moderator, who, words):
    other = factories.make_moderator(name="Sam")
    question = factories.make_question(asker=other)
    client = signed_in(moderator)
    client.get(url("query", question))
    to = {"asker": other.pk, "nobody": ""}[who]

    response = client.post(claim_url("query", question, "hand-over"), {"to": to, "note": "Please."})

    assert response.status_code == 422
    assert words in response.content.decode() and "Please." in response.content.decode()
    assert deskclaims.is_held_by(question, moderator)


def test_handing_over_what_was_taken_over_is_a_conflict(signed_in, moderator, holder):
    third = factories.make_moderator(name="Sam")
    question = factories.make_question()
    client = signed_in(moderator)
    client.get(url("query", question))
    deskclaims.take_over(question, by=holder)

    response = client.post(claim_url("query", question, "hand-over"), {"to": third.pk, "note": "Please."})

    page = response.content.decode()
    assert response.status_code == 409 and "Please." in page and "Robin" in page


@pytest.mark.parametrize("path", ["claims/nothing/1/release/", "claims/query/999999/take-over/"])
def test_what_does_not_exist_is_not_found(signed_in, moderator, path):
    assert signed_in(moderator).post(DESK + path).status_code == 404


def test_the_page_of_the_query_leaves_the_claim_on_its_public_copy(signed_in, moderator, holder):
    question = make_to_publish()
    deskclaims.hold(question, by=holder, kind="publication", reference=question.reference)
    deskclaims.hand_over(question, by=holder, to=moderator, note="Mind the town.")
    client = signed_in(moderator)

    page = client.get(url("query", question)).content.decode()

    assert "You hold this until" not in page
    assert "Mind the town." in client.get(url("publication", question)).content.decode()


@pytest.mark.parametrize("how", ["button", "form"])
def test_nobody_takes_over_what_they_cannot_decide(signed_in, moderator, holder, how):
    question = factories.make_question(asker=moderator)
    deskclaims.hold(question, by=holder)
    client = signed_in(moderator)

    if how == "button":
        client.post(claim_url("query", question, "take-over"))
    else:
        typed = {"decline-version": question.version, "decline-rule": "scope", "decline-reason": "No."}
        client.post(url("query", question, "decline"), {**typed, "take_over": "1"})

    assert deskclaims.claim_on(question).holder == holder


def test_a_claim_is_made_on_what_its_page_shows_alone(signed_in, senior):
    about_page, draft = factories.make_page_report(), factories.make_question(submitted=False)
    client = signed_in(senior)

    for kind, pk in (("report", about_page.pk), ("query", draft.pk), ("publication", draft.pk)):
        assert client.post(reverse("admin:desk-claim-take-over", args=[kind, pk])).status_code == 404
    assert not DeskClaim.objects.exists()


def test_each_kind_names_a_queue_of_its_page():
    for kind in claims.KINDS.values():
        assert queues.BY_KEY[kind.queue].page == kind.page


def test_an_appeal_against_a_decision_is_handed_over(signed_in, senior, holder):
    appeal = factories.make_decision_appeal()
    client = signed_in(senior)
    client.get(url("decision-appeal", appeal))

    response = client.post(claim_url("decision-appeal", appeal, "hand-over"), {"to": holder.pk, "note": ""})

    assert response.status_code == 302
    assert deskclaims.is_held_by(appeal, holder)


def test_no_decision_leads_into_a_queue_that_one_may_not_work_on(signed_in, moderator):
    question, following = factories.make_question(), factories.make_question()
    typed = {"decline-version": 2, "decline-rule": "scope", "decline-reason": "No."}

    response = signed_in(moderator).post(url("query", question, "decline"), {**typed, "where": "appeals.h24"})

    assert response.url == url("query", following)
