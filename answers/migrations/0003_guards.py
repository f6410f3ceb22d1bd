"""Retracting from any state but never under a public page; who may release an answer; what a public answer is."""

from django.db import migrations

MOVES = """
DROP TRIGGER answer_moves ON answers_answer;
CREATE TRIGGER answer_moves BEFORE INSERT OR UPDATE OF status ON answers_answer
    FOR EACH ROW EXECUTE FUNCTION guard_moves('status', '["draft"]', '{
        "draft": ["in_review", "retracted"],
        "in_review": ["returned", "approved", "draft", "retracted"],
        "returned": ["in_review", "retracted"],
        "approved": ["draft", "retracted"]
    }');

CREATE FUNCTION guard_retracted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM answers_publishedanswer p JOIN answers_answerversion v ON v.id = p.source_id
        WHERE v.answer_id = NEW.id
    ) THEN
        RAISE EXCEPTION 'answer % is public: take its page down first', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER answer_retracted_is_not_public BEFORE UPDATE OF status ON answers_answer
    FOR EACH ROW WHEN (NEW.status = 'retracted' AND OLD.status <> 'retracted') EXECUTE FUNCTION guard_retracted();

-- A status says what happened to the version that was sent last; to be sent or decided there must be one.
CREATE FUNCTION guard_answer_status() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    latest text := (SELECT outcome FROM answers_answerversion WHERE answer_id = NEW.id ORDER BY number DESC LIMIT 1);
BEGIN
    IF latest IS NULL OR latest <> (CASE NEW.status WHEN 'in_review' THEN '' ELSE NEW.status END) THEN
        RAISE EXCEPTION 'the latest version of answer % is not %', NEW.id, NEW.status
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER answer_status_of_latest BEFORE UPDATE OF status ON answers_answer
    FOR EACH ROW WHEN (NEW.status IN ('in_review', 'returned', 'approved') AND OLD.status <> NEW.status)
    EXECUTE FUNCTION guard_answer_status();
"""

REVIEW = """
CREATE FUNCTION guard_review() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    query questions_question;
    doctor_status text;
BEGIN
    SELECT q.* INTO query FROM answers_answer a JOIN questions_question q ON q.id = a.question_id
        WHERE a.id = NEW.answer_id;
    IF NEW.reviewed_by_id = query.asker_id THEN
        RAISE EXCEPTION 'nobody reviews an answer to their own query' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.outcome <> 'approved' THEN
        RETURN NEW;
    END IF;
    SELECT d.status INTO doctor_status FROM answers_answer a JOIN specialties_doctor d ON d.id = a.doctor_id
        WHERE a.id = NEW.answer_id;
    IF doctor_status = 'suspended' THEN
        RAISE EXCEPTION 'the answer of a suspended doctor is not released' USING ERRCODE = 'check_violation';
    END IF;
    IF query.care NOT IN ('open', 'answered', 'closed') THEN
        RAISE EXCEPTION 'nobody waits for an answer to query %', query.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER answer_version_review BEFORE UPDATE OF outcome, reviewed_by_id ON answers_answerversion
    FOR EACH ROW WHEN (OLD.outcome <> NEW.outcome) EXECUTE FUNCTION guard_review();
"""

# `rendered` is what readers see; SQL can't render markdown, so it is at least written once, with its row.
FROZEN = """
CREATE FUNCTION guard_published_answer_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a public answer is changed by taking its page down' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER published_answer_frozen BEFORE UPDATE ON answers_publishedanswer
    FOR EACH ROW WHEN (NOT OLD.imported AND OLD.* IS DISTINCT FROM NEW.*)
    EXECUTE FUNCTION guard_published_answer_frozen();

-- The badge beside a public answer is the one frozen with the version.
CREATE FUNCTION guard_published_credentials() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM answers_answerversion WHERE id = NEW.source_id AND credentials = NEW.credentials
    ) THEN
        RAISE EXCEPTION 'a public answer shows the credentials of its version' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER published_answer_credentials BEFORE INSERT ON answers_publishedanswer
    FOR EACH ROW WHEN (NOT NEW.imported) EXECUTE FUNCTION guard_published_credentials();
"""


class Migration(migrations.Migration):
    dependencies = [("answers", "0002_guards"), ("questions", "0003_guards")]

    operations = [
        migrations.RunSQL(
            MOVES,
            """
            DROP TRIGGER answer_moves ON answers_answer;
            CREATE TRIGGER answer_moves BEFORE INSERT OR UPDATE OF status ON answers_answer
                FOR EACH ROW EXECUTE FUNCTION guard_moves('status', '["draft"]', '{
                    "draft": ["in_review"],
                    "in_review": ["returned", "approved", "draft"],
                    "returned": ["in_review"],
                    "approved": ["draft", "retracted"]
                }');
            DROP TRIGGER answer_retracted_is_not_public ON answers_answer;
            DROP TRIGGER answer_status_of_latest ON answers_answer;
            DROP FUNCTION guard_retracted();
            DROP FUNCTION guard_answer_status();
            """,
        ),
        migrations.RunSQL(
            REVIEW,
            "DROP TRIGGER answer_version_review ON answers_answerversion; DROP FUNCTION guard_review();",
        ),
        migrations.RunSQL(
            FROZEN,
            """
            DROP TRIGGER published_answer_frozen ON answers_publishedanswer;
            DROP TRIGGER published_answer_credentials ON answers_publishedanswer;
            DROP FUNCTION guard_published_answer_frozen();
            DROP FUNCTION guard_published_credentials();
            """,
        ),
    ]
