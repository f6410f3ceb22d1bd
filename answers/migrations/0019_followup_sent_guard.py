"""Trigger: what was sent for review is the reply of that moment, and stays as it was sent."""

from django.db import migrations

GUARD = """
CREATE FUNCTION guard_followup_sent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.status = 'in_review' AND OLD.status <> 'in_review' THEN
        IF NEW.sent <> NEW.reply THEN
            RAISE EXCEPTION 'what is sent is the reply' USING ERRCODE = 'check_violation';
        END IF;
    ELSIF NEW.sent <> OLD.sent THEN
        RAISE EXCEPTION 'what was sent stays as it was sent' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER followup_sent BEFORE UPDATE ON answers_followup
    FOR EACH ROW EXECUTE FUNCTION guard_followup_sent();
"""

REAL_TABLES = """
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION guard_followup_sent() SET search_path = %I, pg_temp', current_schema());
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("answers", "0018_followup_sent")]

    operations = [
        migrations.RunSQL(
            GUARD,
            "DROP TRIGGER followup_sent ON answers_followup; DROP FUNCTION guard_followup_sent();",
        ),
        migrations.RunSQL(REAL_TABLES, migrations.RunSQL.noop),
    ]
