"""Searches that found nothing: no word and nobody is kept until five people used the words; then a count."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import RequestFactory
from django.utils import timezone

from accounts.models import AuditEvent
from accounts.moves import MoveRefused
from questions import emptysearches
from questions.models import EmptySearch
from questions.models.emptysearch import SLOTS
from tests.together import at_once

pytestmark = pytest.mark.django_db
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PEOPLE = range(1, 6)


def search(words, *, person=1, method="GET", query=None, **headers):
    """A search from the network of a person, by number."""
    sent = {"REMOTE_ADDR": f"198.{person}.100.7", "HTTP_USER_AGENT": BROWSER, **headers}
    request = RequestFactory().generic(method, "/search/", QUERY_STRING=query or "q=x", **sent)
    emptysearches.record(words, request=request)


def told():
    return [(row.words, row.count) for row in EmptySearch.objects.told()]


def in_the_table():
    """Every value of the table, as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(string_agg(row::text, ' '), '') FROM questions_emptysearch AS row")
        return cursor.fetchone()[0]


def age(days):
    for row in EmptySearch.objects.all():
        row.last_on -= timedelta(days=days)
        row.done_on = row.done_on and row.done_on - timedelta(days=days)
        row.save(update_fields=["last_on", "done_on"])


def test_words_are_kept_with_the_fifth_person_and_the_people_thrown_away():
    spelled = ["Sinking  face", "face sinking", "fáce, sinking", "SINKING FACE!", "sinking face"]
    for person, words in zip(PEOPLE, spelled, strict=True):
        assert told() == [] and "face" not in in_the_table()
        search(words, person=person)
        search(words, person=person)  # once more, which makes no second person

    row = EmptySearch.objects.get()

    assert told() == [("sinking face", 6)]  # the last one's second search is one more
    assert (row.people, row.last_on) == ([], timezone.localdate())


def test_four_people_are_no_five_though_they_search_often_from_neighbouring_addresses():
    for person in PEOPLE[:4]:
        for last in (7, 8, 200):
            search("sinking face", person=person, REMOTE_ADDR=f"198.{person}.{last}.7")
    for last in range(6):
        search("face sinking", REMOTE_ADDR=f"2001:db8:{last}::1")
    row = EmptySearch.objects.get()
    rows = in_the_table()

    assert told() == [("face sinking", 5 + 5)]
    assert row.people == [] and "198." not in rows and "2001:db8" not in rows


def test_the_same_network_is_another_number_under_other_words():
    search("sinking face")
    search("hollow cheek")

    people = [row.people for row in EmptySearch.objects.all()]

    assert len(people) == 2 and people[0] != people[1]


@pytest.mark.parametrize(
    "words",
    [
        "",
        " ?! ",
        "a b c d e f g",
        "x" * 81,
        "anna.maria@example.org",
        "call 0171 234 567",
        "my name is anna rossi",
        "@jane_doe",
        "rash 123",
        "\x00",
        "".join(map(chr, range(0x3300, 0x3340))),  # 64 signs, each several letters when it is folded
    ],
)
def test_long_words_and_identifiers_are_not_counted(words):
    search(words)

    assert EmptySearch.objects.count() == 0


@pytest.mark.parametrize(
    "how",
    [
        {"method": "HEAD"},
        {"HTTP_USER_AGENT": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"HTTP_USER_AGENT": ""},
        {"HTTP_SEC_PURPOSE": "prefetch;prerender"},
        {"query": "q=x&page=2"},
        {"query": "q=x&specialty=neurology"},
        {"REMOTE_ADDR": ""},
    ],
)
def test_what_nobody_typed_is_not_counted(how):
    search("sinking face", **how)
    assert EmptySearch.objects.count() == 0

    search("sinking face", query="q=x&page=")
    assert EmptySearch.objects.count() == 1


def test_it_costs_one_statement_and_no_search(django_assert_num_queries, caplog):
    with django_assert_num_queries(3):  # the savepoint is the test's own
        search("sinking face")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE questions_emptysearch RENAME TO elsewhere")
        search("hollow cheek")
        cursor.execute("ALTER TABLE elsewhere RENAME TO questions_emptysearch")

    assert "was not counted: ProgrammingError" in caplog.text and "cheek" not in caplog.text
    assert EmptySearch.objects.count() == 1


def test_words_with_the_same_place_take_it_from_one_person_and_not_from_two(monkeypatch):
    monkeypatch.setattr(emptysearches, "slot_of", lambda key: SLOTS - 1)
    search("sinking face")
    search("hollow cheek")
    search("hollow cheek", person=2)
    search("sinking face", person=2)

    row = EmptySearch.objects.get()

    assert (row.key, len(row.people)) == (emptysearches.key_of("hollow cheek"), 2)
    for person in PEOPLE:
        search("cheek hollow", person=person)
    search("sinking face")
    assert told() == [("cheek hollow", 5)]


@pytest.mark.parametrize(
    "wrong", [{"slot": SLOTS}, {"words": "sinking face", "count": 4}, {"words": "sinking face", "count": 5}]
)
def test_the_database_refuses_a_full_table_and_words_of_few(wrong):
    search("sinking face")

    with pytest.raises(DatabaseError), transaction.atomic():
        EmptySearch.objects.update(**wrong)  # the person's hash is still there


def test_words_that_were_dealt_with_go_and_stay_away(moderator):
    for person in PEOPLE:
        search("sinking face", person=person)
    key = emptysearches.key_of("sinking face")

    emptysearches.take_off(key, by=moderator)
    with pytest.raises(MoveRefused):
        emptysearches.take_off(key, by=moderator)
    for person in PEOPLE:
        search("sinking face", person=person)

    event = AuditEvent.objects.get(verb="emptysearch.done")
    assert (event.actor_id, event.details, event.reference) == (moderator.pk, {"times": 5}, "")
    assert told() == [] and "face" not in in_the_table()


@pytest.mark.parametrize(("state", "kept"), [("waiting", 30), ("told", 90), ("done", 90)])
def test_rows_are_deleted_by_age(state, kept, moderator):
    for person in PEOPLE[: 1 if state == "waiting" else 5]:
        search("sinking face", person=person)
    if state == "done":
        emptysearches.take_off(emptysearches.key_of("sinking face"), by=moderator)
    age(kept)
    if state == "waiting":
        search("sinking face", person=2)  # the days run from the first
    assert emptysearches.forget_old() == 0

    age(1)

    assert (emptysearches.forget_old(), EmptySearch.objects.count()) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_five_at_once_are_five_people(monkeypatch):
    monkeypatch.setattr(emptysearches, "COUNT", emptysearches.COUNT.replace("100ms", "20s"))  # a busy machine
    for letter in "abcdefgh":
        at_once(
            *[
                lambda letter=letter, person=person: search(f"rash {letter}", person=person)
                for person in PEOPLE
            ]
        )

    assert sorted(told()) == [(f"rash {letter}", 5) for letter in "abcdefgh"]


@pytest.mark.django_db(transaction=True)
def test_a_locked_row_holds_no_search_up():
    search("sinking face")

    with transaction.atomic():
        EmptySearch.objects.select_for_update().get()
        began = timezone.now()
        assert at_once(lambda: search("sinking face", person=2)) == [None]
        assert timezone.now() - began < timedelta(seconds=5)

    assert len(EmptySearch.objects.get().people) == 1
