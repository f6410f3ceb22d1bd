"""What a patient may still ask: the free queries, the ledger, and one query for one credit however often it is sent."""

import threading
import time
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection, transaction

from accounts.moves import MoveRefused
from questions import allowance, sending
from questions.models import Appeal, Credit, CreditKind, Draft, Handover, Question
from tests import factories

pytestmark = pytest.mark.django_db


def make_draft(*, owner, specialty=None):
    """A draft with every step answered."""
    return Draft.objects.create(
        owner=owner,
        specialty=specialty or factories.make_specialty(),
        title="Why does it hurt?",
        text="It began weeks ago. What can I do?",
        done=Draft.all_steps(),
    )


def send_one(patient):
    return sending.send(make_draft(owner=patient), by=patient)


def decline(question, *, by):
    question.decline(by=by, reason="Nobody here can answer this.", seen_version=question.version)


def left(patient):
    return allowance.state(patient).left


# -- The rule -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("free", "sent"), [(1, 1), (2, 2)])
def test_so_many_queries_are_free_and_no_more(asker, settings, free, sent):
    settings.FREE_QUERIES = free
    for _ in range(sent):
        send_one(asker)

    with pytest.raises(MoveRefused):
        send_one(asker)

    assert Question.objects.of_asker(asker).count() == sent
    assert (Draft.objects.filter(owner=asker).count(), left(asker)) == (1, 0)


def test_without_a_limit_nothing_is_counted(asker, settings):
    settings.FREE_QUERIES = 0
    for _ in range(3):
        send_one(asker)

    assert not Credit.objects.exists()
    assert allowance.state(asker).unlimited and allowance.state(asker).may_send


def test_a_declined_query_is_given_back_once(asker, moderator):
    question = send_one(asker)
    assert left(asker) == 0
    decline(question, by=moderator)
    Credit.objects.give_back(asker, reference=question.reference)

    assert left(asker) == 1
    assert Credit.objects.filter(kind=CreditKind.GIVEN_BACK).count() == 1


def test_a_granted_appeal_leaves_it_given_back(asker, moderator, other_moderator, senior):
    question = send_one(asker)
    decline(question, by=moderator)
    Appeal.objects.make(question=question, by=asker, text="Please look again.", seen_version=question.version)
    Appeal.objects.get().decide(by=senior, granted=True, note="")
    question.refresh_from_db()
    decline(question, by=other_moderator)

    assert left(asker) == 1
    assert Credit.objects.count() == 2


@pytest.mark.parametrize(("triaged", "expected"), [(False, 1), (True, 0)])
def test_a_query_taken_back_costs_nothing_until_triage(asker, moderator, triaged, expected):
    question = send_one(asker)
    if triaged:
        question.triage(
            by=moderator,
            specialty=question.specialty,
            urgent=False,
            self_harm=False,
            seen_version=question.version,
        )
    question.withdraw(by=asker, seen_version=question.version)

    assert left(asker) == expected


@pytest.mark.parametrize("again", ["handed back", "changed"])
def test_one_that_was_open_to_doctors_costs_though_its_triage_begins_anew(again, asker, moderator, doctor):
    question = send_one(asker)
    open_it = {"specialty": doctor.specialties.get(), "urgent": False, "self_harm": False}
    question.triage(by=moderator, seen_version=question.version, **open_it)
    if again == "changed":
        sending.send(sending.begin_changes(question, by=asker), by=asker)
    else:
        question.claim(doctor=doctor)
        said = {"kind": "decline", "reason": "Nobody can tell.", "seen_version": question.version}
        Handover.objects.make(question, doctor=doctor, **said)
    question.refresh_from_db()

    question.withdraw(by=asker, seen_version=question.version)

    assert (left(asker), question.triaged_at) == (0, None)


def test_a_change_of_a_sent_query_costs_nothing(asker):
    question = send_one(asker)
    draft = sending.begin_changes(question, by=asker)
    sending.send(draft, by=asker)

    assert Credit.objects.get().kind == CreditKind.SPENT


def in_parallel(jobs):
    """Run all at once; what each returned, or the exception it raised."""
    start, outcomes = threading.Barrier(len(jobs)), []

    def run(job):
        try:
            start.wait(timeout=10)
            outcomes.append(job())
        except Exception as error:
            outcomes.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return outcomes


