"""However often a query is sent, and from however many windows, there is one."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import Mail
from questions.models import Credit, Draft, Question
from tests.factories import make_draft

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def five_windows(asker):
    """Requests that start at the same time, each on a connection of its own."""

    def post(address, data):
        def one(_number):
            client = Client()
            client.force_login(asker)
            try:
                return client.post(address, data)
            finally:
                connection.close()

        with ThreadPoolExecutor(5) as pool:
            return list(pool.map(one, range(5)))

    return post


def test_five_parallel_sends_make_one_query(asker, five_windows):
    draft = make_draft(owner=asker)

    responses = five_windows(draft.get_absolute_url(), {})

    question = Question.objects.get()
    sent = reverse("ask-sent", args=[question.reference])
    assert [response.headers.get("Location") for response in responses] == [sent] * 5
    assert Credit.objects.filter(reference=question.reference).count() == 1
    assert Mail.objects.filter(user=asker).count() == 1
    assert not Draft.objects.exists()


def test_five_clicks_on_the_first_page_make_one_draft(asker, five_windows):
    five_windows(reverse("ask-begin"), {"specialty": "unsure", "start_key": str(uuid.uuid4())})

    assert Draft.objects.count() == 1


def test_second_click_is_not_counted(asker, settings):
    settings.LIMITS = {**settings.LIMITS, "ask.send": {"account": [(1, 3600)]}}
    draft = make_draft(owner=asker)
    client = Client()
    client.force_login(asker)

    answers = [client.post(draft.get_absolute_url()) for _click in range(2)]

    assert [response.status_code for response in answers] == [302, 302]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
