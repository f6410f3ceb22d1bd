"""Questions back to the patient: up to three, each of a kind; typed beside the answer, asked once."""

import pytest
from django.db import DatabaseError, transaction

from accounts.models import Mail
from accounts.moves import MoveRefused
from answers.models import Answer, Clarification, in_words
from questions.models import Care, Question
from tests.answers.by_sql import refused
from tests.answers.forms import address, typed
from tests.factories import make_draft_answer, make_open_question

THREE = [
    {"kind": "number", "text": "How wide is it, in millimetres?"},
    {"kind": "yes_no", "text": "Does it itch?"},
    {"kind": "date", "text": "When did it begin?"},
]


def fields(items):
    """The editor's fields for `items`."""
    kinds = {f"ask_kind_{number}": item["kind"] for number, item in enumerate(items, start=1)}
    return kinds | {f"ask_text_{number}": item["text"] for number, item in enumerate(items, start=1)}


@pytest.fixture
def answer(doctor, specialty):
    return make_draft_answer(doctor=doctor, specialty=specialty)


@pytest.fixture
def client(signed_in, doctor):
    return signed_in(doctor.user)


def test_three_questions_are_asked_with_their_kinds_and_as_plain_text(client, answer):
    response = client.post(address(answer, "ask/"), typed(answer, **fields(THREE)))

    asked = Clarification.objects.get()
    assert response.status_code == 302 and asked.items == THREE
    assert asked.text == "1. How wide is it, in millimetres?\n2. Does it itch?\n3. When did it begin?"
    assert Question.objects.get().care == Care.MORE_INFORMATION
    assert not any(item["text"] in str(Mail.objects.values()) for item in THREE)


def test_what_was_asked_no_longer_stands_in_the_editor(client, answer):
    client.post(address(answer, "autosave/"), typed(answer, **fields(THREE)))
    answer.refresh_from_db()
    assert answer.asking == THREE

    client.post(address(answer, "ask/"), typed(answer, **fields(THREE)))

    assert Answer.objects.get().asking == []


def test_pressing_the_button_twice_asks_once(client, answer):
    form = typed(answer, **fields(THREE))

    codes = [client.post(address(answer, "ask/"), form).status_code for _ in range(2)]

    assert codes == [302, 302] and Clarification.objects.count() == 1
    assert Mail.objects.filter(kind="question_more_information").count() == 1


def test_rows_left_empty_are_not_asked(client, answer):
    rows = {"ask_kind_1": "number", "ask_text_1": " ", "ask_kind_3": "yes_no", "ask_text_3": "Does it itch?"}

    client.post(address(answer, "ask/"), typed(answer, **rows))

    assert Clarification.objects.get().items == [{"kind": "yes_no", "text": "Does it itch?"}]


@pytest.mark.parametrize(
    "rows",
    [{}, {"ask_text_1": "x" * 601}, {"ask_kind_1": "picture", "ask_text_1": "Why?"}],
    ids=["nothing", "too long", "unknown kind"],
)
def test_what_cannot_be_asked_comes_back_and_nothing_is_lost(client, answer, rows):
    response = client.post(address(answer, "ask/"), typed(answer, limits="Typed beside", **rows))

    page = response.content.decode()
    assert response.status_code == 422 and "Typed beside" in page
    assert rows.get("ask_text_1", "") in page and "#id_ask_" in page
    assert not Clarification.objects.exists()


@pytest.mark.parametrize("action", ["ask/", "hand-back/begin/"])
def test_a_page_that_comes_back_without_its_version_is_not_taken_for_saved(client, answer, action):
    too_long = {"ask_text_1": "x" * 601}

    response = client.post(address(answer, action), typed(answer, version="", **too_long))

    assert response.status_code == 422 and "data-typed" in response.content.decode()
    assert response.context["version"] == 0


def test_another_window_that_typed_other_questions_is_a_conflict(client, answer):
    form = typed(answer, **fields(THREE[:1]))
    client.post(address(answer), {**form, **fields(in_words("Saved elsewhere"))})

    response = client.post(address(answer), form)

    page = response.content.decode()
    assert response.status_code == 409
    assert "Saved elsewhere" in page and THREE[0]["text"] in page


@pytest.mark.parametrize("items", [[], in_words("  "), THREE + in_words("And why?")])
def test_the_move_takes_one_to_three_questions(moderator, items):
    question = make_open_question()

    with pytest.raises(MoveRefused):
        Clarification.objects.ask(question=question, by=moderator, items=items, seen_version=question.version)

    question.refresh_from_db()
    assert question.care == Care.OPEN


@pytest.mark.parametrize(
    "items",
    [[], THREE + in_words("4"), [{"kind": "text", "text": " "}], [{"kind": "odd", "text": "Why?"}], [{}]],
)
def test_the_database_takes_no_other_request(moderator, items):
    with pytest.raises(DatabaseError, match="question"), transaction.atomic():
        Clarification.objects.create(
            question=make_open_question(), asked_by=moderator, items=items, text="Why?"
        )


def test_the_database_keeps_a_request_as_it_was_asked_and_replied_to(moderator):
    question = make_open_question()
    asked = Clarification.objects.ask(
        question=question, by=moderator, items=THREE, seen_version=question.version
    )
    change = "UPDATE answers_clarification SET "

    refused(change + 'items = \'[{"kind": "text", "text": "Else"}]\'', because="as it was asked")
    refused(change + "text = 'Else'", because="as it was asked")
    refused(change + "reply = 'x', replied_at = now(), replies = '[\"x\"]'", because="one reply to each")
    asked.answer(by=question.asker, replies=["3", "", ""])
    refused(change + "reply = 'Else'", because="replied to once")


def test_query_by_query_the_editor_shows_question_and_reply(client, answer):
    client.post(address(answer, "ask/"), typed(answer, **fields(THREE)))
    asked = Clarification.objects.get()
    asked.answer(by=asked.question.asker, replies=["3,5", "not_sure", ""])

    page = client.get(address(answer)).content.decode()

    shown = page.split('<dl class="asked">')[1].split("</dl>")[0]
    words = [
        "How wide is it",
        "3,5",
        "Does it itch?",
        "I&#x27;m not sure",
        "When did it begin?",
        "Not replied to",
    ]
    assert sorted(words, key=shown.index) == words
