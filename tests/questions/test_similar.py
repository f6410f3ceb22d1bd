"""Answered questions like the one that somebody is about to ask."""

import time

import pytest
from django.test import Client
from django.urls import reverse

from accounts.prepared import Statement
from answers import publication
from questions import similar as module
from questions.models import Draft, PublishedQuestion, SimilarHelped, Step
from questions.search import figures, indexing, terms
from questions.similar import similar
from tests.archive import make_archive, make_imported
from tests.factories import make_published_question, make_question, make_specialty

pytestmark = pytest.mark.django_db


def imported(number, title, text, **changes):
    return make_imported(number, title=title, question=text, **changes)


@pytest.fixture
def pages():
    """Five answered questions."""
    said = {
        "knee": ("Why does my knee click on stairs?", "It clicks when I climb stairs, without pain."),
        "hands": ("Tingling hands at night", "Both hands tingle and go numb when I sleep."),
        "tea": ("Is green tea safe with thyroxine?", "I drink three cups a day and take tablets."),
        "mole": ("A mole on my back has changed colour", "It was brown and is black at its edge."),
        "cough": ("A dry cough for six weeks", "It began with a cold and does not go away."),
    }
    return {name: imported(number, *words) for number, (name, words) in enumerate(said.items())}


@pytest.mark.parametrize(
    ("words", "name"),
    (
        ("my knees are clicking when i go up the stairs, is that bad", "knee"),
        ("both of my hands tingling and numb in the night", "hands"),
        ("can i drink green tea while on thyroxine", "tea"),
        ("mole on back got darker, has changed", "mole"),
        ("coughing for weeks, dry", "cough"),
    ),
)
def test_patients_own_words_find_the_page_that_answers(pages, words, name):
    assert similar(words)[0] == pages[name]


def test_a_page_that_only_mentions_the_words_is_not_shown(pages):
    """As a visitor met it: ringing ears led to a page on something else that says "ear" and "ring" once."""
    long = "The graft was taken from the thigh and has held its shape for a year. " * 6
    imported(
        8, "Fat grafting for a sunken cheek", f"{long} Since then my ear rings at night now and then. {long}"
    )
    about = imported(9, "Ringing in both ears since a concert", "My ears ring, mostly at night.")

    assert similar("why do my ears ring at night") == [about]


@pytest.mark.parametrize(
    "words",
    (
        "is it normal to have a green tongue",
        "my daughter swallowed a button battery",
        "what should I do",
        "night",
        "",
    ),
)
def test_what_only_shares_a_word_is_not_shown(pages, words):
    assert similar(words) == []


def test_at_most_five_are_shown_and_those_of_the_topic_come_first():
    topic = make_specialty(name="Elbows", parent=make_specialty(name="Joints"))
    for number in range(7):
        imported(number, "A swollen elbow after a fall", "It swells each evening.")
    own = imported(
        8, "A swollen elbow after a fall", "It swells each evening.", specialty="Elbows", parent="Joints"
    )

    assert len(similar("swollen elbow after a fall")) == 5
    assert similar("swollen elbow after a fall", specialty=topic)[0] == own


def test_withdrawn_and_unpublished_pages_are_not_shown(topic):
    published = make_published_question(specialty=topic, title="Itching under the plaster")
    make_question(specialty=topic, title="Itching under the plaster")
    assert similar("itching under my plaster") == [published]

    question = published.question
    publication.withdraw(question, by=question.asker, seen_version=question.version)

    assert similar("itching under my plaster") == []


@pytest.mark.parametrize(
    "typed",
    ("& | ! ( ) : * <-> '", "a' || b:*", "\\'\\", "it''s \\ o'clock's", "🙂", "%s %(x)s", "pain " * 999),
)
def test_nothing_that_can_be_typed_breaks_it(pages, typed):
    assert similar(typed) == []


def test_a_search_that_takes_too_long_shows_nothing_and_breaks_nothing(pages, monkeypatch):
    monkeypatch.setattr(terms, "LEXEMES", Statement("SELECT pg_sleep(5)::text, $1::text, 1, 1"))
    monkeypatch.setattr(module, "TIMEOUT", 100)
    started = time.monotonic()

    assert similar("tingling hands") == []

    assert time.monotonic() - started < 2
    assert PublishedQuestion.objects.count() == 5, "the transaction goes on"


