"""Trigger: a request to a patient asks one to three questions, stays as it was asked, and is replied to once."""

from django.db import migrations

GUARD = """
CREATE FUNCTION guard_clarification() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    item jsonb;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (NEW.question_id, NEW.asked_by_id, NEW.asked_at, NEW.items, NEW.text)
                IS DISTINCT FROM (OLD.question_id, OLD.asked_by_id, OLD.asked_at, OLD.items, OLD.text) THEN
            RAISE EXCEPTION 'a request stays as it was asked' USING ERRCODE = 'check_violation';
        END IF;
        IF OLD.replied_at IS NOT NULL AND NEW IS DISTINCT FROM OLD THEN
            RAISE EXCEPTION 'a request is replied to once' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    IF jsonb_array_length(NEW.items) NOT BETWEEN 1 AND 3 THEN
        RAISE EXCEPTION 'a request asks one to three questions' USING ERRCODE = 'check_violation';
    END IF;
    FOR item IN SELECT jsonb_array_elements(NEW.items) LOOP
        IF (item ->> 'kind' IN ('text', 'yes_no', 'number', 'date')) IS NOT TRUE
                OR coalesce(btrim(item ->> 'text'), '') = '' THEN
            RAISE EXCEPTION 'a question has a kind and words' USING ERRCODE = 'check_violation';
        END IF;
    END LOOP;
    IF jsonb_array_length(NEW.replies) <>
            (CASE WHEN NEW.replied_at IS NULL THEN 0 ELSE jsonb_array_length(NEW.items) END) THEN
        RAISE EXCEPTION 'there is one reply to each question' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER clarification_guard BEFORE INSERT OR UPDATE ON answers_clarification
    FOR EACH ROW EXECUTE FUNCTION guard_clarification();
"""

REAL_TABLES = """
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION guard_clarification() SET search_path = %I, pg_temp', current_schema());
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("answers", "0009_typed_questions")]

    operations = [
        migrations.RunSQL(
            GUARD,
            "DROP TRIGGER clarification_guard ON answers_clarification; DROP FUNCTION guard_clarification();",
        ),
        migrations.RunSQL(REAL_TABLES, migrations.RunSQL.noop),
    ]
