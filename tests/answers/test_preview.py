"""The preview: the public page before there is one."""

import re

import pytest

from accounts.models import AccessEvent
from answers.models import PublishedAnswer
from questions.models import Consent, PublishedQuestion
from tests.answers.forms import address, typed
from tests.factories import (
    approve_copy,
    make_draft_answer,
    make_open_question,
    make_public_draft,
    make_published_question,
    make_submitted_answer,
)

CONTRACT = {
    "short_answer": "It is < 1 % likely & harmless.",
    "explanation": "Plain *words*.\n\n# no heading\n\n<b>no html</b> ![no picture](https://x.example/a.png)\nשלום",
    "self_care": "- Rest\n- Keep **warm**\n\n1. First\n2. Then",
    "help_non_urgent": "After six weeks.",
    "help_urgent": "Today, if [it grows](https://guide.example/grows).",
    "help_emergency": "At once, if you can't breathe.",
    "limits": "| no | table |\n|---|---|\n`no code`",
    "sources": "A guide | https://guide.example/a\nNo link\njavascript:alert(1)",
    "clinical_opinion": True,
}


def main_of(response):
    """The page between its heading and its last column, without what only one of the two has."""
    page = response.content.decode()
    found = re.search(r'<div class="page-header">.*?(?=<aside class="stack")', page, re.DOTALL)[0]
    found = re.sub(r'<p class="preview-note">.*?</p>', "", found)
    found = re.sub(r'<ul class="plain-list link-list reviewed">.*?</ul>', "", found, flags=re.DOTALL)
    found = re.sub(
        r'<form class="no-print" method="post" action="[^"]*/helpful/">.*?</form>', "", found, flags=re.DOTALL
    )
    return "\n".join(line.strip() for line in found.splitlines() if line.strip())


def article_of(response):
    return re.search(rb'<article class="answer".*?</article>', response.content, re.DOTALL)[0]


def test_the_preview_is_the_public_page_byte_for_byte(client, signed_in, doctor, topic, moderator):
    question = make_open_question(
        specialty=topic, consent=Consent.NO_NEED, pictures=2, age_band="30–39", sex="female"
    )
    answer = make_submitted_answer(doctor=doctor, question=question, contract=CONTRACT)
    preview = signed_in(doctor.user).get(address(answer, "preview/"))
    answer.approve(by=moderator, seen_version=answer.version)

    publish(question, moderator)

    client.logout()
    public = client.get(PublishedQuestion.objects.get().get_absolute_url())
    assert article_of(preview) == article_of(public)
    assert main_of(preview) == main_of(public)
    assert b" (30\xe2\x80\x9339, female)" in public.content


def publish(question, moderator):
    draft = make_public_draft(
        question=question, moderator=moderator, title=question.title, text=question.text
    )
    approve_copy(draft, by=moderator)


def test_the_preview_shows_only_the_small_markdown(signed_in, doctor, specialty):
    answer = make_draft_answer(doctor=doctor, specialty=specialty, contract=CONTRACT)

    page = article_of(signed_in(doctor.user).get(address(answer, "preview/"))).decode()

    assert "<em>words</em>" in page and "# no heading" in page and "&lt;b&gt;no html&lt;/b&gt;" in page
    assert "| no | table |" in page and "`no code`" in page and "<img" not in page.split("answer-short")[1]
    assert 'href="javascript' not in page and "<table" not in page and "<code" not in page


def test_preview_saves_first_and_says_that_nobody_sees_it(signed_in, doctor, specialty):
    answer = make_draft_answer(doctor=doctor, specialty=specialty, text="Zygomatic-Quokka")
    sent = typed(answer, explanation="Such *pain*", then="preview")

    response = signed_in(doctor.user).post(address(answer), sent, follow=True)

    page = response.content.decode()
    assert "Such <em>pain</em>" in page and "Zygomatic-Quokka" in page
    assert "Preview: only you see this" in page and '<meta name="robots" content="noindex">' in page
    assert 'rel="canonical"' not in page and "application/ld+json" not in page
    assert "no-store" in response.headers["Cache-Control"]


def test_a_preview_stores_nothing_and_records_the_look(signed_in, doctor, specialty):
    answer = make_draft_answer(doctor=doctor, specialty=specialty)

    signed_in(doctor.user).get(address(answer, "preview/"))

    assert not PublishedQuestion.objects.exists() and not PublishedAnswer.objects.exists()
    assert AccessEvent.objects.filter(reference=answer.question.reference, viewer_role="doctor").count() == 1


def test_a_half_written_answer_has_a_preview(signed_in, doctor, topic):
    make_published_question(specialty=topic, title="Something published")
    question = make_open_question(specialty=topic)
    question.claim(doctor=doctor)
    client = signed_in(doctor.user)
    client.get(f"/dashboard/questions/{question.reference}/")

    response = client.get(f"/dashboard/questions/{question.reference}/preview/")

    assert response.status_code == 200
    assert "Something published" in response.content.decode()


@pytest.mark.parametrize("who", ("asker", "other_doctor"))
def test_nobody_else_has_a_preview(client, request, doctor, specialty, who):
    person = request.getfixturevalue(who)
    answer = make_draft_answer(doctor=doctor, specialty=specialty)
    client.force_login(getattr(person, "user", person))

    assert client.get(address(answer, "preview/")).status_code == 404
