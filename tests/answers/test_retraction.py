"""An approved answer taken back by its doctor or a moderator: what patient and readers find where it stood."""

import pytest
from django.urls import reverse

from accounts.models import Mail
from accounts.moves import MoveRefused
from answers import publication
from answers.models import Answer, AnswerStatus, PublishedAnswer
from questions.models import Consent, PublishedQuestion
from tests import factories
from tests.searching import pages_found

pytestmark = pytest.mark.django_db

WORDS = {"short_answer": "Zyxshort.", "explanation": "Zyxlong.", "sources": "Zyxsource"}


@pytest.fixture
def page(doctor, specialty, asker):
    return factories.make_published_question(
        doctor=doctor, specialty=specialty, asker=asker, title="Zyxtitle", contract=WORDS
    )


def retract(answer, by, *, code="unsafe"):
    publication.retract(answer, by=by, code=code, reason="Zyxnote.", seen_version=answer.version)


def address(page, name="answer-retract"):
    return reverse(name, args=[page.question.reference])


def form(page, **changes):
    version = Answer.objects.get(question=page.question).version
    return {"version": version, "code": "unsafe", "reason": "Zyxnote.", **changes}


def test_its_doctor_takes_it_back(signed_in, doctor, page):
    client = signed_in(doctor.user)
    assert f'href="{address(page)}"' in client.get(address(page, "answer-edit")).content.decode()
    asked = client.get(address(page)).content.decode()

    response = client.post(address(page), form(page), follow=True)

    answer = Answer.objects.get()
    assert "Following it could do harm." in asked and "Zyxshort." in asked
    assert (answer.status, answer.retraction, answer.retraction_code) == (
        AnswerStatus.RETRACTED,
        "Zyxnote.",
        "unsafe",
    )
    assert "Your answer is retracted" in response.content.decode()


@pytest.mark.parametrize(
    "wrong", [{"code": ""}, {"code": "free words"}, {"reason": ""}, {"reason": "x" * 2001}]
)
def test_an_incomplete_form_keeps_what_was_typed(signed_in, doctor, page, wrong):
    response = signed_in(doctor.user).post(address(page), form(page, **wrong))

    kept = "Zyxnote." if "reason" not in wrong else "checked"
    assert response.status_code == 422 and kept in response.content.decode()
    assert Answer.objects.get().status == AnswerStatus.APPROVED


def test_a_stale_page_takes_nothing_back_and_a_second_click_nothing_twice(signed_in, doctor, page):
    client = signed_in(doctor.user)

    stale = client.post(address(page), form(page, version=1))
    codes = [client.post(address(page), form(page)).status_code for _ in range(2)]

    assert stale.status_code == 409 and "Zyxnote." in stale.content.decode()
    assert codes == [302, 302]
    assert Mail.objects.filter(kind="answer_retracted").count() == 1


@pytest.mark.parametrize("who", ["patient", "stranger", "another doctor", "lapsed"])
def test_nobody_else_takes_it_back(who, page, doctor, other_doctor, stranger, asker):
    answer = Answer.objects.get()
    if who == "lapsed":
        doctor.suspend(by=factories.make_moderator(), reason="No.", seen_version=doctor.version)
    by = {"patient": asker, "stranger": stranger, "another doctor": other_doctor.user, "lapsed": doctor.user}[
        who
    ]

    with pytest.raises(MoveRefused):
        retract(answer, by)

    assert PublishedAnswer.objects.get().short_answer == "Zyxshort."


def test_readers_find_the_sentence_and_no_word_of_it_anywhere(client, page, doctor):
    lists = ["/", "/search/?q=Zyxtitle", page.topic.get_absolute_url(), doctor.get_absolute_url()]
    lists += ["/sitemap.xml"]
    feeds = ["/feed/", reverse("specialty-feed", args=[page.topic.slug])]
    assert all("Zyx" in client.get(url).content.decode() for url in [*lists[:3], *feeds])

    retract(Answer.objects.get(), doctor.user)

    response = client.get(page.get_absolute_url())
    body = response.content.decode()
    words = ("Zyxshort", "Zyxlong", "Zyxsource", "Zyxnote")
    assert response.status_code == 200 and "Following it could do harm." in body
    assert not any(word in body for word in (*words, "QAPage"))
    read = {url: client.get(url).content.decode() for url in (*lists, *feeds)}
    assert not [(url, word) for url in read for word in words if word in read[url]]
    assert not [url for url in lists if page.reference in read[url]]
    assert all(page.reference in read[url] and "The answer was retracted" in read[url] for url in feeds)
    assert client.get(reverse("sitemap-questions", args=[page.pk // 10_000])).status_code == 404
    page.topic.refresh_from_db()
    assert page.topic.published_count == 0 and not pages_found("Zyxtitle")


def test_the_patient_reads_sentence_and_reason(signed_in, asker, page, doctor):
    retract(Answer.objects.get(), doctor.user)

    body = signed_in(asker).get(page.question.get_absolute_url()).content.decode()

    assert "Following it could do harm." in body and "Zyxnote." in body and "Zyxshort." not in body


def test_patient_and_moderator_can_still_take_the_page_down(client, signed_in, asker, page, doctor):
    retract(Answer.objects.get(), doctor.user)
    question = page.question
    question.refresh_from_db()

    publication.withdraw(question, by=asker, seen_version=question.version)

    assert client.get(page.get_absolute_url()).status_code == 410


def test_a_further_answer_brings_the_page_back_beside_the_notice(client, doctor, other_doctor, specialty):
    first = factories.make_submitted_answer(specialty=specialty, doctor=doctor, consent=Consent.NO_NEED)
    second = factories.make_submitted_answer(question=first.question, doctor=other_doctor)
    first.approve(by=factories.make_moderator(), seen_version=first.version)
    draft = factories.make_public_draft(question=first.question)
    factories.approve_copy(draft)
    retract(first, doctor.user)
    second.refresh_from_db()
    second.approve(by=factories.make_moderator(), seen_version=second.version)

    factories.approve_correction(factories.make_correction(first.question))

    page = PublishedQuestion.objects.published().get()
    body = client.get(page.get_absolute_url()).content.decode()
    assert (page.answer_count, page.lead_doctor) == (1, other_doctor)
    assert body.index("Following it could do harm.") < body.rindex("It is most likely harmless.")
    assert f"{page.get_absolute_url()}#answer-2" in body and '"answerCount":1' in body.replace(" ", "")
