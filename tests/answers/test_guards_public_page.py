"""Raw SQL under the application's own role: a public page stays as it was approved, or goes."""

import pytest
from django.db import transaction

from answers.models import PublicAnswerDraft, PublishedAnswer
from questions.models import Consent, PublishedQuestion
from tests import factories
from tests.answers.by_sql import (
    PAGE,
    PUBLIC_ANSWER,
    agreed_draft,
    approve_by_sql,
    copy_row,
    imported_page,
    page_row,
    refused,
    run,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    return factories.make_published_question()


@pytest.mark.parametrize(
    "change",
    ["text = 'x'", "title = 'x'", "query_excerpt = 'x'", "answer_excerpt = 'x'", "reference = 'Q-2222-3333'"],
)
def test_changing_the_words_of_a_public_page(change, page):
    refused(PAGE + change, because="changed by taking it down")


@pytest.mark.parametrize(
    "change",
    [
        *("slug = 'anna-from-ely'", "age_band = '5–12'", "sex = 'female'", "picture_count = 2"),
        *("asked_on = '2020-01-01'", "answer_count = 2", "lead_doctor_id = 0"),
    ],
)
def test_changing_what_stands_beside_the_words(change, page):
    refused(PAGE + change, because="changed by taking it down")


@pytest.mark.parametrize(
    "change",
    [
        "short_answer = 'x'",
        "explanation = 'x'",
        "help_emergency = 'x'",
        'rendered = \'{"explanation": "<p>x</p>"}\'',
        "credentials = '{}'",
        'findings = \'{"1": "x"}\'',
        "doctor_id = (SELECT max(id) FROM specialties_doctor)",
    ],
)
def test_changing_a_public_answer(change, page, doctor):
    refused(
        PUBLIC_ANSWER + change,
        because="a public answer is changed by taking|approved|credentials of its version",
    )


def test_passing_a_real_page_off_as_imported(page):
    imported = ", imported_on = now(), source_name = 'old', approved_by_id = NULL"

    refused(PAGE + "question_id = NULL" + imported, because="stays with its query|taking it down")
    refused(PUBLIC_ANSWER + "imported = true, source_id = NULL", because="imported answers|taking its page")


def test_smuggling_an_answer_in_as_imported(page):
    answer = PublishedAnswer.objects.get()

    refused(*copy_row(answer, position=7, source_id=None, imported=True), because="imported answers belong")
    old = imported_page(page)
    refused(PUBLIC_ANSWER + "question_id = %s WHERE imported", page.pk, because="imported answers belong")
    refused(
        PAGE + "question_id = %s WHERE id = %s",
        page.question_id,
        old.pk,
        because="taking it down",
    )
    refused(*copy_row(answer, question_id=old.pk), because="imported answers belong")


def test_publishing_an_answer_nobody_approved(page):
    waiting = factories.make_submitted_answer()
    version = waiting.versions.get()

    row = PublishedAnswer.objects.get()
    bare = {"position": 8, "doctor_id": waiting.doctor_id, "credentials": version.credentials}
    refused(*copy_row(row, **bare, source_id=version.pk), because="only an approved answer")
    refused(*copy_row(row, position=8, source_id=None), because="the credentials of its version")


def test_publishing_an_answer_of_another_query(page):
    other = factories.make_approved_answer()

    row = PublishedAnswer.objects.get()
    change = {"source_id": other.approved_version_id, "doctor_id": other.doctor_id, "position": 8}
    change["credentials"] = other.approved_version.credentials
    refused(*copy_row(row, **change), because="only an approved answer")


def test_publishing_an_answer_in_other_words_than_the_approved(page):
    row = PublishedAnswer.objects.get()
    run("DELETE FROM answers_publishedanswer")

    refused(
        *copy_row(row, short_answer="Buy this."), because="differs from the approved text in short_answer"
    )
    refused(*copy_row(row, credentials={"name": "Dr No"}), because="the credentials of its version")
    run(*copy_row(row))


def test_publishing_under_another_doctors_name(page, doctor):
    row = PublishedAnswer.objects.get()
    run("DELETE FROM answers_publishedanswer")

    refused(*copy_row(row, doctor_id=doctor.pk), because="only an approved answer")
    run(*copy_row(row))


def test_the_author_signs_the_public_copy():
    draft = agreed_draft(consent=Consent.NO_NEED)
    author = draft.question.answers.get().doctor.user
    run("UPDATE accounts_user SET is_staff = true WHERE id = %s", author.pk)
    # A page without its answer stands in no commit: the savepoint takes it back.
    with transaction.atomic():
        approve_by_sql(draft, author)
        run("UPDATE questions_question SET publication = 'published'")
        run(*copy_row(page_row(draft)))
        part = PublicAnswerDraft.objects.get()
        row = PublishedAnswer(
            question=PublishedQuestion.objects.get(),
            source=part.source,
            doctor=part.source.answer.doctor,
            credentials=part.source.credentials,
            answered_at=part.source.submitted_at,
            reviewed_on=part.source.reviewed_at.date(),
            **part.contract(),
        )

        refused(*copy_row(row), because="nobody publishes their own answer")
        transaction.set_rollback(True)


def test_taking_a_page_or_its_answer_away_without_the_state(page):
    refused("DELETE FROM answers_publishedanswer", because="a public page has an answer")
    refused(
        "DELETE FROM answers_publishedanswer; DELETE FROM questions_publishedquestion",
        because="state and public copy",
    )
    refused("UPDATE questions_question SET publication = 'withdrawn'", because="state and public copy")


@pytest.mark.parametrize("change", ["consent = 'private'", "care = 'withdrawn'", "publication = 'allowed'"])
def test_a_public_query_goes_back_on_no_side_road(change, page):
    refused("UPDATE questions_question SET " + change, because="cannot move|question_public_needs")


@pytest.mark.parametrize(
    "change", ["text = 'x', approved_by_id = NULL, approved_at = NULL", "agreed_at = now()"]
)
def test_the_agreed_text_of_a_public_page_stays(change, page):
    refused(f"UPDATE questions_publicdraft SET {change}", because="stays approved and agreed")
    refused("DELETE FROM answers_publicanswerdraft", because="approved anew")


def test_retracting_an_answer_under_a_public_page(page):
    refused("UPDATE answers_answer SET status = 'retracted'", because="take its page down first")
