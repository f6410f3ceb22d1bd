"""Reading grade and hard words."""

import pytest

from answers.advice.grade import grade, reading_grade
from answers.advice.hardwords import hard_words
from answers.advice.texts import parts_of, sentences

HARD = (
    "Following the administration of corticosteroids, patients occasionally experience considerable deterioration of "
    "glycaemic control, necessitating temporary intensification of their antihyperglycaemic pharmacotherapy and "
    "additional monitoring of the blood sugar by a qualified specialist practitioner for several weeks afterwards."
)
EASY = (
    "The cat sat on the mat. The dog ran to the cat. They sat in the sun and had a nap. It was a good day for all. "
    "Then it got dark."
)


def named(text, **fields):
    group = hard_words(parts_of({"explanation": text, **fields}))
    return [item.text.split("”")[0].strip("“") for item in group.items] if group else None


def test_the_grade_is_flesch_and_kincaids():
    # 9 words in one sentence, 12 syllables: 0.39 × 9 + 11.8 × 12 / 9 − 15.59
    assert grade(["The doctor told me to take a tablet daily."]) == pytest.approx(3.65, abs=0.7)


def test_a_hard_part_and_its_longest_sentence_are_named():
    group = reading_grade(parts_of({"explanation": HARD}))

    assert [item.where for item in group.items] == ["Explanation", "Explanation"]
    assert group.items[1].quote.startswith("Following the administration")


def test_an_easy_text_has_a_grade_and_nothing_to_look_at():
    group = reading_grade(parts_of({"explanation": EASY}))

    assert group.items == [] and "grade" in group.note


def test_a_list_is_read_line_by_line():
    assert sentences("Do this:\n- rest\n- walk a little, e.g. Round the block") == [
        "Do this:",
        "- rest",
        "- walk a little, e.g. Round the block",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("You have hypertension.", ["hypertension"]),
        ("Two haematomas and an oedema.", ["haematomas", "oedema"]),
        ("It is a myocardial infarction.", ["myocardial infarction"]),
        ("Idiopathic pain. The idiopathic form.", ["Idiopathic"]),
    ],
)
def test_hard_words_are_named_once_in_all_their_forms(text, found):
    assert named(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "You have hypertension (high blood pressure).",
        "You have high blood pressure (hypertension).",
        "Dyspnoea, that is trouble breathing, comes and goes.",
        "Trouble breathing, which doctors call dyspnoea, comes and goes. Dyspnoea may return.",
        "The pruritus means that the skin itches.",
    ],
)
def test_a_word_explained_beside_it_is_not_hard(text):
    assert named(text) == []


def test_hard_words_come_with_plain_ones():
    (item,) = hard_words(parts_of({"explanation": "You need an analgesic."})).items

    assert item.text == "“analgesic”: in plain words, “pain relief, painkiller”"


@pytest.mark.parametrize("helper", [hard_words, reading_grade])
def test_other_languages_are_left_alone(helper):
    german = (
        "Die Hypertension ist ein idiopathisches Syndrom und verlangt eine regelmäßige ärztliche Kontrolle. "
        * 4
    )

    assert helper(parts_of({"explanation": german})) is None
