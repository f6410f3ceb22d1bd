"""The desk's queue of reported pages: the page beside the report, and the decisions at hand."""

import pytest
from django.urls import reverse

from accounts.models import Mail, Statement
from answers import opinions, publication
from answers.models import Report, ReportStatus
from questions.models import PublishedQuestion, WithdrawnPage
from tests.archive import make_imported
from tests.factories import (
    approve_correction,
    make_correction,
    make_page_report,
    make_published_question,
    make_report,
    make_user,
)

pytestmark = pytest.mark.django_db
LIST = "/admin/desk/waiting/page-reports/"


@pytest.fixture
def page(doctor):
    return make_published_question(doctor=doctor, specialty=doctor.specialties.get(), title="Zyxtitle")


def url(report, step=""):
    return reverse(f"admin:desk-page-report{step and '-'}{step}", args=[report.pk])


def seen_by(report):
    """What the page of a report carries of what it showed."""
    page = PublishedQuestion.objects.filter(pk=report.page_id).first()
    return {"version": report.version, "seen": opinions.seen_on(page) if page else ""}


def act(client, report, step, **said):
    return client.post(url(report, step), {**seen_by(report), **said})


def take_down(client, report, **said):
    said = {**seen_by(report), "reason": "identifies", "words": "Zyxwords", "confirm": "on", **said}
    return client.post(url(report, "take-down"), {f"down-{name}": value for name, value in said.items()})


def test_its_own_queue_puts_what_leaks_first(signed_in, moderator, doctor, page):
    make_report(doctor=doctor)
    for kind in ("other", "unsafe", "privacy", "spam"):
        make_page_report(page=page, kind=kind)
    client = signed_in(moderator)

    rows = client.get(LIST).context["rows"]

    assert [row.marks[0] for row in rows] == [
        ("Private details", "urgent"),
        ("Unsafe advice", "urgent"),
        ("Something else", "info"),
        ("Spam", "info"),
    ]
    assert {row.title for row in rows} == {page.reference}
    assert len(client.get("/admin/desk/waiting/reports/").context["rows"]) == 1


def test_the_page_stands_beside_what_was_reported_about_it(signed_in, moderator, page):
    report, other = (make_page_report(page=page, text=f"Zebra {number}") for number in (1, 2))

    shown = signed_in(moderator).get(url(report)).content.decode()

    assert "Zebra 1" in shown and "Zebra 2" not in shown and url(other) in shown
    assert "Zyxtitle" in shown and "It is most likely harmless." in shown
    assert reverse("admin:desk-publication", args=[page.question.reference]) + "?correct=1" in shown


def test_a_verified_doctor_is_named_and_nobody_else(signed_in, moderator, page, other_doctor):
    by_doctor = make_page_report(page=page, by=other_doctor.user)
    by_reader = make_page_report(page=page, by=make_user(name="Zebra Reader"), contact="me@example.org")
    client = signed_in(moderator)

    named, unnamed = (client.get(url(report)).content.decode() for report in (by_doctor, by_reader))

    assert f"{other_doctor.name}</a>" in named and "by somebody with an account" in unnamed
    assert "Zebra Reader" not in unnamed and "me@example.org" not in unnamed
    assert [row.detail.endswith(other_doctor.name) for row in client.get(LIST).context["rows"]] == [
        True,
        False,
    ]


def test_taken_down_from_the_report_both_are_done_at_once(signed_in, moderator, page):
    report, other = make_page_report(page=page, contact="me@example.org"), make_page_report(page=page)

    response = take_down(signed_in(moderator), report)

    assert response["Location"] == url(other)
    report.refresh_from_db()
    assert (report.status, report.decided_by, report.page) == (ReportStatus.TAKEN_DOWN, moderator, None)
    tombstone = WithdrawnPage.objects.get()
    assert (tombstone.reference, tombstone.cause, tombstone.reason) == (
        page.reference,
        "reason",
        "identifies",
    )
    assert Mail.objects.get(kind="page_report_taken_down").to == "me@example.org"


def test_the_patient_reads_why_by_which_rule_and_can_appeal(signed_in, moderator, page):
    take_down(signed_in(moderator), make_page_report(page=page))

    statement = Statement.objects.get()
    assert (statement.user, statement.kind) == (page.question.asker, "page_withdrawn")
    assert statement.what == "It could show who the patient is.\n\nZyxwords"
    assert (statement.rule, statement.appeal_until is None) == ("nameless", False)


def test_what_the_patient_asked_for_needs_no_statement(signed_in, moderator, page):
    take_down(signed_in(moderator), make_page_report(page=page), reason="asked", words="")

    assert (WithdrawnPage.objects.get().cause, Statement.objects.count()) == ("patient", 0)


