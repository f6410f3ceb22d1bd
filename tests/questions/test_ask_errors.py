"""Mistakes in the ask flow: said at the top with a link, beside the field, in the title; nothing typed is lost."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from questions.models import Draft, Step
from tests.factories import PASSWORD, make_draft, make_question, make_red_flag
from tests.questions.asking import answer, begin, page, seen, with_key

pytestmark = pytest.mark.django_db
LONG = "word " * 50


@pytest.fixture
def draft(client):
    make_red_flag()
    return make_draft(browser_key=with_key(client), until=Step.PICTURES)


@pytest.mark.parametrize(
    ("step", "data", "message"),
    [
        (Step.SPECIALTY, {"specialty": "nowhere"}, "Select a topic from the list, or “I’m not sure”."),
        (Step.SYMPTOMS, {}, "Select what you have now, or “None of these”."),
        (Step.SYMPTOMS, {"symptoms": ["none", "chest-pain"]}, "but not both"),
        (Step.ABOUT, {"about": ""}, "Select who it is about."),
        (Step.QUESTION, {"title": " "}, "Enter your question in one sentence."),
        (Step.QUESTION, {"title": LONG}, "Shorten your question to 200 characters; it has 249 now."),
        (Step.DETAILS, {"text": ""}, "Write some details, so that a doctor can answer."),
        (
            Step.BACKGROUND,
            {"medicines": "m" * 2001},
            "Medicines: shorten this to 2000 characters; it has 2001 now.",
        ),
        (Step.PRIVACY, {}, "Select who may read your query."),
    ],
)
def test_mistake_is_said_with_a_link_to_its_field(client, draft, step, data, message):
    response = answer(client, draft, step, **data)

    markup = response.content.decode()
    assert response.status_code == 422
    assert "There is a problem" in markup
    assert "<title>Error:" in markup
    links = re.findall(r'<li><a href="#([^"]+)">([^<]+)</a>', markup)
    assert [message in text for _target, text in links] == [True]
    assert all(f'id="{target}"' in markup for target, _text in links)


def test_what_was_typed_stays_in_the_field(client, draft):
    markup = answer(client, draft, Step.QUESTION, title=LONG).content.decode()

    assert LONG.strip() in markup


def test_first_page_says_its_mistake_and_makes_no_draft(client):
    response = client.post(reverse("ask-begin"), {"specialty": ""})

    assert response.status_code == 422
    assert not Draft.objects.exists()


def test_words_typed_into_a_page_whose_draft_expired_are_shown(client, draft):
    address = page(draft, Step.DETAILS)
    draft.forget()

    response = client.post(address, {"text": "Three careful sentences.", "seen": ""})

    assert response.status_code == 404
    assert "Three careful sentences.</textarea>" in response.content.decode()


def test_page_without_a_draft_says_the_same_for_a_strangers_one(client, asker):
    theirs, nobodys = make_draft(owner=asker).reference, "Q-2222-2222"
    pages = [client.post(f"/ask/{each}/details/", {"text": "My words."}) for each in (theirs, nobodys)]

    hidden = re.compile(r'Q-\w{4}-\w{4}|value="[^"]*"')
    first, second = (hidden.sub("", response.content.decode()) for response in pages)
    assert [response.status_code for response in pages] == [404, 404]
    assert first == second


def test_new_draft_is_begun_with_the_words_of_a_lost_one(client):
    lost = client.post("/ask/Q-2222-2222/details/", {"text": "My words."}).content.decode()
    start_key = re.search(r'name="start_key" value="([^"]+)"', lost)[1]

    for _click in range(2):
        response = client.post(
            reverse("ask-again"), {"start_key": start_key, "from_step": "details", "text": "My words."}
        )

    draft = Draft.objects.get()
    assert (draft.text, draft.done) == ("My words.", [Step.DETAILS])
    assert response.headers["Location"] == page(draft, Step.SPECIALTY)
    assert client.get(page(draft, Step.DETAILS)).status_code == 200


def test_new_draft_of_words_too_many_says_so_and_keeps_them(client):
    response = client.post(reverse("ask-again"), {"from_step": "question", "title": LONG})

    assert response.status_code == 422
    assert LONG.strip() in response.content.decode()


def test_limit_of_new_drafts_keeps_the_words(client, settings):
    settings.LIMITS = {**settings.LIMITS, "draft.start": {"address": [(1, 3600)]}}
    begin(client)

    response = client.post(reverse("ask-again"), {"from_step": "details", "text": "My words."})

    assert response.status_code == 429
    assert "My words.</textarea>" in response.content.decode()


@pytest.mark.parametrize("typed", ["Three careful sentences.", "Ibuprofen", "頭が痛い"])
def test_form_whose_token_is_out_of_date_shows_what_was_typed(draft, typed):
    client = Client(enforce_csrf_checks=True)

    response = client.post(page(draft, Step.DETAILS), {"text": typed, "seen": "0123456789abcdef"})

    assert response.status_code == 403
    assert f"{typed}</textarea>" in response.content.decode()
    assert "0123456789abcdef" not in response.content.decode()


def test_password_is_never_repeated_by_the_token_page():
    client = Client(enforce_csrf_checks=True)

    markup = client.post("/accounts/signup/", {"password1": "correct horse battery staple"}).content.decode()

    assert "correct horse" not in markup


def test_session_that_ended_loses_no_word(client, asker):
    draft = make_draft(owner=asker)

    response = client.post(page(draft, Step.DETAILS), {"text": "Three careful sentences."})

    assert "Three careful sentences.</textarea>" in response.content.decode()
    assert "/accounts/login/" in response.content.decode()


def test_what_was_typed_after_the_session_ended_waits_on_its_page(client, asker):
    draft = make_draft(owner=asker, text="As it was.")
    client.force_login(asker)
    fingerprint = seen(client, draft, Step.DETAILS)
    client.logout()
    client.post(page(draft, Step.DETAILS), {"text": "Three careful sentences.", "seen": fingerprint})
    client.post("/accounts/login/", {"login": asker.email, "password": PASSWORD})

    markup = client.get(page(draft, Step.DETAILS)).content.decode()
    client.post(page(draft, Step.DETAILS), {"text": "Three careful sentences.", "seen": fingerprint})

    assert "Three careful sentences.</textarea>" in markup and "before you were signed out" in markup
    assert Draft.objects.get().text == "Three careful sentences."
    assert "before you were signed out" not in client.get(page(draft, Step.DETAILS)).content.decode()


def test_what_was_typed_waits_for_nobody_else(client, asker, stranger):
    draft, other = make_draft(owner=asker), make_draft(owner=stranger)
    client.post(page(draft, Step.DETAILS), {"text": "Three careful sentences."})
    client.post("/accounts/login/", {"login": stranger.email, "password": PASSWORD})

    for either in (draft, other):
        assert "careful" not in client.get(page(either, Step.DETAILS)).content.decode()


def test_sent_query_is_confirmed_when_an_old_page_is_sent_again(signed_in, asker):
    question = make_question(asker=asker)
    client = signed_in(asker)

    same = client.post(f"/ask/{question.reference}/details/", {"text": question.text})
    other = client.post(f"/ask/{question.reference}/details/", {"text": "I forgot to say this."})

    assert same.headers["Location"] == reverse("ask-sent", args=[question.reference])
    assert other.status_code == 409
    assert "I forgot to say this.</textarea>" in other.content.decode()


@pytest.mark.parametrize("step", [Step.QUESTION, Step.DETAILS, Step.BACKGROUND])
def test_no_box_cuts_what_is_pasted(client, step):
    draft = make_draft(browser_key=with_key(client), until=step)

    assert "maxlength" not in client.get(page(draft, step)).content.decode()
