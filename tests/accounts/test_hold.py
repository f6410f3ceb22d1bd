"""An account is held by one at a time, and what refers to it can be written meanwhile."""

import threading

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client

from accounts.models import User
from accounts.moves import MoveRefused
from accounts.personal_data import ask_erasure
from questions.models import Credit, Payment
from tests.factories import make_draft, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def elsewhere(move):
    """Run `move` in a transaction of its own that waits half a second at most; its error, or None."""
    errors = []

    def run():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '500ms'")
                move()
        except OperationalError as error:
            errors.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(30)
    return errors[0] if errors else None


def test_second_who_holds_it_waits(asker):
    with transaction.atomic():
        User.objects.hold(asker.pk)

        assert "lock timeout" in str(elsewhere(lambda: User.objects.hold(asker.pk)))


@pytest.mark.parametrize("move", ["hold", "grant", "spend", "buy", "send", "erase"])
def test_what_refers_to_a_held_account_is_written(asker, settings, move):
    settings.PAYMENTS, settings.QUERY_PRICE = "dummy", 5
    staff, draft, client = make_user(), make_draft(owner=asker), Client()
    client.force_login(asker)
    moves = {
        "hold": lambda: User.objects.hold(asker.pk),
        "grant": lambda: Credit.objects.grant(asker, by=staff, amount=1, reason="test"),
        "spend": lambda: Credit.objects.spend(asker, reference="Q-AAAA-AAAA"),
        "buy": lambda: Payment.objects.begin(asker, credits=1),
        "send": lambda: client.post(draft.get_absolute_url()),
        "erase": lambda: ask_erasure(asker, keep_pages=False),
    }
    with transaction.atomic():
        moves[move]()

        assert elsewhere(lambda: make_draft(owner=asker)) is None


def test_account_that_is_gone_is_a_refused_move(settings):
    settings.PAYMENTS, settings.QUERY_PRICE = "dummy", 5
    gone, staff = make_user(), make_user()
    User.objects.filter(pk=gone.pk).delete()

    for move in (
        lambda: Credit.objects.grant(gone, by=staff, amount=1, reason="test"),
        lambda: Payment.objects.begin(gone, credits=1),
        lambda: ask_erasure(gone, keep_pages=False),
    ):
        with pytest.raises(MoveRefused, match="erased in the meantime"):
            move()
