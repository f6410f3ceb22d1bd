"""The session ends while a doctor writes: what was sent is kept, and found again after signing in."""

import uuid
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone

from questions.models import Handover, Question
from tests.answers.forms import address, typed
from tests.factories import (
    make_approved_answer,
    make_draft_answer,
    make_follow_up,
    make_published_question,
    make_snippet,
)

WORDS = "Typed while signed out"


def test_what_was_sent_signed_out_is_in_the_editor_after_signing_in(client, doctor, specialty):
    answer = make_draft_answer(doctor=doctor, specialty=specialty)

    response = client.post(address(answer), typed(answer, explanation=WORDS))
    client.force_login(doctor.user)
    page = client.get(f"{address(answer)}?kept=1")

    assert "kept%3D1" in response["Location"] and response["Location"].startswith("/accounts/login/")
    assert page.context["form"]["explanation"].value() == WORDS
    assert "data-typed" in page.content.decode() and "not saved yet" in page.content.decode()


def test_the_note_of_a_change_is_kept_with_it(client, doctor, specialty):
    answer = make_approved_answer(doctor=doctor, specialty=specialty)
    answer.revise(by=doctor.user, seen_version=answer.version)

    client.post(address(answer), typed(answer, change_note=WORDS))
    client.force_login(doctor.user)
    page = client.get(f"{address(answer)}?kept=1")

    assert page.context["form"]["change_note"].value() == WORDS


def test_a_question_back_is_kept_without_a_word_of_an_answer(client, doctor, specialty):
    answer = make_draft_answer(doctor=doctor, specialty=specialty)
    form = {"version": answer.version, "ask_kind_1": "yes_no", "ask_text_1": WORDS}

    client.post(address(answer, "ask/"), form)
    client.force_login(doctor.user)
    page = client.get(f"{address(answer)}?kept=1")

    assert page.context["form"]["ask_text_1"].value() == WORDS


def test_saving_it_forgets_what_was_kept(client, doctor, specialty):
    answer = make_draft_answer(doctor=doctor, specialty=specialty)
    client.post(address(answer), typed(answer, explanation=WORDS))
    client.force_login(doctor.user)

    client.post(address(answer), typed(answer, explanation=WORDS))

    answer.refresh_from_db()
    assert answer.explanation == WORDS
    assert "answer_typed" not in client.session


@pytest.mark.parametrize("name", ("clarification-ask", "handover-begin", "proposal-take", "question-release"))
def test_every_button_of_the_editor_keeps_what_was_typed_until_it_is_saved(client, doctor, specialty, name):
    answer = make_draft_answer(doctor=doctor, specialty=specialty)
    url = reverse(name, args=[answer.question.reference])
    form = typed(answer, explanation=WORDS, ask_kind_1="yes_no", ask_text_1="Is it warm?")

    page = typed_again(client, doctor, url=url, form=form)

    assert page.context["form"]["explanation"].value() == WORDS and "answer_typed" in client.session
    client.post(url, form)
    answer.refresh_from_db()
    assert answer.explanation == WORDS and "answer_typed" not in client.session


def test_it_is_kept_while_a_part_of_it_is_too_long_to_be_saved(client, doctor, specialty):
    answer = make_draft_answer(doctor=doctor, specialty=specialty)
    form = typed(answer, explanation="a" * 20_001)
    client.post(address(answer), form)
    client.force_login(doctor.user)

    assert client.post(address(answer, "autosave/"), form).status_code == 422

    assert client.session["answer_typed"]["typed"]["explanation"] == form["explanation"]


def test_beside_a_newer_text_both_are_shown(client, doctor, specialty):
    answer = make_draft_answer(doctor=doctor, specialty=specialty)
    client.post(address(answer, "submit/"), typed(answer, explanation=WORDS))
    answer.save_draft(contract={"explanation": "From another window"}, seen_version=answer.version)
    client.force_login(doctor.user)

    page = client.get(f"{address(answer)}?kept=1")

    assert page.status_code == 409
    assert WORDS in page.content.decode() and "From another window" in page.content.decode()


def test_another_doctor_finds_nothing_of_it(client, doctor, other_doctor, specialty):
    answer = make_draft_answer(doctor=doctor, specialty=specialty)
    other = make_draft_answer(doctor=other_doctor, specialty=specialty)
    client.post(address(answer), typed(answer, explanation=WORDS))
    client.force_login(other_doctor.user)

    pages = [client.get(f"{address(one)}?kept=1") for one in (answer, other)]

    assert [page.status_code for page in pages] == [404, 200]
    assert not any(WORDS in page.content.decode() for page in pages)


def test_an_endless_text_is_not_kept(client, doctor, specialty):
    answer = make_draft_answer(doctor=doctor, specialty=specialty)

    response = client.post(address(answer), typed(answer, explanation="a" * 100_000))

    assert "kept" not in response["Location"]
    assert "answer_typed" not in client.session