def test_an_imported_page_gone_meanwhile_is_a_conflict(signed_in, moderator, other_moderator):
    imported = make_imported()
    report = make_page_report(page=imported)
    Report.objects.get().decide(by=other_moderator, outcome="nothing", note="First-note", seen_version=1)

    response = take_down(signed_in(moderator), report)

    assert (response.status_code, PublishedQuestion.objects.count()) == (409, 1)
    assert "First-note" in response.content.decode()


@pytest.mark.parametrize("wrong", [{"reason": ""}, {"words": " "}, {"confirm": ""}])
def test_an_incomplete_take_down_keeps_the_page_and_every_word(signed_in, moderator, page, wrong):
    report = make_page_report(page=page)

    response = take_down(signed_in(moderator), report, **wrong)

    assert (response.status_code, PublishedQuestion.objects.count()) == (422, 1)
    assert ("Zyxwords" in response.content.decode()) == ("words" not in wrong)


def test_an_imported_page_goes_without_words_to_anybody(signed_in, moderator):
    report = make_page_report(page=make_imported())
    client = signed_in(moderator)
    assert "down-words" not in client.get(url(report)).content.decode()

    assert take_down(client, report).status_code == 302

    assert WithdrawnPage.objects.get().reason == "identifies"
    assert Report.objects.get().status == ReportStatus.TAKEN_DOWN


def test_a_report_decided_meanwhile_leaves_the_page_where_it_is(signed_in, moderator, other_moderator, page):
    report = make_page_report(page=page)
    Report.objects.get().decide(by=other_moderator, outcome="nothing", note="First-note", seen_version=1)

    response = take_down(signed_in(moderator), report)

    shown = response.content.decode()
    assert (response.status_code, PublishedQuestion.objects.count()) == (409, 1)
    assert "First-note" in shown and "Zyxwords" in shown


def test_it_is_called_corrected_once_the_corrected_page_is_up(signed_in, moderator, page):
    report, client = make_page_report(page=page), signed_in(moderator)
    said = {"outcome": "corrected", "note": "Its name is gone."}
    assert 'value="corrected"' not in client.get(url(report)).content.decode()
    assert act(client, report, "decide", **said).status_code == 409

    approve_correction(make_correction(page.question))

    assert 'value="corrected"' in client.get(url(report)).content.decode()
    assert act(client, report, "decide", **said).status_code == 302
    assert Report.objects.get().status == ReportStatus.CORRECTED


def test_a_page_the_patient_took_down_meanwhile_is_said_to_be_down(signed_in, moderator, page):
    report, client = make_page_report(page=page), signed_in(moderator)
    page.question.refresh_from_db()
    publication.withdraw(page.question, by=page.question.asker, seen_version=page.question.version)

    shown = client.get(url(report)).content.decode()

    assert "was taken down" in shown and 'value="taken_down"' in shown and "Zyxtitle" not in shown
    assert take_down(client, report).status_code == 409
    assert client.get(LIST).context["rows"][0].detail == "the page was taken down"
    assert act(client, report, "decide", outcome="taken_down", note="Gone.").status_code == 302


def test_decisions_stand_in_the_history_and_leave_no_button(signed_in, moderator, page):
    report, client = make_page_report(page=page), signed_in(moderator)
    assert act(client, report, "take").status_code == 302
    assert act(client, Report.objects.get(), "decide", outcome="nothing", note="All fine.").status_code == 302

    shown = client.get(url(report)).content.decode()

    assert "All fine." in shown and "looked into it: nothing to change" in shown and "looks into it" in shown
    assert (
        "Your decision" not in shown
        and "Take the page down" not in shown
        and "Correct this page" not in shown
    )


@pytest.mark.parametrize("count", (1, 3, 20))
def test_the_list_costs_the_same_at_any_length(
    signed_in, moderator, page, other_doctor, count, django_assert_max_num_queries
):
    for _ in range(count):
        make_page_report(page=page, by=other_doctor.user).take(by=moderator, seen_version=1)
    client = signed_in(moderator)
    client.get(LIST)

    with django_assert_max_num_queries(11):
        assert len(client.get(LIST).context["rows"]) == count


def test_of_a_page_that_was_changed_since_nothing_is_decided_unseen(signed_in, moderator, page):
    report, client = make_page_report(page=page), signed_in(moderator)
    shown = client.get(url(report)).context
    stale = {"version": report.version, "seen": shown["decide"]["seen"].value()}
    approve_correction(make_correction(page.question))

    nothing = client.post(url(report, "decide"), {**stale, "outcome": "nothing", "note": "Zyxnote"})
    down = take_down(client, report, **stale)

    assert (nothing.status_code, down.status_code) == (409, 409)
    assert "Zyxnote" in nothing.content.decode() and "Zyxwords" in down.content.decode()
    assert act(client, report, "decide", outcome="spam").status_code == 302
