"""A trigger: what was asked back and asked further is public only once the patient agreed to the very text."""

from django.db import migrations

# Also of who need not be asked again: what they said in an exchange was not written when they said so.
AGREED = """
CREATE FUNCTION guard_exchanges_agreed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM questions_publishedquestion p JOIN questions_publicdraft d ON d.question_id = p.question_id
        WHERE p.id = NEW.question_id AND d.agreed_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'the patient agrees to what was asked back and asked further' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER published_answer_exchanges_agreed BEFORE INSERT OR UPDATE OF exchanges ON answers_publishedanswer
    FOR EACH ROW WHEN (NEW.exchanges <> '[]' AND NOT NEW.detached) EXECUTE FUNCTION guard_exchanges_agreed();

-- A temporary table must not stand in for a real one (see 0004).
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION guard_exchanges_agreed() SET search_path = %I, pg_temp', current_schema());
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("answers", "0039_reader_verdicts")]

    operations = [
        migrations.RunSQL(
            AGREED,
            """
            DROP TRIGGER published_answer_exchanges_agreed ON answers_publishedanswer;
            DROP FUNCTION guard_exchanges_agreed();
            """,
        ),
    ]
