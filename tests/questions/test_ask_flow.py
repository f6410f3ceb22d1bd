"""The ask flow as a whole: one question a page, a draft from the first answer on, sent at the end."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from questions.models import Care, Consent, Credit, Draft, Publication, Question, RedFlagHit, Step
from tests.factories import make_draft, make_question, make_red_flag, make_specialty, make_user
from tests.questions.asking import ANSWERS, answer, begin, page, walk, with_key

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rule(db):
    return make_red_flag()


def test_signed_in_person_sends_a_query(signed_in, asker, topic):
    client = signed_in(asker)
    draft = walk(client, specialty=topic.slug)

    response = client.post(draft.get_absolute_url())

    question = Question.objects.get()
    assert response.headers["Location"] == reverse("ask-sent", args=[question.reference])
    assert (question.asker, question.specialty, question.care) == (asker, topic, Care.SUBMITTED)
    assert (question.title, question.medicines) == ("Why do my hands tingle?", "none")
    assert question.text == "It began three weeks ago.\nIt is worse at night."
    assert question.reference == draft.reference
    assert not Draft.objects.exists()
    assert client.get(response.headers["Location"]).status_code == 200


def test_unsure_leads_to_triage_without_a_topic(signed_in, asker):
    client = signed_in(asker)
    client.post(walk(client).get_absolute_url())

    assert Question.objects.get().specialty is None


def test_consent_given_with_the_query_takes_effect(signed_in, asker):
    client = signed_in(asker)
    client.post(walk(client, privacy={"consent": "show_first"}).get_absolute_url())

    question = Question.objects.get()
    assert (question.publication, question.consent) == (Publication.ALLOWED, Consent.SHOW_FIRST)


def test_topic_of_a_link_is_chosen_already(client, topic):
    start = client.get(f"/ask/?specialty={topic.slug}").content.decode()
    first = client.get(f"/ask/specialty/?specialty={topic.slug}").content.decode()

    assert f'href="/ask/specialty/?specialty={topic.slug}"' in start
    assert f'<option value="{topic.slug}" selected>' in first


def test_site_without_pictures_asks_for_none_and_takes_the_query(signed_in, asker, settings):
    settings.MAX_PICTURES = 0
    client, steps = signed_in(asker), {step: data for step, data in ANSWERS.items() if step != Step.PICTURES}
    draft = begin(client)
    assert "Step 1 of 8" in client.get(reverse("ask-begin")).content.decode()

    for step, data in steps.items():
        assert f"Next:</strong> {step.label}" in client.get("/ask/").content.decode()
        response = answer(client, draft, step, **data)
    looked = client.get(response.headers["Location"]).content.decode()
    sent = client.post(draft.get_absolute_url())

    assert page(draft, Step.PICTURES) not in looked
    assert sent.headers["Location"] == reverse("ask-sent", args=[draft.reference])
    assert Question.objects.get().care == Care.SUBMITTED


@pytest.mark.parametrize("step", list(ANSWERS))
def test_each_page_shows_what_is_stored(client, step):
    draft = walk(client, background={"conditions": "asthma"})
    markup = client.get(page(draft, step)).content.decode()

    for value in ANSWERS[step].values():
        shown = re.search(rf'value="{value}"[^>]* (checked|selected)|>\s*{re.escape(value)}', markup)
        assert shown or step == Step.PICTURES, value


def test_progress_is_said_in_words(client):
    draft = begin(client)

    assert "Step 2 of 10" in client.get(page(draft, Step.SYMPTOMS)).content.decode()


def test_address_and_last_look_are_steps_too(client, asker):
    draft = walk(client)
    account = client.get(reverse("ask-account", args=[draft.reference])).content.decode()
    client.force_login(asker)
    check = client.get(draft.get_absolute_url()).content.decode()

    assert "Step 9 of 10" in account and f'href="{page(draft, Step.PRIVACY)}">Back</a>' in account
    assert "Last step" in check
    assert "Step 8 of 9" in client.get(page(draft, Step.PRIVACY)).content.decode()


def test_last_look_says_who_reads_it_where_the_answer_is_told_and_what_it_costs(client, asker, settings):
    settings.QUERY_PRICE = Decimal(12)
    draft = walk(client)
    client.force_login(asker)
    check = client.get(draft.get_absolute_url()).content.decode()

    assert "A moderator reads your query and passes it on to doctors" in check
    assert f"we send an e-mail to <bdi>{asker.email}</bdi>" in check
    assert "<strong>This uses your free query.</strong> Each further query costs 12 EUR." in check


def test_answer_leads_to_the_next_open_question(client):
    draft = begin(client)
    answer(client, draft, Step.ABOUT, about="child")

    response = answer(client, draft, Step.SYMPTOMS, symptoms="none")

    assert response.headers["Location"] == page(draft, Step.QUESTION)


def test_change_from_the_check_page_leads_back_to_it(signed_in, asker):
    client = signed_in(asker)
    draft = make_draft(owner=asker)

    wrong = answer(client, draft, Step.DETAILS, back="check", text="")
    right = answer(client, draft, Step.DETAILS, back="check", text="Since Monday.")

    assert wrong.status_code == 422
    assert wrong.request["QUERY_STRING"] == "back=check"
    assert right.headers["Location"] == draft.get_absolute_url()
    assert "Since Monday." in client.get(draft.get_absolute_url()).content.decode()


def test_check_page_waits_for_all_answers(signed_in, asker):
    draft = make_draft(owner=asker, until=Step.BACKGROUND)

    response = signed_in(asker).post(draft.get_absolute_url())

    assert response.headers["Location"] == page(draft, Step.BACKGROUND)
    assert not Question.objects.exists()


def test_drafts_of_this_browser_are_found_again_and_strangers_are_not(client):
    draft = begin(client)

    assert page_lists(client, draft)
    assert not page_lists(Client(), draft)
    assert Client().get(page(draft, Step.ABOUT)).status_code == 404
    cookie = client.cookies[settings.ASK_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert int(cookie["max-age"]) >= settings.DRAFT_HOURS * 3600
    assert cookie.value not in draft.browser


def page_lists(client, draft):
    return draft.get_absolute_url() in client.get("/ask/").content.decode()


def test_signing_in_adopts_the_drafts_of_the_browser(client, asker):
    draft = walk(client)
    client.force_login(asker)

    response = client.get(draft.get_absolute_url())

    draft.refresh_from_db()
    assert response.status_code == 200
    assert (draft.owner, draft.browser) == (asker, "")
    assert response.cookies[settings.ASK_COOKIE_NAME].value == ""


@pytest.mark.parametrize("address", ["/ask/", "/me/questions/", "/me/data/", "{draft}", "{forget}"])
def test_drafts_are_adopted_by_one_statement_where_they_are_looked_at(client, asker, address):
    draft = walk(client)
    places = {"draft": draft.get_absolute_url(), "forget": reverse("ask-forget", args=[draft.reference])}
    client.force_login(asker)

    with CaptureQueriesContext(connection) as queries:
        response = client.get(address.format(**places))

    draft.refresh_from_db()
    assert (response.status_code, draft.owner) == (200, asker)
    assert sum(query["sql"].startswith('UPDATE "questions_draft"') for query in queries) == 1


def test_clearing_cookies_after_signing_in_loses_nothing(client, asker):
    draft = walk(client)
    client.force_login(asker)
    client.get(draft.get_absolute_url())
    other = Client()
    other.force_login(asker)

    assert other.get(draft.get_absolute_url()).status_code == 200


def test_somebody_elses_draft_is_nowhere(signed_in, asker, stranger):
    draft = make_draft(owner=asker)

    assert signed_in(stranger).get(draft.get_absolute_url()).status_code == 404
    assert signed_in(stranger).post(reverse("ask-forget", args=[draft.reference])).status_code == 404
    assert Draft.objects.filter(pk=draft.pk).exists()


def test_expired_draft_is_nowhere(signed_in, asker):
    draft = make_draft(owner=asker)
    Draft.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert signed_in(asker).get(draft.get_absolute_url()).status_code == 404


def test_thrown_away_draft_is_gone(client):
    draft = make_draft(browser_key=with_key(client))
    address = reverse("ask-forget", args=[draft.reference])

    assert client.get(address).status_code == 200
    assert Draft.objects.exists()
    client.post(address)

    assert not Draft.objects.exists()


def test_last_query_spent_keeps_the_draft(signed_in, asker):
    settings_free = settings.FREE_QUERIES
    for _number in range(settings_free):
        Credit.objects.spend(asker, reference=make_question(asker=asker).reference)
    Question.objects.update(triaged_at=timezone.now(), triaged_by=make_user())
    draft = make_draft(owner=asker)

    response = signed_in(asker).post(draft.get_absolute_url())

    assert response.status_code == 409
    assert "Nothing was sent." in response.content.decode()
    assert Draft.objects.filter(pk=draft.pk).exists()


def test_second_query_of_a_new_account_waits_as_a_draft(signed_in, asker):
    make_question(asker=asker)
    draft = make_draft(owner=asker)

    response = signed_in(asker).post(draft.get_absolute_url())

    assert response.status_code == 409
    assert "still waiting for a moderator" in response.content.decode()
    assert Question.objects.count() == 1


def test_used_up_limit_says_when_and_keeps_the_draft(signed_in, asker, settings):
    settings.LIMITS = {**settings.LIMITS, "ask.send": {"account": [(1, 3600)]}}
    client = signed_in(asker)
    client.post(make_draft(owner=asker).get_absolute_url())
    Question.objects.update(triaged_at=timezone.now(), triaged_by=make_user())
    Credit.objects.grant(asker, by=make_user(), amount=1, reason="test")
    draft = make_draft(owner=asker)

    response = client.post(draft.get_absolute_url())

    assert (response.status_code, int(response.headers["Retry-After"]) > 0) == (429, True)
    assert Draft.objects.filter(pk=draft.pk).exists()


def test_trap_of_the_first_page_holds_the_query(signed_in, asker):
    client = signed_in(asker)
    draft = begin(client, homepage="http://spam.example")
    for step, data in ANSWERS.items():
        answer(client, draft, step, **data)

    client.post(draft.get_absolute_url())

    question = Question.objects.get()
    assert question.held
    assert "trap_filled" in question.held_for


def test_person_who_takes_their_time_is_not_held(signed_in, asker):
    draft = make_draft(owner=asker)
    Draft.objects.update(created_at=timezone.now() - timedelta(minutes=9))

    signed_in(asker).post(draft.get_absolute_url())

    assert Question.objects.get().held_for == ""


def test_about_somebody_else_is_shown_first(client):
    draft = make_draft(browser_key=with_key(client), about="other", until=Step.PRIVACY)

    assert "another person" in client.get(page(draft, Step.PRIVACY)).content.decode()


def test_rare_topic_is_shown_first(client):
    draft = make_draft(browser_key=with_key(client), specialty=make_specialty(rare=True), until=Step.PRIVACY)

    assert "rare or sensitive" in client.get(page(draft, Step.PRIVACY)).content.decode()


def test_ticked_warning_sign_is_written_down(client, rule):
    draft = begin(client)

    response = answer(client, draft, Step.SYMPTOMS, symptoms=rule.flag.code)

    assert response.headers["Location"] == reverse("ask-warning", args=[draft.reference])
    assert RedFlagHit.objects.get().place == RedFlagHit.Place.CHECKLIST
