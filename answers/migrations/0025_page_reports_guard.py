"""Triggers: a report about a public page stays with it, and is called corrected or taken down only when it is true."""

from django.db import migrations

REPORTS = """
CREATE TRIGGER report_moves BEFORE INSERT OR UPDATE OF status ON answers_report
    FOR EACH ROW EXECUTE FUNCTION guard_moves('status', '["waiting"]', '{
        "waiting": ["acted", "corrected", "taken_down", "nothing", "spam"]
    }');

-- As before, and for pages: its reference stays, the page itself only goes, and nobody decides who has a part in it.
CREATE OR REPLACE FUNCTION guard_report() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    acting bigint := COALESCE(NEW.decided_by_id, NEW.taken_by_id);
    page questions_publishedquestion;
BEGIN
    IF (NEW.doctor_id, NEW.reference, NEW.kind, NEW.text, NEW.made_at, NEW.by_id)
            IS DISTINCT FROM (OLD.doctor_id, OLD.reference, OLD.kind, OLD.text, OLD.made_at, OLD.by_id)
            OR NEW.page_id <> COALESCE(OLD.page_id, 0) THEN
        RAISE EXCEPTION 'a report stays as it was written' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.status <> 'waiting' AND (NEW.note, NEW.decided_by_id, NEW.taken_by_id)
            IS DISTINCT FROM (OLD.note, OLD.decided_by_id, OLD.taken_by_id) THEN
        RAISE EXCEPTION 'a report is decided once' USING ERRCODE = 'check_violation';
    END IF;
    SELECT * INTO page FROM questions_publishedquestion WHERE id = NEW.page_id;
    IF acting IS NOT NULL AND OLD.status = 'waiting' AND (
        NOT EXISTS (SELECT 1 FROM accounts_user WHERE id = acting AND is_staff)
        OR acting = NEW.by_id
        OR EXISTS (SELECT 1 FROM specialties_doctor WHERE id = NEW.doctor_id AND user_id = acting)
        OR EXISTS (SELECT 1 FROM questions_question WHERE id = page.question_id AND asker_id = acting)
        OR EXISTS (
            SELECT 1 FROM answers_publishedanswer a JOIN specialties_doctor d ON d.id = a.doctor_id
            WHERE a.question_id = page.id AND d.user_id = acting)
    ) THEN
        RAISE EXCEPTION 'other staff look into a report' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status = 'corrected' AND OLD.status <> 'corrected'
            AND (page.id IS NULL OR page.changed_at <= NEW.made_at) THEN
        RAISE EXCEPTION 'the page was not corrected since it was reported' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION guard_report_made() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM questions_publishedquestion WHERE id = NEW.page_id AND reference = NEW.reference
    ) THEN
        RAISE EXCEPTION 'a report is about a page that is public' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER report_made BEFORE INSERT ON answers_report
    FOR EACH ROW WHEN (NEW.reference <> '' OR NEW.page_id IS NOT NULL) EXECUTE FUNCTION guard_report_made();

-- A report loses its page only because that was taken down; at the commit.
CREATE FUNCTION guard_report_page_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM questions_publishedquestion WHERE id = OLD.page_id) THEN
        RAISE EXCEPTION 'a report stays with its page' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER report_page_gone AFTER UPDATE ON answers_report
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.page_id IS NOT NULL AND NEW.page_id IS NULL)
    EXECUTE FUNCTION guard_report_page_gone();
"""

# A temporary table must not stand in for a real one (see 0004).
REAL_TABLES = """
DO $$
DECLARE
    guard text;
BEGIN
    FOREACH guard IN ARRAY ARRAY['guard_report', 'guard_report_made', 'guard_report_page_gone'] LOOP
        EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', guard, current_schema());
    END LOOP;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("answers", "0024_page_reports"), ("questions", "0025_withdrawal_guards")]

    # Of the function replaced here, migrating back leaves this one.
    operations = [
        migrations.RunSQL(
            REPORTS,
            """
            DROP TRIGGER report_moves ON answers_report;
            DROP TRIGGER report_made ON answers_report;
            DROP TRIGGER report_page_gone ON answers_report;
            DROP FUNCTION guard_report_made();
            DROP FUNCTION guard_report_page_gone();
            """,
        ),
        migrations.RunSQL(REAL_TABLES, migrations.RunSQL.noop),
    ]
