"""The inbox with many open queries: it reads ranges of an index, and its number is the number."""

import random
import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Count, Sum
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.moves import MoveRefused
from answers import inbox
from answers.handing_back import hand_back
from questions.models import Care, OpenTally, Question
from questions.open_queries import EPOCH, Key
from tests.copies import copies, reference, switch
from tests.factories import (
    make_approved_answer,
    make_doctor,
    make_draft_answer,
    make_follow_up,
    make_moderator,
    make_open_question,
    make_specialty,
    make_submitted_answer,
)

MANY = 20_000


OWN = "questions_question|answers_answer|answers_answerversion|answers_followup"
EVERY = "."  # trigger: the copies have the history of one that went the whole road; nobody reads the counts


def open_many(count, *, specialties):
    """`count` open queries, one waiting since each minute, every tenth urgent, in turn of the specialties."""
    one = make_open_question(specialty=specialties[0])
    key = f"{one.pk} + n"
    switch("DISABLE", named=EVERY)
    copies(
        one,
        count,
        id=key,
        reference=reference(key),
        specialty_id=f"(ARRAY{[each.pk for each in specialties]})[1 + mod(n, {len(specialties)})]",
        urgent="mod(n, 10) = 0",
        waits_since="now() - n * interval '1 minute'",
    )
    switch("ENABLE", named=EVERY)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE questions_question")


def plan_of(sql):
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + sql)
        return "\n".join(line for (line,) in cursor.fetchall())


def by_index(sql):
    """How the database answers when it may not simply read a small table from end to end."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = plan_of(sql)
        cursor.execute("SET LOCAL enable_seqscan = on")
    return plan


@pytest.mark.long
@pytest.mark.django_db
def test_no_page_filter_or_number_scans_the_queries():
    area = make_specialty()
    fields = [area, *(make_specialty(parent=area) for _ in range(3)), make_specialty()]
    open_many(MANY, specialties=fields)
    doctor = make_doctor(specialties=[area])
    deep = str(Key(False, timezone.now() - timedelta(minutes=MANY // 2), 1))
    wishes = [
        {},
        {"waiting": True},
        {"pictures": True},
        {"urgent": True},
        {"waiting": True, "pictures": True},
    ]

    with CaptureQueriesContext(connection) as made:
        for filters in wishes:
            for key in ({}, {"after": deep}, {"before": deep}):
                desk = inbox.Desk(doctor)
                desk.read(tab="unanswered", filters=filters, **key)
        for tab in inbox.TABS:
            desk.read(tab=tab, filters={})
        desk.counts()
        list(Question.objects.visible_to(doctor.user)[:1])

    plans = [plan_of(query["sql"]) for query in made.captured_queries if "SELECT" in query["sql"]]
    assert [plan for plan in plans if "Seq Scan on questions_question" in plan] == []
    assert len(plans) > 40


FILLED = ("mine", "review", "answered", "followups")


def own_many(count, *, doctor, start):
    """`count` more of each that is the doctor's own: drafts on open queries, sent ones, approved ones, follow-ups."""
    made = {"doctor": doctor, "specialty": doctor.specialties.get()}
    draft, sent = make_draft_answer(**made), make_submitted_answer(**made)
    done = make_approved_answer(**made)
    follow_up = make_follow_up(answer=done)
    switch("DISABLE")
    for place, one in enumerate((draft, sent, done)):
        key = f"{start + place * 1_000_000} + n"
        since = "now() - n * interval '1 minute'"
        copies(
            one.question, count, id=key, reference=reference(key), urgent="mod(n, 10) = 0", waits_since=since
        )
        version = {}
        if one is done:
            copies(one.approved_version, count, id=key, answer_id=key)
            version = {"approved_version_id": key}
        copies(one, count, id=key, question_id=key, **version)
    copies(follow_up, count, id=key, key="gen_random_uuid()", answer_id=key)
    switch("ENABLE")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def own_tabs(client):
    """The first page of each tab; of those that own_many() fills the second, the first from there, and the last, too.
    Returns the statements made."""
    with CaptureQueriesContext(connection) as made:
        for tab in inbox.TABS:
            first = client.get(f"/dashboard/?tab={tab}")
            assert bool(first.context["next_page"]) == (tab in FILLED)
            if tab in FILLED:
                second = client.get("/dashboard/" + first.context["next_page"])
                assert second.context["previous_page"]
                client.get("/dashboard/" + second.context["previous_page"])
                behind_all = Key(False, EPOCH if tab in inbox.NEWEST_FIRST else timezone.now(), 1)
                last = client.get(f"/dashboard/?tab={tab}&after={behind_all}")
                assert last.context["previous_page"] and not last.context["next_page"]
    return [query["sql"] for query in made.captured_queries]


