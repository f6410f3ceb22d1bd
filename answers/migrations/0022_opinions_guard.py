"""Triggers: who may have an opinion on a public answer, who decides, what a disagreement does; second answers."""

from django.db import migrations

# What its doctor says, and what a moderator decides; the rest never changes.
OPINIONS = """
CREATE TRIGGER opinion_moves BEFORE INSERT OR UPDATE OF status ON answers_opinion
    FOR EACH ROW EXECUTE FUNCTION guard_moves('status', '["in_review"]', '{
        "in_review": ["returned", "shown", "withdrawn"],
        "returned": ["in_review", "withdrawn"],
        "shown": ["withdrawn"]
    }');

CREATE FUNCTION guard_opinion() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    answer answers_publishedanswer;
    page questions_publishedquestion;
    patient bigint;
    said boolean := TG_OP = 'INSERT';
BEGIN
    SELECT * INTO answer FROM answers_publishedanswer WHERE id = NEW.published_answer_id;
    SELECT * INTO page FROM questions_publishedquestion WHERE id = answer.question_id;
    patient := (SELECT asker_id FROM questions_question WHERE id = page.question_id);
    IF TG_OP = 'UPDATE' THEN
        IF (NEW.published_answer_id, NEW.doctor_id) IS DISTINCT FROM (OLD.published_answer_id, OLD.doctor_id) THEN
            RAISE EXCEPTION 'an opinion stays with its doctor and answer' USING ERRCODE = 'check_violation';
        END IF;
        said := (NEW.stance, NEW.reason, NEW.credentials, NEW.draft_version, NEW.key, NEW.given_at)
            IS DISTINCT FROM (OLD.stance, OLD.reason, OLD.credentials, OLD.draft_version, OLD.key, OLD.given_at);
        IF said AND (OLD.status NOT IN ('in_review', 'returned') OR NEW.status <> 'in_review') THEN
            RAISE EXCEPTION 'a changed opinion is reviewed anew' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    IF said THEN
        PERFORM demand_verified_doctor(NEW.doctor_id);
        IF NOT EXISTS (
            SELECT 1 FROM specialties_doctor_specialties
            WHERE doctor_id = NEW.doctor_id AND specialty_id IN (page.topic_id, page.area_id)
        ) THEN
            RAISE EXCEPTION 'an opinion is given by a doctor of the specialty' USING ERRCODE = 'check_violation';
        END IF;
        IF answer.doctor_id = NEW.doctor_id
                OR EXISTS (SELECT 1 FROM specialties_doctor WHERE id = NEW.doctor_id AND user_id = patient) THEN
            RAISE EXCEPTION 'nobody judges their own answer, or the answer to their own query'
                USING ERRCODE = 'check_violation';
        END IF;
        IF answer.imported OR answer.detached OR answer.retracted_on IS NOT NULL
                OR NEW.draft_version <> answer.draft_version THEN
            RAISE EXCEPTION 'an opinion is on an answer as it stands' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    IF NEW.reviewed_by_id IS NOT NULL
            AND (TG_OP = 'INSERT' OR NEW.reviewed_by_id IS DISTINCT FROM OLD.reviewed_by_id) AND (
        NOT EXISTS (SELECT 1 FROM accounts_user WHERE id = NEW.reviewed_by_id AND is_staff)
        OR NEW.reviewed_by_id = patient
        OR EXISTS (
            SELECT 1 FROM specialties_doctor
            WHERE id IN (NEW.doctor_id, answer.doctor_id) AND user_id = NEW.reviewed_by_id)
    ) THEN
        RAISE EXCEPTION 'other staff decide on an opinion' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status = 'shown' AND OLD.status <> 'shown' AND (
        answer.retracted_on IS NOT NULL
        OR EXISTS (SELECT 1 FROM specialties_doctor WHERE id = NEW.doctor_id AND status = 'suspended')
    ) THEN
        RAISE EXCEPTION 'an opinion is shown beside an answer that stands, and of no suspended doctor'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER opinion_guard BEFORE INSERT OR UPDATE ON answers_opinion
    FOR EACH ROW EXECUTE FUNCTION guard_opinion();

-- A disagreement that readers see from now on waits for a moderator already.
CREATE FUNCTION guard_disagreement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM answers_opinion o JOIN answers_publishedanswer a ON a.id = o.published_answer_id
        JOIN questions_publishedquestion p ON p.id = a.question_id
        WHERE o.id = NEW.id AND o.status = 'shown' AND p.review_wanted_at IS NULL
    ) THEN
        RAISE EXCEPTION 'a disagreement sends its page back to review' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER opinion_disagreement AFTER UPDATE ON answers_opinion
    FOR EACH ROW WHEN (NEW.status = 'shown' AND OLD.status <> 'shown' AND NEW.stance = 'disagree')
    EXECUTE FUNCTION guard_disagreement();
"""

