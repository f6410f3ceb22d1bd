"""The desk's queue of reported concerns."""

import pytest
from django.urls import reverse

from answers.models import Report, ReportStatus
from tests.factories import make_report

pytestmark = pytest.mark.django_db
DESK = "/admin/desk/"


def act(client, report, action, **said):
    return client.post(
        reverse(f"admin:desk-report-{action}", args=[report.pk]), {"version": report.version, **said}
    )


def page(client, report):
    return client.get(reverse("admin:desk-report", args=[report.pk])).content.decode()


def test_it_counts_on_the_desk_unsafe_advice_first(signed_in, doctor, moderator):
    make_report(doctor=doctor, kind="other")
    make_report(doctor=doctor, kind="unsafe")
    client = signed_in(moderator)

    cards = {card["queue"].key: card for card in client.get(DESK).context["work"]}
    rows = client.get(f"{DESK}waiting/reports/").context["rows"]

    assert (cards["reports"]["count"], cards["reports"]["urgent"]) == (2, 1)
    assert [row.title for row in rows] == ["Their advice is unsafe", "Something else"]


def test_the_page_shows_the_words_and_not_the_address(signed_in, doctor, moderator):
    report = make_report(doctor=doctor, text="He sold me pills.", contact="me@example.org")

    shown = page(signed_in(moderator), report)

    assert "He sold me pills." in shown and doctor.name in shown
    assert "me@example.org" not in shown and "the outcome is sent there" in shown


def test_taking_it_up_tells_the_others(signed_in, doctor, moderator, other_moderator):
    report = make_report(doctor=doctor)
    assert act(signed_in(moderator), report, "take").status_code == 302

    client = signed_in(other_moderator)
    (row,) = client.get(f"{DESK}waiting/reports/").context["rows"]

    assert row.note == "Moderator is looking into it."
    assert "Take this report over" in page(client, report)


def test_two_who_take_it_at_once_learn_of_each_other(signed_in, doctor, moderator, other_moderator):
    report = make_report(doctor=doctor)
    assert act(signed_in(moderator), report, "take").status_code == 302

    assert act(signed_in(other_moderator), report, "take").status_code == 409


def test_a_decision_stands_in_the_history_and_leads_to_the_next(signed_in, doctor, moderator):
    report, other = make_report(doctor=doctor), make_report(doctor=doctor)
    client = signed_in(moderator)

    response = act(client, report, "decide", outcome="acted", note="Suspended the doctor.")

    assert response["Location"] == reverse("admin:desk-report", args=[other.pk])
    assert Report.objects.get(pk=report.pk).status == ReportStatus.ACTED
    shown = page(client, report)
    assert "Suspended the doctor." in shown and "acted on it" in shown and "Your decision" not in shown


def test_a_decision_without_a_note_is_not_taken(signed_in, doctor, moderator):
    report = make_report(doctor=doctor)

    response = act(signed_in(moderator), report, "decide", outcome="nothing", note="")

    assert response.status_code == 422
    assert "Enter what you found and did" in response.content.decode()


def test_a_second_decision_gets_both_texts(signed_in, doctor, moderator, other_moderator):
    report = make_report(doctor=doctor)
    act(signed_in(moderator), report, "decide", outcome="nothing", note="First-note")

    response = act(signed_in(other_moderator), report, "decide", outcome="acted", note="Second-note")

    shown = response.content.decode()
    assert response.status_code == 409
    assert "First-note" in shown and "Second-note" in shown


def test_an_incomplete_decision_on_what_was_decided_meanwhile_keeps_what_was_typed(
    signed_in, doctor, moderator, other_moderator
):
    report = make_report(doctor=doctor)
    act(signed_in(moderator), report, "decide", outcome="nothing", note="First-note")

    response = act(signed_in(other_moderator), report, "decide", note="Second-note")

    shown = response.content.decode()
    assert response.status_code == 422
    assert "First-note" in shown and ">\nSecond-note</textarea>" in shown


@pytest.mark.parametrize("count", (1, 3, 20))
def test_the_list_costs_the_same_at_any_length(
    signed_in, doctor, moderator, count, django_assert_max_num_queries
):
    for _ in range(count):
        make_report(doctor=doctor).take(by=moderator, seen_version=1)
    client = signed_in(moderator)
    client.get(f"{DESK}waiting/reports/")

    with django_assert_max_num_queries(8):
        assert len(client.get(f"{DESK}waiting/reports/").context["rows"]) == count
