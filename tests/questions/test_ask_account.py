"""The account at the end: one field for known and unknown addresses alike, a code, back to the check page."""

import re

import pytest
from django.conf import settings
from django.contrib.auth import get_user
from django.urls import reverse

from accounts.models import Mail, User
from questions.models import Question
from questions.models.draft import hashed
from tests.factories import make_draft, make_user
from tests.questions.asking import begin, with_key

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_empty_cache")]
CANCEL = re.compile(r'id="logout-from-stage".*?name="next" value="([^"]*)"')
CODE = re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b")


@pytest.fixture
def draft(client):
    return make_draft(browser_key=with_key(client))


def ask_for_code(client, draft, email):
    return client.post(reverse("ask-account", args=[draft.reference]), {"email": email})


def code_sent_to(email):
    return CODE.search(Mail.objects.filter(to=email).latest("pk").text)[0]


def test_check_page_wants_an_account_first(client, draft):
    response = client.get(draft.get_absolute_url())

    assert response.headers["Location"] == reverse("ask-account", args=[draft.reference])


def test_newcomer_enters_a_code_and_sends(client, draft):
    page = ask_for_code(client, draft, "nina@example.org").headers["Location"]

    back = client.post(page, {"code": code_sent_to("nina@example.org")})
    client.post(back.headers["Location"])

    nina = User.objects.get(email="nina@example.org")
    assert back.headers["Location"] == draft.get_absolute_url()
    assert not nina.has_usable_password()
    assert nina.emailaddress_set.get().verified
    assert Question.objects.get().asker == nina


def test_known_person_enters_a_code_and_keeps_the_account(client, draft):
    known = make_user(email="known@example.org")
    page = ask_for_code(client, draft, "Known@example.org").headers["Location"]

    client.post(page, {"code": code_sent_to("known@example.org")})

    assert get_user(client) == known
    assert client.get(draft.get_absolute_url()).status_code == 200


def test_answer_tells_nobody_whether_an_address_is_known(client, draft):
    make_user(email="known@example.org")
    make_user(email="closed@example.org", is_active=False)

    answers = [ask_for_code(client, draft, f"{name}@example.org") for name in ("known", "unknown", "closed")]
    pages = [client.get(answer.headers["Location"]) for answer in answers]

    assert {answer.headers["Location"] for answer in answers} == {answers[0].headers["Location"]}
    assert {(answer.status_code, page.status_code) for answer, page in zip(answers, pages, strict=True)} == {
        (302, 200)
    }


def test_wrong_code_lets_nobody_in(client, draft):
    page = ask_for_code(client, draft, "nina@example.org").headers["Location"]

    response = client.post(page, {"code": "XXXX-XXXX"})

    assert "This code isn’t right." in response.content.decode()
    assert not get_user(client).is_authenticated


def test_three_wrong_codes_lead_back_to_the_draft(client, draft):
    page = ask_for_code(client, draft, "nina@example.org").headers["Location"]

    for _time in range(3):
        response = client.post(page, {"code": "XXXX-XXXX"})
    again = client.get(response.headers["Location"], follow=True)

    assert response.headers["Location"] == draft.get_absolute_url()
    assert again.request["PATH_INFO"] == reverse("ask-account", args=[draft.reference])
    said = again.content.decode()
    assert (
        "That was wrong too often. Have a new code sent to you" in said
        and "Your answers are kept meanwhile" in said
    )
    another = ask_for_code(client, draft, "nina@example.org").headers["Location"]
    assert client.post(another, {"code": code_sent_to("nina@example.org")}).headers["Location"] == (
        draft.get_absolute_url()
    )


@pytest.mark.parametrize("way", ["expired", "cancelled"])
def test_code_that_is_over_leads_back_to_the_draft(client, draft, way):
    page = ask_for_code(client, draft, "nina@example.org").headers["Location"]
    cancel = CANCEL.search(client.get(page).content.decode())[1]

    if way == "expired":
        client.session.flush()
        response = client.post(page, {"code": code_sent_to("nina@example.org")})
    else:
        response = client.post(reverse("account_logout"), {"next": cancel})

    assert response.headers["Location"] == draft.get_absolute_url()


@pytest.mark.parametrize("then", ["", "?next=https://evil.example/"])
def test_wrong_codes_without_a_place_to_go_lead_to_another_code(client, draft, then):
    ask_for_code(client, draft, "nina@example.org")

    for _time in range(3):
        response = client.post(reverse("account_confirm_login_code") + then, {"code": "XXXX-XXXX"})

    assert response.headers["Location"] == reverse("account_request_login_code")


def test_address_that_is_none_is_said(client, draft):
    response = ask_for_code(client, draft, "nina")

    assert response.status_code == 422
    assert 'href="#id_email"' in response.content.decode()
    assert not User.objects.exists()


def test_codes_for_one_address_are_limited(client, draft):
    answers = [ask_for_code(client, draft, "nina@example.org").status_code for _time in range(4)]

    assert answers[0] == 302
    assert answers[-1] in (422, 429)


def test_a_key_that_leads_to_nothing_is_not_used_again(client):
    """Who sat at this computer before may have kept it."""
    kept = with_key(client)

    first = begin(client)
    second = begin(client)

    key = client.cookies[settings.ASK_COOKIE_NAME].value
    assert key != kept and {first.browser, second.browser} == {hashed(key)}
