"""Near-copies: what is found, what the doctor learns of it, and how long a print stays."""

import pytest

from answers import advice
from answers.advice.copies import near_copies, nearest, runs_of
from answers.erasing import erase_question
from answers.models import AnswerPrint
from tests import factories

pytestmark = pytest.mark.django_db

EXPLANATION = (
    "The tingling in your fingers at night most often comes from a nerve that is squeezed where it passes the wrist. "
    "Bending the wrist in sleep narrows its tunnel, so the thumb, index and middle finger go numb and wake you. "
    "Shaking the hand gives the nerve room again, which is why the feeling comes back within minutes. Typing itself "
    "seldom causes it, but a swollen tendon, a thyroid problem or pregnancy can."
)
ADVICE = (
    "- Wear a straight wrist splint every night for six weeks\n- Keep the wrist level while typing\n"
    "- Take breaks from gripping tools that vibrate"
)
OTHER = (
    "Heartburn after late meals means that acid climbs into the food pipe when you lie down too soon. The ring of "
    "muscle above the stomach opens when it is stretched by a large supper, and coffee, mint or chocolate "
    "loosen it further. "
    "Raising the head of the bed by a hand's breadth lets gravity do what the muscle cannot."
)


def contract(explanation=EXPLANATION, **fields):
    return {**factories.CONTRACT, "self_care": ADVICE, "explanation": explanation, **fields}


def look(answer, doctor, **fields):
    group = near_copies(contract(**fields), question=answer.question, doctor=doctor)
    return group.items if group else []


@pytest.fixture
def query(specialty):
    return factories.make_draft_answer(
        specialty=specialty, doctor=factories.make_doctor(specialties=[specialty])
    )


def test_a_doctors_own_earlier_answer_is_linked_with_the_share(query, specialty):
    doctor = query.doctor
    earlier = factories.make_approved_answer(doctor=doctor, specialty=specialty, contract=contract())

    (item,) = look(query, doctor)

    assert item.url == earlier.get_absolute_url()
    assert "100 %" in item.text and earlier.question.reference in item.link


def test_another_doctors_answer_that_is_not_public_is_told_of_without_a_way_to_it(
    query, specialty, other_doctor
):
    factories.make_approved_answer(doctor=other_doctor, specialty=specialty, contract=contract())

    (item,) = look(query, query.doctor)

    assert (item.url, item.link) == ("", "")
    assert "%" not in item.text and item.quote in EXPLANATION.replace("\n", " ")


def test_another_doctors_published_answer_is_linked_to_its_page(query, specialty, other_doctor):
    page = factories.make_published_question(doctor=other_doctor, specialty=specialty, contract=contract())

    (item,) = look(query, query.doctor)

    assert item.url == page.get_absolute_url()


def test_another_doctors_answer_before_a_decision_is_nobodys_business(query, specialty, other_doctor):
    factories.make_submitted_answer(doctor=other_doctor, specialty=specialty, contract=contract())

    assert look(query, query.doctor) == []


def test_own_unfinished_answers_are_compared_too(query, specialty):
    draft = factories.make_draft_answer(doctor=query.doctor, specialty=specialty, contract=contract())

    (item,) = look(query, query.doctor)

    assert item.url == draft.get_absolute_url()


def test_an_answer_is_no_copy_of_its_own_earlier_version(doctor, specialty):
    answer = factories.make_approved_answer(doctor=doctor, specialty=specialty, contract=contract())

    assert look(answer, doctor) == []


def test_an_answer_joined_from_two_names_both(query, specialty):
    first = factories.make_approved_answer(doctor=query.doctor, specialty=specialty, contract=contract())
    second = factories.make_approved_answer(
        doctor=query.doctor,
        specialty=specialty,
        contract=contract(OTHER, self_care="- Eat supper three hours before bed"),
    )
    half, rest = EXPLANATION[:230], OTHER[:230]

    items = look(query, query.doctor, explanation=f"{half}\n\n{rest}", self_care="Wait.")

    assert {item.url for item in items} == {first.get_absolute_url(), second.get_absolute_url()}


def test_texts_kept_for_use_again_make_no_copy(query, specialty):
    factories.make_approved_answer(doctor=query.doctor, specialty=specialty, contract=contract())
    factories.make_snippet(doctor=query.doctor, text=f"{EXPLANATION}\n\n{ADVICE}")

    assert look(query, query.doctor) == []


def test_different_answers_about_the_same_complaint_are_no_copies():
    mine = runs_of(contract())
    other = runs_of(
        contract(
            "Numb fingers that wake people at night are usually a trapped nerve in the wrist, called carpal tunnel. "
            "Most get better with a splint; if the thumb muscle is wasting, a small operation frees the nerve.",
            self_care="- Try a splint\n- Avoid heavy gripping",
        )
    )

    assert nearest(mine, [("other", other)]) == []


def sent_again(answer):
    """The approved answer opened, changed and sent once more."""
    factories.revise(answer, **contract())
    answer.submit(by=answer.doctor.user, seen_version=answer.version)
    return answer


def test_prints_of_an_answer_are_its_last_and_its_approved_version(doctor, specialty):
    answer = factories.make_approved_answer(doctor=doctor, specialty=specialty, contract=contract())
    sent_again(answer).recall(by=doctor.user, seen_version=answer.version)
    answer.submit(by=doctor.user, seen_version=answer.version)

    assert set(AnswerPrint.objects.values_list("version__number", flat=True)) == {1, 3}


def test_approval_leaves_one_print_and_erasure_none(doctor, specialty, moderator):
    answer = factories.make_approved_answer(doctor=doctor, specialty=specialty, contract=contract())
    sent_again(answer).approve(by=moderator, seen_version=answer.version)
    one = AnswerPrint.objects.count()

    erase_question(answer.question, keep_page=False)

    assert (one, AnswerPrint.objects.count()) == (1, 0)


def test_a_print_holds_numbers_alone(doctor, specialty):
    answer = factories.make_submitted_answer(doctor=doctor, specialty=specialty, contract=contract())
    runs = AnswerPrint.objects.get(version__answer=answer).runs

    assert 10 < len(runs) < 60 and all(isinstance(number, int) for number in runs)


@pytest.mark.parametrize("count", (1, 5))
def test_the_advice_costs_the_same_queries_for_any_number_of_answers(
    query, specialty, count, django_assert_num_queries
):
    for _ in range(count):
        factories.make_published_question(specialty=specialty, contract=contract())

    question, doctor = query.question, query.doctor
    with django_assert_num_queries(5):
        given = advice.read(contract(), question, doctor)

    assert len(given.of("copies")) == count
