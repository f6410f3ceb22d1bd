"""Triggers: only a doctor verified in this very moment writes a snippet, and it stays theirs."""

from django.db import migrations

# A specialty that goes takes itself from the snippets: that is no writing.
GUARD = """
CREATE TRIGGER snippet_writer BEFORE INSERT OR UPDATE OF title, text, shared ON answers_snippet
    FOR EACH ROW EXECUTE FUNCTION guard_writing_doctor();

CREATE FUNCTION guard_snippet_owner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a snippet stays its doctor''s' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER snippet_owner BEFORE UPDATE ON answers_snippet
    FOR EACH ROW WHEN (NEW.doctor_id <> OLD.doctor_id) EXECUTE FUNCTION guard_snippet_owner();
"""

REAL_TABLES = """
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION guard_snippet_owner() SET search_path = %I, pg_temp', current_schema());
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("answers", "0012_snippets"), ("answers", "0008_writers_guard")]

    operations = [
        migrations.RunSQL(
            GUARD,
            """
            DROP TRIGGER snippet_owner ON answers_snippet;
            DROP TRIGGER snippet_writer ON answers_snippet;
            DROP FUNCTION guard_snippet_owner();
            """,
        ),
        migrations.RunSQL(REAL_TABLES, migrations.RunSQL.noop),
    ]
