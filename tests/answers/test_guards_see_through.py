"""Who may write rows may make temporary tables, too: the guards must not take those for the real ones."""

import pytest
from django.db import DatabaseError, connection

from tests import factories

FAKED = (
    "questions_question",
    "questions_publicdraft",
    "questions_publishedquestion",
    "answers_publishedanswer",
    "specialties_specialty",
    "accounts_user",
)
FAKE_APPROVAL = """
    UPDATE questions_question SET consent = 'no_need', publication = 'published';
    INSERT INTO questions_publicdraft (id, question_id, title, text, version, prepared_by_id, prepared_at,
            approved_by_id, approved_at, agreed_at, change_wanted)
        SELECT 1, id, title, text, 1, triaged_by_id, now(), triaged_by_id, now(), now(), '' FROM questions_question;
"""
PUBLISH = """
    INSERT INTO public.questions_publishedquestion (question_id, reference, slug, topic_id, area_id, title, text,
            age_band, sex, picture_count, answered_at, published_at, changed_at, query_excerpt, answer_excerpt,
            answer_count, lead_doctor_id, approved_by_id, source_name, source_id)
        SELECT q.id, 'Q-2222-2222', 'x', q.specialty_id, q.specialty_id, q.title, q.text, '', '', 0, now(), now(),
            now(), '', '', 1, d.id, q.triaged_by_id, '', '' FROM questions_question q, specialties_doctor d LIMIT 1
"""


@pytest.mark.django_db
def test_a_temporary_table_approves_nothing():
    factories.make_approved_answer()

    with connection.cursor() as cursor:
        for name in FAKED:
            cursor.execute(f"CREATE TEMP TABLE {name} ON COMMIT DROP AS SELECT * FROM public.{name}")
        cursor.execute(FAKE_APPROVAL)
        with pytest.raises(DatabaseError, match="may not be published"):
            cursor.execute(PUBLISH)


@pytest.mark.django_db
def test_every_guard_names_where_it_looks():
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT DISTINCT p.proname FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
            WHERE NOT t.tgisinternal AND NOT COALESCE(array_to_string(p.proconfig, ' '), '') LIKE '%, pg_temp'
            UNION SELECT proname FROM pg_proc WHERE proname = 'doctor_is_verified' AND proconfig IS NULL
        """)
        assert cursor.fetchall() == []
