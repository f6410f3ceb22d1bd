"""Appeals against decisions on the desk: who is offered them, and the decision."""

import pytest
from django.urls import reverse

from accounts.models import Statement, User
from portal.demo import seed_decisions
from tests import factories
from tests.accounts import test_statements as made

pytestmark = pytest.mark.django_db


def url(appeal, name="desk-decision-appeal"):
    return reverse(f"admin:{name}", args=[appeal.pk])


def decide_url(appeal):
    return url(appeal, "desk-decision-appeal-decide")


# A refused query has appeals of its own.
APPEALED_HERE = [decide for decide in made.ADVERSE if decide is not made.decline]


@pytest.mark.parametrize("decide", APPEALED_HERE, ids=lambda decide: decide.__name__)
def test_the_page_shows_the_decision_and_what_is_said_to_it(moderator, senior, signed_in, decide):
    item, _person = decide(moderator)
    appeal = factories.make_decision_appeal(statement=Statement.objects.about(item).get(), text="zebra no")
    client = signed_in(senior)
    response = client.get(url(appeal))

    text = response.content.decode()
    assert "zebra reason" in text and "zebra no" in text and "#rule-kind" in text
    page = response.context["item_page"]
    assert not page or client.get(page).status_code == 200
    assert response.context["granting"]


def test_a_patient_who_appeals_stays_unnamed(moderator, senior, signed_in):
    item, person = made.close(moderator)
    User.objects.filter(pk=person.pk).update(name="Petra Zebra")
    appeal = factories.make_decision_appeal(statement=Statement.objects.about(item).get())

    response = signed_in(senior).get(url(appeal))

    assert [line.who for line in response.context["history"]] == ["The patient"]
    assert "Petra" not in response.content.decode()


def test_a_document_sent_back_leads_to_its_doctor(moderator, senior, signed_in):
    item, _person = made.return_document(moderator)
    appeal = factories.make_decision_appeal(statement=Statement.objects.about(item).get())

    page = signed_in(senior).get(url(appeal)).context["item_page"]

    assert page == reverse("admin:desk-doctor", args=[item.doctor_id])


def test_a_granted_appeal_brings_the_item_back(moderator, senior, signed_in):
    appeal = factories.make_decision_appeal(moderator=moderator)
    response = signed_in(senior).post(decide_url(appeal), {"decision": "granted", "note": "Right."})

    assert response.status_code == 302
    appeal.refresh_from_db()
    assert (appeal.outcome, appeal.decided_by, appeal.restored) == ("granted", senior, True)


def test_a_decision_that_stands_needs_a_reason(moderator, senior, signed_in):
    appeal = factories.make_decision_appeal(moderator=moderator)
    client = signed_in(senior)

    assert client.post(decide_url(appeal), {"decision": "upheld"}).status_code == 422
    assert client.post(decide_url(appeal), {"note": "zebra"}).content.decode().count("zebra") == 1
    assert client.post(decide_url(appeal), {"decision": "upheld", "note": "It stands."}).status_code == 302


def test_who_decided_is_not_offered_the_appeal_and_gets_a_conflict(senior, signed_in):
    appeal = factories.make_decision_appeal(moderator=senior)
    client = signed_in(senior)
    response = client.post(decide_url(appeal), {"decision": "upheld", "note": "zebra stands"})

    assert b"desk-decision" not in client.get(url(appeal)).content.split(b"<form")[-1]
    assert response.status_code == 409 and "zebra stands" in response.content.decode()


def test_a_second_decision_is_a_conflict_with_both_texts(moderator, senior, signed_in):
    appeal = factories.make_decision_appeal(moderator=moderator)
    appeal.decide(by=senior, granted=False, note="zebra first")
    other = signed_in(factories.make_moderator(senior=True))
    response = other.post(decide_url(appeal), {"decision": "upheld", "note": "zebra second"})

    assert response.status_code == 409
    assert "zebra first" in response.content.decode() and "zebra second" in response.content.decode()


def test_a_plain_moderator_has_no_such_queue(moderator, signed_in):
    appeal = factories.make_decision_appeal()

    assert signed_in(moderator).get(url(appeal)).status_code == 403


