"""Somebody who searches for an emergency reads first whom to call."""

import pytest
from django.conf import settings

from questions.models import FlagLevel, HelpNumber
from questions.redflags import searches, shipped
from questions.search import page
from questions.search.engine import SearchTimeout
from tests.factories import make_red_flag

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _read_anew():
    searches._held.cache_clear()
    yield
    searches._held.cache_clear()


def found(client, words, **more):
    return client.get("/search/", {"q": words, **more}).content.decode()


@pytest.mark.parametrize(
    "words",
    [
        "chest pain now",
        "heart attack",
        "hart attack",
        "Stroke!",
        "cant breathe",
        "anaphylaxis",
        "choking",
        "ictus",
    ],
)
def test_an_emergency_comes_with_the_number_to_call_above_what_was_found(client, words):
    shown = found(client, words)

    assert "interruption--emergency" in shown
    assert 'href="tel:112"' in shown
    assert shown.index("tel:112") < shown.index("What you can try")


def test_the_warning_looks_on_public_pages_as_it_does_where_one_asks():
    public = (settings.BASE_DIR / "static" / "css" / "public.css").read_text("utf-8")

    assert ".interruption--emergency" in public


@pytest.mark.parametrize("words", ["suicide", "i want to die", "self harm", "quiero morir", "انتحار"])
def test_words_of_self_harm_come_with_people_who_listen(client, words):
    HelpNumber.objects.create(country="ZZ", kind="crisis", name="Listeners", number="0 800 1")

    shown = found(client, words)

    assert "interruption--warm" in shown
    assert "You are not alone" in shown
    assert 'href="tel:08001"' in shown


@pytest.mark.parametrize(
    "words",
    ["eczema", "knee pain", "stroke recovery diet", "food poisoning", "how to prevent a heart attack"],
)
def test_other_searches_warn_of_nothing(client, words):
    assert "interruption" not in found(client, words)


def test_the_page_has_one_first_heading(client):
    shown = found(client, "stroke")

    assert shown.count("<h1") == 1
    assert '<h2 id="interruption">' in shown


def test_the_warning_stands_where_the_search_took_too_long(client, monkeypatch):
    def late(self):
        raise SearchTimeout

    monkeypatch.setattr("questions.search.results.Results.hits", property(late))

    answer = client.get("/search/", {"q": "chest pain now"})

    assert answer.status_code == 503
    assert b"tel:112" in answer.content


def test_rules_of_ones_own_count_and_urgent_ones_do_not_interrupt(client):
    make_red_flag(code="green", pattern="green skin", ask="")
    make_red_flag(code="blue", pattern="blue nail", level=FlagLevel.URGENT, ask="")

    assert "Words about green." in found(client, "green skin")
    assert "interruption" not in found(client, "blue nail")


def test_a_warning_costs_no_query_once_the_rules_are_read(client, django_assert_num_queries):
    page.printed("eczema", address="/search/?q=eczema")

    with django_assert_num_queries(0):
        page.printed("a cough", address="/search/?q=a+cough")


def test_every_named_emergency_is_of_a_rule_that_ships():
    assert {rule.version.flag.code for rule in searches._names().rules} <= {
        version.flag.code for version in shipped.versions()
    }
