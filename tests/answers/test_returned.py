"""An answer that came back: the rule, the edit proposed, and taking it over part by part."""

import pytest
from django.urls import reverse

from accounts.moves import MoveRefused
from answers.models import Answer, AnswerStatus
from tests import factories
from tests.answers.forms import typed

pytestmark = pytest.mark.django_db

PROPOSAL = {"short_answer": "It is harmless in most people.", "limits": "Zyxlimits."}


@pytest.fixture
def answer(doctor, specialty):
    answer = factories.make_submitted_answer(doctor=doctor, specialty=specialty)
    answer.send_back(
        by=factories.make_moderator(),
        reason="Be less sure.",
        rule="limits",
        proposal=PROPOSAL,
        seen_version=answer.version,
    )
    return answer


def take(client, answer, part, **changes):
    address = reverse("proposal-take", args=[answer.question.reference])
    return client.post(address, {**typed(answer), **changes, "part": part})


def test_the_doctor_reads_reason_rule_and_what_would_change(signed_in, doctor, answer):
    page = signed_in(doctor.user).get(answer.get_absolute_url()).content.decode()

    assert "Be less sure." in page
    assert 'href="/editorial-process/#rule-limits"' in page and "5. No more certain than it can be" in page
    assert "<ins>Zyxlimits.</ins>" in page
    assert page.count(">Take this over<") == 2 and "Take everything over" in page


def test_one_part_is_taken_over_and_what_was_typed_is_kept(signed_in, doctor, answer):
    response = take(signed_in(doctor.user), answer, "short_answer", explanation="Typed just now.")

    answer.refresh_from_db()
    assert response.status_code == 302
    assert (answer.short_answer, answer.explanation) == (PROPOSAL["short_answer"], "Typed just now.")
    assert answer.limits == factories.CONTRACT["limits"] and answer.status == AnswerStatus.RETURNED


def test_everything_is_taken_over_at_once(signed_in, doctor, answer):
    client = signed_in(doctor.user)

    take(client, answer, "all")

    answer.refresh_from_db()
    assert (answer.short_answer, answer.limits) == tuple(PROPOSAL.values())
    page = client.get(answer.get_absolute_url()).content.decode()
    assert page.count("Taken over already") == 2 and "Take this over" not in page


def test_a_part_changed_since_is_not_replaced_without_a_word(signed_in, doctor, answer):
    answer.save_draft(contract={"limits": "My own words."}, seen_version=answer.version)

    page = signed_in(doctor.user).get(answer.get_absolute_url()).content.decode()

    assert page.count("Taking the proposal over replaces your words.") == 1


def test_a_stale_page_takes_nothing_over(signed_in, doctor, answer):
    stale = typed(answer)
    answer.save_draft(contract={"limits": "My own words."}, seen_version=answer.version)

    address = reverse("proposal-take", args=[answer.question.reference])
    response = signed_in(doctor.user).post(address, {**stale, "explanation": "Zyxtyped", "part": "limits"})

    answer.refresh_from_db()
    page = response.content.decode()
    assert response.status_code == 409 and "My own words." in page and "Zyxtyped" in page
    assert answer.limits == "My own words."


@pytest.mark.parametrize("fields", [[], ["explanation"], ["status"], ["limits", "status"]])
def test_only_what_was_proposed_is_taken_over(answer, fields):
    with pytest.raises(MoveRefused):
        answer.accept_proposal(by=answer.doctor.user, fields=fields, seen_version=answer.version)


def test_nobody_else_takes_it_over(answer, other_doctor):
    with pytest.raises(MoveRefused):
        answer.accept_proposal(by=other_doctor.user, fields=["limits"], seen_version=answer.version)


def test_nothing_is_taken_over_once_it_was_sent_again(answer):
    answer.submit(by=answer.doctor.user, seen_version=answer.version)

    with pytest.raises(MoveRefused):
        answer.accept_proposal(by=answer.doctor.user, fields=["limits"], seen_version=answer.version)


# -- The desk -------------------------------------------------------------------------------------


def returning(answer, **changes):
    data = {"version": answer.version, "number": 1, "rule": "limits", "reason": "Be less sure.", **changes}
    return {f"return-{name}": value for name, value in data.items()}


def send_back(client, answer, **changes):
    return client.post(reverse("admin:desk-answer-return", args=[answer.pk]), returning(answer, **changes))


def test_what_a_moderator_changes_beside_the_version_is_proposed(signed_in, moderator):
    answer = factories.make_submitted_answer()
    kept = answer.self_care.replace("\n", "\r\n") + "\r\n"

    send_back(signed_in(moderator), answer, propose_limits="Zyxlimits.", propose_self_care=kept)

    version = Answer.objects.get().latest_version
    assert (version.rule, version.proposal) == ("limits", {"limits": "Zyxlimits."})


@pytest.mark.parametrize("wrong", [{"rule": ""}, {"rule": "zebra"}, {"propose_short_answer": "x" * 301}])
def test_a_return_that_is_not_complete_keeps_what_was_typed(signed_in, moderator, wrong):
    answer = factories.make_submitted_answer()

    response = send_back(signed_in(moderator), answer, propose_limits="Zyxlimits.", **wrong)

    assert response.status_code == 422 and "Zyxlimits." in response.content.decode()
    assert Answer.objects.get().status == AnswerStatus.IN_REVIEW


def test_a_stale_return_shows_the_proposal_to_be_copied(signed_in, moderator, other_moderator):
    answer = factories.make_submitted_answer()
    seen = returning(answer, propose_limits="Zyxlimits.")
    answer.approve(by=other_moderator, seen_version=answer.version)

    response = signed_in(moderator).post(reverse("admin:desk-answer-return", args=[answer.pk]), seen)

    assert response.status_code == 409 and "Zyxlimits." in response.content.decode()


def test_the_next_version_says_what_became_of_the_proposal(signed_in, moderator, answer):
    answer.accept_proposal(by=answer.doctor.user, fields=["limits"], seen_version=answer.version)
    answer.submit(by=answer.doctor.user, seen_version=answer.version)

    page = signed_in(moderator).get(reverse("admin:desk-answer", args=[answer.pk])).content.decode()

    assert "<li>What cannot be told from here: taken over</li>" in page
    assert "<li>Short answer: left as it was</li>" in page
    assert "<ins>Zyxlimits.</ins>" in page


def test_each_rule_has_its_place_on_the_page_for_everybody(client):
    page = client.get("/editorial-process/").content.decode()

    assert (
        page.count('<li id="rule-') == 24
        and '<li id="rule-limits"><strong>No more certain than it can be.' in page
    )
