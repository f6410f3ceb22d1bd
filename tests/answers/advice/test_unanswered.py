"""Questions of the patient that the answer doesn't touch."""

import pytest

from answers.advice.texts import parts_of
from answers.advice.unanswered import questions_in, unanswered
from tests.factories import CONTRACT

QUERY = [
    "Why do my fingers tingle at night?",
    "It began in May and wakes me. Is it dangerous? I fly to Spain next week, can I fly with it? should i stop "
    "my metformin\nHow long will it last?",
]
ANSWER = "Tingling fingers at night come from a squeezed nerve. It is harmless. Metformin has nothing to do with it."


def quotes(explanation, *, texts=QUERY, **fields):
    group = unanswered(
        parts_of({**CONTRACT, "help_non_urgent": "It gets worse.", "explanation": explanation, **fields}),
        texts=texts,
    )
    return [item.quote for item in group.items] if group else None


def test_what_no_part_touches_is_listed_and_the_rest_is_not():
    assert quotes(ANSWER) == ["I fly to Spain next week, can I fly with it?", "How long will it last?"]


def test_other_words_for_the_same_thing_answer_a_question():
    more = " A flight does no harm. In most people it goes within six weeks."

    assert quotes(ANSWER + more) == []


@pytest.mark.parametrize(
    "text",
    [
        "should i stop my tablets",
        "Please tell me whether I need surgery",
        "I would like to know if it is catching",
        "What is this?",
        "¿Qué es esto?",
    ],
)
def test_questions_are_known_with_and_without_their_mark(text):
    assert questions_in([text]) == [text]


@pytest.mark.parametrize("text", ["It is worse at night.", "When I walk it hurts.", "I asked my nurse.", ""])
def test_statements_are_no_questions(text):
    assert questions_in([text]) == []


def test_a_question_about_what_to_do_is_answered_by_the_advice():
    assert quotes("It is a strained muscle.", texts=["My back", "What should I do?"]) == []


def test_a_question_in_a_reply_to_the_doctor_counts():
    assert quotes(ANSWER, texts=["Tingling", "", "Since May. Could it be diabetes?"]) == [
        "Could it be diabetes?"
    ]


def test_other_languages_are_left_alone():
    german = "Das Kribbeln kommt von einem Nerv am Handgelenk, der beim Schlafen gedrückt wird und sich meist erholt."

    assert quotes(german, short_answer=german, self_care="", limits="", help_non_urgent="") is None
