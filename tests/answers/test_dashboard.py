"""The doctor's inbox: who sees it, what its rows say, its tabs, filters, numbers and pages."""

from datetime import timedelta

import pytest
from django.utils import timezone

from answers import inbox
from answers.models import Clarification, in_words
from questions.models import Question
from specialties.models import Doctor
from tests.factories import (
    make_approved_answer,
    make_draft_answer,
    make_follow_up,
    make_open_question,
    make_question,
    make_submitted_answer,
)

MARK = "Zygomatic-Quokka"


def references(response):
    return [row.reference for row in response.context["rows"]]


def sent_hours_ago(question, hours):
    Question.objects.filter(pk=question.pk).update(waits_since=timezone.now() - timedelta(hours=hours))
    return question


def test_a_visitor_is_sent_to_sign_in(client, db):
    response = client.get("/dashboard/?tab=mine")

    assert response.status_code == 302
    assert response["Location"] == "/accounts/login/?next=/dashboard/%3Ftab%3Dmine"


def test_a_patient_and_a_moderator_find_nothing(signed_in, asker, moderator):
    assert signed_in(asker).get("/dashboard/").status_code == 404
    assert signed_in(moderator).get("/dashboard/").status_code == 404


def test_an_unverified_doctor_sees_the_application_and_no_byte_of_a_query(
    signed_in, unverified_doctor, specialty
):
    question = make_open_question(specialty=specialty, title=f"{MARK} title", text=f"{MARK} text")

    response = signed_in(unverified_doctor.user).get("/dashboard/")

    page = response.content.decode()
    assert response.status_code == 200
    assert "Your application is being checked" in page and 'href="/dashboard/apply/"' in page
    assert MARK not in page and question.reference not in page


@pytest.mark.parametrize("end", ("lapsed", "suspended"))
def test_a_doctor_who_may_not_answer_any_more_sees_why_and_no_query(
    signed_in, doctor, moderator, specialty, end
):
    make_open_question(specialty=specialty, title=MARK)
    if end == "suspended":
        doctor.suspend(by=moderator, reason="Complaint 7 is open.", seen_version=doctor.version)
    else:
        Doctor.objects.filter(pk=doctor.pk).update(
            licence_expires_on=timezone.now().date() - timedelta(days=1)
        )

    page = signed_in(doctor.user).get("/dashboard/").content.decode()

    assert {"lapsed": "Your licence has ended", "suspended": "Complaint 7 is open."}[end] in page
    assert MARK not in page


def test_unanswered_lists_the_open_queries_of_the_specialty_urgent_first_then_oldest(
    signed_in, doctor, specialty, topic
):
    young = sent_hours_ago(make_open_question(specialty=specialty), 1)
    old = sent_hours_ago(make_open_question(specialty=topic), 30)
    urgent = sent_hours_ago(make_open_question(specialty=topic, urgent=True), 2)
    make_open_question()  # another specialty
    make_question(specialty=specialty)  # not triaged yet
    make_open_question(specialty=specialty, asker=doctor.user)

    response = signed_in(doctor.user).get("/dashboard/")

    assert references(response) == [urgent.reference, old.reference, young.reference]


def test_a_row_shows_what_helps_to_choose_but_not_the_text(signed_in, doctor, topic):
    question = make_open_question(
        specialty=topic,
        title="Dent in the cheek",
        text=MARK,
        age_band="30–39",
        sex="female",
        pictures=2,
        urgent=True,
    )

    page = signed_in(doctor.user).get("/dashboard/").content.decode()

    for words in (
        question.reference,
        "Dent in the cheek",
        topic.name,
        "30–39, female",
        "2 pictures",
        "Urgent",
    ):
        assert words in page
    assert MARK not in page


def test_a_row_says_who_is_answering_and_offers_no_claim(signed_in, doctor, other_doctor, specialty):
    question = make_open_question(specialty=specialty)
    question.claim(doctor=other_doctor)

    page = signed_in(doctor.user).get("/dashboard/").content.decode()

    assert f"{other_doctor.name} holds it until" in page
    assert f"{question.claimed_until:%H:%M} UTC" in page
    assert f"/dashboard/questions/{question.reference}/claim/" not in page


def test_each_tab_holds_what_its_name_says(signed_in, doctor, moderator, specialty):
    open_one = make_open_question(specialty=specialty)
    draft = make_draft_answer(doctor=doctor, specialty=specialty)
    asked = make_draft_answer(doctor=doctor, specialty=specialty)
    Clarification.objects.ask(
        question=asked.question,
        by=doctor.user,
        items=in_words("Since when?"),
        seen_version=asked.question.version,
    )
    in_review = make_submitted_answer(doctor=doctor, specialty=specialty)
    returned = make_submitted_answer(doctor=doctor, specialty=specialty)
    returned.send_back(by=moderator, reason="Too sure", seen_version=returned.version)
    approved = make_approved_answer(doctor=doctor, specialty=specialty)
    make_follow_up(answer=approved)
    expected = {
        "unanswered": open_one,
        "mine": draft.question,
        "information": asked.question,
        "review": in_review.question,
        "returned": returned.question,
        "answered": approved.question,
    }

    client = signed_in(doctor.user)
    found = {tab: references(client.get(f"/dashboard/?tab={tab}")) for tab in expected}

    assert found == {tab: [question.reference] for tab, question in expected.items()}
    assert [tab[2] for tab in client.get("/dashboard/").context["tabs"]] == [1] * 7
    assert [row.answer for row in client.get("/dashboard/?tab=followups").context["rows"]] == [approved]