def test_among_many_pages_it_takes_three_quick_queries(django_assert_num_queries):
    make_archive(3000)
    PublishedQuestion.objects.filter(source_id="77").update(title="Ringing in one ear")
    indexing.write(PublishedQuestion.objects.filter(source_id="77").values_list("pk", flat=True))
    figures.refresh()
    similar("warm up")  # what a process reads once

    # Words, other words, slips, pages and cards, in a transaction with its time limit.
    with django_assert_num_queries(9):
        found = similar("pain and a ringing noise in one ear, archive query")

    assert [page.source_id for page in found] == ["77"]


# The page after the sentence


@pytest.fixture
def draft(client, asker):
    client.force_login(asker)
    return Draft.objects.create(owner=asker, title="Why do my hands tingle at night?", done=[Step.QUESTION])


def address(draft):
    return reverse("ask-similar", args=[draft.reference])


def test_page_lists_them_each_in_a_new_tab(client, draft, pages):
    page = client.get(address(draft)).content.decode()

    link = f'<a href="{pages["hands"].get_absolute_url()}" target="_blank" rel="noopener">'
    assert (
        f'{link}Tingling hands at night<span class="visually-hidden"> (opens in a new tab)</span></a>' in page
    )
    assert "Answered by Dr Jane Roe" in page and "6 March 2019" in page
    assert pages["knee"].get_absolute_url() not in page


def test_page_is_skipped_when_nothing_fits(client, draft):
    response = client.get(address(draft))

    assert (response.status_code, response.url) == (302, reverse("ask-specialty", args=[draft.reference]))


def test_none_of_these_goes_on(client, draft, pages):
    response = client.post(address(draft), {"action": "continue"})

    assert (response.status_code, response.url) == (302, reverse("ask-specialty", args=[draft.reference]))
    assert Draft.objects.filter(pk=draft.pk).exists()


def test_this_answers_my_question_ends_the_draft_and_is_counted_once(client, draft, pages):
    helped = pages["hands"]

    responses = [client.post(address(draft), {"helped": helped.reference}) for _ in range(2)]

    assert [response.url for response in responses] == [reverse("ask-helped", args=[helped.reference])] * 2
    assert not Draft.objects.filter(pk=draft.pk).exists()
    assert list(SimilarHelped.objects.values_list("published", "count")) == [(helped.pk, 1)]
    end = client.get(responses[0].url).content.decode()
    assert helped.get_absolute_url() in end and "Nothing was sent" in end


def test_a_page_that_is_not_public_ends_no_draft(client, draft, pages):
    for reference in ("Q-2222-2222", "nonsense", ""):
        response = client.post(address(draft), {"helped": reference})
        assert response.url == reverse("ask-specialty", args=[draft.reference])

    assert Draft.objects.filter(pk=draft.pk).exists()


def test_a_strangers_draft_is_not_found(draft, pages):
    assert Client().get(address(draft)).status_code == 404
    Client().post(address(draft), {"helped": pages["hands"].reference})

    assert Draft.objects.filter(pk=draft.pk).exists()
    assert SimilarHelped.objects.count() == 0


# While one types


def live(client, words, **headers):
    return client.post(reverse("ask-similar-live"), {"words": words}, headers=headers)


def test_list_while_one_types_is_a_fragment_and_empty_when_nothing_fits(client, pages):
    found = live(client, "tingling hands at night").content.decode()

    assert "1 answered question that may be like yours." in found and "<html" not in found
    assert live(client, "hands").content == b""
    assert live(client, "a green tongue since monday").content == b""


def test_words_are_taken_from_a_body_with_a_token_alone(pages):
    careful = Client(enforce_csrf_checks=True)

    assert live(careful, "tingling hands at night").status_code == 403
    assert careful.get(reverse("ask-similar-live"), {"words": "tingling hands"}).status_code == 405


def test_it_is_limited(client, pages, settings):
    settings.LIMITS = {**settings.LIMITS, "search.similar": {"address": [(2, 60)]}}

    statuses = [live(client, "tingling hands", accept="application/json").status_code for _ in range(3)]

    assert statuses == [200, 200, 429]