@pytest.mark.django_db(transaction=True)
def test_of_two_drafts_sent_five_times_at_once_with_one_credit_one_is_sent_and_one_kept():
    patient, specialty = factories.make_user(), factories.make_specialty()
    drafts = [make_draft(owner=patient, specialty=specialty) for _ in range(2)]

    outcomes = in_parallel(
        [
            lambda number=number: sending.send(
                Draft(pk=drafts[number % 2].pk, reference=drafts[number % 2].reference), by=patient
            )
            for number in range(5)
        ]
    )

    question, kept = Question.objects.get(), Draft.objects.get()
    assert {question.reference, kept.reference} == {draft.reference for draft in drafts}
    assert {type(outcome) for outcome in outcomes} == {Question, MoveRefused}
    assert Credit.objects.get().reference == question.reference


@pytest.mark.django_db(transaction=True)
def test_the_last_credit_is_not_spent_again_while_another_window_spends_it():
    patient, spent = factories.make_user(), threading.Event()

    def first():
        with transaction.atomic():
            Credit.objects.spend(patient, reference="Q-AAAA-AAAA")
            spent.set()
            time.sleep(0.5)  # not committed yet

    def second():
        spent.wait(timeout=10)
        Credit.objects.spend(patient, reference="Q-BBBB-BBBB")

    outcomes = in_parallel([first, second])

    assert [type(outcome) for outcome in outcomes if outcome] == [MoveRefused]
    assert Credit.objects.get().reference == "Q-AAAA-AAAA"


# -- The ledger ---------------------------------------------------------------------------------------------


def test_a_line_is_never_changed(asker):
    send_one(asker)

    with pytest.raises(IntegrityError), transaction.atomic():
        Credit.objects.update(amount=-1, reference="Q-AAAA-AAAA")


@pytest.mark.parametrize("kind", [CreditKind.BOUGHT, CreditKind.REFUNDED])
def test_nothing_is_bought_without_a_payment(asker, kind):
    amount = 1 if kind == CreditKind.BOUGHT else -1
    with pytest.raises(IntegrityError), transaction.atomic():
        Credit.objects.create(patient=asker, kind=kind, amount=amount)


# -- What is said -------------------------------------------------------------------------------------------


def grant(patient, *, amount):
    Credit.objects.grant(patient, by=factories.make_user(is_staff=True), amount=amount, reason="A good one")


@pytest.mark.parametrize(
    ("free", "price", "sent", "granted", "words"),
    [
        (0, "12", 0, 0, "Asking is free."),
        (1, None, 0, 0, "Your first query is free."),
        (3, None, 0, 0, "Your first 3 queries are free."),
        (1, "12", 0, 0, "Your first query is free. Each further query costs 12 EUR."),
        (3, "12.5", 1, 0, "You have 2 free queries left. Each further query costs 12.50 EUR."),
        (1, None, 1, 0, "You have used your free query. If you need another credit, ask us for one."),
        (1, "12", 1, 0, "You have used your free query. Each further query costs 12 EUR."),
        (2, None, 2, 0, "You have used your 2 free queries. If you need another credit, ask us for one."),
        (1, None, 1, 1, "You have 1 credit left."),
        (1, None, 0, 2, "You have 3 credits left."),
        (1, None, 2, 1, "You have no credits left. If you need another credit, ask us for one."),
    ],
)
def test_the_words_are_true(asker, settings, free, price, sent, granted, words):
    settings.FREE_QUERIES, settings.QUERY_PRICE = free, price and Decimal(price)
    if granted:
        grant(asker, amount=granted)
    for _ in range(sent):
        send_one(asker)

    assert allowance.state(asker).in_words == words


def test_somebody_without_an_account_has_what_a_new_patient_has(asker, django_assert_num_queries):
    with django_assert_num_queries(0):
        unknown = allowance.state(AnonymousUser())
    with django_assert_num_queries(1):
        new = allowance.state(asker)

    assert unknown == new


def test_fewer_free_queries_than_were_used_is_nothing_left(asker, settings):
    settings.FREE_QUERIES = 2
    send_one(asker)
    send_one(asker)
    settings.FREE_QUERIES = 1

    assert (left(asker), allowance.state(asker).may_send) == (0, False)


# -- The page -----------------------------------------------------------------------------------------------


def test_the_page_shows_ones_own_lines_with_the_balance_after_each(signed_in, asker, stranger):
    grant(asker, amount=2)
    question = send_one(asker)
    grant(stranger, amount=7)

    page = signed_in(asker).get("/me/credits/")

    assert [(line.amount, line.balance) for line in page.context["page"]] == [(-1, 1), (2, 2)]
    assert [
        (text in page.text) for text in (question.reference, "A good one", "You have 2 credits left.", "+7")
    ] == [
        True,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize("lines", [1, 3])
def test_the_page_costs_the_same_queries_at_any_length(signed_in, asker, lines, django_assert_num_queries):
    for _ in range(lines):
        grant(asker, amount=1)
    client = signed_in(asker)

    with django_assert_num_queries(6):
        client.get("/me/credits/")
