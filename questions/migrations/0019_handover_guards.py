"""Guards of queries handed back; the tally of open queries; claims end when their doctor is no longer verified."""

from django.db import migrations

HANDOVERS = """
CREATE FUNCTION guard_handover() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    settled text[] := ARRAY['settled_at', 'settled_by_id'];
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM demand_verified_doctor(NEW.doctor_id);
        IF NEW.settled_at IS NOT NULL OR NOT EXISTS (
            SELECT 1 FROM questions_question WHERE id = NEW.question_id AND care = 'open'
                AND claimed_by_id = NEW.doctor_id AND claimed_until > statement_timestamp()
        ) THEN
            RAISE EXCEPTION 'who holds an open query hands it back' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.settled_at IS NOT NULL OR to_jsonb(NEW) - settled IS DISTINCT FROM to_jsonb(OLD) - settled THEN
        RAISE EXCEPTION 'a handover is settled once, and stays as it was made' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER handover_guard BEFORE INSERT OR UPDATE ON questions_handover
    FOR EACH ROW EXECUTE FUNCTION guard_handover();

-- A query is marked as handed back exactly while a handover waits; checked at commit.
CREATE FUNCTION guard_handed_back() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    query_id bigint;
    is_marked boolean;
BEGIN
    IF TG_TABLE_NAME = 'questions_question' THEN
        query_id := NEW.id;
    ELSE
        query_id := COALESCE(NEW.question_id, OLD.question_id);
    END IF;
    SELECT handed_back INTO is_marked FROM questions_question WHERE id = query_id;
    IF is_marked <> EXISTS (
        SELECT 1 FROM questions_handover WHERE question_id = query_id AND settled_at IS NULL
    ) THEN
        RAISE EXCEPTION 'mark and handover of query % differ', query_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER question_handed_back_means_handover AFTER UPDATE ON questions_question
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.handed_back <> NEW.handed_back)
    EXECUTE FUNCTION guard_handed_back();
CREATE CONSTRAINT TRIGGER handover_means_handed_back AFTER INSERT OR UPDATE OR DELETE ON questions_handover
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard_handed_back();
"""
NO_HANDOVERS = """
DROP TRIGGER handover_means_handed_back ON questions_handover;
DROP TRIGGER question_handed_back_means_handover ON questions_question;
DROP TRIGGER handover_guard ON questions_handover;
DROP FUNCTION guard_handed_back();
DROP FUNCTION guard_handover();
"""

# As before, and: whoever holds a query may hand it back though they have begun, unless another has answered it.
BACK = """
CREATE OR REPLACE FUNCTION guard_back_to_triage() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    giving bigint := (SELECT doctor_id FROM questions_handover
                      WHERE question_id = NEW.id AND settled_at IS NULL);
BEGIN
    IF OLD.care = 'open' AND NEW.handed_back THEN
        IF giving IS NULL OR giving IS DISTINCT FROM OLD.claimed_by_id OR NEW.claimed_by_id IS NOT NULL OR EXISTS (
            SELECT 1 FROM answers_answer WHERE question_id = NEW.id
                AND (status = 'in_review' OR doctor_id <> giving AND submitted_at IS NOT NULL)
        ) THEN
            RAISE EXCEPTION 'query % is not its doctor''s to hand back', NEW.id USING ERRCODE = 'check_violation';
        END IF;
    ELSIF OLD.care = 'open' AND (OLD.claimed_until > statement_timestamp()
            OR EXISTS (SELECT 1 FROM answers_answer WHERE question_id = NEW.id)) THEN
        RAISE EXCEPTION 'somebody answers query %', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.care = 'declined' AND NOT EXISTS (
        SELECT 1 FROM questions_appeal
        WHERE question_id = NEW.id AND outcome = 'granted' AND made_at >= OLD.closed_at
    ) THEN
        RAISE EXCEPTION 'the refusal of query % stands', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""
OLD_BACK = """
CREATE OR REPLACE FUNCTION guard_back_to_triage() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.care = 'open' AND (OLD.claimed_until > statement_timestamp()
            OR EXISTS (SELECT 1 FROM answers_answer WHERE question_id = NEW.id)) THEN
        RAISE EXCEPTION 'somebody answers query %', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.care = 'declined' AND NOT EXISTS (
        SELECT 1 FROM questions_appeal
        WHERE question_id = NEW.id AND outcome = 'granted' AND made_at >= OLD.closed_at
    ) THEN
        RAISE EXCEPTION 'the refusal of query % stands', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION guard_back_to_triage() SET search_path = %I, pg_temp', current_schema());
