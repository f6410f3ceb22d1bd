"""Triage: a query is opened, sent back with a question or declined, once, and the look is written down."""

import pytest
from django.urls import reverse

from accounts.models import AccessEvent, AuditEvent
from questions.models import Care
from tests import factories

PRIVATE = "zebra-private-mark"


def url(question, name="desk-query"):
    return reverse(f"admin:{name}", args=[question.reference])


def opening(question, **changes):
    return {"version": question.version, "specialty": question.specialty_id, **changes}


def test_query_is_shown_whole_and_the_look_is_written(signed_in, moderator):
    question = factories.make_question(text=PRIVATE, medicines="Aspirin", pictures=1)

    page = signed_in(moderator).get(url(question)).content.decode()

    looks = AccessEvent.objects.values_list("viewer_id", "kind", "subject_id", "reference")
    assert list(looks) == [(moderator.pk, "query", question.pk, question.reference)]
    assert PRIVATE in page and "Aspirin" in page
    assert question.attachments.get().get_absolute_url() in page


def test_no_email_address_is_shown(signed_in, moderator):
    question = factories.make_question(asker=factories.make_user(email="secret@patient.example"))

    page = signed_in(moderator).get(url(question)).content.decode()

    assert "secret@patient.example" not in page
    assert "The patient" in page


def test_opening_sets_specialty_and_marks_and_goes_to_the_next(signed_in, moderator, topic):
    question, following = factories.make_question(), factories.make_question()

    response = signed_in(moderator).post(
        url(question, "desk-query-open"), opening(question, specialty=topic.pk, urgent="on", self_harm="on")
    )

    question.refresh_from_db()
    assert (question.care, question.specialty) == (Care.OPEN, topic)
    assert (question.urgent, question.self_harm, question.triaged_by) == (True, True, moderator)
    assert response.url == url(following)


def test_after_the_last_one_the_desk_says_what_was_done(signed_in, moderator):
    question = factories.make_question()

    response = signed_in(moderator).post(url(question, "desk-query-open"), opening(question), follow=True)

    assert response.redirect_chain == [(reverse("admin:desk"), 302)]
    assert f"{question.reference} is open to doctors." in response.content.decode()


def test_asking_the_patient_needs_words_and_moves_the_query(signed_in, moderator):
    question = factories.make_question()
    client = signed_in(moderator)

    empty = client.post(url(question, "desk-query-ask"), {"version": question.version, "text": " "})
    client.post(url(question, "desk-query-ask"), {"version": question.version, "text": "Since when?"})

    question.refresh_from_db()
    assert empty.status_code == 422
    assert question.care == Care.MORE_INFORMATION
    assert list(question.clarifications.values_list("text", "asked_by")) == [("Since when?", moderator.pk)]


def test_declining_puts_ready_and_own_words_together(signed_in, moderator):
    question = factories.make_question()
    client = signed_in(moderator)

    empty = client.post(url(question, "desk-query-decline"), {"decline-version": question.version})
    data = {"decline-version": question.version, "decline-reason": "See Q-1."}
    no_rule = client.post(url(question, "desk-query-decline"), data)
    client.post(url(question, "desk-query-decline"), {**data, "decline-ready": ["twice.1"]})

    question.refresh_from_db()
    assert (empty.status_code, no_rule.status_code) == (422, 422)
    assert "Select the rule" in no_rule.content.decode() and "See Q-1." in no_rule.content.decode()
    assert question.care == Care.DECLINED
    assert question.reason == "You sent the same question twice; we'll answer the other one.\nSee Q-1."


@pytest.mark.parametrize("action", ["open", "ask", "decline"])
def test_a_second_decision_is_refused_and_keeps_the_words(signed_in, moderator, other_moderator, action):
    question = factories.make_question()
    stale = question.version
    question.triage(
        by=other_moderator, specialty=question.specialty, urgent=False, self_harm=False, seen_version=stale
    )
    typed = {"specialty": question.specialty_id, "text": PRIVATE, "decline-reason": PRIVATE}
    typed["decline-rule"] = "scope"

    response = signed_in(moderator).post(
        url(question, f"desk-query-{action}"), {"version": stale, "decline-version": stale, **typed}
    )

    question.refresh_from_db()
    assert (response.status_code, question.care) == (409, Care.OPEN)
    assert question.triaged_by == other_moderator
    assert action == "open" or PRIVATE in response.content.decode()
    assert "Waiting for a doctor" in response.content.decode()


def test_words_about_a_query_that_was_erased_before_are_shown(signed_in, moderator):
    client, gone = signed_in(moderator), reverse("admin:desk-query-decline", args=["Q-2222-3333"])

    kept = client.post(gone, {"decline-version": 2, "decline-reason": PRIVATE})
    empty = client.post(gone, {"version": 2})

    assert (kept.status_code, empty.status_code) == (409, 404)
    page = kept.content.decode()
    assert PRIVATE in page and "erased" in page and "Open it as it is now" not in page


def test_nobody_triages_their_own_query(signed_in, moderator):
    question = factories.make_question(asker=moderator)

    response = signed_in(moderator).post(url(question, "desk-query-open"), opening(question))

    question.refresh_from_db()
    assert (response.status_code, question.care) == (409, Care.SUBMITTED)


def test_history_says_who_did_what_in_words(signed_in, moderator, other_moderator):
    other_moderator.name = "Ned Ives"
    other_moderator.save()
    question = factories.make_open_question(moderator=other_moderator)
    factories.say_why(question, by=moderator)

    history = signed_in(moderator).get(url(question)).context["history"]

    lines = [(line.who, line.what) for line in history]
    assert lines == [("Ned Ives", "opened it to doctors"), ("The patient", "sent the query")]
    assert AuditEvent.objects.filter(reference=question.reference).count() == 2


def test_drafts_are_nobodys_business(signed_in, moderator):
    question = factories.make_question(submitted=False)

    assert signed_in(moderator).get(url(question)).status_code == 404
    assert AccessEvent.objects.count() == 0


@pytest.mark.parametrize("action", ["open", "ask", "decline"])
def test_decisions_are_posts_with_a_token(signed_in, moderator, action):
    question = factories.make_question()
    client = signed_in(moderator)
    client.handler.enforce_csrf_checks = True

    assert client.get(url(question, f"desk-query-{action}")).status_code == 405
    assert client.post(url(question, f"desk-query-{action}"), opening(question)).status_code == 403
    question.refresh_from_db()
    assert question.care == Care.SUBMITTED
