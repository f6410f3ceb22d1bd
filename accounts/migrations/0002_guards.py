"""Triggers: the trail is append-only, and a column of states moves only along its table of moves."""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION guard_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON accounts_auditevent
    FOR EACH ROW EXECUTE FUNCTION guard_append_only();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON accounts_auditevent
    FOR EACH STATEMENT EXECUTE FUNCTION guard_append_only();
CREATE TRIGGER access_append_only BEFORE UPDATE OR DELETE ON accounts_accessevent
    FOR EACH ROW EXECUTE FUNCTION guard_append_only();
CREATE TRIGGER access_no_truncate BEFORE TRUNCATE ON accounts_accessevent
    FOR EACH STATEMENT EXECUTE FUNCTION guard_append_only();
"""

# Arguments: the column, the states a new row may have, the table of moves as JSON.
# The upper apps attach it to their own tables.
MOVES = """
CREATE FUNCTION guard_moves() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    new_state text := to_jsonb(NEW) ->> TG_ARGV[0];
    old_state text;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NOT TG_ARGV[1]::jsonb ? new_state THEN
            RAISE EXCEPTION 'a new % cannot be %', TG_TABLE_NAME, new_state USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    old_state := to_jsonb(OLD) ->> TG_ARGV[0];
    IF new_state <> old_state AND NOT COALESCE(TG_ARGV[2]::jsonb -> old_state, '[]'::jsonb) ? new_state THEN
        RAISE EXCEPTION '% cannot move from % to %', TG_TABLE_NAME, old_state, new_state
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.RunSQL(
            APPEND_ONLY,
            """
            DROP TRIGGER audit_append_only ON accounts_auditevent;
            DROP TRIGGER audit_no_truncate ON accounts_auditevent;
            DROP TRIGGER access_append_only ON accounts_accessevent;
            DROP TRIGGER access_no_truncate ON accounts_accessevent;
            DROP FUNCTION guard_append_only();
            """,
        ),
        migrations.RunSQL(MOVES, "DROP FUNCTION guard_moves()"),
    ]
