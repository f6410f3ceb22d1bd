"""Triggers: states, claims, public copies and the counts of published questions.

What a public copy must fulfil is said once more here, because a mistake in any view, shell or admin
action would publish somebody's illness.
"""

from django.db import migrations

MOVES = """
CREATE TRIGGER question_care_moves BEFORE INSERT OR UPDATE OF care ON questions_question
    FOR EACH ROW EXECUTE FUNCTION guard_moves('care', '["draft"]', '{
        "draft": ["submitted", "withdrawn"],
        "submitted": ["open", "more_information", "declined", "withdrawn"],
        "more_information": ["submitted", "open", "declined", "withdrawn"],
        "open": ["more_information", "answered", "declined", "withdrawn"],
        "answered": ["closed"]
    }');
CREATE TRIGGER question_publication_moves BEFORE INSERT OR UPDATE OF publication ON questions_question
    FOR EACH ROW EXECUTE FUNCTION guard_moves('publication', '["private"]', '{
        "private": ["allowed"],
        "allowed": ["private", "awaiting_patient", "published"],
        "awaiting_patient": ["private", "allowed", "published"],
        "published": ["withdrawn"]
    }');
"""

CLAIMS = """
CREATE FUNCTION guard_claim() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.claimed_by_id IS NULL OR (
        NEW.claimed_by_id IS NOT DISTINCT FROM OLD.claimed_by_id AND NEW.claimed_until <= OLD.claimed_until
    ) THEN
        RETURN NEW;
    END IF;
    IF OLD.claimed_by_id <> NEW.claimed_by_id AND OLD.claimed_until > statement_timestamp() THEN
        RAISE EXCEPTION 'query % is claimed by another doctor', OLD.id USING ERRCODE = 'check_violation';
    END IF;
    IF NOT doctor_is_verified(NEW.claimed_by_id) THEN
        RAISE EXCEPTION 'doctor % is not verified', NEW.claimed_by_id USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (SELECT 1 FROM specialties_doctor WHERE id = NEW.claimed_by_id AND user_id = NEW.asker_id) THEN
        RAISE EXCEPTION 'nobody answers their own query' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER question_claim BEFORE UPDATE OF claimed_by_id, claimed_until ON questions_question
    FOR EACH ROW EXECUTE FUNCTION guard_claim();
"""

# An approved draft is frozen: another text needs a new approval.
DRAFTS = """
CREATE FUNCTION guard_public_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.approved_by_id IS NULL THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'INSERT' OR (NEW.title, NEW.text, NEW.prepared_by_id, NEW.question_id)
            IS DISTINCT FROM (OLD.title, OLD.text, OLD.prepared_by_id, OLD.question_id) THEN
        RAISE EXCEPTION 'a changed public text must be approved anew' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.approved_by_id IS NOT NULL AND NEW.approved_by_id <> OLD.approved_by_id THEN
        RAISE EXCEPTION 'a public text is approved once' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER publicdraft_frozen BEFORE INSERT OR UPDATE ON questions_publicdraft
    FOR EACH ROW EXECUTE FUNCTION guard_public_draft();
"""

