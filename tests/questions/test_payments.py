"""Buying queries: off unless asked for, one payment buys once, and the provider learns nothing about health."""

import json
import threading
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from payments import PaymentStatus

from accounts.models import AuditEvent
from accounts.moves import MoveRefused
from questions import allowance
from questions.models import Credit, CreditKind, Payment
from questions.models.payment import PAYMENT_MOVES
from tests import factories

pytestmark = pytest.mark.django_db

TOKEN = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def sold(settings):
    """Queries are sold at 12.50 EUR by the dummy provider."""
    settings.PAYMENTS, settings.QUERY_PRICE, settings.QUERY_CURRENCY = "dummy", Decimal("12.50"), "EUR"
    return settings


def fill_in(client, payment, **chosen):
    """Answer the dummy provider's form."""
    fields = {
        "status": "confirmed",
        "fraud_status": "unknown",
        "gateway_response": "3ds-disabled",
        "verification_result": "",
    }
    return client.post(f"/me/credits/payments/{payment.token}/", {**fields, **chosen})


def report(client, payment, status):
    """The dummy provider's callback."""
    return client.get(f"/payments/process/{payment.token}/", {"verification_result": status})


def bought():
    return [(line.kind, line.amount) for line in Credit.objects.order_by("pk")]


# -- Off ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/me/credits/buy/",
        f"/me/credits/payments/{TOKEN}/",
        f"/me/credits/payments/{TOKEN}/result/",
        f"/payments/process/{TOKEN}/",
    ],
)
def test_nothing_is_sold_by_default(signed_in, asker, path):
    assert signed_in(asker).get(path).status_code == 404
    with pytest.raises(MoveRefused):
        Payment.objects.begin(asker, credits=1)


def test_a_payment_begun_before_payments_went_off_can_no_longer_be_confirmed(client, asker, sold):
    payment = Payment.objects.begin(asker, credits=1)
    sold.PAYMENTS = ""

    assert (report(client, payment, "confirmed").status_code, bought()) == (404, [])


# -- From the price to the ledger ---------------------------------------------------------------------------


def test_a_patient_sees_the_price_pays_and_may_ask_again(signed_in, asker, sold):
    client = signed_in(asker)
    price = client.get("/me/credits/buy/")
    begun = client.post("/me/credits/buy/", {"credits": "2"})
    payment = Payment.objects.get()
    form = client.get(begun["Location"])
    done = fill_in(client, payment)
    result = client.get(done["Location"])

    assert "One credit costs 12.50 EUR." in price.text
    assert (payment.total, payment.currency, payment.credits) == (Decimal("25.00"), "EUR", 2)
    assert "2 credits for 25 EUR" in form.text
    assert done["Location"] == f"/me/credits/payments/{payment.token}/result/"
    assert "You have 3 credits left." in result.text
    assert bought() == [("bought", 2)] and allowance.state(asker).left == 3


@pytest.mark.parametrize("number", ["", "0", "11", "-1", "1.5", "many"])
def test_a_number_that_makes_no_sense_is_refused_at_the_field(signed_in, asker, sold, number):
    page = signed_in(asker).post("/me/credits/buy/", {"credits": number})

    assert page.status_code == 422
    assert '<a href="#id_credits">' in page.text
    assert not Payment.objects.exists()


@pytest.mark.parametrize("status", ["rejected", "error", "cancelled"])
def test_a_payment_that_fails_buys_nothing_and_says_so(signed_in, asker, sold, status):
    client = signed_in(asker)
    payment = Payment.objects.begin(asker, credits=1)
    page = client.get(fill_in(client, payment, status=status)["Location"])

    assert "you have bought nothing" in page.text
    assert (bought(), allowance.state(asker).left) == ([], 1)