def test_the_numbers_are_true(signed_in, doctor, other_doctor, specialty):
    make_open_question(specialty=specialty)
    make_open_question(specialty=specialty)
    make_draft_answer(doctor=doctor, specialty=specialty)
    make_approved_answer(doctor=doctor, specialty=specialty)
    make_approved_answer(doctor=other_doctor, specialty=specialty)

    counts = signed_in(doctor.user).get("/dashboard/").context["counts"]

    assert (counts["unanswered"], counts["mine"], counts["returned"], counts["lately"]) == (2, 1, 0, 1)


def test_filters_stand_in_the_address_and_narrow_the_list(signed_in, doctor, specialty, topic):
    old = sent_hours_ago(make_open_question(specialty=specialty), 25)
    pictured = make_open_question(specialty=topic, pictures=1)
    urgent = make_open_question(specialty=specialty, urgent=True)
    client = signed_in(doctor.user)

    assert references(client.get("/dashboard/?waiting=1")) == [old.reference]
    assert references(client.get("/dashboard/?pictures=1")) == [pictured.reference]
    assert references(client.get("/dashboard/?urgent=1")) == [urgent.reference]
    assert len(references(client.get(f"/dashboard/?specialty={specialty.pk}"))) == 3
    assert len(references(client.get("/dashboard/?specialty=abc&after=1-2-x&tab=nonsense"))) == 3


def test_pages_go_on_after_the_last_row_though_a_query_was_answered_meanwhile(
    signed_in, doctor, moderator, asker, specialty
):
    numbers = range(inbox.PAGE_SIZE + 3)
    made = [
        sent_hours_ago(
            make_open_question(specialty=specialty, moderator=moderator, asker=asker), 100 - number
        )
        for number in numbers
    ]
    client = signed_in(doctor.user)
    first = client.get("/dashboard/")
    made[0].claim(doctor=doctor)
    make_draft_answer(doctor=doctor, question=made[0])

    second = client.get("/dashboard/" + first.context["next_page"])

    assert references(first) + references(second) == [question.reference for question in made]
    assert second.context["next_page"] == ""


def test_a_licence_that_ends_soon_is_mentioned(signed_in, doctor):
    Doctor.objects.filter(pk=doctor.pk).update(licence_expires_on=timezone.now().date() + timedelta(days=60))

    assert "in 60 days" in signed_in(doctor.user).get("/dashboard/").content.decode()


def test_a_licence_that_ends_later_is_not(signed_in, doctor):
    Doctor.objects.filter(pk=doctor.pk).update(licence_expires_on=timezone.now().date() + timedelta(days=61))

    assert "Your licence ends" not in signed_in(doctor.user).get("/dashboard/").content.decode()


def fill(tab, *, doctor, moderator, asker):
    """One row of `tab`."""
    made = {"specialty": doctor.specialties.get(), "asker": asker, "moderator": moderator, "pictures": 1}
    if tab == "unanswered":
        return make_open_question(**made)
    if tab in {"mine", "information"}:
        answer = make_draft_answer(doctor=doctor, **made)
        if tab == "information":
            seen = answer.question.version
            Clarification.objects.ask(
                question=answer.question, by=doctor.user, items=in_words("When?"), seen_version=seen
            )
        return answer
    answer = make_submitted_answer(doctor=doctor, **made)
    if tab == "returned":
        answer.send_back(by=moderator, reason="Too sure", seen_version=answer.version)
    elif tab in {"answered", "followups"}:
        answer.approve(by=moderator, seen_version=answer.version)
    return make_follow_up(answer=answer) if tab == "followups" else answer


@pytest.mark.parametrize("tab", inbox.TABS)
def test_a_tab_costs_the_same_queries_at_any_length(
    signed_in, doctor, moderator, asker, tab, django_assert_num_queries
):
    client = signed_in(doctor.user)
    for more, rows in ((1, 1), (2, 3), (17, 20)):
        for _ in range(more):
            fill(tab, doctor=doctor, moderator=moderator, asker=asker)
        with django_assert_num_queries(13 if tab == "unanswered" else 11):
            response = client.get(f"/dashboard/?tab={tab}")
        assert response.content.count(b'class="row-list__main"') == rows
