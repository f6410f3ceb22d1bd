"""Sending an answer for review: complete or told what is missing, once, and exactly what was typed."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from answers.models import Answer, AnswerStatus, AnswerVersion
from answers.rendering import source_links
from questions.models import Question
from tests.answers.forms import address, typed
from tests.factories import make_draft_answer


def test_sending_saves_what_is_typed_freezes_it_and_ends_the_claim(signed_in, doctor, specialty):
    answer = make_draft_answer(doctor=doctor, specialty=specialty, pictures=1)

    response = signed_in(doctor.user).post(address(answer, "submit/"), typed(answer, limits="Typed just now"))

    version = AnswerVersion.objects.get()
    assert response["Location"] == "/dashboard/"
    assert (version.limits, version.answer.status) == ("Typed just now", AnswerStatus.IN_REVIEW)
    assert Question.objects.get().claimed_by is None


MISSING = {
    "short_answer": "Enter the short answer",
    "explanation": "Enter the explanation",
    "self_care": "Enter what the patient can do now",
    "help_non_urgent": "Enter when to get help, for at least one level",
    "limits": "Enter what cannot be told from here",
    "clinical_opinion": "Enter a source, or tick that this is your clinical opinion",
    "finding": "Enter what picture 1 shows",
}


@pytest.mark.parametrize("part", MISSING)
def test_a_missing_part_is_named_and_everything_typed_is_kept(signed_in, doctor, specialty, part):
    answer = make_draft_answer(doctor=doctor, specialty=specialty, pictures=1)
    sent = typed(answer, sources="")
    name = next(key for key in sent if key.startswith("finding_")) if part == "finding" else part
    del sent[name]

    response = signed_in(doctor.user).post(address(answer, "submit/"), sent)

    stored = Answer.objects.get()
    errors = [message for messages in response.context["form"].errors.values() for message in messages]
    assert (response.status_code, errors) == (422, [MISSING[part]])
    assert stored.status == AnswerStatus.DRAFT
    assert (
        len(stored.missing_parts(attachment_ids=stored.question.attachments.values_list("pk", flat=True)))
        == 1
    )
    assert f'name="version" value="{stored.version}"' in response.content.decode()
    assert not AnswerVersion.objects.exists()


def test_an_empty_form_names_every_part_at_once(signed_in, doctor, specialty):
    answer = make_draft_answer(doctor=doctor, specialty=specialty, pictures=1)

    response = signed_in(doctor.user).post(address(answer, "submit/"), {"version": answer.version})

    page = response.content.decode()
    assert all(message in page for message in MISSING.values())
    assert "<title>Error: " in page


def test_a_stale_window_cannot_send(signed_in, doctor, specialty):
    answer = make_draft_answer(doctor=doctor, specialty=specialty)
    client = signed_in(doctor.user)
    client.post(address(answer), typed(answer, limits="Newer"))

    response = client.post(address(answer, "submit/"), typed(answer, limits="Older"))

    assert response.status_code == 409
    assert "Newer" in response.content.decode() and "Older" in response.content.decode()
    assert not AnswerVersion.objects.exists()


def test_a_query_withdrawn_meanwhile_takes_no_answer_and_the_text_is_shown(
    signed_in, doctor, asker, specialty
):
    answer = make_draft_answer(doctor=doctor, specialty=specialty, asker=asker)
    question = answer.question
    question.refresh_from_db()
    question.withdraw(by=asker, seen_version=question.version)

    response = signed_in(doctor.user).post(address(answer, "submit/"), typed(answer, limits="All in vain"))

    assert response.status_code == 409 and "All in vain" in response.content.decode()
    assert not AnswerVersion.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_send_pressed_five_times_at_once_makes_one_version():
    answer = make_draft_answer()

    def send(_number):
        client = Client()
        client.force_login(answer.doctor.user)
        try:
            return client.post(address(answer, "submit/"), typed(answer)).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        codes = list(pool.map(send, range(5)))

    assert codes.count(302) >= 1 and set(codes) <= {302, 409}
    assert AnswerVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("line", "expected"),
    (
        ("A guide | https://guide.example/a", {"title": "A guide", "url": "https://guide.example/a"}),
        ("https://www.guide.example/a", {"title": "guide.example", "url": "https://www.guide.example/a"}),
        ("Textbook, 3rd edition", {"title": "Textbook, 3rd edition", "url": ""}),
        ("Trick | javascript:alert(1)", {"title": "Trick | javascript:alert(1)", "url": ""}),
        ("Broken | https://[", {"title": "Broken | https://[", "url": ""}),
    ),
)
def test_a_source_becomes_a_link_only_with_a_web_address(line, expected):
    assert source_links(f"\n{line}\n\n") == [expected]
