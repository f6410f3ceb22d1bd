"""Two buttons on each public page: did it help? Counted, from our own pages alone; nothing is kept of whom."""

import pytest
from django.db import OperationalError, connection, transaction
from django.urls import reverse

from answers.models import ReaderVerdict
from questions.models import PublishedQuestion
from tests import factories
from tests.together import at_once

pytestmark = pytest.mark.django_db
OURS = {"Origin": "http://testserver"}


def press(client, page, button, **headers):
    address = reverse("page-helpful", args=[page.reference])
    return client.post(address, {"helpful": button}, headers=headers)


def test_readers_press_a_button_and_moderators_see_how_many_did(client, signed_in, moderator):
    page = factories.make_published_question()
    shown = client.get(page.get_absolute_url()).content.decode()

    thanks = [press(client, page, button, **OURS).url for button in ("yes", "yes", "no")]

    assert f'action="{reverse("page-helpful", args=[page.reference])}"' in shown
    assert shown.count('name="helpful"') == 2 and "csrfmiddlewaretoken" not in shown
    assert ReaderVerdict.objects.of_page(page) == {"helped": 2, "didnt_help": 1}
    assert reverse("page-report", args=[page.reference]) in client.get(thanks[0]).content.decode()
    desk = signed_in(moderator).get(reverse("admin:desk-stale", args=[page.pk])).content.decode()
    assert "Readers who said that it helped: 2; that it didn’t: 1." in desk


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://elsewhere.example"}, {"Origin": "null"}])
def test_no_other_sites_page_presses_one(client, headers):
    page = factories.make_published_question()

    assert press(client, page, "yes", **headers).status_code == 403
    assert not ReaderVerdict.objects.exists()


def test_what_is_pressed_too_often_is_not_counted(client, settings):
    settings.LIMITS = {**settings.LIMITS, "helpful": {"address": [(1, 60)]}}
    page = factories.make_published_question()

    codes = [press(client, page, "no", **OURS).status_code for _ in range(2)]

    assert codes == [302, 429]
    assert ReaderVerdict.objects.of_page(page) == {"helped": 0, "didnt_help": 1}


def test_a_page_taken_down_takes_no_verdict(client):
    page = factories.make_published_question()
    press(client, page, "yes", **OURS)
    factories.take_page_down(page)

    assert press(client, page, "yes", **OURS).status_code == 404
    ReaderVerdict.objects.count_one(page, helpful=True)  # who had read it a moment before
    assert not ReaderVerdict.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_click_waits_for_who_takes_the_page_down():
    page = factories.make_published_question()

    def click():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '100ms'")
            ReaderVerdict.objects.count_one(page, helpful=True)

    with transaction.atomic():
        PublishedQuestion.objects.hold(page)
        (waited,) = at_once(click)

    assert isinstance(waited, OperationalError) and not ReaderVerdict.objects.exists()
