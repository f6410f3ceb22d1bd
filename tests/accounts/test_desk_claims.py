"""Soft claims of the desk: one holder of an item at any moment, whoever asks at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts import deskclaims
from accounts.models import DeskClaim
from accounts.moves import MoveRefused
from questions.models import Question
from tests import factories

pytestmark = pytest.mark.django_db


def end_claims():
    """As if their time were over."""
    DeskClaim.objects.update(until=timezone.now() - timedelta(seconds=1))


@pytest.fixture
def question(db):
    return factories.make_question()


def test_who_comes_first_holds_it(question, moderator, other_moderator):
    claim = deskclaims.hold(question, by=moderator, kind="query", reference=question.reference)

    assert (claim.holder, claim.kind, claim.reference) == (moderator, "query", question.reference)
    assert timedelta(minutes=14) < claim.until - timezone.now() <= timedelta(minutes=15)
    assert deskclaims.hold(question, by=other_moderator) is None
    assert deskclaims.claim_on(question).holder == moderator
    assert deskclaims.is_held_by(question, moderator) and not deskclaims.is_held_by(question, other_moderator)


def test_opening_again_renews_it_and_keeps_since(question, moderator):
    first = deskclaims.hold(question, by=moderator)
    DeskClaim.objects.update(until=timezone.now() + timedelta(minutes=1))

    again = deskclaims.hold(question, by=moderator)

    assert (again.pk, again.since) == (first.pk, first.since)
    assert again.until - timezone.now() > timedelta(minutes=14)


def test_one_whose_time_is_over_counts_for_nothing(question, moderator, other_moderator):
    deskclaims.hold(question, by=moderator)
    end_claims()

    assert deskclaims.claim_on(question) is None
    assert deskclaims.hold(question, by=other_moderator).holder == other_moderator


def test_release_frees_ones_own_alone(question, moderator, other_moderator):
    deskclaims.hold(question, by=moderator)

    deskclaims.release(question, by=other_moderator)
    assert deskclaims.is_held_by(question, moderator)
    deskclaims.release(question, by=moderator)

    assert deskclaims.claim_on(question) is None


def test_taking_over_leaves_one_holder(question, moderator, other_moderator):
    deskclaims.hold(question, by=moderator)

    deskclaims.take_over(question, by=other_moderator)

    assert deskclaims.hold(question, by=moderator) is None
    assert DeskClaim.objects.get().holder == other_moderator


def test_handing_over_gives_it_for_a_day_with_the_note(question, moderator, other_moderator):
    deskclaims.hold(question, by=moderator)

    deskclaims.hand_over(question, by=moderator, to=other_moderator, note="You know these.")

    claim = DeskClaim.objects.handed_to(other_moderator).get()
    assert (claim.handed_by, claim.note) == (moderator, "You know these.")
    assert claim.until - timezone.now() > timedelta(hours=23)
    assert deskclaims.hold(question, by=other_moderator).until == claim.until  # opening it doesn't shorten it
    assert deskclaims.hold(question, by=moderator) is None


@pytest.mark.parametrize("how", ["never held", "ended", "taken over", "to oneself"])
def test_only_what_one_holds_can_be_handed_over(question, moderator, other_moderator, how):
    if how != "never held":
        deskclaims.hold(question, by=moderator)
    if how == "ended":
        end_claims()
    if how == "taken over":
        deskclaims.take_over(question, by=other_moderator)
    to = moderator if how == "to oneself" else other_moderator

    with pytest.raises(MoveRefused):
        deskclaims.hand_over(question, by=moderator, to=to, note="")
    assert not DeskClaim.objects.filter(handed_by__isnull=False).exists()


def test_the_database_has_one_holder_of_an_item_and_no_note_of_nobody(question, moderator):
    deskclaims.hold(question, by=moderator)
    wrong = [{}, {"subject_id": 0, "note": "Psst."}]
    row = {
        "subject_type": "questions.question",
        "subject_id": question.pk,
        "holder": moderator,
        "until": timezone.now(),
    }

    for fields in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            DeskClaim.objects.create(**{**row, **fields})


def test_the_job_forgets_what_is_over_and_nothing_else(question, moderator):
    deskclaims.hold(question, by=moderator)
    end_claims()
    other = factories.make_question()
    deskclaims.hold(other, by=moderator)

    deskclaims.forget_expired()

    assert [claim.subject_id for claim in DeskClaim.objects.all()] == [other.pk]


def test_filters_tell_ones_own_from_others(moderator, other_moderator):
    free, mine, theirs, over = (factories.make_question() for _ in range(4))
    deskclaims.hold(over, by=other_moderator)
    end_claims()
    deskclaims.hold(mine, by=moderator)
    deskclaims.hold(theirs, by=other_moderator)
    deskclaims.hold(factories.make_submitted_answer(), by=other_moderator)  # another table

    rows = Question.objects.filter(care="submitted").order_by("pk")

    assert list(rows.filter(deskclaims.held(Question, by=moderator))) == [mine]
    assert list(rows.exclude(deskclaims.held_by_others(Question, than=moderator))) == [free, mine, over]
    assert set(deskclaims.claims_on(Question, [row.pk for row in rows])) == {mine.pk, theirs.pk}


def race(people, questions):
    """Each of `people` opens every question, in an order of their own, all at once: {question: those who held it}."""
    start = Barrier(len(people))

    def open_all(number, person):
        start.wait()
        try:
            turned = questions[number * 7 :] + questions[: number * 7]
            return [one.pk for one in turned if deskclaims.hold(one, by=person) is not None]
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        held = list(pool.map(open_all, range(len(people)), people))
    return {one.pk: [number for number, mine in enumerate(held) if one.pk in mine] for one in questions}


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_open_two_hundred_items_one_holds_each():
    people = [factories.make_moderator() for _ in range(8)]
    asker, specialty = factories.make_user(), factories.make_specialty()
    questions = [factories.make_question(asker=asker, specialty=specialty) for _ in range(200)]

    holders = race(people, questions)
    end_claims()
    again = race(people, questions)

    assert {len(found) for found in [*holders.values(), *again.values()]} == {1}
    assert DeskClaim.objects.count() == 200
    assert {claim.subject_id: people.index(claim.holder) for claim in DeskClaim.objects.all()} == {
        pk: found[0] for pk, found in again.items()
    }
