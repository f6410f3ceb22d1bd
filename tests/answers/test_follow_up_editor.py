"""The editor of a reply to a follow-up: saved as it is typed, previewed, compared with what was sent."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from answers.models import Clarification, FollowUp, in_words
from tests.answers.by_sql import refused, run
from tests.factories import make_approved_answer, make_follow_up

JSON = {"headers": {"accept": "application/json"}}


@pytest.fixture
def follow_up(asker, doctor, specialty):
    answer = make_approved_answer(asker=asker, doctor=doctor, specialty=specialty, pictures=1)
    return make_follow_up(answer=answer)


@pytest.fixture
def client(signed_in, doctor):
    return signed_in(doctor.user)


@pytest.fixture
def returned(follow_up, doctor, moderator):
    follow_up.send_reply(by=doctor.user, reply="Yes, you may swim.", seen_version=1)
    follow_up.send_back(by=moderator, reason="Please say how long.", seen_version=2)
    return follow_up


def address(follow_up, name="followup-reply"):
    return reverse(name, args=[follow_up.answer.question.reference, follow_up.pk])


def autosave(client, follow_up, *, version, reply):
    sent = {"version": version, "reply": reply}
    return client.post(address(follow_up, "followup-autosave"), sent, **JSON)


def test_autosave_stores_what_is_typed_and_says_when(client, follow_up):
    response = autosave(client, follow_up, version=1, reply="Yes, bu")

    follow_up.refresh_from_db()
    assert response.status_code == 200 and response.json()["version"] == 2
    assert response.json()["saved_at"][:19] == f"{follow_up.saved_at:%Y-%m-%dT%H:%M:%S}"
    assert (follow_up.reply, follow_up.status) == ("Yes, bu", "waiting")


def test_the_same_text_again_is_saved_already_and_an_emptied_one_is_stored(client, follow_up):
    replies = ["Yes", "Yes", ""]

    versions = [
        autosave(client, follow_up, version=v, reply=r).json()["version"]
        for v, r in zip((1, 1, 2), replies, strict=True)
    ]

    follow_up.refresh_from_db()
    assert versions == [2, 2, 3] and follow_up.reply == ""


def test_autosave_of_an_older_page_is_refused_and_stores_nothing(client, follow_up):
    autosave(client, follow_up, version=1, reply="From the first window")

    response = autosave(client, follow_up, version=1, reply="From the second window")

    follow_up.refresh_from_db()
    assert (response.status_code, response.json()["error"]) == (409, "conflict")
    assert follow_up.reply == "From the first window"


def test_saving_after_a_refused_autosave_shows_both_texts(client, follow_up):
    autosave(client, follow_up, version=1, reply="From the first window")

    response = client.post(address(follow_up), {"version": 1, "reply": "From the second window"})

    page = response.content.decode()
    assert response.status_code == 409
    assert "From the first window" in page and "From the second window" in page
    assert 'name="version" value="2"' in page


def test_what_is_too_long_is_not_saved_and_named(client, follow_up):
    response = autosave(client, follow_up, version=1, reply="x" * 5001)

    assert (response.status_code, response.json()["error"]) == (422, "invalid")
    assert "at most 5000" in response.json()["message"]


@pytest.mark.parametrize("end", ["signed out", "lapsed", "sent"])
def test_autosave_says_why_it_saves_nothing(client, doctor, follow_up, end):
    if end == "signed out":
        client = Client()
    elif end == "lapsed":
        type(doctor).objects.filter(pk=doctor.pk).update(
            licence_expires_on=timezone.now() - timedelta(days=1)
        )
    else:
        follow_up.send_reply(by=doctor.user, reply="Sent.", seen_version=1)

    response = autosave(client, follow_up, version=1, reply="My last words")

    codes = {"signed out": (401, "signed_out"), "lapsed": (403, "not_verified"), "sent": (409, "conflict")}
    assert (response.status_code, response.json()["error"]) == codes[end]
    assert FollowUp.objects.get().reply in {"", "Sent."}


def test_a_page_whose_person_signed_in_again_gets_a_fresh_token(client, follow_up):
    assert client.get(address(follow_up, "followup-autosave"), **JSON).json()["csrf"]


def test_preview_saves_first_and_is_what_the_patient_will_see(client, asker, follow_up, moderator, doctor):
    words = "Yes, <b>slowly</b>.\n\nAnd *warmly*."

    preview = client.post(address(follow_up), {"version": 1, "reply": words, "then": "preview"}, follow=True)

    shown = preview.content.decode().split('<div class="exchange">')[1].split("</div>")[0]
    follow_up.refresh_from_db()
    follow_up.send_reply(by=doctor.user, reply=words, seen_version=follow_up.version)
    follow_up.approve(by=moderator, seen_version=follow_up.version)
    client.force_login(asker)
    page = client.get(follow_up.answer.question.get_absolute_url()).content.decode()
    real = page.split('<div class="exchange">')[1].split("</div>")[0]
    assert shown.split("replied")[0] == real.split("replied")[0]
    assert shown.split("</time>")[-1] == real.split("</time>")[-1] and "&lt;b&gt;" in shown


def test_the_page_holds_query_facts_requests_answer_and_thread(client, asker, follow_up, moderator):
    question = follow_up.answer.question
    make_follow_up(answer=follow_up.answer, text="And dive?")
    Clarification.objects.bulk_create(
        [
            Clarification(
                question=question,
                asked_by=moderator,
                text="Where?",
                items=in_words("Where?"),
                reply="On the arm",
                replies=["On the arm"],
                replied_at=timezone.now(),
            )
        ]
    )

    page = client.get(address(follow_up)).content.decode()

    words = [
        "It began weeks ago",
        "Conditions",
        "Where?",
        "On the arm",
        "strained",
        "May I swim?",
        "And dive?",
    ]
    assert sorted(words, key=page.index) == words
    picture = question.attachments.get().get_absolute_url()
    assert f'href="{picture}"' in page and f'src="{picture}"' not in page  # fetched when it is opened


def test_a_returned_reply_shows_why_and_what_was_changed_since(client, returned):
    autosave(client, returned, version=returned.version, reply="Yes, you may swim for an hour.")

    page = client.get(address(returned)).content.decode()

    assert "Please say how long." in page
    assert "<del>swim. </del><ins>swim for an hour.</ins>" in page
    returned.refresh_from_db()
    assert returned.sent == "Yes, you may swim."


def test_a_returned_reply_may_be_emptied_while_it_is_written_but_not_sent(client, returned):
    assert autosave(client, returned, version=returned.version, reply="").status_code == 200
    returned.refresh_from_db()

    response = client.post(address(returned), {"version": returned.version, "reply": "", "then": "send"})

    assert response.status_code == 422 and "Enter your reply" in response.content.decode()


def test_returned_ones_are_marked_in_the_inbox(client, returned):
    make_follow_up(answer=returned.answer, text="And dive?")

    page = client.get("/dashboard/?tab=followups").content.decode()

    assert page.count('<span class="tag tag--warn">Sent back to you</span>') == 1


def test_the_database_keeps_what_was_sent(follow_up, doctor):
    change = "UPDATE answers_followup SET "

    refused(change + "sent = 'x'", because="stays as it was sent")
    refused(
        change + "status = 'in_review', reply = 'a', sent = 'b', replied_at = now()", because="is the reply"
    )
    follow_up.send_reply(by=doctor.user, reply="Yes.", seen_version=1)
    refused(change + "sent = 'x'", because="stays as it was sent")
    run(change + "saved_at = now()")


def test_a_page_costs_the_same_queries_however_long_the_thread(
    client, follow_up, moderator, django_assert_num_queries
):
    for number in range(2):
        with django_assert_num_queries(10):
            client.get(address(follow_up))
        if not number:
            other = make_follow_up(answer=follow_up.answer, text="And dive?")
            other.close(by=moderator, reason="Ask anew.", seen_version=1)
            make_follow_up(answer=follow_up.answer, text="And fly?")