@pytest.mark.parametrize("fault", ["failure", "payment-error"])
def test_a_provider_that_breaks_down_shows_what_became_of_the_payment(signed_in, asker, sold, fault):
    client = signed_in(asker)
    payment = Payment.objects.begin(asker, credits=1)
    answer = fill_in(client, payment, status="waiting", gateway_response=fault)

    assert answer.status_code == 302
    assert "isn’t finished" in client.get(answer["Location"]).text
    assert bought() == []


def test_the_way_over_the_providers_own_page_ends_in_the_ledger(signed_in, asker, sold):
    client = signed_in(asker)
    payment = Payment.objects.begin(asker, credits=1)
    away = fill_in(
        client, payment, status="input", gateway_response="3ds-redirect", verification_result="confirmed"
    )
    back = client.get(away["Location"])

    assert away["Location"].startswith(f"/payments/process/{payment.token}/")
    assert back["Location"] == payment.get_success_url()
    assert bought() == [("bought", 1)]


def test_another_patients_payment_does_not_exist(signed_in, asker, stranger, sold):
    payment = Payment.objects.begin(asker, credits=1)
    client = signed_in(stranger)

    assert fill_in(client, payment).status_code == 404
    assert client.get(payment.get_success_url()).status_code == 404
    assert bought() == []


# -- Twice, late, out of order ------------------------------------------------------------------------------


def test_a_double_click_begins_one_payment(asker, sold):
    assert Payment.objects.begin(asker, credits=1) == Payment.objects.begin(asker, credits=1)
    assert Payment.objects.begin(asker, credits=2).total == Decimal("25.00")


def test_a_price_changed_meanwhile_changes_nothing_of_what_was_agreed(client, asker, sold):
    payment = Payment.objects.begin(asker, credits=2)
    sold.QUERY_PRICE, sold.QUERY_CURRENCY = Decimal("99"), "USD"
    report(client, payment, "confirmed")
    payment.refresh_from_db()

    assert (payment.total, payment.currency, bought()) == (Decimal("25.00"), "EUR", [("bought", 2)])
    assert Payment.objects.begin(asker, credits=2).total == Decimal("198")


