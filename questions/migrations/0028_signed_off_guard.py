"""A public text is approved only by who signed off what was found in it: the database sees to it."""

from django.db import migrations

GUARD = """
CREATE FUNCTION guard_sign_off() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.signed_off_at IS NOT NULL THEN
            RAISE EXCEPTION 'a public text is signed off once it is saved' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.signed_off_at IS NOT NULL AND (
        (NEW.title, NEW.text, NEW.correction_note, NEW.version, NEW.prepared_by_id, NEW.question_id, NEW.kept)
            IS DISTINCT FROM
            (OLD.title, OLD.text, OLD.correction_note, OLD.version, OLD.prepared_by_id, OLD.question_id, OLD.kept)
        OR OLD.approved_by_id IS NOT NULL AND NEW.approved_by_id IS NULL
    ) THEN
        RAISE EXCEPTION 'a changed public text must be signed off anew' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.approved_by_id IS NOT NULL AND (NEW.signed_off, NEW.signed_off_by_id, NEW.signed_off_at)
            IS DISTINCT FROM (OLD.signed_off, OLD.signed_off_by_id, OLD.signed_off_at) THEN
        RAISE EXCEPTION 'a public text is signed off before it is approved' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.approved_by_id IS NOT NULL AND OLD.approved_by_id IS NULL
            AND (NEW.signed_off_by_id IS DISTINCT FROM NEW.approved_by_id OR NOT NEW.signed_off ? 'together') THEN
        RAISE EXCEPTION 'who approves a public text has signed off what was found in it'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER publicdraft_signed_off BEFORE INSERT OR UPDATE ON questions_publicdraft
    FOR EACH ROW EXECUTE FUNCTION guard_sign_off();
"""

PIN = """
DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION guard_sign_off() SET search_path = %I, pg_temp', current_schema());
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("questions", "0027_signed_off")]

    operations = [
        migrations.RunSQL(
            GUARD,
            "DROP TRIGGER publicdraft_signed_off ON questions_publicdraft; DROP FUNCTION guard_sign_off();",
        ),
        migrations.RunSQL(PIN, migrations.RunSQL.noop),
    ]