END $$;
"""

# A line for each change, so that no two doctors wait for one counter. Every fiftieth line draws lines of the past
# together; rows that another transaction is drawing together are left to it.
TALLY = """
CREATE FUNCTION tally_open_queries() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    line bigint;
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.care = 'open' THEN
        INSERT INTO questions_opentally (specialty_id, change) VALUES (OLD.specialty_id, -1) RETURNING id INTO line;
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.care = 'open' THEN
        INSERT INTO questions_opentally (specialty_id, change) VALUES (NEW.specialty_id, 1) RETURNING id INTO line;
    END IF;
    IF line % 50 = 0 THEN
        WITH past AS (
            DELETE FROM questions_opentally WHERE id IN (
                SELECT id FROM questions_opentally ORDER BY id LIMIT 1000 FOR UPDATE SKIP LOCKED
            ) RETURNING specialty_id, change
        )
        INSERT INTO questions_opentally (specialty_id, change)
            SELECT specialty_id, sum(change) FROM past GROUP BY specialty_id HAVING sum(change) <> 0;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER question_tally_new AFTER INSERT ON questions_question
    FOR EACH ROW WHEN (NEW.care = 'open') EXECUTE FUNCTION tally_open_queries();
CREATE TRIGGER question_tally_gone AFTER DELETE ON questions_question
    FOR EACH ROW WHEN (OLD.care = 'open') EXECUTE FUNCTION tally_open_queries();
CREATE TRIGGER question_tally_moved AFTER UPDATE OF care, specialty_id ON questions_question
    FOR EACH ROW WHEN ((OLD.care = 'open' OR NEW.care = 'open')
        AND (OLD.care, OLD.specialty_id) IS DISTINCT FROM (NEW.care, NEW.specialty_id))
    EXECUTE FUNCTION tally_open_queries();
INSERT INTO questions_opentally (specialty_id, change)
    SELECT specialty_id, count(*) FROM questions_question WHERE care = 'open' GROUP BY specialty_id;
"""
NO_TALLY = """
DROP TRIGGER question_tally_moved ON questions_question;
DROP TRIGGER question_tally_gone ON questions_question;
DROP TRIGGER question_tally_new ON questions_question;
DROP FUNCTION tally_open_queries();
DELETE FROM questions_opentally;
"""

# At once, in the transaction of the suspension or lapse; the trail says which claims ended.
CLAIMS = """
CREATE FUNCTION end_claims_of_doctor() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    WITH ended AS (
        UPDATE questions_question SET claimed_by_id = NULL, claimed_until = NULL
            WHERE claimed_by_id = NEW.id RETURNING id, reference, version
    )
    INSERT INTO accounts_auditevent (at, verb, subject_type, subject_id, reference, version, details)
        SELECT clock_timestamp(), 'question.claim_ended', 'questions.question', id, reference, version,
               jsonb_build_object('doctor', NEW.id)
        FROM ended;
    RETURN NULL;
END $$;
CREATE TRIGGER doctor_keeps_no_claims AFTER UPDATE OF status ON specialties_doctor
    FOR EACH ROW WHEN (OLD.status = 'verified' AND NEW.status <> 'verified')
    EXECUTE FUNCTION end_claims_of_doctor();
"""

# A temporary table must not stand in for a real one (see answers/0004).
REAL_TABLES = """
DO $$
DECLARE
    guard text;
BEGIN
    FOREACH guard IN ARRAY ARRAY['guard_handover', 'guard_handed_back', 'guard_back_to_triage', 'tally_open_queries',
                                 'end_claims_of_doctor'] LOOP
        EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', guard, current_schema());
    END LOOP;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("questions", "0018_handover"),
        ("specialties", "0004_writers_guard"),
    ]

    operations = [
        migrations.RunSQL(HANDOVERS, NO_HANDOVERS),
        migrations.RunSQL(BACK, OLD_BACK),
        migrations.RunSQL(TALLY, NO_TALLY),
        migrations.RunSQL(
            CLAIMS,
            "DROP TRIGGER doctor_keeps_no_claims ON specialties_doctor; DROP FUNCTION end_claims_of_doctor();",
        ),
        migrations.RunSQL(REAL_TABLES, migrations.RunSQL.noop),
    ]
