"""Triggers: a doctor who isn't verified in this very moment changes no word, claim, version, reply or request."""

from django.db import migrations

# A column that isn't listed as somebody else's is the doctor's, so that one added later is guarded without a word.
WRITERS = """
CREATE FUNCTION guard_answer_writer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    not_theirs text[] := ARRAY['status', 'version', 'saved_at', 'submitted_at', 'approved_version_id',
                               'thanked_at', 'retraction'];
BEGIN
    IF (NEW.status IN ('in_review', 'draft') AND NEW.status <> OLD.status)
            OR to_jsonb(NEW) - not_theirs IS DISTINCT FROM to_jsonb(OLD) - not_theirs THEN
        PERFORM demand_verified_doctor(NEW.doctor_id);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER answer_writer BEFORE UPDATE ON answers_answer
    FOR EACH ROW EXECUTE FUNCTION guard_answer_writer();

CREATE FUNCTION guard_writing_doctor() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM demand_verified_doctor(NEW.doctor_id);
    RETURN NEW;
END $$;
CREATE TRIGGER answer_starter BEFORE INSERT ON answers_answer
    FOR EACH ROW EXECUTE FUNCTION guard_writing_doctor();

CREATE FUNCTION guard_doctor_of_answer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM demand_verified_doctor((SELECT doctor_id FROM answers_answer WHERE id = NEW.answer_id));
    RETURN NEW;
END $$;
CREATE TRIGGER answer_version_writer BEFORE INSERT ON answers_answerversion
    FOR EACH ROW EXECUTE FUNCTION guard_doctor_of_answer();
CREATE TRIGGER followup_writer BEFORE UPDATE ON answers_followup
    FOR EACH ROW WHEN (NEW.reply IS DISTINCT FROM OLD.reply
        OR (NEW.status = 'in_review' AND OLD.status <> 'in_review'))
    EXECUTE FUNCTION guard_doctor_of_answer();

CREATE FUNCTION guard_claimant() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM demand_verified_doctor(NEW.claimed_by_id);
    RETURN NEW;
END $$;
CREATE TRIGGER question_claimant BEFORE UPDATE OF claimed_by_id, claimed_until ON questions_question
    FOR EACH ROW WHEN (NEW.claimed_by_id IS NOT NULL
        AND (NEW.claimed_by_id IS DISTINCT FROM OLD.claimed_by_id OR NEW.claimed_until > OLD.claimed_until))
    EXECUTE FUNCTION guard_claimant();

-- A moderator who is a doctor as well asks as a moderator.
CREATE FUNCTION guard_clarification_writer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asking bigint := (SELECT d.id FROM specialties_doctor d JOIN accounts_user u ON u.id = d.user_id
                      WHERE u.id = NEW.asked_by_id AND NOT u.is_staff);
BEGIN
    IF asking IS NOT NULL THEN
        PERFORM demand_verified_doctor(asking);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER clarification_writer BEFORE INSERT ON answers_clarification
    FOR EACH ROW EXECUTE FUNCTION guard_clarification_writer();
"""

REAL_TABLES = """
DO $$
DECLARE
    guard text;
BEGIN
    FOREACH guard IN ARRAY ARRAY['guard_answer_writer', 'guard_writing_doctor', 'guard_doctor_of_answer',
                                 'guard_claimant', 'guard_clarification_writer'] LOOP
        EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', guard, current_schema());
    END LOOP;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("answers", "0007_notices"),
        ("questions", "0015_drop_edits_version"),
        ("specialties", "0004_writers_guard"),
    ]

    operations = [
        migrations.RunSQL(
            WRITERS,
            """
            DROP TRIGGER answer_writer ON answers_answer;
            DROP TRIGGER answer_starter ON answers_answer;
            DROP TRIGGER answer_version_writer ON answers_answerversion;
            DROP TRIGGER followup_writer ON answers_followup;
            DROP TRIGGER question_claimant ON questions_question;
            DROP TRIGGER clarification_writer ON answers_clarification;
            DROP FUNCTION guard_answer_writer();
            DROP FUNCTION guard_writing_doctor();
            DROP FUNCTION guard_doctor_of_answer();
            DROP FUNCTION guard_claimant();
            DROP FUNCTION guard_clarification_writer();
            """,
        ),
        migrations.RunSQL(REAL_TABLES, migrations.RunSQL.noop),
    ]
