"""The patient's reply: a field a question, of its kind; kept whatever happens, read for warning signs, sent once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Mail
from answers.models import Clarification, in_words
from answers.models.items import replied_text
from questions.models import Care, Question, RedFlagHit
from questions.redflags.sync import sync
from tests.factories import make_open_question

ITEMS = [
    {"kind": "text", "text": "Where is it?"},
    {"kind": "yes_no", "text": "Do you have crushing chest pain?"},
    {"kind": "number", "text": "How many a day?"},
    {"kind": "date", "text": "When did it begin?"},
]


@pytest.fixture
def question(asker, specialty):
    return make_open_question(asker=asker, specialty=specialty)


@pytest.fixture
def ask(question, moderator):
    """A function that asks the patient `items`."""

    def ask(*items):
        question.refresh_from_db()
        return Clarification.objects.ask(
            question=question, by=moderator, items=items, seen_version=question.version
        )

    return ask


@pytest.fixture
def send(signed_in, asker, question):
    """A function that sends replies from the patient's page."""
    client = signed_in(asker)
    address = reverse("clarification-reply", args=[question.reference])
    return lambda asked, **replies: client.post(address, {"asked": asked.pk, **replies})


def page_of(client, question):
    return client.get(question.get_absolute_url()).content.decode()


def test_each_question_has_its_field(signed_in, asker, question, ask):
    ask(*ITEMS[1:])

    page = page_of(signed_in(asker), question)

    assert page.count('type="radio" class="form-check-input" name="reply_1"') == 3
    assert 'type="text" name="reply_2"' in page and 'inputmode="decimal"' in page
    assert 'type="date" name="reply_3"' in page
    assert "3 questions for you" in page and all(item["text"] in page for item in ITEMS[1:])


def test_one_reply_is_enough_and_goes_to_those_who_asked(question, ask, send):
    asked = ask(*ITEMS[1:])

    response = send(asked, reply_2="2,5")

    asked.refresh_from_db()
    assert response.headers["Location"] == question.get_absolute_url()
    assert asked.replies == ["", "2,5", ""]
    assert asked.reply == "1. (no reply)\n2. 2,5\n3. (no reply)"
    assert Question.objects.get().care == Care.OPEN
    assert "2,5" not in str(Mail.objects.values()) and Mail.objects.filter(kind="reply_received").count() == 1


def test_no_reply_at_all_is_refused(ask, send):
    response = send(ask(*ITEMS[:3]), reply_1="  ")

    page = response.content.decode()
    assert response.status_code == 422 and "Reply to at least one question." in page
    assert 'href="#reply-reply_1"' in page


def test_replies_are_stored_by_kind_and_read_in_words(ask, send):
    asked = ask(ITEMS[1], ITEMS[3], ITEMS[0])

    send(asked, reply_1="no", reply_2="3 May 2026", reply_3="On the left arm")

    asked.refresh_from_db()
    assert asked.replies == ["no", "2026-05-03", "On the left arm"]
    assert [each["reply"] for each in asked.asked_and_replied] == ["No", "3 May 2026", "On the left arm"]


@pytest.mark.parametrize(
    ("kind", "reply", "message"),
    [
        ("number", "a few", "Enter a number in figures"),
        ("number", "3" * 40, "at most 30"),
        ("date", "in spring", "Enter a date"),
        ("date", "0001-01-01", "Enter a date"),
        ("date", "2026-02-31", "Enter a date"),
        ("yes_no", "perhaps", "Select a valid choice"),
        ("text", "x" * 5001, "Shorten your reply to 5000 characters"),
    ],
)
def test_a_mistake_is_named_at_its_field_and_everything_typed_is_kept(ask, send, kind, reply, message):
    asked = ask({"kind": kind, "text": "Well?"}, ITEMS[0])

    response = send(asked, reply_1=reply, reply_2="Typed beside it")

    page = response.content.decode()
    assert response.status_code == 422 and message in page and "Typed beside it" in page
    assert kind == "yes_no" or f'value="{reply}"' in page or f">\n{reply}</textarea>" in page
    asked.refresh_from_db()
    assert asked.replied_at is None


@pytest.mark.parametrize("figures", ["38", "38.5", "38,5", "-2", "120/80", "1,000.5", "2-3", "10 000"])
def test_figures_are_kept_as_they_were_typed(ask, send, figures):
    asked = ask(ITEMS[2])

    send(asked, reply_1=figures)

    asked.refresh_from_db()
    assert (asked.replies, asked.reply) == ([figures], figures)