def test_who_was_overruled_is_not_led_to_the_item(moderator, other_moderator, senior, signed_in):
    appeal = factories.make_decision_appeal(moderator=moderator)
    appeal.decide(by=senior, granted=True, note="")
    following = reverse("admin:desk-next", args=["answers"])
    answer_page = reverse("admin:desk-answer", args=[appeal.statement.subject_id])

    assert answer_page not in signed_in(moderator).get(following).url
    assert signed_in(other_moderator).get(following).url == answer_page


@pytest.mark.parametrize("count", (1, 3, 20))
def test_the_queue_costs_the_same_queries_at_any_length(senior, signed_in, count, django_assert_num_queries):
    moderator, area = factories.make_moderator(), factories.make_specialty()
    doctor = factories.make_doctor(specialties=[area])
    for _ in range(count):
        answer = factories.make_submitted_answer(doctor=doctor, specialty=area)
        answer.send_back(by=moderator, reason="No.", seen_version=answer.version)
        factories.make_decision_appeal(statement=Statement.objects.about(answer).get())
    client = signed_in(senior)
    client.get(reverse("admin:desk-list", args=["decision-appeals"]))

    with django_assert_num_queries(8):
        response = client.get(reverse("admin:desk-list", args=["decision-appeals"]))
    assert len(response.context["rows"]) == count


def test_the_demonstration_has_one_appeal_that_waits_and_makes_no_second(moderator, senior):
    made.return_answer(moderator)
    people = [moderator, senior]

    assert [seed_decisions.make(moderators=people) for _run in range(2)] == [1, 0]


def overruled(decide, *, by, senior):
    """What `by` decided about, and an appeal brought back."""
    item, _person = decide(by)
    statement = Statement.objects.about(item).get()
    factories.make_decision_appeal(statement=statement).decide(by=senior, granted=True, note="")
    item.refresh_from_db()
    return item


def test_who_was_overruled_is_offered_no_second_retraction(moderator, other_moderator, senior, signed_in):
    answer = overruled(made.retract, by=moderator, senior=senior)
    answer.approve(by=other_moderator, seen_version=answer.version)
    offered = (
        f'<form method="post" action="{reverse("admin:desk-answer-retract", args=[answer.pk])}" data-unsaved'
    )
    page = reverse("admin:desk-answer", args=[answer.pk])
    for person in (moderator, other_moderator):
        factories.say_why(answer.question, by=person)

    pages = [signed_in(person).get(page).content.decode() for person in (moderator, other_moderator)]

    assert [offered in text for text in pages] == [False, True]


def test_who_was_overruled_keeps_what_they_typed(moderator, senior, signed_in):
    answer = overruled(made.return_answer, by=moderator, senior=senior)
    factories.say_why(answer.question, by=moderator)
    sent = {"return-version": answer.version, "return-number": 1, "return-reason": "zebra again"}

    response = signed_in(moderator).post(reverse("admin:desk-answer-return", args=[answer.pk]), sent)

    assert response.status_code == 422 and "zebra again" in response.content.decode()


def test_who_was_overruled_is_offered_no_form_on_the_doctor(moderator, other_moderator, senior, signed_in):
    one = overruled(made.return_doctor, by=moderator, senior=senior)
    page = reverse("admin:desk-doctor", args=[one.pk])
    forms = [reverse(f"admin:desk-doctor-{name}", args=[one.pk]) for name in ("check", "return")]

    pages = [signed_in(person).get(page).content.decode() for person in (moderator, other_moderator)]

    assert [[form in text for form in forms] for text in pages] == [[False, False], [True, True]]


def test_who_was_overruled_is_not_offered_to_take_the_page_down_again(
    moderator, other_moderator, senior, signed_in
):
    question = overruled(made.withdraw, by=moderator, senior=senior)
    factories.approve_copy(factories.make_public_draft(question=question))
    question.refresh_from_db()
    report = factories.make_page_report(page=question.published_copy)
    pages = [
        reverse("admin:desk-publication", args=[question.reference]),
        reverse("admin:desk-page-report", args=[report.pk]),
    ]
    for person in (moderator, other_moderator):
        factories.say_why(question, by=person)

    offered = [
        [signed_in(person).get(page).context["take_down"] is not None for page in pages]
        for person in (moderator, other_moderator)
    ]

    assert offered == [[False, False], [True, True]]
