"""The reason asked from staff who open what they aren't working on."""

from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import deskclaims
from accounts.models import AccessEvent
from portal.demo.seed_clock import at
from portal.desk.review.answering import typed_words
from questions.models import Question
from tests import factories

PRIVATE = "zyxprivate"


def url(question, page="desk-query"):
    return reverse(f"admin:{page}", args=[question.reference])


def why(question, **said):
    return {"reason": "legal", "note": "", "next": url(question), **said}


@pytest.fixture
def question(other_moderator):
    """Triaged by somebody else: it waits for no moderator."""
    return factories.make_open_question(text=f"I have a {PRIVATE} rash.", moderator=other_moderator)


def words(response):
    return response.content.decode()


def looks(person):
    rows = AccessEvent.objects.filter(viewer_id=person.pk).order_by("pk")
    return list(rows.values_list("kind", "reason", "note"))


@pytest.fixture
def later():
    """A function that lets the clock go on by so many minutes, for good; the rows stay, as nobody could change them."""
    with ExitStack() as clock:
        yield lambda minutes: clock.enter_context(at(timezone.now() + timedelta(minutes=minutes)))


@pytest.mark.parametrize("role", ["moderator", "administrator"])
def test_what_nobody_works_on_is_shown_for_a_reason_alone(request, signed_in, role, question):
    person = request.getfixturevalue(role)
    client = signed_in(person)

    asked = client.get(url(question))
    assert asked.status_code == 200 and "Why do you need to see this?" in words(asked)
    assert PRIVATE not in words(asked) and looks(person) == []
    opened = client.post(url(question, "desk-query-why"), why(question), follow=True)

    assert opened.redirect_chain == [(url(question), 302)] and PRIVATE in words(opened)
    assert looks(person) == [("asked", "legal", ""), ("query", "legal", "")]


def test_a_reason_holds_for_half_an_hour_for_all_of_one_query(signed_in, moderator, question, later):
    answer = factories.make_approved_answer(question=question)
    other = factories.make_open_question(text=PRIVATE)
    client = signed_in(moderator)
    client.post(url(question, "desk-query-why"), why(question))
    pages = [url(question), reverse("admin:desk-answer", args=[answer.pk]), url(other)]

    later(29)
    at_once = ["Why do you" in words(client.get(page)) for page in pages]
    later(2)

    assert at_once == [False, False, True]
    assert "Why do you" in words(client.get(url(question)))


def test_another_reason_needs_words_that_the_patient_reads(signed_in, moderator, question):
    client, address = signed_in(moderator), url(question, "desk-query-why")

    missing = [client.post(address, why(question, reason=code)) for code in ("", "other", "training")]
    assert [response.status_code for response in missing] == [422] * 3 and looks(moderator) == []
    assert "Enter your reason in a few words" in words(missing[1])
    said = why(question, reason="other", note="Their letter of Monday", next="https://example.org/")
    for _twice in range(2):
        assert client.post(address, said)["Location"] == url(question)

    assert looks(moderator) == [("asked", "other", "Their letter of Monday")]
    history = words(signed_in(question.asker).get(question.get_absolute_url()))
    assert "asked for access, for another reason: Their letter of Monday" in history


def test_who_works_on_it_is_asked_nothing(signed_in, moderator, other_moderator):
    waiting = factories.make_question(text=PRIVATE)
    answer = factories.make_submitted_answer()
    deskclaims.hold(answer, by=other_moderator)
    client = signed_in(moderator)

    shown = [client.get(url(waiting)), client.get(url(answer.question))]

    assert PRIVATE in words(shown[0]) and "Why do you" not in words(shown[1])
    assert looks(moderator) == [("query", "working", "")] * 2


def test_who_has_just_decided_it_is_asked_later(signed_in, moderator, question, later):
    mine = factories.make_open_question(text=PRIVATE, moderator=moderator)
    client = signed_in(moderator)

    assert PRIVATE in words(client.get(url(mine)))
    later(31)

    assert "Why do you" in words(client.get(url(mine)))