# A query is opened for a second answer while its page is public: by a doctor of the specialty, at most two at a time.
SECOND = """
CREATE FUNCTION guard_second_answer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    query questions_question;
    page questions_publishedquestion;
BEGIN
    SELECT * INTO query FROM questions_question WHERE id = NEW.question_id FOR UPDATE;
    IF query.care NOT IN ('answered', 'closed') THEN
        RAISE EXCEPTION 'a second answer is to an answered query' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        SELECT * INTO page FROM questions_publishedquestion WHERE question_id = NEW.question_id;
        IF page.id IS NULL OR NOT EXISTS (
            SELECT 1 FROM specialties_doctor_specialties
            WHERE doctor_id = NEW.doctor_id AND specialty_id IN (page.topic_id, page.area_id)
        ) THEN
            RAISE EXCEPTION 'a second answer is to a public query, by a doctor of its specialty'
                USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    IF (
        SELECT count(*) FROM answers_answer
        WHERE question_id = NEW.question_id AND id <> NEW.id AND open_until IS NOT NULL
            AND approved_version_id IS NULL
            AND (status = 'in_review'
                OR (status IN ('draft', 'returned') AND open_until > statement_timestamp()))
    ) >= 2 THEN
        RAISE EXCEPTION 'two second answers run at a time' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER answer_second_begun BEFORE INSERT ON answers_answer
    FOR EACH ROW WHEN (NEW.open_until IS NOT NULL) EXECUTE FUNCTION guard_second_answer();
CREATE TRIGGER answer_second_again BEFORE UPDATE OF open_until ON answers_answer
    FOR EACH ROW WHEN (NEW.open_until IS NOT NULL AND NEW.open_until IS DISTINCT FROM OLD.open_until
        AND NEW.status = 'draft' AND OLD.status = 'draft')
    EXECUTE FUNCTION guard_second_answer();

-- As before, and: the times of a second answer are not its doctor's.
CREATE OR REPLACE FUNCTION guard_answer_writer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    not_theirs text[] := ARRAY['status', 'version', 'saved_at', 'submitted_at', 'approved_version_id',
                               'thanked_at', 'retraction', 'retraction_code', 'open_until', 'closed_at'];
BEGIN
    IF (NEW.status IN ('in_review', 'draft') AND NEW.status <> OLD.status)
            OR to_jsonb(NEW) - not_theirs IS DISTINCT FROM to_jsonb(OLD) - not_theirs THEN
        PERFORM demand_verified_doctor(NEW.doctor_id);
    END IF;
    RETURN NEW;
END $$;
"""

# A temporary table must not stand in for a real one (see 0004).
REAL_TABLES = """
DO $$
DECLARE
    guard text;
BEGIN
    FOREACH guard IN ARRAY ARRAY['guard_opinion', 'guard_disagreement', 'guard_second_answer', 'guard_answer_writer']
    LOOP
        EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', guard, current_schema());
    END LOOP;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("answers", "0021_opinions"),
        ("questions", "0023_opinions"),
        ("specialties", "0004_writers_guard"),
    ]

    # Of the function replaced here, migrating back leaves this one.
    operations = [
        migrations.RunSQL(
            OPINIONS,
            """
            DROP TRIGGER opinion_moves ON answers_opinion;
            DROP TRIGGER opinion_guard ON answers_opinion;
            DROP TRIGGER opinion_disagreement ON answers_opinion;
            DROP FUNCTION guard_opinion();
            DROP FUNCTION guard_disagreement();
            """,
        ),
        migrations.RunSQL(
            SECOND,
            """
            DROP TRIGGER answer_second_begun ON answers_answer;
            DROP TRIGGER answer_second_again ON answers_answer;
            DROP FUNCTION guard_second_answer();
            """,
        ),
        migrations.RunSQL(REAL_TABLES, migrations.RunSQL.noop),
    ]
