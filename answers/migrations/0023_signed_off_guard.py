"""The parts of a public text that was signed off, or approved, stay as they are."""

from django.db import migrations

GUARD = """
CREATE OR REPLACE FUNCTION guard_public_answer_draft() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    draft_id_changed bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.draft_id ELSE NEW.draft_id END;
BEGIN
    IF EXISTS (
        SELECT 1 FROM questions_publicdraft
        WHERE id = draft_id_changed AND (approved_by_id IS NOT NULL OR signed_off_at IS NOT NULL)
    ) THEN
        RAISE EXCEPTION 'a changed public answer must be approved anew' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.draft_id <> NEW.draft_id THEN
        RAISE EXCEPTION 'a public answer stays with its draft' USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION guard_public_answer_draft() SET search_path = %I, pg_temp', current_schema());
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("answers", "0022_opinions_guard"), ("questions", "0028_signed_off_guard")]

    # Migrating back leaves the stricter one.
    operations = [migrations.RunSQL(GUARD, migrations.RunSQL.noop)]
