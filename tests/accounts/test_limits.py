"""Limits count in the database: never past a number, in parallel neither, and without a readable address."""

import threading
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from accounts import limits
from accounts.limits import LimitReached
from accounts.models import LimitCount
from portal import errors
from tests import factories

HOUR, DAY = 3600, 24 * 3600


@pytest.fixture
def _small(settings):
    settings.LIMITS = {
        "ask.send": {"account": [(3, DAY)], "address": [(4, HOUR), (6, DAY)], "network": [(8, DAY)]},
        "picture.bytes": {"account": [(1000, DAY)]},
    }


def visit(*, peer="203.0.113.9", user=None, **headers):
    request = RequestFactory().post("/", REMOTE_ADDR=peer, **headers)
    if user:
        request.user = user
    return request


def spent(times, **given):
    """How many of `times` uses were let through."""
    let_through = 0
    for _ in range(times):
        try:
            limits.spend("ask.send", **given)
        except LimitReached:
            continue
        let_through += 1
    return let_through


def time_passes(**delta):
    LimitCount.objects.update(ends_at=F("ends_at") - timedelta(**delta))


@pytest.mark.django_db
@pytest.mark.usefixtures("_small")
class TestSpending:
    def test_an_account_is_held_to_its_number_wherever_it_comes_from(self, asker):
        let_through = sum(spent(1, request=visit(peer=f"203.0.{n}.1", user=asker)) for n in range(10))

        assert let_through == 3

    def test_an_address_is_held_to_its_number_whoever_comes(self):
        people = [factories.make_user() for _ in range(6)]

        assert sum(spent(1, request=visit(user=person)) for person in people) == 4

    def test_a_network_is_held_to_its_number(self):
        assert sum(spent(1, request=visit(peer=f"203.0.113.{n}")) for n in range(12)) == 8

    def test_an_ipv6_visitor_cannot_hop_within_their_own_network(self):
        hops = sum(spent(1, request=visit(peer=f"2001:db8:1:2::{n:x}")) for n in range(12))
        further = sum(spent(1, request=visit(peer=f"2001:db8:1:{n:x}::1")) for n in range(16, 32))

        assert (hops, further) == (4, 4)

    def test_a_forged_header_buys_nothing(self):
        forged = [visit(HTTP_X_FORWARDED_FOR=f"6.6.6.{n}") for n in range(12)]

        assert sum(spent(1, request=request) for request in forged) == 4

    def test_the_longest_wait_is_told_and_whom_it_concerns(self, asker):
        spent(3, request=visit(user=asker))

        with pytest.raises(LimitReached) as reached:
            limits.spend("ask.send", request=visit(user=asker))

        assert reached.value.scope == "account"
        assert DAY - 60 < reached.value.retry_after <= DAY

    def test_a_refusal_counts_nothing(self, asker):
        """Else a refused account would use its clinic's address up."""
        spent(50, request=visit(user=asker))

        assert spent(5, request=visit()) == 1

    def test_a_window_ends_and_all_is_free_again(self):
        spent(5, request=visit())

        time_passes(seconds=HOUR + 1)

        assert spent(5, request=visit()) == 2  # the day's six
        time_passes(days=1)
        assert spent(5, request=visit()) == 4

    def test_an_amount_is_counted_as_a_whole_or_not_at_all(self, asker):
        limits.spend("picture.bytes", user=asker, amount=700)

        with pytest.raises(LimitReached):
            limits.spend("picture.bytes", user=asker, amount=301)
        limits.spend("picture.bytes", user=asker, amount=300)
        with pytest.raises(LimitReached):
            limits.spend("picture.bytes", user=asker, amount=1001)

    def test_a_check_counts_nothing(self, asker):
        for _ in range(10):
            limits.check("ask.send", user=asker)
        spent(3, user=asker)

        with pytest.raises(LimitReached):
            limits.check("ask.send", user=asker)

    def test_staff_are_people_too(self, moderator):
        assert spent(10, user=moderator) == 3

    def test_what_is_rolled_back_was_not_counted(self, asker):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            limits.spend("ask.send", user=asker)
            raise ZeroDivisionError

        assert spent(10, user=asker) == 3

    def test_a_refusal_leaves_the_transaction_around_it_usable(self, asker):
        spent(3, user=asker)

        with transaction.atomic():
            with pytest.raises(LimitReached):
                limits.spend("ask.send", user=asker)
            asker.name = "Still here"
            asker.save()

        asker.refresh_from_db()
        assert asker.name == "Still here"

    def test_spending_is_one_statement(self, asker, django_assert_num_queries):
        with django_assert_num_queries(3):  # with its savepoint
            limits.spend("ask.send", request=visit(user=asker))

    def test_nothing_to_count_by_is_a_mistake_of_ours(self):
        with pytest.raises(ValueError, match="nothing to count by"):
            limits.spend("ask.send")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_small")
