"""The topic page: what it shows, what it costs."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import timezone

from answers import publication
from questions.models import PublishedQuestion
from specialties.dated import PlannedList
from specialties.views.reader import card_rows, newest_of_topic
from tests.archive import make_archive, scanned
from tests.factories import make_doctor, make_moderator, make_published_question, make_specialty
from tests.specialties.shown import shown

pytestmark = pytest.mark.django_db
# So many times PostgreSQL looks at the values before it settles on one plan for all.
PLANNED_ANEW = 5
# What a topic page holds, as readers of such sites know it.
PARTS = [
    "<title>Common questions about Hemifacial Atrophy, answered by verified doctors – Askwell</title>",
    "<h1><bdi>Hemifacial Atrophy</bdi></h1>",
    "Parry-Romberg syndrome",
    "<p>One side of the <em>face</em> shrinks.</p>",
    " by <a href",
    'When to call <a class="tel" href="tel:112">112</a>',
    'Recently answered questions <span class="muted count">(1)</span>',
    "Every answer is written by a verified doctor, therapist or health expert.",
    '<a href="{question}">Is it &lt;getting&gt; worse?</a>',
    'Read full answer<span class="visually-hidden">: Is it &lt;getting&gt; worse?</span>',
    "Ask a doctor online",
    "Your first query is free.",
    "/ask/?specialty=hemifacial-atrophy",
    "Search for a health issue",
    "<h2>Disclaimer</h2>",
    'href="/editorial-process/"',
    'href="/specialties/hemifacial-atrophy/feed/"',
]


@pytest.mark.parametrize("level", ["", "non-urgent", "urgent", "emergency"])
def test_every_topic_says_whom_to_call_and_once_only(client, topic, level):
    topic.care_level, topic.care_text = level, "It gets worse." if level else ""
    topic.save()

    page = client.get(topic.get_absolute_url()).content.decode()

    assert page.count("care-card--emergency") == 1
    assert page.count('href="tel:112"') == 3  # under the header, on the card, in the footer


@pytest.mark.parametrize("count", [1, 3, 20])
def test_topic_page_costs_two_queries_at_any_length(client, topic, count, django_assert_num_queries):
    doctor = make_doctor(specialties=[topic.parent])
    for _ in range(count):
        make_published_question(specialty=topic, doctor=doctor)

    with django_assert_num_queries(2):  # the topic, the cards
        response = client.get(topic.get_absolute_url())

    assert response.content.count(b'class="qa-card"') == count


@pytest.mark.long
def test_large_site_costs_the_same_and_scans_no_table(client, django_assert_num_queries):
    topic, doctor = make_archive(20_000)
    deep = -(-topic.published_count // 20)
    area_deep = -(-topic.parent.published_questions.model.objects.under(topic.parent).count() // 20)
    answers_deep = -(-doctor.published_answers.count() // 20)

    for address, cost in {
        topic.get_absolute_url(): 2,
        f"{topic.get_absolute_url()}?page={deep}": 3,
        topic.parent.get_absolute_url(): 2,
        f"{topic.parent.get_absolute_url()}?page={area_deep}": 3,
        f"{topic.parent.get_absolute_url()}?before=2026-05-01": 3,
        f"{topic.get_absolute_url()}feed/": 3,
        doctor.get_absolute_url(): 6,
        f"{doctor.get_absolute_url()}?page={answers_deep}": 7,
        "/": 1,
        "/feed/": 2,
        "/sitemap.xml": 1,
        "/doctors/": 7,
        PublishedQuestion.objects.order_by("pk")[10_000].get_absolute_url(): 1,
    }.items():
        with django_assert_num_queries(cost) as captured:
            assert client.get(address).status_code == 200
        assert (address, scanned(captured.captured_queries)) == (address, set())

    # Of its own, as what ran before in this session was planned for tables of few rows.
    newest, empty = PlannedList(newest_of_topic, card_rows), make_specialty(parent=topic.parent)
    for _ in range(PLANNED_ANEW + 1):
        assert newest.of(None, specialty=empty.pk).first() == []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT custom_plans FROM pg_prepared_statements WHERE name = %s", [newest.queries[0].name]
        )
        assert cursor.fetchone() == (PLANNED_ANEW,)


def test_topic_page_shows_the_parts_readers_know(client, topic, doctor):
    topic.synonyms = ["Parry-Romberg syndrome"]
    topic.introduction, topic.reviewed_by = "One side of the *face* shrinks.", doctor
    topic.reviewed_on = timezone.now().date()
    topic.review_due_on = topic.reviewed_on + timedelta(days=700)
    topic.care_level, topic.care_text = "emergency", "One side of the face droops."
    topic.save()
    published = make_published_question(specialty=topic, doctor=doctor, title="Is it <getting> worse?")

    page = client.get(topic.get_absolute_url()).content.decode()

    for part in PARTS:
        assert part.format(question=published.get_absolute_url()) in page


@pytest.mark.parametrize(
    ("free", "price", "promise"),
    [
        (1, None, "Your first query is free."),
        (1, 12, "Your first query is free. Each further query costs 12 EUR."),
        (0, None, "Asking is free."),
    ],
)
def test_what_asking_costs_is_promised_as_it_is(client, topic, settings, free, price, promise):
    settings.FREE_QUERIES, settings.QUERY_PRICE = free, price and Decimal(price)

    page = client.get(topic.get_absolute_url()).text

    assert f"<p>{promise} It stays private unless you choose to let others read it.</p>" in page


def test_newest_answer_comes_first(client, topic):
    first = make_published_question(specialty=topic, title="First")
    second = make_published_question(specialty=topic, title="Second")
    rows = PublishedQuestion.objects.filter(pk=first.pk)
    rows.update(answered_at=second.answered_at + timedelta(hours=1))

    page = client.get(topic.get_absolute_url()).content.decode()

    assert page.index(">First<") < page.index(">Second<")


def test_specialty_page_lists_its_topics_and_their_questions(client, topic, specialty):
    make_published_question(specialty=topic, title="Under a topic")
    make_published_question(specialty=make_specialty(), title="Elsewhere")

    page = client.get(specialty.get_absolute_url()).content.decode()

    assert ">Under a topic<" in page
    assert ">Elsewhere<" not in page
    assert f'<a class="tile" href="{topic.get_absolute_url()}">' in page


def test_empty_topic_invites_to_ask(client, topic):
    page = client.get(topic.get_absolute_url()).content.decode()

    assert "No questions answered here yet" in page
    assert page.count(f"/ask/?specialty={topic.slug}") == 3


def test_each_page_is_its_own_canonical(client, topic):
    doctor = make_doctor(specialties=[topic.parent])
    for _ in range(21):
        make_published_question(specialty=topic, doctor=doctor)
    address = topic.get_absolute_url()

    first, second = client.get(f"{address}?page=1"), client.get(f"{address}?page=2")

    assert f'<link rel="canonical" href="https://askwell.example{address}">' in first.content.decode()
    own = shown(second.text).url
    assert own.startswith(f"{address}?before=")
    assert client.get(own).content == second.content
    assert (first.content.count(b'"qa-card"'), second.content.count(b'"qa-card"')) == (20, 1)


@pytest.mark.parametrize("number", ["0", "2", "-1", "x", "1.0", "99999999999999999999", "", "٢"])
def test_page_that_is_none_is_not_found(client, topic, number):
    assert client.get(f"{topic.get_absolute_url()}?page={number}").status_code == 404


def test_unlisted_topic_is_not_found(client, topic):
    topic.is_listed = False
    topic.save()

    assert client.get(topic.get_absolute_url()).status_code == 404
    assert client.get(f"{topic.get_absolute_url()}feed/").status_code == 404
    assert topic.name not in client.get("/specialties/").content.decode()


def test_list_of_specialties_shows_counts_in_two_queries(client, topic, django_assert_num_queries):
    make_published_question(specialty=topic)

    with django_assert_num_queries(2):
        page = client.get("/specialties/").content.decode()

    assert (
        f'<a href="{topic.get_absolute_url()}">Hemifacial Atrophy</a> <span class="muted">(1)</span>' in page
    )


def test_withdrawn_question_leaves_its_topic_at_once(client, topic):
    published = make_published_question(specialty=topic, title="Soon gone")
    question = published.question
    question.refresh_from_db()

    publication.withdraw(question, by=make_moderator(), seen_version=question.version)

    page = client.get(topic.get_absolute_url()).content.decode()
    assert "Soon gone" not in page
    assert '<span class="muted count">(0)</span>' in page


def test_unlisted_topics_and_doctors_who_may_not_answer_are_not_offered(client, topic, unverified_doctor):
    listed = make_specialty(name="Migraine", parent=topic.parent)
    hidden = make_specialty(name="Hidden", parent=topic.parent, is_listed=False)
    treats, elsewhere = make_doctor(specialties=[topic.parent]), make_doctor(specialties=[make_specialty()])

    pages = [client.get(each.get_absolute_url()).content.decode() for each in (topic, topic.parent)]

    for page in pages:
        assert listed.get_absolute_url() in page
        assert hidden.get_absolute_url() not in page
        assert treats.get_absolute_url() in page
        assert unverified_doctor.get_absolute_url() not in page
        assert elsewhere.get_absolute_url() not in page


def test_topic_names_four_doctors_its_own_first(client, topic, unverified_doctor):
    unverified_doctor.specialties.add(topic)
    elders = [make_doctor(specialties=[topic.parent]) for _ in range(4)]
    both, own = make_doctor(specialties=[topic, topic.parent]), make_doctor(specialties=[topic])
    make_doctor(specialties=[topic.parent])

    named = re.findall(r'href="(/doctors/[^"]+/)"', client.get(topic.get_absolute_url()).content.decode())

    assert list(dict.fromkeys(named)) == [one.get_absolute_url() for one in (both, own, *elders[:2])]
