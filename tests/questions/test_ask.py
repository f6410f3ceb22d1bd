"""Asking: anyone fills in the form, a signed-in person sends it, once."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth import get_user
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from questions.models import Care, Consent, Publication, Question
from tests.factories import make_specialty, make_user, picture_file

pytestmark = pytest.mark.django_db

TEXT = "It began three weeks ago.\nIt is worse at night."


def form_data(**changes):
    """What the page sends when its form is filled in."""
    return {
        "submission_key": str(uuid.uuid4()),
        "specialty": "unsure",
        "title": "Why do my hands tingle?",
        "text": TEXT,
        "about": "self",
        "consent": "private",
        "action": "send",
        **changes,
    }


def test_signed_in_person_sends_a_query(signed_in, asker, topic):
    response = signed_in(asker).post(
        "/ask/", form_data(specialty=topic.slug, age_band="30–39", medicines="none")
    )

    question = Question.objects.get()
    assert response.headers["Location"] == reverse("ask-sent", args=[question.reference])
    assert (question.asker, question.specialty, question.care) == (asker, topic, Care.SUBMITTED)
    assert (question.title, question.text, question.medicines) == ("Why do my hands tingle?", TEXT, "none")
    assert question.publication == Publication.PRIVATE


def test_consent_given_with_the_query_takes_effect(signed_in, asker):
    signed_in(asker).post("/ask/", form_data(consent="show_first"))

    question = Question.objects.get()
    assert (question.publication, question.consent) == (Publication.ALLOWED, Consent.SHOW_FIRST)


def test_confirmation_is_for_its_asker_alone(signed_in, asker, stranger):
    signed_in(asker).post("/ask/", form_data())
    address = reverse("ask-sent", args=[Question.objects.get().reference])

    assert signed_in(asker).get(address).status_code == 200
    assert signed_in(stranger).get(address).status_code == 404


def test_link_from_a_topic_preselects_it(client, topic):
    page = client.get(f"/ask/?specialty={topic.slug}").content.decode()

    assert f'<option value="{topic.slug}" selected>' in page
    assert page.count(" selected>") == 3  # with age and sex: "prefer not to say"


def test_topics_that_are_not_listed_are_not_offered(client, signed_in, asker, specialty):
    hidden = make_specialty(name="Hidden", parent=specialty, is_listed=False)

    assert 'value="hidden"' not in client.get("/ask/").content.decode()
    assert signed_in(asker).post("/ask/", form_data(specialty=hidden.slug)).status_code == 422


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": "  "}, "Enter your question in one sentence."),
        ({"text": ""}, "Enter some details, so that a doctor can answer."),
        ({"about": ""}, "Select who the query is about."),
        ({"title": "x" * 201}, "Shorten your question to 200 characters; it has 201 now."),
    ],
)
def test_incomplete_form_keeps_what_was_typed(signed_in, asker, changes, message):
    response = signed_in(asker).post("/ask/", form_data(allergies="nuts & pollen", **changes))

    page = response.content.decode()
    assert response.status_code == 422
    assert page.count(message) == 2  # in the summary and at the field
    assert "nuts &amp; pollen" in page and "<title>Error:" in page
    assert not Question.objects.exists()


def test_visitor_signs_in_and_finds_what_was_typed(client, asker):
    sent = client.post("/ask/", form_data(text="My own & private words", consent="no_need"))
    assert sent.headers["Location"] == reverse("ask-account")
    stop = client.get(sent.headers["Location"]).content.decode()
    assert "/accounts/login/?next=/ask/" in stop and "/accounts/signup/?next=/ask/" in stop

    client.post(
        "/accounts/login/?next=/ask/",
        {"login": asker.email, "password": "a-long-enough-password", "next": "/ask/"},
    )
    page = client.get("/ask/").content.decode()

    assert get_user(client) == asker
    assert "My own &amp; private words" in page and 'value="no_need" checked' in page
    assert not Question.objects.exists()  # nothing is sent without a look at it


def test_typed_text_is_forgotten_once_sent_or_unwanted(signed_in, client, asker):
    data = form_data()
    client.post("/ask/", data)
    signed_in(asker).post("/ask/", data)
    assert "ask" not in client.session

    visitor = Client()
    visitor.post("/ask/", form_data(text="Secret words"))
    visitor.post("/ask/", {"action": "forget"})
    assert "Secret words" not in visitor.get("/ask/").content.decode()


def test_visitors_text_lies_in_no_cookie(client):
    response = client.post("/ask/", form_data(text="Planted words"))

    assert "Planted" not in str(response.cookies) and "Planted" not in response.headers["Location"]


def test_second_click_sends_nothing_more(signed_in, asker):
    data = form_data()
    places = {signed_in(asker).post("/ask/", data).headers["Location"] for _ in range(2)}

    assert len(places) == 1
    assert Question.objects.count() == 1


def test_form_changed_after_sending_is_not_swallowed(signed_in, asker):
    data = form_data()
    signed_in(asker).post("/ask/", data)
    response = signed_in(asker).post("/ask/", {**data, "text": "Other words"})

    page = response.content.decode()
    assert response.status_code == 409
    assert "Other words" in page and Question.objects.get().reference in page
    assert data["submission_key"] not in page  # sent again it is a query of its own


def test_key_of_somebody_elses_form_makes_an_own_query(signed_in, asker, stranger):
    data = form_data()
    signed_in(asker).post("/ask/", data)
    signed_in(stranger).post("/ask/", data)

    assert set(Question.objects.values_list("asker", flat=True)) == {asker.pk, stranger.pk}


@pytest.mark.django_db(transaction=True)
def test_form_sent_five_times_in_parallel_makes_one_query():
    asker, data = make_user(), form_data()

    def send(_number):
        client = Client()
        client.force_login(asker)
        try:
            picture = SimpleUploadedFile("a.jpg", picture_file().read(), "image/jpeg")
            return client.post("/ask/", {**data, "pictures": picture}).headers["Location"]
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        places = set(pool.map(send, range(5)))

    question = Question.objects.get()
    assert places == {reverse("ask-sent", args=[question.reference])}
    assert question.attachments.count() == 1


def test_draft_is_kept_changed_and_sent(signed_in, asker):
    client = signed_in(asker)
    kept = client.post("/ask/", form_data(title="", text="Half a thought", about="", action="keep"))
    draft = Question.objects.get()
    assert draft.care == Care.DRAFT
    assert kept.headers["Location"] == f"/ask/?draft={draft.reference}"
    assert "Half a thought" in client.get(kept.headers["Location"]).content.decode()

    client.post(kept.headers["Location"], form_data(version=draft.version))
    draft.refresh_from_db()

    assert (draft.care, draft.text) == (Care.SUBMITTED, TEXT)


def test_draft_changed_in_another_window_is_not_overwritten(signed_in, asker):
    client = signed_in(asker)
    address = client.post("/ask/", form_data(action="keep")).headers["Location"]
    client.post(address, form_data(text="The newer words", version=1, action="keep"))

    response = client.post(address, form_data(text="The older window", version=1))

    assert response.status_code == 409
    assert "The older window" in response.content.decode()
    assert Question.objects.get().text == "The newer words"


@pytest.mark.django_db(transaction=True)
def test_draft_sent_five_times_in_parallel_is_confirmed_each_time():
    asker = make_user()
    first = Client()
    first.force_login(asker)
    address = first.post("/ask/", form_data(action="keep")).headers["Location"]

    def send(_number):
        client = Client()
        client.force_login(asker)
        try:
            return client.post(address, form_data(version=1)).headers.get("Location")
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        places = set(pool.map(send, range(5)))

    question = Question.objects.get()
    assert places == {reverse("ask-sent", args=[question.reference])} and question.care == Care.SUBMITTED


@pytest.mark.parametrize("change", [{"text": "The other window"}, {"allergies": "Penicillin!"}])
def test_draft_sent_in_another_window_does_not_swallow_what_is_typed_here(signed_in, asker, change):
    client = signed_in(asker)
    address = client.post("/ask/", form_data(action="keep")).headers["Location"]
    client.post(address, form_data(version=1))

    response = client.post(address, form_data(version=1, **change))

    page = response.content.decode()
    assert response.status_code == 409
    assert "with other words" in page and next(iter(change.values())) in page
    assert 'action="/ask/"' in page  # sent again it is a query of its own


def test_kept_form_that_is_sent_from_the_first_page_is_one_query(signed_in, asker):
    client, data = signed_in(asker), form_data()
    client.post("/ask/", {**data, "action": "keep"})
    client.post("/ask/", {**data, "text": "The last words"})

    question = Question.objects.get()
    assert (question.care, question.text) == (Care.SUBMITTED, "The last words")


def test_draft_is_for_its_writer_alone(client, signed_in, asker, stranger, moderator):
    address = signed_in(asker).post("/ask/", form_data(action="keep")).headers["Location"]
    statuses = [signed_in(person).get(address).status_code for person in (stranger, moderator)]
    statuses += [signed_in(stranger).post(address, form_data(version=1)).status_code]

    assert statuses == [404, 404, 404]
    assert Client().get(address).status_code == 404


def test_price_is_said_as_it_is(client, signed_in, asker, settings):
    assert "Your first query is free." in client.get("/ask/").content.decode()
    signed_in(asker).post("/ask/", form_data())
    assert "Your first query is free." not in signed_in(asker).get("/ask/").content.decode()