def test_fifty_at_once_never_pass_the_number():
    """Twenty-five accounts from one address, two threads each: four an hour, not one more."""
    people = [factories.make_user() for _ in range(25)]
    start, let_through = threading.Barrier(50), []

    def job(number):
        try:
            start.wait(timeout=20)
            let_through.append(spent(2, request=visit(user=people[number % 25])))
        finally:
            connection.close()

    threads = [threading.Thread(target=job, args=(number,)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert (len(let_through), sum(let_through)) == (50, 4)


@pytest.mark.django_db
def test_the_database_refuses_an_overspent_counter(asker):
    limits.spend("ask.send", user=asker)

    with pytest.raises(IntegrityError):
        LimitCount.objects.update(remaining=-1)


@pytest.mark.django_db
def test_no_address_and_no_account_can_be_read_from_the_counters(asker):
    limits.spend("ask.send", request=visit(peer="203.0.113.9", user=asker))

    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(held::text, ' ') FROM accounts_limitcount AS held")
        stored = cursor.fetchone()[0]

    assert len(stored.split()) > 3 and "203.0.113" not in stored


@pytest.mark.django_db
@pytest.mark.usefixtures("_empty_cache")
def test_no_address_can_be_read_from_the_sign_ins_counters(client):
    client.post("/accounts/login/code/", {"email": "person@example.org"}, REMOTE_ADDR="203.0.113.9")
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM cache_entry")
        keys = [key for (key,) in cursor.fetchall()]

    assert keys and [key for key in keys if "203.0" in key or "example" in key or len(key) != 64] == []
    cache.set("still", "found")
    assert cache.get("still") == "found"


@pytest.mark.django_db
def test_counters_go_when_their_window_is_over(asker, stranger):
    limits.spend("export", user=asker)
    time_passes(days=1, seconds=1)
    limits.spend("export", user=stranger)

    assert (limits.prune(), LimitCount.objects.count()) == (1, 1)
    assert LimitCount.objects.get().ends_at > timezone.now()


# -- The page ------------------------------------------------------------------------------------


def refused(name="ask.send", *, seconds=5000, **headers):
    """What the site answers when a view lets the refusal pass."""
    middleware = errors.ErrorPages(lambda request: HttpResponse())
    return middleware.process_exception(
        visit(**headers), LimitReached(name, scope="address", retry_after=seconds)
    )


def test_the_page_says_what_became_of_the_text_and_when_to_come_back():
    response = refused()
    text = response.content.decode()

    assert (response.status_code, response.headers["Retry-After"]) == (429, "5000")
    assert "Your draft is saved: nothing you typed is lost." in text
    assert "You can try again in 84 minutes." in text
    assert "In an emergency call" in text


def test_a_script_of_our_pages_gets_json():
    response = refused("search.similar", seconds=7, HTTP_ACCEPT="application/json")

    assert response.headers["Content-Type"] == "application/json"
    assert response.status_code == 429 and b'"retry_after": 7' in response.content


@pytest.mark.parametrize(("seconds", "words"), [(1, "1 minute."), (61, "2 minutes."), (DAY, "24 hours.")])
def test_the_wait_is_said_in_words(seconds, words):
    assert LimitReached("x", scope="account", retry_after=seconds).when.endswith(f"in {words}")


def test_other_faults_are_left_alone():
    assert errors.ErrorPages(lambda request: HttpResponse()).process_exception(visit(), ValueError()) is None
