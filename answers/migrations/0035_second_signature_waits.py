"""A trigger: a copy that went back to the moderators only for a second signature waits for that signature."""

from django.db import migrations

# As before, and: what nobody allowed, but the site itself took back from the patient (publication.agree()), is the same
# text still. There is nothing to prepare; who may sign it looks among what waits for an approval.
WAITS = """
CREATE OR REPLACE FUNCTION desk_copy_waits(query questions_question, OUT step text, OUT since timestamptz)
LANGUAGE plpgsql AS $$
DECLARE
    draft questions_publicdraft;
    page questions_publishedquestion;
BEGIN
    step := '';
    IF query.publication NOT IN ('allowed', 'awaiting_patient', 'published') THEN
        RETURN;
    END IF;
    SELECT * INTO draft FROM questions_publicdraft WHERE question_id = query.id;
    IF query.publication = 'allowed' THEN
        IF query.care NOT IN ('answered', 'closed') OR NOT EXISTS (
            SELECT 1 FROM answers_answer
            WHERE question_id = query.id AND approved_version_id IS NOT NULL AND status <> 'retracted'
        ) THEN
            RETURN;
        END IF;
        IF draft.id IS NULL OR EXISTS (
            SELECT 1 FROM accounts_auditevent
            WHERE reference = query.reference AND verb = 'publication.allowed' AND at > draft.prepared_at{who}
        ) THEN
            step := 'prepare';
            since := query.answered_at;
        ELSE
            step := 'approve';
            since := draft.prepared_at;
        END IF;
    ELSIF query.publication = 'awaiting_patient' THEN
        step := 'patient';
        since := draft.approved_at;
    ELSE
        SELECT * INTO page FROM questions_publishedquestion WHERE question_id = query.id;
        IF page.draft_version <> draft.version AND draft.approved_at IS NOT NULL THEN
            step := 'patient';
            since := draft.approved_at;
        ELSIF page.draft_version <> draft.version OR page.id IS NOT NULL AND EXISTS (
            SELECT 1 FROM answers_answer a
            WHERE a.question_id = query.id AND a.approved_version_id IS NOT NULL AND a.status <> 'retracted'
                AND NOT EXISTS (SELECT 1 FROM answers_publishedanswer WHERE source_id = a.approved_version_id)
        ) THEN
            step := 'correct';
            since := page.changed_at;
        END IF;
    END IF;
END $$;
"""
BY_SOMEBODY = "\n                AND actor_id IS NOT NULL"

# A temporary table must not stand in for a real one (see 0004).
REAL_TABLES = """
DO $$
BEGIN
    EXECUTE format(
        'ALTER FUNCTION desk_copy_waits(questions_question) SET search_path = %I, pg_temp', current_schema());
END $$;
"""
# The trigger says it anew.
TELL = "UPDATE questions_question SET copy_waits = '' WHERE copy_waits = 'prepare';"
TELL_BEFORE = "UPDATE questions_question SET copy_waits = '' WHERE copy_waits = 'approve';"


class Migration(migrations.Migration):
    dependencies = [
        ("answers", "0034_overruled_decides_no_more"),
    ]

    operations = [
        migrations.RunSQL(
            WAITS.format(who=BY_SOMEBODY) + REAL_TABLES + TELL,
            WAITS.format(who="") + REAL_TABLES + TELL_BEFORE,
        ),
    ]
