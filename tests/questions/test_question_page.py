"""A published question's page."""

import html
import json
import re

import pytest

from answers import publication
from questions.models import About, AgeBand, Consent, PublishedQuestion, Sex
from tests.archive import make_archive, make_imported
from tests.factories import (
    approve_copy,
    make_approved_answer,
    make_doctor,
    make_draft_answer,
    make_moderator,
    make_open_question,
    make_public_draft,
    make_published_question,
    make_submitted_answer,
)

pytestmark = pytest.mark.django_db


def structured_data(page):
    """The schema.org things of a page, by type."""
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', page).group(1)
    return {thing["@type"]: thing for thing in json.loads(data)["@graph"]}


CONTRACT = {
    "sources": "A leaflet | https://example.org/leaflet\nA book\nBad | javascript:alert(1)",
    "help_emergency": "You cannot breathe.",
}


def test_page_shows_the_question_escaped(client, topic):
    published = make_published_question(
        specialty=topic,
        title="Is <this> normal?",
        text="First line.\n\n<b>Second</b> line.",
        age_band=AgeBand.THIRTIES,
        sex=Sex.FEMALE,
    )

    page = client.get(published.get_absolute_url()).content.decode()

    assert "<h1><bdi>Is &lt;this&gt; normal?</bdi></h1>" in page
    assert (
        f'Asked by a patient on <time datetime="{published.asked_on:%Y-%m-%d}">' in page
        and "(30–39, female)" in page
    )
    assert "&lt;b&gt;Second&lt;/b&gt; line." in page
    assert f'<link rel="canonical" href="https://askwell.example{published.get_absolute_url()}">' in page
    assert "<h2>Disclaimer</h2>" in page
    assert "This page was reviewed on" in page


def test_page_shows_the_answer_and_who_wrote_it(client, topic, doctor):
    published = make_published_question(specialty=topic, doctor=doctor, contract=CONTRACT)

    page = client.get(published.get_absolute_url()).content.decode().partition("<main")[2]

    assert 'id="answer-1"' in page
    assert (
        page.index("It is most likely harmless.")
        < page.index("<em>strained</em>")
        < page.index('When to call <a class="tel" href="tel:112">112</a>')
    )
    assert 'href="https://example.org/leaflet" rel="nofollow noopener noreferrer">A leaflet</a>' in page
    assert '<li dir="auto">A book</li>' in page
    assert 'href="javascript:' not in page
    assert f"Verified on {doctor.verified_at:%-d %B %Y}" in page
    assert f'href="{doctor.register_url}"' in page
    assert (doctor.register_number in page, "United Kingdom" in page) == (True, True)


def test_whoever_asked_finds_how_to_take_it_down(client, topic):
    own, brought = make_published_question(specialty=topic), make_imported()
    take_down = '<a href="/me/questions/" rel="nofollow">Sign in to take it down</a>'

    assert take_down in client.get(own.get_absolute_url()).content.decode()
    assert take_down not in client.get(brought.get_absolute_url()).content.decode()  # nobody's account has it
    signed_out = client.get("/me/questions/")
    assert "/accounts/login/" in signed_out.headers["Location"]
    assert "next=/me/questions/" in signed_out.headers["Location"]


def test_second_answer_is_shown_and_costs_no_query(
    client, topic, doctor, other_doctor, django_assert_num_queries
):
    question = make_open_question(specialty=topic, consent=Consent.NO_NEED)
    first = make_draft_answer(question=question, doctor=doctor)
    first.submit(by=doctor.user, seen_version=first.version)  # lets the query go, so that another may answer
    question.refresh_from_db()
    second = make_submitted_answer(question=question, doctor=other_doctor)
    for answer in (first, second):
        answer.approve(by=make_moderator(), seen_version=answer.version)
    draft = make_public_draft(question=question)
    approve_copy(draft)

    address = PublishedQuestion.objects.get().get_absolute_url()

    with django_assert_num_queries(1):
        page = client.get(address).content.decode()

    assert [f'id="answer-{number}"' in page for number in (1, 2, 3)] == [True, True, False]
    assert (doctor.name in page, other_doctor.name in page) == (True, True)


def test_picture_is_described_in_the_doctors_words(client, topic):
    published = make_published_question(specialty=topic, pictures=2)

    page = client.get(published.get_absolute_url()).content.decode()

    assert page.count('<li dir="auto">A small red patch.</li>') == 2
    assert "attachment removed" not in page
    assert "/pictures/" not in page


def test_picture_nobody_described_is_said_to_be_removed(client):
    make_archive(1)
    PublishedQuestion.objects.update(picture_count=1)
    published = PublishedQuestion.objects.get()

    page = html.unescape(client.get(published.get_absolute_url()).content.decode())

    assert "(attachment removed to protect the patient's identity)" in page


