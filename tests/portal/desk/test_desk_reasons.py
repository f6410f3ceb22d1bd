"""The library of reasons: kept by seniors in versions, offered by the forms, filled in when chosen."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from accounts.models import AuditEvent, Statement
from accounts.moves import MoveRefused
from answers.models import Reason, ReasonKind, ReasonVersion
from answers.rules import RULES_OF
from tests import factories

pytestmark = pytest.mark.django_db
WORDS = {"title": "Cold", "text": "Call {emergency_number}.", "rule": "scope", "change": "Ask {site}."}


def url(name, *args):
    return reverse(f"admin:desk-{name}", args=args)


def test_every_kind_has_shipped_reasons():
    assert {kind for kind in ReasonKind.values if ReasonVersion.objects.offered(kind)} == set(
        ReasonKind.values
    )


def test_a_chosen_reason_is_filled_in_and_stands_in_the_statement(signed_in, moderator, settings):
    question = factories.make_question()
    data = {"decline-version": question.version, "decline-ready": ["urgent_care.1"]}
    signed_in(moderator).post(url("query-decline", question.reference), data)

    said = Statement.objects.about(question).get()
    assert said.what.startswith("What you describe needs someone who can see you today.")
    assert said.rule == "safe" and settings.EMERGENCY_NUMBER in said.change


def test_the_words_that_were_read_are_sent_though_a_newer_version_came(signed_in, moderator, senior):
    question = factories.make_question()
    reason = Reason.objects.get(kind="decline_query", code="twice")
    reason.change(by=senior, seen_number=1, **WORDS)
    data = {"decline-version": question.version, "decline-ready": ["twice.1"], "decline-rule": "scope"}
    signed_in(moderator).post(url("query-decline", question.reference), data)

    said = Statement.objects.about(question).get()
    assert said.what.startswith("You sent the same question twice") and said.rule == "scope"


def test_all_reasons_are_offered_again_after_a_mistake(signed_in, moderator):
    question = factories.make_question()
    client, address = signed_in(moderator), url("query-decline", question.reference)
    offered = [one.key for one in ReasonVersion.objects.offered("decline_query")]
    for ticked in ([], ["twice.1"]):
        data = {"decline-version": question.version, "decline-ready": ticked, "decline-reason": "x" * 2001}
        form = client.post(address, data).context["form"]

        assert [key for key, _words in form.fields["ready"].choices] == offered
        assert (form["ready"].value() or []) == ticked


def test_a_reason_of_another_kind_is_refused(signed_in, moderator):
    question = factories.make_question()
    data = {"decline-version": question.version, "decline-ready": ["sources.1"]}

    assert signed_in(moderator).post(url("query-decline", question.reference), data).status_code == 422


def test_a_senior_changes_a_reason_and_every_version_stays(signed_in, senior):
    reason = Reason.objects.get(kind="decline_query", code="twice")
    client = signed_in(senior)
    client.post(url("reason", reason.pk), {**WORDS, "seen": 1})

    assert [one.number for one in reason.versions.order_by("number")] == [1, 2]
    assert reason.newest.text == WORDS["text"] and reason.newest.made_by == senior
    history = client.get(url("reason", reason.pk)).content.decode()
    assert "came with the software" in history and "Version 2" in history


def test_a_preview_is_filled_in_and_stores_nothing(signed_in, senior, settings):
    reason = Reason.objects.get(kind="decline_query", code="twice")
    response = signed_in(senior).post(url("reason", reason.pk), {**WORDS, "seen": 1, "preview": "1"})

    assert f"Call {settings.EMERGENCY_NUMBER}." in response.content.decode()
    assert reason.newest.number == 1


@pytest.mark.parametrize("text", ["Call {nobody}.", "A lone { brace.", "", "x" * 601])
def test_bad_words_are_kept_on_the_page(signed_in, senior, text):
    reason = Reason.objects.get(kind="decline_query", code="twice")
    response = signed_in(senior).post(url("reason", reason.pk), {**WORDS, "text": text, "seen": 1})

    assert response.status_code == 422 and text in response.content.decode()


def test_a_stale_page_is_a_conflict_with_both_texts(signed_in, senior):
    reason = Reason.objects.get(kind="decline_query", code="twice")
    reason.change(by=senior, seen_number=1, **{**WORDS, "text": "zebra first"})
    response = signed_in(senior).post(url("reason", reason.pk), {**WORDS, "text": "zebra second", "seen": 1})

    assert response.status_code == 409
    assert "zebra first" in response.content.decode() and "zebra second" in response.content.decode()


def test_a_new_reason_is_offered_and_a_retired_one_not(signed_in, senior):
    client = signed_in(senior)
    client.post(url("reason-new", "decline_query"), {**WORDS, "code": "cold", "seen": 0})
    reason = Reason.objects.get(kind="decline_query", code="cold")
    assert reason.newest in ReasonVersion.objects.offered("decline_query")
    for _double_click in range(2):
        client.post(url("reason-retire", reason.pk), {"seen": "1", "retire": "1"})

    assert reason.newest not in ReasonVersion.objects.offered("decline_query")
    assert AuditEvent.objects.filter(verb__in=["reason.retired", "reason.offered"]).count() == 1
    assert (
        client.post(url("reason-retire", reason.pk), {"seen": "9" * 5000, "retire": "0"}).status_code == 409
    )


def test_a_reason_is_of_a_kind_that_there_is(signed_in, senior):
    client = signed_in(senior)

    assert client.get(url("reason-new", "return_opinion")).status_code == 200
    assert client.get(url("reason-new", "nonsense")).status_code == 404


def test_a_plain_moderator_keeps_no_library(signed_in, moderator):
    reason = Reason.objects.get(kind="decline_query", code="twice")

    assert signed_in(moderator).get(url("reasons")).status_code == 403
    with pytest.raises(MoveRefused):
        reason.change(by=moderator, seen_number=1, **WORDS)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE answers_reasonversion SET text = 'other'",
        "DELETE FROM answers_reasonversion",
        "UPDATE answers_reason SET kind = 'return_answer'",
        "INSERT INTO answers_reasonversion (reason_id, number, title, text, rule, change, made_at) "
        "SELECT id, 2, 'x', 'x', '', '', now() FROM answers_reason LIMIT 1",
    ],
)
def test_the_database_keeps_every_version(sql):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_rule_of_every_shipped_reason_is_one_that_its_form_offers():
    strange = [
        (one.reason.kind, one.reason.code)
        for one in ReasonVersion.objects.select_related("reason")
        if one.rule and one.rule not in {rule.code for rule in RULES_OF[one.reason.kind]}
    ]

    assert strange == []
