"""Optional e-mails: chosen on a page, stopped with one click, by a person or by a mail program (RFC 8058)."""

import re

import pytest
from django.conf import settings
from django.core import mail as outbox
from django.core import signing
from django.test import Client

from accounts import mail, unsubscribe
from accounts.mail_kinds import KINDS
from accounts.models import MailChoice, MailGroup

pytestmark = pytest.mark.django_db
PAGE = "/me/mails/"


def stop_address(deliver, *, user, kind="publication_published"):
    """The path in the header of an optional mail."""
    mail.notify(user, kind)
    deliver()
    header = outbox.outbox[-1].extra_headers["List-Unsubscribe"]
    return re.fullmatch(rf"<{re.escape(settings.SITE_URL)}(/mails/stop/[\w:.-]+/)>", header).group(1)


def choices():
    return set(MailChoice.objects.values_list("user_id", "group", "wanted"))


@pytest.mark.parametrize("kind", KINDS)
def test_only_optional_mails_can_be_stopped(kind, asker, deliver):
    mail.notify(asker, kind)
    deliver()

    (message,) = outbox.outbox
    headers, html = message.extra_headers, message.alternatives[0].content
    optional = KINDS[kind].group is not None
    assert ("List-Unsubscribe" in headers) == optional
    assert (headers.get("List-Unsubscribe-Post") == "List-Unsubscribe=One-Click") == optional
    for text in (message.body, html):
        assert (
            (f"{settings.SITE_URL}/mails/stop/" in text) == (f"{settings.SITE_URL}{PAGE}" in text) == optional
        )


def test_a_mail_program_stops_them_with_one_post(asker, stranger, deliver):
    address = stop_address(deliver, user=asker)
    program = Client(enforce_csrf_checks=True)  # no cookie, no token, nobody signed in
    for _twice in range(2):
        response = program.post(address, {"List-Unsubscribe": "One-Click"})
        assert response.status_code == 200

    mail.notify(asker, "publication_published")
    mail.notify(asker, "publication_withdrawn")
    mail.notify(stranger, "publication_published")
    deliver()
    assert choices() == {(asker.pk, MailGroup.PUBLICATION, False)}
    assert [message.to[0] for message in outbox.outbox[1:]] == [asker.email, stranger.email]


def test_opening_the_page_changes_nothing(client, asker, deliver):
    """Mail scanners open every link."""
    address = stop_address(deliver, user=asker)

    page = client.get(address)
    assert page.status_code == 200 and "Stop these e-mails" in page.content.decode()
    assert asker.email not in page.content.decode() and choices() == set()

    assert "It is done." in client.post(address).content.decode()
    assert choices() == {(asker.pk, MailGroup.PUBLICATION, False)}


def test_address_of_an_erased_account_is_no_error(client, asker, deliver):
    address = stop_address(deliver, user=asker)
    asker.delete()

    assert client.post(address).status_code == 200
    assert choices() == set()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("payload", [[1, "nonsense"], [1], "text", [1, "thanks", 3]])
def test_forged_or_strange_address_is_not_found(client, asker, method, payload):
    good = unsubscribe.path(asker.pk, group=MailGroup.THANKS)
    forged = [good[:-9] + "/", "/mails/stop/a:b:c/"]
    forged += [f"/mails/stop/{signing.dumps(payload, salt=salt)}/" for salt in (unsubscribe.SALT, "other")]

    assert [getattr(client, method)(path).status_code for path in forged] == [404] * len(forged)
    assert choices() == set()


def test_page_shows_what_was_chosen_and_can_take_it_back(signed_in, asker, deliver):
    client = signed_in(asker)
    client.post(stop_address(deliver, user=asker))
    assert client.get(PAGE).content.decode().count(" checked") == 1  # the reminders

    response = client.post(PAGE, {"language": "en-gb", "wanted": ["publication"]}, follow=True)
    assert "Saved." in response.content.decode()
    assert choices() == {
        (asker.pk, MailGroup.PUBLICATION, True),
        (asker.pk, MailGroup.REMINDERS, False),
    }


def test_group_that_does_not_exist_is_refused(signed_in, asker):
    response = signed_in(asker).post(PAGE, {"language": "en-gb", "wanted": ["codes"]})

    assert response.status_code == 422 and choices() == set()


def test_thanks_are_offered_to_doctors_alone(signed_in, asker, doctor):
    assert "thanks me" not in signed_in(asker).get(PAGE).content.decode()
    assert "thanks me" in signed_in(doctor.user).get(PAGE).content.decode()
