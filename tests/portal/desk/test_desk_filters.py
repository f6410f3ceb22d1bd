"""Filters of the desk's queues: in the address, kept by every link and decision, and never another order."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import deskclaims
from accounts.models import Statement
from answers.models import FollowUp
from portal.desk.lines import queues
from portal.desk.lines.filters import EVERYTHING, MARKS, Where
from questions.models import Question
from tests import factories

pytestmark = pytest.mark.django_db
DESK = reverse("admin:desk")
KEYS = set(queues.BY_KEY)


def parsed(text):
    return Where.parse(text, keys=KEYS)


@pytest.mark.parametrize(
    "where",
    [
        Where("answers"),
        Where(EVERYTHING),
        Where("queries", specialty=12, marks=("urgent", "held"), age=24, mine=True),
        Where("follow-ups", marks=tuple(MARKS)),
    ],
)
def test_a_place_is_told_in_one_alphabet_and_read_again(where):
    assert parsed(str(where)) == where


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nothing",
        "answers.",
        "answers.x",
        "answers.h7",
        "answers.s0x",
        "answers.mine.urgent",
        "Answers",
        "answers.s-1",
        "answers.s00012",
        "queries.urgent.urgent",
        "q" * 101,
        "queries\n",
        "queries&x=1",
        "سؤال",
    ],
)
def test_a_place_that_nobody_made_is_none(text):
    assert parsed(text) == Where()


def sent(hours, **fields):
    """A query that was sent so many hours ago."""
    marks = {name: fields.pop(name) for name in ("urgent", "self_harm") if name in fields}
    question = factories.make_question(**fields)
    at = timezone.now() - timedelta(hours=hours)
    Question.objects.filter(pk=question.pk).update(submitted_at=at, **marks)
    return question


@pytest.fixture
def waiting(specialty, topic):
    """Queries in triage, the oldest first."""
    return {
        "old": sent(200, specialty=topic),
        "child": sent(80, about="child"),
        "harm": sent(30, self_harm=True, specialty=specialty),
        "young": sent(1, specialty=specialty),
    }


def listed(client, query):
    rows = client.get(f"{DESK}waiting/queries/?{query}").context["rows"]
    return [row.title for row in rows]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["old", "child", "harm", "young"]),
        ("specialty={area}", ["old", "harm", "young"]),
        ("specialty={topic}", ["old"]),
        ("marks=minor", ["child"]),
        ("marks=minor&marks=self_harm", ["child", "harm"]),
        ("age=24", ["old", "child", "harm"]),
        ("age=72&specialty={area}", ["old"]),
        ("marks=held", []),
        ("mine=1", ["harm"]),
    ],
)
def test_a_filter_narrows_and_keeps_the_order(signed_in, moderator, waiting, specialty, topic, query, names):
    deskclaims.hold(waiting["harm"], by=moderator)
    query = query.format(area=specialty.pk, topic=topic.pk)

    response = signed_in(moderator).get(f"{DESK}waiting/queries/?{query}")

    assert [row.title for row in response.context["rows"]] == [waiting[name].reference for name in names]
    assert response.context["count"] == len(names)


@pytest.mark.parametrize("query", ["specialty=x", "marks=everything", "age=7", "specialty=999999"])
def test_a_filter_that_does_not_exist_is_said_and_hides_nothing(signed_in, moderator, waiting, query):
    response = signed_in(moderator).get(f"{DESK}waiting/queries/?{query}")

    assert response.status_code == 422 and "There is a problem" in response.content.decode()
    assert len(response.context["rows"]) == 4


def test_the_filter_goes_with_rows_next_skip_and_decision(signed_in, moderator, waiting, specialty):
    client, where = signed_in(moderator), f"queries.s{specialty.pk}.h24"
    old, harm = (reverse("admin:desk-query", args=[waiting[name].reference]) for name in ("old", "harm"))

    page = client.get(f"{DESK}waiting/queries/?specialty={specialty.pk}&age=24")
    item = client.get(f"{old}?where={where}").content.decode()
    skipped = client.get(f"{DESK}waiting/queries/next/?after={waiting['old'].pk}&where={where}")
    decided = client.post(
        f"{old}decline/",
        {"decline-version": 2, "decline-rule": "scope", "decline-reason": "No.", "where": where},
    )

    assert [row.url for row in page.context["rows"]] == [f"{old}?where={where}", f"{harm}?where={where}"]
    assert f'href="{DESK}waiting/queries/next/?where={where}"' in page.content.decode()
    assert (
        item.count(f'name="where" value="{where}"') == item.count("csrfmiddlewaretoken") - 1
    )  # all but sign-out
    assert f"after={waiting['old'].pk}&amp;where={where}" in item
    assert skipped.url == decided.url == f"{harm}?where={where}"


def test_the_last_of_a_filter_leads_back_to_its_list(signed_in, moderator, waiting):
    client = signed_in(moderator)
    child = reverse("admin:desk-query", args=[waiting["child"].reference])

    response = client.post(
        f"{child}decline/",
        {"decline-version": 2, "decline-rule": "scope", "decline-reason": "No.", "where": "queries.minor"},
    )

    assert response.url == f"{DESK}waiting/queries/?marks=minor"
    page = client.get(response.url).content.decode()
    assert "That was the last one here" in page and "Nothing that waits here matches the filter." in page


def test_the_last_of_a_queue_leads_on_to_the_others(signed_in, moderator):
    question = factories.make_question()
    answer = factories.make_submitted_answer()

    response = signed_in(moderator).post(
        reverse("admin:desk-query-decline", args=[question.reference]),
        {"decline-version": 2, "decline-rule": "scope", "decline-reason": "No."},
    )

    assert response.url == reverse("admin:desk-answer", args=[answer.pk]) + "?where=all"


def test_the_pages_of_a_filtered_list_keep_the_filter(signed_in, moderator, monkeypatch):
    monkeypatch.setattr(queues, "PAGE_SIZE", 2)
    specialty = factories.make_specialty()
    wanted = [sent(number, specialty=specialty) for number in (9, 8, 7)]
    sent(10)
    client = signed_in(moderator)

    first = client.get(f"{DESK}waiting/queries/?specialty={specialty.pk}")
    link = f"?specialty={specialty.pk}&amp;after={first.context['next_after']}"
    second = listed(client, link.replace("&amp;", "&")[1:])

    assert link in first.content.decode()
    assert second == [wanted[2].reference]


# -- The round ------------------------------------------------------------------------------------


def everything(moderator):
    """Something in each queue of the round, some of it urgent, some that `moderator` may not decide."""
    factories.make_question(asker=moderator)
    urgent = [sent(1, urgent=True), sent(2)]
    factories.make_submitted_answer(question=factories.make_open_question(urgent=True))
    factories.make_submitted_answer()
    factories.make_follow_up(reply="Yes.")
    factories.make_opinion()
    factories.make_report(kind="unsafe")
    factories.make_approved_answer(consent="show_first")
    factories.make_doctor(verified=False)
    return urgent


def walk(client, url):
    """The pages that "skip" leads through from `url`, as (queue, address), until it comes to none."""
    found = []
    while "/waiting/" not in url and url != DESK and len(found) < 50:
        page = client.get(url)
        assert page.status_code == 200
        found.append(url)
        link = page.content.decode().partition("/next/?after=")
        start = link[0].rpartition('href="')[2]
        url = client.get(f"{start}/next/?after={link[2].partition(chr(34))[0]}".replace("&amp;", "&")).url
    return found


def test_the_round_goes_through_everything_once_urgent_first(signed_in, moderator):
    everything(moderator)
    client = signed_in(moderator)

    pages = walk(client, client.get(f"{DESK}next/").url)

    kinds = [page.split("/")[3] for page in pages]
    assert kinds[:3] == ["queries", "answers", "reports"]
    assert kinds[3:] == [
        *("queries", "answers", "follow-ups", "opinions", "publications", "doctors"),
    ]
    assert len(set(pages)) == len(pages) == 9


def test_nothing_that_waits_leads_to_the_desk_with_a_word(signed_in, moderator):
    factories.make_question(asker=moderator)
    client = signed_in(moderator)

    response = client.get(f"{DESK}next/", follow=True)

    assert response.redirect_chain[-1][0] == DESK
    assert "Nothing more waits that you can decide now." in response.content.decode()


def test_next_passes_by_what_others_hold_however_much_it_is(signed_in, moderator, other_moderator):
    asker, specialty = factories.make_user(), factories.make_specialty()
    questions = [factories.make_question(asker=asker, specialty=specialty) for _ in range(60)]
    own = [factories.make_question(asker=moderator, specialty=specialty) for _ in range(60)]
    last = factories.make_question()
    for question in questions:
        deskclaims.hold(question, by=other_moderator)

    response = signed_in(moderator).get(f"{DESK}waiting/queries/next/")

    assert len(own) == 60 and response.url == reverse("admin:desk-query", args=[last.reference])


def test_skipping_what_was_handed_over_leads_to_the_beginning_of_the_others(
    signed_in, moderator, other_moderator
):
    first, second, given = (factories.make_question() for _ in range(3))
    deskclaims.hold(given, by=other_moderator)
    deskclaims.hand_over(given, by=other_moderator, to=moderator, note="")
    client = signed_in(moderator)

    pages = walk(client, client.get(f"{DESK}waiting/queries/next/").url)

    assert pages == [reverse("admin:desk-query", args=[one.reference]) for one in (given, first, second)]


# -- One rule, said twice --------------------------------------------------------------------------


def overruled(moderator, *, by):
    """A refused query that waits again, and a closed follow-up that was asked again."""
    query = factories.make_declined_question(moderator=moderator)
    factories.make_appeal(question=query).decide(by=by, granted=True, note="")
    one = factories.make_follow_up()
    one.close(by=moderator, reason="No.", seen_version=one.version)
    said = Statement.objects.about(one).get()
    factories.make_decision_appeal(statement=said).decide(by=by, granted=True, note="")
    again = FollowUp.objects.unanswered().get(text=one.text, answer=one.answer)
    again.send_reply(by=one.answer.doctor.user, reply="Yes.", seen_version=again.version)


def both(*, doctor, of):
    """The User of a doctor who answers and moderates, with a copy to prepare, one to sign and a page to correct."""
    mine = {"doctor": doctor, "specialty": doctor.specialties.get()}
    factories.make_approved_answer(**mine, consent="show_first")
    factories.make_public_draft(
        question=factories.make_approved_answer(**mine, consent="show_first").question
    )
    factories.make_correction(factories.make_published_question(**mine).question)
    doctor.user.is_staff = True
    doctor.user.save()
    doctor.user.groups.set(of.groups.all())
    return doctor.user


def everybody():
    """Something in every queue about which the same people are the doctor, the patient and the moderators."""
    first, second = factories.make_moderator(senior=True), factories.make_moderator(senior=True)
    plain = factories.make_moderator()
    doctor = factories.make_doctor()
    area = doctor.specialties.get()
    people = [first, second, plain, doctor.user, factories.make_user()]
    for asker in people[:3]:
        factories.make_question(asker=asker)
        factories.make_submitted_answer(asker=asker, doctor=doctor, specialty=area)
        factories.make_follow_up(asker=asker, doctor=doctor, specialty=area, reply="Yes.")
        factories.make_approved_answer(asker=asker, consent="show_first")
        factories.make_report(doctor=doctor, by=asker, key=uuid.uuid4())
    overruled(first, by=second)
    moderating = both(doctor=factories.make_doctor(specialties=[area]), of=first)
    for moderator in (first, plain):
        factories.make_decision_appeal(moderator=moderator)
        appeal = factories.make_decision_appeal(moderator=moderator)
        appeal.decide(by=second, granted=True, note="")  # so that it waits for another than who was overruled
        factories.make_appeal(question=factories.make_declined_question(moderator=moderator))
        for about in ("self", "child"):
            answer = factories.make_approved_answer(consent="show_first", about=about)
            factories.make_public_draft(question=answer.question, moderator=moderator)
        one = factories.make_doctor(verified=False)
        factories.accept_documents(one, by=moderator)
        one.mark_checked(by=moderator, seen_version=one.version)
    factories.make_doctor(verified=False)
    page = factories.make_published_question(asker=first, doctor=doctor, specialty=area)
    colleague = factories.make_doctor(specialties=[area])
    factories.make_opinion(answer=page.answers.get(), doctor=colleague, stance="disagree", shown=True)
    factories.make_opinion(answer=page.answers.get(), doctor=factories.make_doctor(specialties=[area]))
    factories.make_correction(page.question, moderator=second)
    for reporter in (second, colleague.user, None):
        factories.make_page_report(page=page, by=reporter)
    return [first, second, plain, doctor.user, colleague.user, moderating]


def test_a_queue_says_of_many_rows_what_it_says_of_one():
    people = everybody()
    different, compared = {}, 0

    for queue in queues.QUEUES:
        for person in people:
            one_by_one = {row.pk for row in queue.sorted() if queue.may_decide(row, person)}
            together = set(queue.rows().filter(queue.decidable(person)).values_list("pk", flat=True))
            compared += queue.rows().count()
            if one_by_one != together:
                different[queue.key, people.index(person)] = (one_by_one, together)

    assert different == {}
    assert compared > 100


def test_next_passes_by_what_answers_ones_own_query(signed_in, moderator):
    own, other = factories.make_submitted_answer(asker=moderator), factories.make_submitted_answer()
    client = signed_in(moderator)

    found = client.get(f"{DESK}waiting/answers/next/").url
    page = client.get(reverse("admin:desk-answer", args=[own.pk])).content.decode()

    assert found == reverse("admin:desk-answer", args=[other.pk])
    assert "This answers your own query" in page and "Approve and next" not in page


def test_a_moderator_who_answered_has_no_part_in_the_public_copy(signed_in, moderator, doctor, specialty):
    user = both(doctor=doctor, of=moderator)
    question = Question.objects.filter(answers__doctor=doctor, public_draft=None).get()
    client = signed_in(user)

    page = client.get(reverse("admin:desk-publication", args=[question.reference])).content.decode()

    assert "You answered this query: another moderator decides" in page
    for key in ("publications", "approvals", "corrections"):
        assert queues.BY_KEY[key].rows().exists()
        assert not client.get(f"{DESK}waiting/{key}/next/").url.startswith(f"{DESK}publications/")


def test_nobody_is_offered_a_decision_on_their_own_application(signed_in, moderator):
    one = factories.make_doctor(verified=False)
    one.user.is_staff = True
    one.user.save()
    one.user.groups.set(moderator.groups.all())
    address = reverse("admin:desk-doctor", args=[one.pk])

    pages = [signed_in(who).get(address).content.decode() for who in (moderator, one.user)]

    assert ["Mark as checked" in page for page in pages] == [True, False]
    assert ["Send back with a reason" in page for page in pages] == [True, False]