@pytest.mark.long
@pytest.mark.django_db
def test_a_doctors_own_thousands_cost_the_same_queries_and_are_read_by_an_index(signed_in, doctor, specialty):
    client = signed_in(doctor.user)
    own_many(150, doctor=doctor, start=10_000_000)
    own_tabs(client)
    few = own_tabs(client)
    own_many(5_000, doctor=doctor, start=20_000_000)

    many = own_tabs(client)

    page = client.get("/dashboard/?tab=mine")
    assert page.context["counts"]["mine"] == inbox.MOST_COUNTED + 1 and ">500+<" in page.content.decode()
    assert len(many) == len(few)
    plans = [by_index(sql) for sql in many if "SELECT" in sql]
    assert [plan for plan in plans if re.search(rf"Seq Scan on ({OWN})\b", plan)] == []
    # What a row prints is asked of each row of a page; nothing else is.
    lists = [by_index(sql) for sql in many if "SELECT" in sql and 'AS "warning"' not in sql]
    assert [plan for plan in lists if re.search(r"(?<!hashed )SubPlan \d+\)", plan)] == []
    assert len(lists) > 100


@pytest.mark.django_db
def test_a_number_that_is_not_counted_to_its_end_says_so(signed_in, doctor, specialty, monkeypatch):
    monkeypatch.setattr(inbox, "MOST_COUNTED", 2)
    for _ in range(4):
        answer = make_submitted_answer(doctor=doctor, specialty=specialty)
        answer.send_back(by=make_moderator(), reason="Too sure", seen_version=answer.version)

    response = signed_in(doctor.user).get("/dashboard/")

    page = response.content.decode()
    assert response.context["counts"]["returned"] == 3  # counting stopped there
    assert {name: number for name, _label, number, _address in response.context["tabs"]}["returned"] == "2+"
    assert "The moderators sent 2+ answers back" in page and "<dd>2+</dd>" in page


def tally():
    """{specialty: number} as the tally has it, and as counting does."""
    summed = dict(OpenTally.objects.values_list("specialty").annotate(number=Sum("change")).order_by())
    open_ones = Question.objects.filter(care=Care.OPEN).order_by()
    counted = dict(open_ones.values_list("specialty").annotate(number=Count("pk")))
    return {pk: number for pk, number in summed.items() if number}, counted


def stir(question, *, specialties, moderator, doctors, chance):
    """One legal change of an open or waiting query, by chance."""
    seen = {"seen_version": question.version}
    rarely = ["withdraw", "decline"] if chance.random() < 0.1 else []
    choice = chance.choice([*rarely, "more", "hand back", "reroute"])
    if question.care == Care.SUBMITTED:
        question.triage(
            by=moderator, specialty=chance.choice(specialties), urgent=False, self_harm=False, **seen
        )
    elif question.care == Care.MORE_INFORMATION:
        question.resume(by=question.asker, **seen)
    elif choice == "withdraw":
        question.withdraw(by=question.asker, **seen)
    elif choice == "decline":
        question.decline(by=moderator, reason="No.", **seen)
    elif choice == "more":
        question.want_more(by=moderator, **seen)
    else:
        doctor = chance.choice(doctors)
        question.claim(doctor=doctor)
        kind, other = ("reroute", specialties[0]) if choice == "reroute" else ("decline", None)
        hand_back(question, doctor=doctor, kind=kind, reason="Not mine.", specialty=other, **seen)


@pytest.mark.django_db(transaction=True)
def test_the_tally_is_exact_whatever_happens_at_once():
    area = make_specialty()
    fields = [area, *(make_specialty(parent=area) for _ in range(3))]
    moderator = make_moderator()
    doctors = [make_doctor(specialties=[area]) for _ in range(2)]
    questions = [
        make_open_question(specialty=fields[number % 4], moderator=moderator) for number in range(24)
    ]

    def work(seed):
        chance = random.Random(seed)
        try:
            for _ in range(60):
                with suppress(MoveRefused):
                    question = Question.objects.get(pk=chance.choice(questions).pk)
                    stir(question, specialties=fields, moderator=moderator, doctors=doctors, chance=chance)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))

    summed, counted = tally()
    assert summed == counted
    assert OpenTally.objects.count() < 150  # drawn together on the way


@pytest.mark.django_db
def test_the_tally_follows_a_deleted_and_a_moved_query():
    first, second = make_open_question(), make_open_question()
    elsewhere = make_specialty()

    first.delete()
    Question.objects.filter(pk=second.pk).update(specialty=elsewhere)

    assert tally() == ({elsewhere.pk: 1}, {elsewhere.pk: 1})


@pytest.mark.django_db
def test_the_number_on_the_page_is_the_number_of_rows(
    signed_in, doctor, other_doctor, specialty, topic, moderator
):
    for number in range(23):
        make_open_question(specialty=(specialty, topic)[number % 2], moderator=moderator)
    make_open_question(specialty=topic, asker=doctor.user)
    make_open_question(moderator=moderator)  # another specialty
    make_open_question(specialty=topic).claim(doctor=other_doctor)
    make_open_question(specialty=topic).claim(doctor=doctor)

    desk = inbox.Desk(doctor)
    first = desk.read(tab="unanswered", filters={})
    second = desk.read(tab="unanswered", filters={}, after=first.after)

    assert len(first.rows) + len(second.rows) == desk.counts()["unanswered"] == 24
