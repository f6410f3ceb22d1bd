"""Paging through the inbox: forwards and back, with filters, while queries come and go."""

from datetime import timedelta

import pytest
from django.utils import timezone

from answers import inbox
from questions.models import Question
from tests.factories import (
    make_approved_answer,
    make_doctor,
    make_draft_answer,
    make_moderator,
    make_open_question,
    make_specialty,
    revise,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def _small_pages(monkeypatch):
    monkeypatch.setattr(inbox, "PAGE_SIZE", 3)
    monkeypatch.setattr(inbox, "MOST", 4)


def opened(*, specialty, hours, **fields):
    """An open query that has waited so many hours."""
    question = make_open_question(specialty=specialty, **fields)
    Question.objects.filter(pk=question.pk).update(waits_since=timezone.now() - timedelta(hours=hours))
    return question


@pytest.fixture
def ten(specialty, topic, moderator, asker):
    """Ten open queries in the order of the inbox; the first four urgent, every other one of the topic."""
    made = {"moderator": moderator, "asker": asker}
    return [
        opened(specialty=(specialty, topic)[n % 2], hours=50 - (n % 4 if n < 4 else n), urgent=n < 4, **made)
        for n in range(10)
    ]


def references(response):
    return [row.reference for row in response.context["rows"]]


def walk(client, address, *, link):
    """The references of each page, following `link` to its end."""
    pages = []
    while address and len(pages) < 20:
        response = client.get("/dashboard/" + address)
        pages.append(references(response))
        address = response.context[link]
    return pages


def flat(pages):
    return [reference for page in pages for reference in page]


def addresses(response):
    """{tab: where it leads}."""
    return {name: address for name, _label, _number, address in response.context["tabs"]}


@pytest.mark.usefixtures("_small_pages")
def test_pages_lead_forwards_and_back_through_every_query_once(signed_in, doctor, ten):
    client = signed_in(doctor.user)
    all_of_them = [question.reference for question in ten]

    forwards = walk(client, "?tab=unanswered", link="next_page")
    last = client.get("/dashboard/?tab=unanswered")
    while last.context["next_page"]:
        last = client.get("/dashboard/" + last.context["next_page"])
    back = walk(client, last.context["previous_page"], link="previous_page")

    assert [len(page) for page in forwards] == [3, 3, 3, 1]
    assert flat(forwards) == all_of_them
    assert flat(reversed(back)) == all_of_them[:9]


@pytest.mark.usefixtures("_small_pages")
def test_an_urgent_query_that_arrives_meanwhile_is_found_on_the_way_back(signed_in, doctor, specialty, ten):
    client = signed_in(doctor.user)
    second = client.get("/dashboard/" + client.get("/dashboard/").context["next_page"])
    urgent = opened(specialty=specialty, hours=60, urgent=True)

    back = client.get("/dashboard/" + second.context["previous_page"])
    top = client.get("/dashboard/" + back.context["previous_page"])

    assert references(back) == [question.reference for question in ten[:3]]
    assert references(top) == [urgent.reference, ten[0].reference, ten[1].reference]
    assert top.context["previous_page"] == ""


def submit(answer):
    answer.submit(by=answer.doctor.user, seen_version=answer.version)


# How queries come into a tab, and how one of them leaves it.
INTO = {
    "unanswered": lambda **opened: None,
    "mine": make_draft_answer,
    "answered": make_approved_answer,
}
OUT_OF = {
    "unanswered": lambda question, doctor: make_draft_answer(question=question, doctor=doctor),
    "mine": lambda question, doctor: submit(question.answers.get()),
    "answered": lambda question, doctor: revise(question.answers.get()),
}


@pytest.mark.usefixtures("_small_pages")
@pytest.mark.parametrize("tab", INTO)
def test_a_page_whose_rows_are_gone_is_the_last_one_that_is_there(signed_in, doctor, ten, tab):
    for question in ten:
        INTO[tab](question=question, doctor=doctor)
    client, pages, address = signed_in(doctor.user), [], f"?tab={tab}"
    while address:
        last, page = address, client.get("/dashboard/" + address)
        pages.append(references(page))
        address = page.context["next_page"]
    OUT_OF[tab](Question.objects.get(reference=pages[-1][0]), doctor)

    page = client.get("/dashboard/" + last)

    assert [len(page) for page in pages] == [3, 3, 3, 1]
    assert references(page) == pages[-2]
    assert page.context["next_page"] == "" and page.context["previous_page"]


@pytest.mark.usefixtures("_small_pages")
@pytest.mark.parametrize("tab", ("mine", "unanswered"))
def test_every_tab_has_pages_both_ways(signed_in, doctor, ten, tab):
    if tab == "mine":
        for question in ten:
            make_draft_answer(doctor=doctor, question=question)
    client = signed_in(doctor.user)
    first = client.get(f"/dashboard/?tab={tab}")
    second = client.get("/dashboard/" + first.context["next_page"])

    back = client.get("/dashboard/" + second.context["previous_page"])

    assert references(first) == references(back) == [question.reference for question in ten[:3]]
    assert references(second) == [question.reference for question in ten[3:6]]


@pytest.mark.usefixtures("_small_pages")
def test_filters_stay_in_the_address_of_pages_and_tabs(signed_in, specialty, ten):
    area = make_specialty()
    doctor = make_doctor(specialties=[specialty, area])
    opened(specialty=area, hours=99)
    client = signed_in(doctor.user)
    filters = f"&specialty={specialty.pk}&waiting=1"

    first = client.get(f"/dashboard/?tab=unanswered{filters}")
    pages = walk(client, f"?tab=unanswered{filters}", link="next_page")
    mine = client.get("/dashboard/" + addresses(first)["mine"])

    assert flat(pages) == [question.reference for question in ten]
    assert addresses(mine)["unanswered"] == f"?tab=unanswered{filters}"


@pytest.mark.parametrize(
    "nonsense",
    (
        "after=1-2-x",
        "after=-1-2-3",
        "before=9-9-9",
        "after=1-999999999999999999-1",
        "after=%00",
        "before=²-1-1",
    ),
)
def test_nonsense_in_the_address_is_the_first_page(signed_in, doctor, ten, nonsense):
    found = references(signed_in(doctor.user).get(f"/dashboard/?{nonsense}&tab=unanswered"))

    assert found == [question.reference for question in ten]


def test_queries_of_ones_own_begun_or_held_are_not_unanswered(signed_in, doctor, specialty, ten):
    opened(specialty=specialty, hours=70, asker=doctor.user)
    make_draft_answer(doctor=doctor, question=ten[0])
    ten[1].claim(doctor=doctor)

    response = signed_in(doctor.user).get("/dashboard/")

    assert references(response) == [question.reference for question in ten[2:]]
    assert response.context["counts"]["unanswered"] == 8 and response.context["counts"]["mine"] == 2


def test_a_refused_claim_leads_back_to_its_row_on_the_same_page(signed_in, doctor, other_doctor, ten):
    client = signed_in(doctor.user)
    page = client.get("/dashboard/?tab=unanswered&waiting=1").content.decode()
    reference = ten[2].reference
    action = f"/dashboard/questions/{reference}/claim/?tab=unanswered&amp;waiting=1"
    ten[2].claim(doctor=other_doctor)

    response = client.post(action.replace("&amp;", "&"))

    assert action in page and f'<li id="{reference}" tabindex="-1"' in page
    assert response["Location"] == f"/dashboard/?tab=unanswered&waiting=1#{reference}"


def test_a_doctor_of_a_topic_alone_sees_that_topic_alone(signed_in, specialty, topic):
    opened(specialty=specialty, hours=1)
    theirs = opened(specialty=topic, hours=1)
    doctor = make_doctor(specialties=[topic])

    response = signed_in(doctor.user).get("/dashboard/")

    assert references(response) == [theirs.reference] and response.context["counts"]["unanswered"] == 1


def test_a_query_whose_patient_replied_is_back_among_the_drafts_with_its_clock(signed_in, doctor, specialty):
    first = make_draft_answer(doctor=doctor, specialty=specialty)
    asked = make_draft_answer(doctor=doctor, specialty=specialty)
    Question.objects.filter(pk=asked.question_id).update(waits_since=timezone.now() - timedelta(hours=9))
    asked.question.refresh_from_db()
    asked.question.want_more(by=make_moderator(), seen_version=asked.question.version)
    waiting = references(signed_in(doctor.user).get("/dashboard/?tab=information"))
    Question.objects.filter(pk=asked.question_id).update(paused_at=timezone.now() - timedelta(hours=1))
    asked.question.refresh_from_db()
    asked.question.resume(by=asked.question.asker, seen_version=asked.question.version)

    rows = signed_in(doctor.user).get("/dashboard/?tab=mine").context["rows"]

    asked.refresh_from_db()
    assert waiting == [asked.question.reference]
    assert [row.reference for row in rows] == [asked.question.reference, first.question.reference]
    assert asked.waits_since == rows[0].waits_since and not asked.paused
    assert timezone.now() - asked.waits_since < timedelta(hours=9)
