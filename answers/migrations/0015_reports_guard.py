"""Triggers: what was reported stays as it was written, and staff decide, once, never on a report about themselves."""

from django.db import migrations

REPORTS = """
CREATE TRIGGER report_moves BEFORE INSERT OR UPDATE OF status ON answers_report
    FOR EACH ROW EXECUTE FUNCTION guard_moves('status', '["waiting"]', '{
        "waiting": ["acted", "nothing", "spam"]
    }');

CREATE FUNCTION guard_report() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    acting bigint := COALESCE(NEW.decided_by_id, NEW.taken_by_id);
BEGIN
    IF (NEW.doctor_id, NEW.kind, NEW.text, NEW.made_at, NEW.by_id)
            IS DISTINCT FROM (OLD.doctor_id, OLD.kind, OLD.text, OLD.made_at, OLD.by_id) THEN
        RAISE EXCEPTION 'a report stays as it was written' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.status <> 'waiting' AND (NEW.note, NEW.decided_by_id, NEW.taken_by_id)
            IS DISTINCT FROM (OLD.note, OLD.decided_by_id, OLD.taken_by_id) THEN
        RAISE EXCEPTION 'a report is decided once' USING ERRCODE = 'check_violation';
    END IF;
    IF acting IS NOT NULL AND (
        NOT EXISTS (SELECT 1 FROM accounts_user WHERE id = acting AND is_staff)
        OR acting = NEW.by_id
        OR EXISTS (SELECT 1 FROM specialties_doctor WHERE id = NEW.doctor_id AND user_id = acting)
    ) THEN
        RAISE EXCEPTION 'other staff look into a report' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER report_guard BEFORE UPDATE ON answers_report
    FOR EACH ROW EXECUTE FUNCTION guard_report();
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION guard_report() SET search_path = %I, pg_temp', current_schema());
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("answers", "0014_reports"), ("specialties", "0005_licencereminder")]

    operations = [
        migrations.RunSQL(
            REPORTS,
            """
            DROP TRIGGER report_moves ON answers_report;
            DROP TRIGGER report_guard ON answers_report;
            DROP FUNCTION guard_report();
            """,
        ),
    ]
