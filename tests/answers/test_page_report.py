"""Anybody reports a public page: without an account, once, and without losing a word; of a leak moderators learn at
once."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts import robots
from accounts.models import Mail
from accounts.moves import MoveRefused
from answers.models import Report
from answers.publication import public_slug
from portal.demo.seed_clock import at
from questions.models import PublishedQuestion, WithdrawnPage
from tests.archive import make_imported
from tests.factories import (
    approve_correction,
    make_correction,
    make_page_report,
    make_published_question,
    make_user,
    take_page_down,
)

pytestmark = pytest.mark.django_db
SAID = {"kind": "unsafe", "text": "Zygomatic-Quokka", "contact": "me@example.org"}


@pytest.fixture
def page(doctor):
    return make_published_question(doctor=doctor, specialty=doctor.specialties.get(), title="Zyxtitle")


def url(page):
    return f"/questions/{page.reference}/report/"


def form(client, page, **changes):
    """The form as it is opened, filled in slowly enough for a person."""
    with at(timezone.now() - timedelta(minutes=2)):
        opened = client.get(url(page)).context
    said = {
        **SAID,
        "key": str(opened["form"].initial["key"]),
        robots.STARTED: opened["traps"]["started"],
        **changes,
    }
    return said


def mails(kind):
    return Mail.objects.filter(kind=kind)


def test_without_an_account_it_reaches_the_moderators(client, page):
    response = client.post(url(page), form(client, page), follow=True)

    report = Report.objects.waiting().about_pages().get()
    assert "Your report is with our moderators" in response.content.decode()
    assert (report.page, report.reference, report.doctor) == (page, page.reference, None)
    assert (report.kind, report.text, report.contact) == tuple(SAID.values())
    assert (report.by, report.urgent, report.leaks, report.held) == (None, True, False, False)


def test_the_page_links_to_the_form_and_stays_free_of_tokens(client, page):
    response = client.get(page.get_absolute_url())

    text = response.content.decode()
    assert f'href="{url(page)}" rel="nofollow"' in text
    assert "csrfmiddlewaretoken" not in text and not response.cookies
    assert '<meta name="robots" content="noindex">' in client.get(url(page)).content.decode()


def test_no_page_stands_at_the_address_of_the_form():
    assert public_slug("Report") == "question" and public_slug("Report on tea") == "report-on-tea"


def test_who_is_signed_in_leaves_no_address_and_a_doctor_is_told_that_we_know(signed_in, page, other_doctor):
    client = signed_in(other_doctor.user)
    said = form(client, page)

    text = client.get(url(page)).content.decode()
    client.post(url(page), said)

    assert f"You are signed in as {other_doctor.name}" in text and "E-mail address" not in text
    report = Report.objects.get()
    assert (report.by, report.contact) == (other_doctor.user, "")


def test_a_double_click_is_one_report(client, page):
    said = form(client, page)

    codes = [client.post(url(page), said).status_code for _ in range(2)]

    assert (codes, Report.objects.count()) == ([302, 302], 1)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"kind": ""}, "Select what your concern is about."),
        ({"kind": "identity"}, "Select a valid choice"),
        ({"text": " "}, "Enter what is wrong."),
        ({"contact": "me@"}, "Enter an e-mail address like name@example.com, or leave it empty."),
    ],
)
def test_bad_input_says_what_to_enter_and_keeps_everything(client, page, wrong, message):
    said = form(client, page, **wrong)

    response = client.post(url(page), said)

    text = response.content.decode()
    assert (response.status_code, Report.objects.count()) == (422, 0)
    assert message in text
    assert said["text"].strip() in text and f'value="{said["contact"]}"' in text


def test_beyond_the_limit_nothing_is_stored_and_nothing_is_lost(client, page, settings):
    settings.LIMITS = {**settings.LIMITS, "report": {"address": [(1, 3600)]}}
    client.post(url(page), form(client, page))

    response = client.post(url(page), form(client, page, text="Second-text"))

    assert (response.status_code, Report.objects.count()) == (429, 1)
    assert "Second-text" in response.content.decode() and response["Retry-After"]


def test_what_a_script_sends_stands_last_and_alerts_nobody(client, page, moderator):
    client.post(url(page), form(client, page, kind="privacy", **{robots.TRAP: "https://spam.example"}))
    client.post(url(page), form(client, page, kind="other"))
    client.post(url(page), form(client, page, kind="unsafe"))

    waiting = [(report.kind, report.held) for report in Report.objects.waiting()]
    assert waiting == [("unsafe", False), ("privacy", True), ("other", False)]
    assert not mails("page_report_privacy").exists()


def test_a_leak_goes_first_and_alerts_every_moderator_once(page, moderator, other_moderator):
    first = make_page_report(page=page, kind="unsafe")
    leaks = [make_page_report(page=page, kind="privacy") for _ in range(2)]

    assert list(Report.objects.waiting()) == [*leaks, first]
    alerts = mails("page_report_privacy")
    assert {alert.user for alert in alerts} >= {moderator, other_moderator}
    assert len(alerts) == len({alert.user for alert in alerts})
    assert {(alert.reference, alert.path) for alert in alerts} == {
        (page.reference, f"/admin/desk/page-reports/{leaks[0].pk}/")
    }


def test_a_page_gone_meanwhile_loses_no_word_and_one_that_never_was_is_not_found(client, page):
    said = form(client, page)
    take_page_down(page)

    response = client.post(url(page), said)

    assert (response.status_code, Report.objects.count()) == (410, 0)
    assert SAID["text"] in response.content.decode() and "Zyxtitle" not in response.content.decode()
    assert client.get(f"{url(page)}sent/").status_code == 200
    assert client.get("/questions/Q-2222-2222/report/").status_code == 404
    with pytest.raises(MoveRefused):
        make_page_report(page=page)


@pytest.mark.parametrize("outcome", ["corrected", "taken_down", "nothing"])
def test_who_reported_it_is_told_how_it_ended(page, moderator, outcome):
    signed_in, reader = make_user(), AnonymousUser()
    reports = [
        make_page_report(page=page, by=signed_in),
        make_page_report(page=page, by=reader, contact="me@example.org"),
        make_page_report(page=page, by=reader),
    ]
    if outcome == "corrected":
        approve_correction(make_correction(page.question))
    elif outcome == "taken_down":
        take_page_down(page)

    for report in reports:
        report.refresh_from_db()
        report.decide(by=moderator, outcome=outcome, note="Seen.", seen_version=report.version)

    told = [(mail.user, mail.to, mail.reference) for mail in mails(f"page_report_{outcome}").order_by("pk")]
    assert told == [(signed_in, "", page.reference), (None, "me@example.org", page.reference)]
    assert not Report.objects.exclude(contact="").exists()


def test_spam_is_not_answered(page, moderator):
    report = make_page_report(page=page, contact="me@example.org")

    report.decide(by=moderator, outcome="spam", note="", seen_version=report.version)

    assert not Mail.objects.filter(kind__startswith="page_report_").exists()


@pytest.mark.parametrize("outcome", ["corrected", "taken_down", "acted"])
def test_it_is_not_called_done_before_it_is(page, moderator, outcome):
    report = make_page_report(page=page)

    with pytest.raises(MoveRefused):
        report.decide(by=moderator, outcome=outcome, note="Done.", seen_version=report.version)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.update(status=outcome, note="Done.", decided_by=moderator, decided_at=timezone.now())


def test_nobody_with_a_part_in_it_looks_into_it(page, asker, moderator):
    report = make_page_report(page=page, by=moderator)
    doctor = page.lead_doctor.user
    type(doctor).objects.filter(pk__in=[doctor.pk, page.question.asker_id]).update(is_staff=True)

    for by in (moderator, doctor, page.question.asker):
        with pytest.raises(MoveRefused):
            report.take(by=by, seen_version=report.version)
        with pytest.raises(IntegrityError), transaction.atomic():
            Report.objects.update(taken_by=by, taken_at=timezone.now())


def test_a_report_of_an_imported_page_outlives_it(moderator):
    page = make_imported()
    report = make_page_report(page=page)
    take_page_down(page)

    report.refresh_from_db()
    assert (report.page, report.reference) == (None, WithdrawnPage.objects.get().reference)
    report.decide(by=moderator, outcome="taken_down", note="Gone.", seen_version=report.version)
    assert report.status == "taken_down"


@pytest.mark.parametrize("change", [{"page": None}, {"reference": "Q-2222-2222"}, {"kind": "identity"}])
def test_the_database_keeps_a_report_with_its_page(page, change):
    make_page_report(page=page)

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        Report.objects.update(**change)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_database_takes_no_report_of_a_page_that_is_not_public(page, doctor):
    said = {"kind": "other", "text": "Words", "key": uuid.uuid4()}
    wrong = [{"reference": "Q-2222-2222"}, {"reference": "Q-2222-2222", "page": page}, {"doctor": None}]

    for about in [*wrong, {"doctor": doctor, "page": page, "reference": page.reference}]:
        with pytest.raises(IntegrityError), transaction.atomic():
            Report.objects.create(**said, **about)
    assert PublishedQuestion.objects.get() == page
