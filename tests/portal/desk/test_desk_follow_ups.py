"""The desk's queue of replies to follow-ups, and the page on which they are decided."""

import pytest
from django.urls import reverse

from accounts.models import AccessEvent
from tests.factories import make_approved_answer, make_follow_up, make_moderator

DESK = "/admin/desk/"


@pytest.fixture
def follow_up(asker, doctor, specialty):
    answer = make_approved_answer(asker=asker, doctor=doctor, specialty=specialty)
    return make_follow_up(answer=answer, reply="Yes, slowly.")


def url(follow_up, move=""):
    return reverse("admin:desk-follow-up" + (f"-{move}" if move else ""), args=[follow_up.pk])


def listed(client, key):
    return [row.url for row in client.get(f"{DESK}waiting/{key}/").context["rows"]]


def test_reply_stands_in_the_queue_and_on_the_desk(signed_in, moderator, follow_up):
    client = signed_in(moderator)

    counts = {card["queue"].key: card["count"] for card in client.get(DESK).context["work"]}

    assert counts["follow-ups"] == 1
    assert listed(client, "follow-ups") == [url(follow_up)]
    assert client.get(f"{DESK}waiting/follow-ups/next/").headers["Location"] == url(follow_up)


def test_one_without_a_reply_waits_for_its_doctor(signed_in, moderator):
    waiting = make_follow_up()
    client = signed_in(moderator)

    assert listed(client, "follow-ups") == []
    assert listed(client, "follow-ups-with-doctors") == [url(waiting)]
    assert client.get(f"{DESK}waiting/follow-ups/next/").headers["Location"] == f"{DESK}waiting/follow-ups/"


def test_page_shows_all_that_is_needed_and_the_look_is_written_down(signed_in, moderator, follow_up):
    response = signed_in(moderator).get(url(follow_up))

    page = response.content.decode()
    assert "May I swim?" in page and "Yes, slowly." in page and "strained" in page
    look = AccessEvent.objects.first()
    assert (look.viewer_id, look.viewer_role) == (moderator.pk, "moderator")
    assert look.reference == follow_up.answer.question.reference


def test_reply_that_is_not_sent_stays_with_its_doctor(signed_in, moderator, doctor):
    waiting = make_follow_up(answer=make_approved_answer(doctor=doctor, specialty=doctor.specialties.get()))
    waiting.save_reply(by=doctor.user, reply="PLANTED draft", seen_version=waiting.version)
    other = make_follow_up(answer=waiting.answer, reply="Yes.")
    client = signed_in(moderator)

    pages = [client.get(url(one)).content.decode() for one in (waiting, other)]

    assert not any("PLANTED" in page for page in pages)


def test_approved_it_is_gone_from_the_queue(signed_in, moderator, follow_up):
    client = signed_in(moderator)

    response = client.post(url(follow_up, "approve"), {"version": follow_up.version})

    follow_up.refresh_from_db()
    assert response.status_code == 302 and follow_up.status == "answered"
    assert listed(client, "follow-ups") == []


def test_returned_with_a_reason_made_of_ready_words(signed_in, moderator, follow_up):
    client = signed_in(moderator)
    form = {"return-version": follow_up.version, "return-ready": ["plain.1"], "return-reason": "And shorter."}

    client.post(url(follow_up, "return"), form)

    follow_up.refresh_from_db()
    assert follow_up.status == "returned"
    assert follow_up.reason.startswith("Please use plainer words") and follow_up.reason.endswith(
        "And shorter."
    )


@pytest.mark.parametrize("move", ("return", "close"))
def test_without_a_reason_nothing_happens(signed_in, moderator, follow_up, move):
    response = signed_in(moderator).post(url(follow_up, move), {f"{move}-version": follow_up.version})

    assert response.status_code == 422 and "Select a reason or write one" in response.content.decode()
    follow_up.refresh_from_db()
    assert follow_up.status == "in_review"


def test_one_that_its_doctor_cannot_answer_is_closed(signed_in, moderator):
    waiting = make_follow_up()

    signed_in(moderator).post(
        url(waiting, "close"), {"close-version": waiting.version, "close-ready": ["absent.1"]}
    )

    waiting.refresh_from_db()
    assert waiting.status == "closed" and "can't reply at the moment" in waiting.reason


def test_decided_meanwhile_shows_both(signed_in, moderator, other_moderator, follow_up):
    client, seen = signed_in(moderator), follow_up.version
    client.get(url(follow_up))
    follow_up.approve(by=other_moderator, seen_version=seen)

    form = {"return-version": seen, "return-rule": "plain", "return-reason": "Say how long."}
    response = client.post(url(follow_up, "return"), form)

    page = response.content.decode()
    assert response.status_code == 409 and "Say how long." in page and "Yes, slowly." in page


def test_doctor_who_moderates_does_not_decide_on_their_own(signed_in, moderator, follow_up):
    doctor = follow_up.answer.doctor
    doctor.user.groups.set(moderator.groups.all())
    doctor.user.is_staff = True
    doctor.user.save()
    client = signed_in(doctor.user)

    page = client.get(url(follow_up)).content.decode()

    assert "another moderator decides" in page and "Approve and next" not in page
    assert client.post(url(follow_up, "approve"), {"version": follow_up.version}).status_code == 409
    assert client.get(f"{DESK}waiting/follow-ups/next/").headers["Location"] == f"{DESK}waiting/follow-ups/"


@pytest.mark.parametrize("count", (1, 3))
def test_list_costs_the_same_queries_at_any_length(db, signed_in, count, django_assert_num_queries):
    for _ in range(count):
        make_follow_up(reply="Yes.")
    client = signed_in(make_moderator())

    with django_assert_num_queries(10):
        assert len(listed(client, "follow-ups")) == count