def test_imported_question_says_where_it_comes_from(client):
    make_archive(1)
    published = PublishedQuestion.objects.get()

    page = client.get(published.get_absolute_url()).content.decode()

    assert (
        f"Imported from Old site on {published.imported_on:%-d %B %Y}. The text was not reviewed here, and the doctor "
        in page
    )
    assert "Not reviewed here" in page
    assert "QAPage" not in structured_data(page)


def test_old_address_leads_to_the_right_one(client, topic):
    published = make_published_question(specialty=topic)

    response = client.get(f"/questions/{published.reference}/an-older-title/")

    assert (response.status_code, response["Location"]) == (301, published.get_absolute_url())


def test_withdrawn_is_gone_and_never_published_is_not_found(client, topic):
    published = make_published_question(specialty=topic, title="Secret once")
    question = published.question
    question.refresh_from_db()
    publication.withdraw(question, by=question.asker, seen_version=question.version)

    gone = client.get(published.get_absolute_url())
    private = client.get(f"/questions/{question.reference}/why-does-it-hurt/")

    assert (gone.status_code, private.status_code) == (410, 404)
    assert "Secret once" not in gone.content.decode()
    assert client.get("/questions/Q-2222-2222/x/").status_code == 404


def test_retracted_answer_leaves_a_notice_without_its_words(client, topic, moderator):
    published = make_published_question(
        specialty=topic,
        contract={"short_answer": "Zyxshort", "explanation": "Zyxlong", "sources": "Zyxsource"},
    )
    answer = published.question.answers.get()
    assert "Zyxlong" in client.get(published.get_absolute_url()).content.decode()

    publication.retract(answer, by=moderator, code="unsafe", reason="Zyxnote", seen_version=answer.version)

    response = client.get(published.get_absolute_url())
    page = response.content.decode()
    assert response.status_code == 200 and "Zyx" not in page
    assert "This answer was retracted on" in page and "Following it could do harm." in page
    assert '<meta name="robots" content="noindex' in page and "QAPage" not in structured_data(page)


def test_structured_data_follows_the_page(client, topic, doctor):
    published = make_published_question(specialty=topic, doctor=doctor, title="Ends </script> here?")

    page = client.get(published.get_absolute_url()).content.decode()

    things = structured_data(page)
    entity = things["QAPage"]["mainEntity"]
    assert (entity["name"], entity["answerCount"], "author" in entity) == ("Ends </script> here?", 1, False)
    assert "acceptedAnswer" not in entity
    assert entity["suggestedAnswer"][0]["author"]["name"] == doctor.name
    assert "Such pain often comes from a strained muscle." in entity["suggestedAnswer"][0]["text"]
    assert things["MedicalWebPage"]["lastReviewed"] == published.reviewed_on.isoformat()
    assert [item["position"] for item in things["BreadcrumbList"]["itemListElement"]] == [1, 2, 3, 4, 5]


def test_related_questions_are_of_the_same_topic(client, topic, specialty):
    doctor = make_doctor(specialties=[specialty])
    published = make_published_question(specialty=topic, doctor=doctor)
    for number in range(6):
        make_published_question(specialty=topic, doctor=doctor, title=f"Sibling {number}")
    make_published_question(title="Of another topic")

    page = client.get(published.get_absolute_url()).content.decode()

    assert [number for number in range(6) if f">Sibling {number}<" in page] == [1, 2, 3, 4, 5]
    assert "Of another topic" not in page


def test_words_in_another_script_run_in_their_own_direction(client):
    page = make_imported(title="هل COVID-19 خطير؟", question="عندي ألم.")

    html_page = client.get(page.get_absolute_url()).content.decode()
    card = client.get(page.topic.get_absolute_url()).content.decode()

    assert "<h1><bdi>هل COVID-19 خطير؟</bdi></h1>" in html_page
    assert '<div class="prose" dir="auto"><p>عندي ألم.</p></div>' in html_page
    assert (
        '<h3 class="qa-card__title" dir="auto">' in card
        and '<p class="mb-1" dir="auto">عندي ألم.</p>' in card
    )


def test_query_about_a_child_waits_for_its_parent(client, topic):
    answer = make_approved_answer(specialty=topic, about=About.CHILD, consent=Consent.NO_NEED)
    parts = {row.pk: row.contract() for row in publication.publishable_versions(answer.question)}
    answer.question.refresh_from_db()
    draft = publication.prepare(
        answer.question, by=make_moderator(), title="Of a child", text="Text", answers=parts, seen_version=0
    )
    approve_copy(draft)

    pages = [
        client.get(url).content.decode()
        for url in (topic.get_absolute_url(), "/", "/feed/", "/search/?q=child")
    ]

    assert ["Of a child" in page for page in pages] == [False] * 4