def typed_again(client, doctor, *, url, form):
    """The page to which signing in leads after `form` was sent to `url` without a session."""
    response = client.post(url, form)
    client.force_login(doctor.user)
    return client.get(parse_qs(urlsplit(response["Location"]).query)["next"][0])


def test_a_reply_to_a_follow_up_is_found_again_until_it_is_saved(client, doctor, specialty):
    follow_up = make_follow_up(doctor=doctor, specialty=specialty)
    url = reverse("followup-reply", args=[follow_up.answer.question.reference, follow_up.pk])
    form = {"version": follow_up.version, "reply": WORDS}

    page = typed_again(client, doctor, url=url, form=form)

    assert page.context["form"]["reply"].value() == WORDS and page.context["unsaved"]
    client.post(url, form)
    assert "answer_typed" not in client.session
    follow_up.refresh_from_db()
    assert follow_up.reply == WORDS


def test_a_reply_stands_beside_a_newer_one(client, doctor, specialty):
    follow_up = make_follow_up(doctor=doctor, specialty=specialty)
    url = reverse("followup-reply", args=[follow_up.answer.question.reference, follow_up.pk])
    form = {"version": follow_up.version, "reply": WORDS}
    follow_up.save_reply(by=doctor.user, reply="From another window", seen_version=follow_up.version)

    page = typed_again(client, doctor, url=url, form=form)

    assert page.status_code == 409
    assert WORDS in page.content.decode() and "From another window" in page.content.decode()


def test_an_opinion_is_found_again_and_can_be_sent(client, other_doctor, specialty):
    public = make_published_question(specialty=specialty).answers.get()
    url = reverse("opinion-edit", args=[public.question.reference, 1])
    form = {
        "key": uuid.uuid4(),
        "version": 0,
        "answer_version": public.draft_version,
        "stance": "caveat",
        "reason": WORDS,
    }

    page = typed_again(client, other_doctor, url=url, form=form)

    assert [page.context["form"][name].value() for name in ("stance", "reason")] == ["caveat", WORDS]
    assert client.post(url, form).status_code == 302 and "answer_typed" not in client.session


def test_a_snippet_is_found_again_new_or_changed(client, doctor):
    snippet = make_snippet(doctor=doctor)
    for name, kwargs in (("snippet-add", {}), ("snippet-edit", {"pk": snippet.pk})):
        client.logout()
        form = {"title": name, "text": f"{WORDS} {name}", "version": snippet.version}

        page = typed_again(client, doctor, url=reverse(name, kwargs=kwargs), form=form)

        assert page.context["form"]["text"].value() == form["text"]
        assert client.post(reverse(name, kwargs=kwargs), form).status_code == 302
        assert "answer_typed" not in client.session


def test_why_an_answer_is_taken_back_is_found_again_and_can_be_sent(client, doctor, specialty):
    answer = make_approved_answer(doctor=doctor, specialty=specialty)
    form = {"version": answer.version, "code": "outdated", "reason": WORDS}

    page = typed_again(client, doctor, url=address(answer, "retract/"), form=form)

    assert [page.context["form"][name].value() for name in ("code", "reason")] == [form["code"], WORDS]
    assert "not saved yet" in page.content.decode()
    assert client.post(address(answer, "retract/"), form).status_code == 302
    answer.refresh_from_db()
    assert answer.retraction == WORDS and "answer_typed" not in client.session


def test_why_a_query_is_handed_back_is_found_again_and_can_be_sent(client, doctor, specialty):
    answer = make_draft_answer(doctor=doctor, specialty=specialty)
    form = {"version": answer.question.version, "kind": "decline", "reason": WORDS}

    page = typed_again(client, doctor, url=address(answer, "hand-back/"), form=form)

    assert [page.context["form"][name].value() for name in ("kind", "reason")] == ["decline", WORDS]
    assert "not saved yet" in page.content.decode()
    form["version"] = page.context["question"].version
    assert client.post(address(answer, "hand-back/"), form).status_code == 302
    assert Handover.objects.get().reason == WORDS and "answer_typed" not in client.session


def test_it_is_shown_to_who_no_longer_holds_the_query(client, doctor, specialty):
    answer = make_draft_answer(doctor=doctor, specialty=specialty)
    form = {"version": answer.question.version, "kind": "decline", "reason": WORDS}
    Question.objects.filter(pk=answer.question.pk).update(claimed_until=timezone.now() - timedelta(minutes=1))

    page = typed_again(client, doctor, url=address(answer, "hand-back/"), form=form)

    assert page.status_code == 409 and "You no longer hold this query" in page.content.decode()
    assert page.context["form"]["reason"].value() == WORDS