def test_a_callback_replayed_buys_nothing_more(client, asker, sold):
    payment = Payment.objects.begin(asker, credits=1)
    for _ in range(3):
        assert report(client, payment, "confirmed").status_code == 302

    assert bought() == [("bought", 1)]
    assert AuditEvent.objects.filter(verb="payment.confirmed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_five_callbacks_at_once_buy_once(client, settings):
    settings.PAYMENTS, settings.QUERY_PRICE = "dummy", Decimal("12")
    payment, start, moved = Payment.objects.begin(factories.make_user(), credits=1), threading.Barrier(5), []

    def job():
        try:
            mine = Payment.objects.get(pk=payment.pk)
            start.wait(timeout=10)
            mine.change_status(PaymentStatus.CONFIRMED)
            moved.append(mine.status)
        finally:
            connection.close()

    threads = [threading.Thread(target=job) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert moved == ["confirmed"] * 5
    assert bought() == [("bought", 1)]


@pytest.mark.parametrize(
    ("reports", "status", "lines"),
    [
        (["confirmed", "rejected"], "confirmed", [("bought", 1)]),
        (["confirmed", "waiting", "confirmed"], "confirmed", [("bought", 1)]),
        (["rejected", "confirmed"], "confirmed", [("bought", 1)]),
        (["confirmed", "refunded"], "refunded", [("bought", 1), ("refunded", -1)]),
        (["confirmed", "refunded", "refunded", "confirmed"], "refunded", [("bought", 1), ("refunded", -1)]),
        (["preauth", "refunded"], "refunded", []),
        (["cancelled", "confirmed"], "cancelled", []),
        (["refunded"], "waiting", []),
        (["nonsense that is longer than the column"], "waiting", []),
    ],
)
def test_only_moves_that_make_sense_count(client, asker, sold, reports, status, lines):
    payment = Payment.objects.begin(asker, credits=1)
    for one in reports:
        assert report(client, payment, one).status_code == 302
    payment.refresh_from_db()

    assert (payment.status, bought()) == (status, lines)


def test_paid_back_after_it_was_spent_nothing_is_left(asker, sold):
    sold.FREE_QUERIES = 1
    payment = Payment.objects.begin(asker, credits=1)
    payment.change_status(PaymentStatus.CONFIRMED)
    for reference in ("Q-AAAA-AAAA", "Q-BBBB-BBBB"):
        Credit.objects.spend(asker, reference=reference)
    payment.change_status(PaymentStatus.REFUNDED)

    assert Credit.objects.balance(asker) == -1
    assert allowance.state(asker).left == 0
    with pytest.raises(MoveRefused):
        Credit.objects.spend(asker, reference="Q-CCCC-CCCC")


# -- The database has the last word -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [{"total": "0.01"}, {"credits": 9}, {"currency": "XXX"}, {"token": "other"}, {"variant": "other"}],
)
def test_what_was_agreed_stays(asker, sold, change):
    payment = Payment.objects.begin(asker, credits=1)

    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.filter(pk=payment.pk).update(**change)


def test_a_payment_does_not_go_back_to_unpaid(asker, sold):
    payment = Payment.objects.begin(asker, credits=1)
    payment.change_status(PaymentStatus.CONFIRMED)

    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.filter(pk=payment.pk).update(status="input", confirmed_at=None)


@pytest.mark.parametrize(("confirmed", "amount"), [(False, 1), (True, 2), (True, 1)])
def test_the_ledger_takes_from_a_payment_what_it_bought_and_once(asker, sold, confirmed, amount):
    payment = Payment.objects.begin(asker, credits=1)
    if confirmed:
        payment.change_status(PaymentStatus.CONFIRMED)

    with pytest.raises(IntegrityError), transaction.atomic():
        Credit.objects.create(patient=asker, kind=CreditKind.BOUGHT, amount=amount, payment=payment)


def test_another_patient_gets_nothing_from_it(asker, stranger, sold):
    payment = Payment.objects.begin(asker, credits=1)
    Payment.objects.filter(pk=payment.pk).update(status="confirmed", confirmed_at=payment.created)

    with pytest.raises(IntegrityError), transaction.atomic():
        Credit.objects.create(patient=stranger, kind=CreditKind.BOUGHT, amount=1, payment=payment)


def test_the_table_of_moves_is_the_triggers(asker, sold):
    """Every pair of states: what PAYMENT_MOVES allows and what the database allows is the same."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname = 'payment_moves'")
        definition = cursor.fetchone()[0]

    moves = definition.split("'status', '[\"waiting\"]', '")[1].rsplit("'", 1)[0]
    allowed = {old: set(new) for old, new in json.loads(moves).items()}
    assert allowed == {str(old): set(new) for old, new in PAYMENT_MOVES.items() if new}


# -- What the provider learns -------------------------------------------------------------------------------


def test_the_provider_learns_the_sum_and_nothing_of_the_patient(sold):
    patient = factories.make_user(name="Planted Name", email="planted@example.org")
    factories.make_question(asker=patient, title="Planted title")
    payment = Payment.objects.begin(patient, credits=2)

    told = {field.name: getattr(payment, field.name) for field in Payment._meta.concrete_fields}
    assert payment.description == "Askwell query credit"
    assert [tuple(item)[:5] for item in payment.get_purchased_items()] == [
        ("Askwell query credit", 2, Decimal("12.50"), "EUR", "query")
    ]
    assert [name for name in told if name.startswith(("billing_", "customer_"))] == []
    assert (payment.billing_email, payment.billing_first_name, payment.customer_ip_address) == ("", "", None)
    assert "planted" not in str({**told, "patient": ""}).lower()


def test_payments_and_their_lines_go_with_the_account(asker, sold):
    Payment.objects.begin(asker, credits=1).change_status(PaymentStatus.CONFIRMED)
    asker.delete()

    assert (Payment.objects.count(), Credit.objects.count()) == (0, 0)