def test_a_report_in_hand_opens_the_query_behind_its_page_and_a_taken_claim_does_not(signed_in, moderator):
    published = factories.make_published_question(text=PRIVATE, moderator=factories.make_moderator())
    report = factories.make_page_report(page=published)
    client, page = signed_in(moderator), url(published.question, "desk-publication")

    deskclaims.take_over(published.question, by=moderator, kind="publication", reference=published.reference)
    assert "Why do you" in words(client.get(page))
    about_report = reverse("admin:desk-page-report", args=[report.pk])
    client.get(about_report)
    assert "Why do you" not in words(client.get(page))
    assert "Why do you" in words(client.get(url(factories.make_open_question())))

    report.decide(by=moderator, outcome="spam", note="", seen_version=report.version)
    deskclaims.take_over(report, by=moderator, kind="page-report", reference=published.reference)
    assert "Why do you" in words(client.get(page))


def test_a_copy_that_another_must_sign_waits_for_them_alone(signed_in, moderator, later):
    question = factories.make_approved_answer(consent="show_first", about="child").question
    factories.make_public_draft(question=question, moderator=moderator)
    page, senior = url(question, "desk-publication"), factories.make_moderator(senior=True)

    later(31)  # who prepared it has not just done so

    asked = ["Why do you" in words(signed_in(person).get(page)) for person in (moderator, senior)]
    assert asked == [True, False]


def test_a_decision_from_a_page_that_was_never_opened_shows_what_was_typed_alone(
    signed_in, moderator, question
):
    sent = {"version": question.version, "text": "", "note": "zyxtyped"}

    response = signed_in(moderator).post(url(question, "desk-query-ask"), sent)

    assert response.status_code == 409 and looks(moderator) == []
    assert "zyxtyped" in words(response) and PRIVATE not in words(response)


def test_a_document_of_a_verified_doctor_needs_a_reason(signed_in, moderator, doctor):
    document = doctor.documents.first()
    client, address = signed_in(moderator), reverse("admin:desk-document", args=[document.pk])

    asked = client.get(address)
    opened = client.post(
        reverse("admin:desk-document-why", args=[document.pk]),
        {"reason": "quality", "next": address},
        follow=True,
    )

    assert "Why do you" in words(asked) and opened["Content-Disposition"].startswith("attachment")
    assert looks(moderator) == [("asked", "quality", ""), ("document", "quality", "")]


def test_auditors_read_and_filter_the_reasons(signed_in, auditor, moderator, question):
    factories.say_why(question, by=moderator, reason="other", note="Their letter")
    factories.say_why(factories.make_question(), by=moderator, reason="legal")

    page = words(signed_in(auditor).get(reverse("admin:audit-looks"), {"reason": "other"}))

    assert "for another reason: Their letter" in page and question.reference in page.replace("\u2060", "")
    assert page.count('<th scope="row"') == 1


def test_an_address_that_is_too_long_is_forgotten(signed_in, moderator, question):
    long = why(question, next=url(question) + "?where=" + "x" * 600)

    response = signed_in(moderator).post(url(question, "desk-query-why"), long)

    assert response["Location"] == url(question)


def test_what_was_typed_is_shown_with_labels():
    sent = {"a-version": "1", "a-reason": "Zebra", "a-propose_explanation": "Rest", "a-other": "More"}

    labels = [(str(label), text) for label, text in typed_words(sent)]

    assert labels == [("Your reason", "Zebra"), ("Explanation", "Rest"), ("What you typed", "More")]


def test_nobody_typed_what_they_chose_or_pressed():
    sent = {
        "return-ready": "unclear.1",
        "decline-rule": "scope",
        "confirm-reason": "wrong",
        "reason": "legal",
    }
    sent |= {
        "specialty": "12",
        "urgent": "on",
        "where": "all",
        "next": "/",
        "down-confirm": "on",
        "retract-code": "x",
    }
    sent |= {"words-title": "Anna", "kind-title": "name", "replace": "title:3:Anna", "text": " "}

    assert typed_words(sent) == []


def test_who_has_just_decided_an_appeal_about_it_is_asked_nothing(signed_in, moderator, senior):
    appeal = factories.make_decision_appeal(moderator=moderator)
    appeal.decide(by=senior, granted=False, note="It stands.")
    question = Question.objects.get(reference=appeal.statement.reference)

    assert "Why do you" not in words(signed_in(senior).get(url(question)))
