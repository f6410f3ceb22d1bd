"""The home page."""

import pytest

from tests.factories import make_doctor, make_published_question, make_question

pytestmark = pytest.mark.django_db


def test_home_shows_the_latest_answers_and_true_numbers(client, topic, doctor, unverified_doctor):
    published = make_published_question(specialty=topic, doctor=doctor, title="The latest")
    make_question(specialty=topic, title="Not answered")

    page = client.get("/").content.decode()

    assert f'<a href="{published.get_absolute_url()}">The latest</a>' in page
    assert "Not answered" not in page
    assert "question answered and published</dt><dd>1</dd>" in page
    assert "verified doctor who answers</dt><dd>1</dd>" in page
    assert f'<a class="tile" href="{topic.parent.get_absolute_url()}">' in page
    assert 'Call <a class="tel" href="tel:112">112</a> now if:' in page
    assert page.index("care-card--emergency") < page.index("question answered and published")
    assert "for half of the latest questions" not in page


def test_typical_wait_is_told_once_enough_questions_tell_it(client, topic, doctor):
    for _ in range(20):
        make_published_question(specialty=topic, doctor=doctor)

    page = client.get("/").content.decode()

    assert "for half of the latest questions</dt><dd>1 day or less</dd>" in page


def test_empty_site_has_a_home_page(client, db):
    assert "Yours could be the first." in client.get("/").content.decode()


def test_home_costs_the_same_at_any_size(client, topic, django_assert_num_queries):
    for _ in range(3):
        make_published_question(specialty=topic, doctor=make_doctor(specialties=[topic.parent]))
        with django_assert_num_queries(1):
            client.get("/")