def test_a_question_replied_to_with_yes_is_read_for_warning_signs(ask, send):
    sync()
    asked = ask(ITEMS[1], ITEMS[0])

    response = send(asked, reply_1="yes", reply_2="In the middle")

    page = response.content.decode()
    assert response.status_code == 200 and "This may be an emergency" in page
    assert "In the middle" in page and 'name="reply_1" value="yes"' in page
    asked.refresh_from_db()
    assert asked.replied_at is None
    assert (
        send(asked, reply_1="yes", reply_2="In the middle", read=response.context["read"]).status_code == 302
    )
    assert Question.objects.get().urgent
    assert set(RedFlagHit.objects.values_list("place", flat=True)) == {"reply"}


def test_the_same_question_replied_to_with_no_warns_of_nothing(ask, send):
    sync()

    assert send(ask(ITEMS[1]), reply_1="no").status_code == 302
    assert not RedFlagHit.objects.exists()


def test_going_back_from_a_warning_shows_everything_again(ask, send):
    response = send(ask(*ITEMS[:3]), reply_1="There", reply_2="yes", reply_3="4", change="1")

    page = response.content.decode()
    assert ">\nThere</textarea>" in page and 'value="4"' in page
    assert response.context["reply_form"]["reply_2"].value() == "yes"


def test_a_double_click_replies_once(ask, send):
    asked = ask(*ITEMS[:3])

    codes = [send(asked, reply_1="There", reply_3="4").status_code for _ in range(2)]

    assert codes == [302, 302] and Mail.objects.filter(kind="reply_received").count() == 1


def test_a_reply_to_an_older_request_never_becomes_one_to_the_next(ask, send):
    older = ask(ITEMS[0])
    send(older, reply_1="On the arm")
    newer = ask({"kind": "text", "text": "Do you take anything?"})

    response = send(older, reply_1="On the leg, I meant")

    newer.refresh_from_db()
    assert response.status_code == 409 and newer.replied_at is None
    page = response.content.decode()
    assert "On the leg, I meant" in page and "Do you take anything?" in page


def test_a_reply_to_a_request_that_is_void_is_shown_again(question, ask, send, moderator):
    asked = ask(ITEMS[0])
    Clarification.objects.filter(pk=asked.pk).delete()

    response = send(asked, reply_1="On the arm")

    assert response.status_code == 409 and "On the arm" in response.content.decode()


def test_a_query_taken_back_meanwhile_takes_no_reply_and_loses_no_word(asker, question, ask, send):
    asked = ask(ITEMS[0])
    question.refresh_from_db()
    question.withdraw(by=asker, seen_version=question.version)

    response = send(asked, reply_1="On the arm")

    assert response.status_code == 409 and "On the arm" in response.content.decode()


def test_the_waiting_time_stands_still_while_the_patient_is_asked(question, ask, send):
    asked = ask(*ITEMS[:2])
    since = timezone.now() - timedelta(hours=10)
    Question.objects.update(waits_since=since, paused_at=since + timedelta(hours=5))

    send(asked, reply_1="There")

    now = Question.objects.get()
    assert now.paused_at is None
    assert timedelta(hours=5) <= now.waits_since - since < timedelta(hours=5, minutes=2)


def test_a_stranger_replies_to_nothing(signed_in, stranger, question, ask):
    asked = ask(ITEMS[0])

    response = signed_in(stranger).post(
        reverse("clarification-reply", args=[question.reference]), {"asked": asked.pk, "reply_1": "There"}
    )

    asked.refresh_from_db()
    assert response.status_code == 404 and asked.replied_at is None


def test_a_request_of_one_question_is_plain_in_both_texts(ask):
    asked = ask(*in_words("Since when?"))

    assert asked.text == "Since when?"
    assert replied_text(asked.items, ["Since May."], language="es") == "Since May."


def test_the_desk_shows_question_by_question(client, moderator, question, ask, send):
    asked = ask(*ITEMS[1:3])
    send(asked, reply_1="no", reply_2="7")
    client.force_login(moderator)

    page = client.get(reverse("admin:desk-query", args=[question.reference])).content.decode()

    shown = page.split('<dl class="asked">')[1].split("</dl>")[0]
    words = ["Do you have crushing chest pain?", ">No<", "How many a day?", ">7<"]
    assert sorted(words, key=shown.index) == words
