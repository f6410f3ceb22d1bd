"""Guards: follow-ups and who decides on them; public answers whose query is erased."""

from django.db import migrations

FOLLOW_UPS = """
CREATE TRIGGER followup_moves BEFORE INSERT OR UPDATE OF status ON answers_followup
    FOR EACH ROW EXECUTE FUNCTION guard_moves('status', '["waiting"]', '{
        "waiting": ["in_review", "closed"],
        "in_review": ["returned", "answered", "closed"],
        "returned": ["in_review", "closed"]
    }');

CREATE FUNCTION guard_followup() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    doctor specialties_doctor;
    patient bigint;
BEGIN
    SELECT d.* INTO doctor FROM answers_answer a JOIN specialties_doctor d ON d.id = a.doctor_id
        WHERE a.id = NEW.answer_id;
    SELECT q.asker_id INTO patient FROM answers_answer a JOIN questions_question q ON q.id = a.question_id
        WHERE a.id = NEW.answer_id;
    IF TG_OP = 'INSERT' THEN
        IF NOT EXISTS (
            SELECT 1 FROM answers_answer
            WHERE id = NEW.answer_id AND approved_version_id IS NOT NULL AND status <> 'retracted'
        ) THEN
            RAISE EXCEPTION 'a follow-up is about an answer the patient can read' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.answer_id, NEW.key, NEW.text, NEW.asked_at)
            IS DISTINCT FROM (OLD.answer_id, OLD.key, OLD.text, OLD.asked_at) THEN
        RAISE EXCEPTION 'a follow-up stays as it was asked' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.status IN ('answered', 'closed') THEN
        RAISE EXCEPTION 'a follow-up is decided once' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.reply IS DISTINCT FROM OLD.reply AND NOT (
        OLD.status IN ('waiting', 'returned') AND NEW.status IN (OLD.status, 'in_review')
        AND doctor_is_verified(doctor.id)
    ) THEN
        RAISE EXCEPTION 'a reply under review stays as it is' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status IN ('answered', 'returned', 'closed') AND NEW.status <> OLD.status THEN
        IF NEW.reviewed_by_id IS NULL OR NEW.reviewed_by_id IN (doctor.user_id, patient)
                OR NOT EXISTS (SELECT 1 FROM accounts_user WHERE id = NEW.reviewed_by_id AND is_staff) THEN
            RAISE EXCEPTION 'another member of the staff decides on a follow-up' USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.status = 'answered' AND doctor.status = 'suspended' THEN
            RAISE EXCEPTION 'the reply of a suspended doctor is not released' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER followup_guard BEFORE INSERT OR UPDATE ON answers_followup
    FOR EACH ROW EXECUTE FUNCTION guard_followup();
"""

# As before, and: nothing is added to a page that is detached; a public answer is detached after its page, unchanged.
PUBLIC = """
CREATE OR REPLACE FUNCTION guard_published_answer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    page questions_publishedquestion;
    parts text[] := ARRAY['short_answer', 'explanation', 'self_care', 'help_non_urgent', 'help_urgent',
                          'help_emergency', 'limits', 'sources', 'clinical_opinion', 'findings'];
    part text;
    draft jsonb;
    version answers_answerversion;
BEGIN
    SELECT * INTO page FROM questions_publishedquestion WHERE id = NEW.question_id;
    IF NEW.detached OR page.detached_on IS NOT NULL THEN
        IF TG_OP = 'UPDATE' AND NEW.detached AND page.detached_on IS NOT NULL
                AND NEW.source_id IS NULL AND NOT NEW.imported
                AND to_jsonb(NEW) - 'detached' - 'source_id' = to_jsonb(OLD) - 'detached' - 'source_id' THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'a page whose query is erased stays as it is' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.imported OR page.question_id IS NULL THEN
        IF NOT (NEW.imported AND page.question_id IS NULL) THEN
            RAISE EXCEPTION 'imported answers belong to imported questions' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    SELECT v.* INTO version FROM answers_answerversion v JOIN answers_answer a ON a.id = v.answer_id
        WHERE v.id = NEW.source_id AND v.outcome = 'approved' AND a.status <> 'retracted'
            AND a.question_id = page.question_id AND a.doctor_id = NEW.doctor_id;
    IF version.id IS NULL THEN
        RAISE EXCEPTION 'only an approved answer is published' USING ERRCODE = 'check_violation';
    END IF;
    IF version.author_id = page.approved_by_id THEN
        RAISE EXCEPTION 'nobody publishes their own answer' USING ERRCODE = 'check_violation';
    END IF;
    SELECT to_jsonb(pad) INTO draft FROM answers_publicanswerdraft pad
        JOIN questions_publicdraft pd ON pd.id = pad.draft_id
        WHERE pd.question_id = page.question_id AND pad.source_id = NEW.source_id;
    FOREACH part IN ARRAY parts LOOP
        IF draft IS NULL OR (to_jsonb(NEW) -> part) IS DISTINCT FROM (draft -> part) THEN
            RAISE EXCEPTION 'the public answer differs from the approved text in %', part
                USING ERRCODE = 'check_violation';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;
-- The guard above has the say about the one change that is allowed.
DROP TRIGGER published_answer_frozen ON answers_publishedanswer;
CREATE TRIGGER published_answer_frozen BEFORE UPDATE ON answers_publishedanswer
    FOR EACH ROW WHEN (NOT OLD.imported AND NOT (NEW.detached AND NOT OLD.detached)
        AND OLD.* IS DISTINCT FROM NEW.*)
    EXECUTE FUNCTION guard_published_answer_frozen();
"""

REAL_TABLES = """
DO $$
DECLARE
    guard text;
BEGIN
    FOREACH guard IN ARRAY ARRAY['guard_followup', 'guard_published_answer'] LOOP
        EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', guard, current_schema());
    END LOOP;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("answers", "0005_follow_ups"), ("questions", "0009_patients_guards")]

    # Of functions replaced here, migrating back leaves the stricter one.
    operations = [
        migrations.RunSQL(
            FOLLOW_UPS,
            """
            DROP TRIGGER followup_guard ON answers_followup;
            DROP TRIGGER followup_moves ON answers_followup;
            DROP FUNCTION guard_followup();
            """,
        ),
        migrations.RunSQL(PUBLIC, migrations.RunSQL.noop),
        migrations.RunSQL(REAL_TABLES, migrations.RunSQL.noop),
    ]