PUBLISHED = """
CREATE FUNCTION guard_published_question() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    query questions_question;
    draft questions_publicdraft;
    two_people boolean;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.question_id IS DISTINCT FROM OLD.question_id THEN
        RAISE EXCEPTION 'a public copy stays with its query' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.question_id IS NULL THEN  -- imported; published_is_ours_or_imported has the rest
        RETURN NEW;
    END IF;
    SELECT * INTO query FROM questions_question WHERE id = NEW.question_id;
    SELECT * INTO draft FROM questions_publicdraft WHERE question_id = NEW.question_id;
    IF query.consent = 'private' OR query.care NOT IN ('answered', 'closed') THEN
        RAISE EXCEPTION 'query % may not be published', query.id USING ERRCODE = 'check_violation';
    END IF;
    IF draft.approved_by_id IS NULL OR draft.approved_by_id <> NEW.approved_by_id
            OR draft.approved_by_id = query.asker_id
            OR (draft.title, draft.text) IS DISTINCT FROM (NEW.title, NEW.text) THEN
        RAISE EXCEPTION 'only an approved public text is published' USING ERRCODE = 'check_violation';
    END IF;
    SELECT query.about <> 'self' OR query.age_band IN ('0–4', '5–12', '13–17') OR query.self_harm
            OR bool_or(rare OR sensitive)
        INTO two_people
        FROM specialties_specialty
        WHERE id = query.specialty_id
            OR id = (SELECT parent_id FROM specialties_specialty WHERE id = query.specialty_id);
    IF two_people AND draft.approved_by_id = draft.prepared_by_id THEN
        RAISE EXCEPTION 'two different moderators must sign' USING ERRCODE = 'check_violation';
    END IF;
    IF (two_people OR query.consent <> 'no_need') AND draft.agreed_at IS NULL THEN
        RAISE EXCEPTION 'the patient has not agreed to the text' USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM accounts_user WHERE id = draft.approved_by_id AND is_staff) THEN
        RAISE EXCEPTION 'only staff approve a public text' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER published_question_guard BEFORE INSERT OR UPDATE ON questions_publishedquestion
    FOR EACH ROW EXECUTE FUNCTION guard_published_question();

-- "published" and the existence of the public copy are one fact; checked at commit.
CREATE FUNCTION guard_published_means_public() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    query_id bigint;
    is_published boolean;
BEGIN
    IF TG_TABLE_NAME = 'questions_question' THEN
        query_id := NEW.id;
    ELSIF TG_OP = 'DELETE' THEN
        query_id := OLD.question_id;
    ELSE
        query_id := NEW.question_id;
    END IF;
    SELECT publication = 'published' INTO is_published FROM questions_question WHERE id = query_id;
    IF is_published <> EXISTS (SELECT 1 FROM questions_publishedquestion WHERE question_id = query_id) THEN
        RAISE EXCEPTION 'state and public copy of query % differ', query_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER question_published_means_public AFTER UPDATE ON questions_question
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.publication <> NEW.publication)
    EXECUTE FUNCTION guard_published_means_public();
CREATE CONSTRAINT TRIGGER copy_published_means_public AFTER INSERT OR DELETE ON questions_publishedquestion
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard_published_means_public();
"""

# Per statement, not per row: an import of 10,000 lines would otherwise touch the same counts 10,000 times.
# Rows are locked in order of id, so that two publications can't deadlock.
COUNTS = """
CREATE FUNCTION count_published() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed record;
    changes text := '';
BEGIN
    IF TG_OP IN ('INSERT', 'UPDATE') THEN
        changes := 'SELECT topic_id, area_id, 1 AS one FROM added';
    END IF;
    IF TG_OP IN ('DELETE', 'UPDATE') THEN
        changes := changes || CASE WHEN changes = '' THEN '' ELSE ' UNION ALL ' END
            || 'SELECT topic_id, area_id, -1 AS one FROM removed';
    END IF;
    FOR changed IN EXECUTE
        'SELECT id, sum(one) AS difference FROM ('
        || 'SELECT topic_id AS id, one FROM (' || changes || ') t'
        || ' UNION ALL SELECT area_id, one FROM (' || changes || ') a WHERE area_id <> topic_id'
        || ') both_levels GROUP BY id HAVING sum(one) <> 0 ORDER BY id'
    LOOP
        UPDATE specialties_specialty SET published_count = published_count + changed.difference
            WHERE id = changed.id;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER published_count_insert AFTER INSERT ON questions_publishedquestion
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_published();
CREATE TRIGGER published_count_delete AFTER DELETE ON questions_publishedquestion
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION count_published();
CREATE TRIGGER published_count_update AFTER UPDATE ON questions_publishedquestion
    REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_published();
"""


class Migration(migrations.Migration):
    dependencies = [("questions", "0001_initial"), ("specialties", "0002_guards")]

    operations = [
        migrations.RunSQL(
            MOVES,
            """
            DROP TRIGGER question_care_moves ON questions_question;
            DROP TRIGGER question_publication_moves ON questions_question;
            """,
        ),
        migrations.RunSQL(
            CLAIMS,
            "DROP TRIGGER question_claim ON questions_question; DROP FUNCTION guard_claim();",
        ),
        migrations.RunSQL(
            DRAFTS,
            "DROP TRIGGER publicdraft_frozen ON questions_publicdraft; DROP FUNCTION guard_public_draft();",
        ),
        migrations.RunSQL(
            PUBLISHED,
            """
            DROP TRIGGER published_question_guard ON questions_publishedquestion;
            DROP TRIGGER question_published_means_public ON questions_question;
            DROP TRIGGER copy_published_means_public ON questions_publishedquestion;
            DROP FUNCTION guard_published_question();
            DROP FUNCTION guard_published_means_public();
            """,
        ),
        migrations.RunSQL(
            COUNTS,
            """
            DROP TRIGGER published_count_insert ON questions_publishedquestion;
            DROP TRIGGER published_count_delete ON questions_publishedquestion;
            DROP TRIGGER published_count_update ON questions_publishedquestion;
            DROP FUNCTION count_published();
            """,
        ),
    ]
