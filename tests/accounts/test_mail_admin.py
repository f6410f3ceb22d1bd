"""E-mails and periodic jobs in the admin: what failed is seen and sent again; no code is ever shown."""

import re
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.utils import timezone

from accounts import mail, schedule
from accounts.models import AuditEvent, Mail, MailState
from tests import factories

pytestmark = pytest.mark.django_db
LIST = "/admin/accounts/mail/"


def parked(user, *, kind="question_received"):
    letter = mail.notify(user, kind, reference="Q-7K3M-92VX")
    Mail.objects.claim().failed("SMTPRecipientsRefused 550", for_good=True)
    return letter


def test_parked_mail_is_seen_with_its_reason(signed_in, administrator, asker):
    parked(asker)
    mail.notify(asker, "question_answered", reference="Q-0000-0000")

    page = signed_in(administrator).get(f"{LIST}?state__exact=parked").content.decode()

    assert "SMTPRecipientsRefused 550" in page and "Q-7K3M-92VX" in page and "Q-0000-0000" not in page


def test_front_page_tells_administrators_of_parked_mails(client, administrator, asker):
    moderator, told = factories.make_moderator(), "1 e-mail could not be sent"
    client.force_login(administrator)
    assert "could not be sent" not in client.get("/admin/").content.decode()
    parked(asker)

    page = client.get("/admin/").content.decode()
    assert told in page and f'href="{LIST}?state__exact=parked"' in page
    client.force_login(moderator)
    assert told not in client.get("/admin/").content.decode()


def test_parked_mail_is_sent_again_and_the_trail_says_by_whom(signed_in, administrator, asker, deliver):
    letter = parked(asker)

    data = {"action": "send_again", "_selected_action": [letter.pk]}
    page = signed_in(administrator).post(LIST, data, follow=True).content.decode()
    deliver()

    assert "1 e-mail waits again." in page
    (message,) = outbox.outbox
    assert message.extra_headers["Message-ID"] == f"<{letter.key}@askwell.example>"
    assert AuditEvent.objects.get(verb="mail.sent_again").actor_id == administrator.pk


@pytest.mark.parametrize("state", [MailState.QUEUED, MailState.SENDING, MailState.SENT])
def test_only_parked_mails_are_sent_again(state, signed_in, administrator, asker):
    letter = mail.notify(asker, "question_received")
    if state != MailState.QUEUED:
        Mail.objects.claim()
    if state == MailState.SENT:
        letter.sent()

    data = {"action": "send_again", "_selected_action": [letter.pk]}
    page = signed_in(administrator).post(LIST, data, follow=True).content.decode()

    assert "Only a stopped e-mail without a code can be sent again." in page
    assert Mail.objects.get().state == state


def test_no_code_is_shown(client, administrator, asker):
    client.post("/accounts/login/code/", {"email": asker.email})
    letter = Mail.objects.get()
    code = re.search(r"^[A-Z0-9]{4}-?[A-Z0-9]{4}$", letter.text, re.MULTILINE).group()
    client.force_login(administrator)

    for path in (LIST, f"{LIST}{letter.pk}/change/", f"{LIST}{letter.pk}/history/"):
        page = client.get(path)
        assert page.status_code == 200 and code not in page.content.decode()


def test_moderators_have_no_business_here(signed_in):
    client = signed_in(factories.make_moderator())

    assert client.get(LIST).status_code == 403
    assert client.post(LIST, {"action": "send_again", "_selected_action": [1]}).status_code == 403


def test_periodic_jobs_and_their_failures_are_seen(signed_in, administrator, settings):
    settings.PERIODIC_JOBS = {"accounts.jobs.of_nobody": 5}
    schedule.register()
    schedule.run_due()

    page = signed_in(administrator).get("/admin/accounts/periodicjob/").content.decode()

    assert "accounts.jobs.of_nobody" in page and "ImportError" in page


def test_what_was_parked_long_ago_can_still_be_sent(asker):
    letter = parked(asker)
    Mail.objects.update(queued_at=timezone.now() - timedelta(days=80))
    letter.refresh_from_db()
    letter.send_again()

    assert Mail.objects.claim() == letter and Mail.objects.get().attempts == 1
