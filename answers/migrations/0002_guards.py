"""Triggers: who may answer, what an approved version is, and that only such a version becomes public."""

from django.db import migrations

ANSWERS = """
CREATE TRIGGER answer_moves BEFORE INSERT OR UPDATE OF status ON answers_answer
    FOR EACH ROW EXECUTE FUNCTION guard_moves('status', '["draft"]', '{
        "draft": ["in_review"],
        "in_review": ["returned", "approved", "draft"],
        "returned": ["in_review"],
        "approved": ["draft", "retracted"]
    }');

CREATE FUNCTION guard_answer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NOT doctor_is_verified(NEW.doctor_id) THEN
            RAISE EXCEPTION 'doctor % is not verified', NEW.doctor_id USING ERRCODE = 'check_violation';
        END IF;
        IF EXISTS (
            SELECT 1 FROM questions_question q JOIN specialties_doctor d ON d.user_id = q.asker_id
            WHERE q.id = NEW.question_id AND d.id = NEW.doctor_id
        ) THEN
            RAISE EXCEPTION 'nobody answers their own query' USING ERRCODE = 'check_violation';
        END IF;
    ELSIF (NEW.question_id, NEW.doctor_id) IS DISTINCT FROM (OLD.question_id, OLD.doctor_id) THEN
        RAISE EXCEPTION 'an answer stays with its query and doctor' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.approved_version_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM answers_answerversion
        WHERE id = NEW.approved_version_id AND answer_id = NEW.id AND outcome = 'approved'
    ) THEN
        RAISE EXCEPTION 'answer % has no such approved version', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER answer_guard BEFORE INSERT OR UPDATE ON answers_answer
    FOR EACH ROW EXECUTE FUNCTION guard_answer();

CREATE FUNCTION guard_answered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM answers_answerversion v JOIN answers_answer a ON a.id = v.answer_id
        WHERE a.question_id = NEW.id AND v.outcome = 'approved'
    ) THEN
        RAISE EXCEPTION 'query % has no approved answer', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER question_answered BEFORE UPDATE OF care ON questions_question
    FOR EACH ROW WHEN (NEW.care = 'answered' AND OLD.care <> 'answered') EXECUTE FUNCTION guard_answered();
"""

VERSIONS = """
CREATE FUNCTION guard_answer_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    decision text[] := ARRAY['outcome', 'reviewed_by_id', 'reviewed_at', 'reason'];
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.outcome <> '' OR NEW.reviewed_by_id IS NOT NULL THEN
            RAISE EXCEPTION 'a new version is not decided yet' USING ERRCODE = 'check_violation';
        END IF;
        IF NOT EXISTS (
            SELECT 1 FROM answers_answer a JOIN specialties_doctor d ON d.id = a.doctor_id
            WHERE a.id = NEW.answer_id AND d.user_id = NEW.author_id AND doctor_is_verified(d.id)
        ) THEN
            RAISE EXCEPTION 'only its verified doctor sends an answer' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF to_jsonb(NEW) - decision IS DISTINCT FROM to_jsonb(OLD) - decision THEN
        RAISE EXCEPTION 'a sent version never changes' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.outcome <> '' AND to_jsonb(NEW) IS DISTINCT FROM to_jsonb(OLD) THEN
        RAISE EXCEPTION 'a version is decided once' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.reviewed_by_id IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM accounts_user WHERE id = NEW.reviewed_by_id AND is_staff) THEN
        RAISE EXCEPTION 'only staff review answers' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER answer_version_guard BEFORE INSERT OR UPDATE ON answers_answerversion
    FOR EACH ROW EXECUTE FUNCTION guard_answer_version();
"""

PUBLIC = """
CREATE FUNCTION guard_public_answer_draft() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    draft_id_changed bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.draft_id ELSE NEW.draft_id END;
BEGIN
    IF EXISTS (
        SELECT 1 FROM questions_publicdraft WHERE id = draft_id_changed AND approved_by_id IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'a changed public answer must be approved anew' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.draft_id <> NEW.draft_id THEN
        RAISE EXCEPTION 'a public answer stays with its draft' USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER public_answer_draft_frozen BEFORE INSERT OR UPDATE OR DELETE ON answers_publicanswerdraft
    FOR EACH ROW EXECUTE FUNCTION guard_public_answer_draft();

CREATE FUNCTION guard_published_answer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    page questions_publishedquestion;
    parts text[] := ARRAY['short_answer', 'explanation', 'self_care', 'help_non_urgent', 'help_urgent',
                          'help_emergency', 'limits', 'sources', 'clinical_opinion', 'findings'];
    part text;
    draft jsonb;
    version answers_answerversion;
BEGIN
    SELECT * INTO page FROM questions_publishedquestion WHERE id = NEW.question_id;
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
CREATE TRIGGER published_answer_guard BEFORE INSERT OR UPDATE ON answers_publishedanswer
    FOR EACH ROW EXECUTE FUNCTION guard_published_answer();

-- A public page without an answer would show a patient's words and nothing else; checked at commit.
CREATE FUNCTION guard_page_has_answers() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    page_id bigint := CASE
        WHEN TG_TABLE_NAME = 'questions_publishedquestion' THEN (to_jsonb(NEW) ->> 'id')::bigint
        ELSE (to_jsonb(OLD) ->> 'question_id')::bigint
    END;
BEGIN
    IF EXISTS (SELECT 1 FROM questions_publishedquestion WHERE id = page_id)
            AND NOT EXISTS (SELECT 1 FROM answers_publishedanswer WHERE question_id = page_id) THEN
        RAISE EXCEPTION 'a public page has an answer' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER published_question_has_answers AFTER INSERT ON questions_publishedquestion
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard_page_has_answers();
CREATE CONSTRAINT TRIGGER published_answer_not_the_last AFTER DELETE ON answers_publishedanswer
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard_page_has_answers();
"""


class Migration(migrations.Migration):
    dependencies = [("answers", "0001_initial"), ("questions", "0002_guards")]

    operations = [
        migrations.RunSQL(
            ANSWERS,
            """
            DROP TRIGGER answer_moves ON answers_answer;
            DROP TRIGGER answer_guard ON answers_answer;
            DROP TRIGGER question_answered ON questions_question;
            DROP FUNCTION guard_answer();
            DROP FUNCTION guard_answered();
            """,
        ),
        migrations.RunSQL(
            VERSIONS,
            """
            DROP TRIGGER answer_version_guard ON answers_answerversion;
            DROP FUNCTION guard_answer_version();
            """,
        ),
        migrations.RunSQL(
            PUBLIC,
            """
            DROP TRIGGER public_answer_draft_frozen ON answers_publicanswerdraft;
            DROP TRIGGER published_answer_guard ON answers_publishedanswer;
            DROP TRIGGER published_question_has_answers ON questions_publishedquestion;
            DROP TRIGGER published_answer_not_the_last ON answers_publishedanswer;
            DROP FUNCTION guard_public_answer_draft();
            DROP FUNCTION guard_published_answer();
            DROP FUNCTION guard_page_has_answers();
            """,
        ),
    ]
