"""Anybody reports a concern about a doctor: without an account, once, and without losing a word."""

import uuid
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import robots
from accounts.models import Mail
from accounts.moves import MoveRefused
from answers.models import Report, ReportStatus
from answers.retention import delete_reports
from portal.demo.seed_clock import at
from tests.factories import make_report

pytestmark = pytest.mark.django_db
SAID = {"kind": "unsafe", "text": "Zygomatic-Quokka", "contact": "me@example.org"}


def url(doctor):
    return f"{doctor.get_absolute_url()}report/"


def form(client, doctor, **changes):
    """The form as it is opened, filled in slowly enough for a person."""
    with at(timezone.now() - timedelta(minutes=2)):
        opened = client.get(url(doctor)).context
    return {
        **SAID,
        "key": str(opened["form"].initial["key"]),
        robots.STARTED: opened["traps"]["started"],
        **changes,
    }


def test_without_an_account_it_reaches_the_moderators(client, doctor):
    response = client.post(url(doctor), form(client, doctor), follow=True)

    report = Report.objects.waiting().get()
    assert "Your report is with our moderators" in response.content.decode()
    assert (report.doctor, report.kind, report.text, report.contact) == (doctor, *SAID.values())
    assert (report.by, report.urgent, report.held) == (None, True, False)


def test_the_profile_links_to_the_form_and_stays_free_of_tokens(client, doctor):
    response = client.get(doctor.get_absolute_url())

    page = response.content.decode()
    assert f'href="{url(doctor)}"' in page
    assert "csrfmiddlewaretoken" not in page and not response.cookies


def test_a_double_click_is_one_report(client, doctor):
    said = form(client, doctor)

    codes = [client.post(url(doctor), said).status_code for _ in range(2)]

    assert codes == [302, 302]
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"kind": ""}, "Select what your concern is about."),
        ({"text": " "}, "Enter what happened."),
        ({"text": "x" * 4001}, "Shorten this to 4000 characters; it has 4001 now."),
        ({"contact": "me@"}, "Enter an e-mail address like name@example.com, or leave it empty."),
    ],
)
def test_bad_input_says_what_to_enter_and_keeps_everything(client, doctor, wrong, message):
    said = form(client, doctor, **wrong)

    response = client.post(url(doctor), said)

    page = response.content.decode()
    assert (response.status_code, Report.objects.count()) == (422, 0)
    assert message in page
    assert said["text"].strip() in page and f'value="{said["contact"]}"' in page
    assert f'value="{said["key"]}"' in page


def test_what_a_script_sends_is_taken_and_stands_last(client, doctor):
    client.post(url(doctor), form(client, doctor))
    client.post(url(doctor), form(client, doctor, **{robots.TRAP: "https://spam.example", "text": "Buy"}))

    assert [report.text for report in Report.objects.waiting()] == [SAID["text"], "Buy"]
    assert [report.held for report in Report.objects.waiting()] == [False, True]


def test_beyond_the_limit_nothing_is_stored_and_nothing_is_lost(client, doctor, settings):
    settings.LIMITS = {**settings.LIMITS, "report": {"address": [(1, 3600)]}}
    client.post(url(doctor), form(client, doctor))

    response = client.post(url(doctor), form(client, doctor, text="Second-text"))

    assert (response.status_code, Report.objects.count()) == (429, 1)
    assert "Second-text" in response.content.decode() and response["Retry-After"]


def test_an_applicant_cannot_be_reported_since_nobody_sees_them(client, unverified_doctor):
    assert client.get(url(unverified_doctor)).status_code == 404


def test_the_outcome_is_mailed_once_and_the_address_forgotten(doctor, moderator):
    report = make_report(doctor=doctor, contact="me@example.org")

    report.decide(by=moderator, outcome="acted", note="Suspended.", seen_version=report.version)

    mail = Mail.objects.get(kind__startswith="report_")
    assert (mail.to, mail.kind) == ("me@example.org", "report_acted")
    assert Report.objects.get().contact == ""


def test_spam_is_not_answered(doctor, moderator):
    report = make_report(doctor=doctor, contact="me@example.org")

    report.decide(by=moderator, outcome="spam", note="", seen_version=report.version)

    assert not Mail.objects.filter(kind__startswith="report_").exists()


def test_it_is_decided_once_and_with_a_note(doctor, moderator, other_moderator):
    report = make_report(doctor=doctor)
    seen = report.version

    with pytest.raises(MoveRefused):
        report.decide(by=moderator, outcome="nothing", note=" ", seen_version=seen)
    report.decide(by=moderator, outcome="nothing", note="Looked.", seen_version=seen)
    with pytest.raises(MoveRefused):
        report.decide(by=other_moderator, outcome="acted", note="Me too.", seen_version=seen)
    with pytest.raises(MoveRefused):
        report.take(by=other_moderator, seen_version=report.version)


def test_nobody_looks_into_a_report_by_or_about_themselves(doctor, moderator):
    mine, about_me = make_report(doctor=doctor, by=moderator), make_report(doctor=doctor)

    for report, by in ((mine, moderator), (about_me, doctor.user)):
        with pytest.raises(MoveRefused):
            report.take(by=by, seen_version=report.version)
        with pytest.raises(MoveRefused):
            report.decide(by=by, outcome="spam", note="", seen_version=report.version)


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Other words"},
        {"kind": "other"},
        {"status": "acted"},
        {"contact": "", "status": "spam"},
    ],
)
def test_the_database_keeps_what_was_reported(doctor, change):
    make_report(doctor=doctor)

    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.update(**change)


def test_the_database_lets_only_other_staff_decide(doctor, asker, moderator):
    make_report(doctor=doctor, by=moderator)
    decided = {"status": ReportStatus.SPAM, "decided_at": timezone.now()}

    for by in (asker, doctor.user, moderator):
        with pytest.raises(IntegrityError), transaction.atomic():
            Report.objects.update(decided_by=by, **decided)


def test_it_goes_a_year_after_the_decision(doctor, moderator):
    waiting, decided = make_report(doctor=doctor), make_report(doctor=doctor)
    decided.decide(by=moderator, outcome="spam", note="", seen_version=decided.version)

    with at(timezone.now() + timedelta(days=settings.RETENTION_REPORTS_DAYS - 1)):
        assert delete_reports() == 0
    with at(timezone.now() + timedelta(days=settings.RETENTION_REPORTS_DAYS + 1)):
        assert delete_reports() == 1

    assert Report.objects.get() == waiting


def test_a_key_from_elsewhere_makes_no_second_report(doctor, other_doctor):
    key = uuid.uuid4()

    first = make_report(doctor=doctor, key=key)

    assert make_report(doctor=other_doctor, key=key) == first
