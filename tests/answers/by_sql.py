"""Raw SQL under the application's own role: what must never happen, the database itself refuses.

Each attempt states the words of the refusal, so that it can't pass for another reason.
"""

import pytest
from django.db import DatabaseError, connection, transaction

from answers.models import PublishedAnswer
from questions.models import Consent, PublishedQuestion, Question
from tests import factories

PAGE = "UPDATE questions_publishedquestion SET "
PUBLIC_ANSWER = "UPDATE answers_publishedanswer SET "


def run(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        # Nothing may pass for matching no row.
        assert cursor.rowcount != 0


def refused(sql, *params, because):
    """Run one or several statements and whatever is deferred to the commit; they must fail with `because`."""
    with pytest.raises(DatabaseError, match=because), transaction.atomic():
        run(sql, *params)
        run("SET CONSTRAINTS ALL IMMEDIATE")


def copy_row(row, **changes):
    """INSERT a copy of `row` with another key."""
    values = {field.column: getattr(row, field.attname) for field in row._meta.concrete_fields}
    values.pop("id")
    fields = {field.column: field for field in row._meta.concrete_fields}
    values = {
        column: fields[column].get_db_prep_save(value, connection)
        for column, value in {**values, **changes}.items()
    }
    marks = ", ".join(["%s"] * len(values))
    return f"INSERT INTO {row._meta.db_table} ({', '.join(values)}) VALUES ({marks})", *values.values()


def agreed_draft(**fields):
    """An approved answer and a public text that needs the patient: prepared by one moderator, nothing approved."""
    answer = factories.make_approved_answer(**{"consent": Consent.SHOW_FIRST, **fields})
    return factories.make_public_draft(question=answer.question)


def page_row(draft, **changes):
    """A public copy of `draft`, unsaved, as _publish() would write it."""
    question = Question.objects.get(pk=draft.question_id)
    answer = question.answers.first()
    values = {
        "question": question,
        "reference": "Q-2222-3333",
        "slug": "x",
        "topic": question.specialty,
        "area": question.specialty.area,
        "title": draft.title,
        "text": draft.text,
        "answered_at": question.submitted_at,
        "approved_by_id": draft.approved_by_id or draft.prepared_by_id,
        "draft_version": draft.version,
        "query_excerpt": "x",
        "answer_excerpt": "x",
        "lead_doctor": answer.doctor,
    }
    return PublishedQuestion(**{**values, **changes})


def sign_off_by_sql(draft, by):
    run(
        "UPDATE questions_publicdraft SET signed_off = '{\"together\": {}}', signed_off_by_id = %s,"
        " signed_off_at = now() WHERE id = %s",
        by.pk,
        draft.pk,
    )


def approve_by_sql(draft, by):
    sign_off_by_sql(draft, by)
    run(
        "UPDATE questions_publicdraft SET approved_by_id = %s, approved_at = now() WHERE id = %s",
        by.pk,
        draft.pk,
    )
    draft.refresh_from_db()


def agree_by_sql(draft):
    run("UPDATE questions_publicdraft SET agreed_at = now() WHERE id = %s", draft.pk)


def imported_page(page):
    old = PublishedQuestion.objects.create(
        reference="Q-2222-5555",
        slug="old",
        topic=page.topic,
        area=page.area,
        title="Old",
        text="Old",
        answered_at=page.answered_at,
        imported_on=page.answered_at.date(),
        source_name="old site",
        query_excerpt="Old",
        answer_excerpt="Old",
        lead_doctor=page.lead_doctor,
    )
    PublishedAnswer.objects.create(
        question=old, doctor=page.lead_doctor, imported=True, explanation="Old", answered_at=page.answered_at
    )
    return old
