"""The Atom feeds."""

import xml.etree.ElementTree as ET

import pytest

from answers import publication
from tests.factories import make_moderator, make_published_question, make_specialty

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def feed_of(client, address):
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    return ET.fromstring(response.content)


def test_feed_holds_what_is_public(client, topic, doctor):
    published = make_published_question(specialty=topic, doctor=doctor, title="A & <b>", text="Public text.")

    for address in ("/feed/", f"{topic.get_absolute_url()}feed/", f"{topic.parent.get_absolute_url()}feed/"):
        feed = feed_of(client, address)
        entry = feed.find("a:entry", ATOM)
        assert entry.find("a:title", ATOM).text == "A & <b>"
        assert (
            entry.find("a:link", ATOM).get("href") == f"https://askwell.example{published.get_absolute_url()}"
        )
        assert entry.find("a:author/a:name", ATOM).text == doctor.name
        assert "Public text." in entry.find("a:summary", ATOM).text
        assert "most likely harmless" in entry.find("a:summary", ATOM).text
        links = {link.get("rel"): link.get("href") for link in feed.findall("a:link", ATOM)}
        assert links["self"] == f"https://askwell.example{address}"


def test_topic_feed_leaves_other_topics_out(client, topic):
    make_published_question(specialty=make_specialty())

    assert feed_of(client, f"{topic.get_absolute_url()}feed/").findall("a:entry", ATOM) == []


def test_empty_feed_is_the_same_at_any_time(client, topic):
    address = f"{topic.get_absolute_url()}feed/"

    assert client.get(address).content == client.get(address).content
    assert feed_of(client, address).find("a:updated", ATOM).text == "2026-01-01T00:00:00+00:00"


def test_feed_is_cut_and_costs_two_queries(client, topic, doctor, django_assert_num_queries):
    for number in range(21):
        make_published_question(specialty=topic, doctor=doctor, title=f"Number {number}")

    with django_assert_num_queries(2):  # the edition, the entries
        entries = feed_of(client, "/feed/").findall("a:entry", ATOM)

    assert [entry.find("a:title", ATOM).text for entry in entries][:2] == ["Number 20", "Number 19"]
    assert len(entries) == 20


def test_withdrawn_question_leaves_the_feeds_at_once(client, topic):
    question = make_published_question(specialty=topic).question
    question.refresh_from_db()

    publication.withdraw(question, by=make_moderator(), seen_version=question.version)

    for address in ("/feed/", f"{topic.get_absolute_url()}feed/"):
        assert feed_of(client, address).findall("a:entry", ATOM) == []
