"""Guards: a public page changes by a correction or a retraction alone, and shows the very version that was approved."""

from django.db import migrations

# Each public page shows the words of the one draft there ever was of it.
FILL = """
UPDATE questions_publishedquestion page SET draft_version = draft.version
    FROM questions_publicdraft draft WHERE draft.question_id = page.question_id;
"""

# As before, and: the approved version is the one that the page names, and its note is frozen with it.
DRAFTS = """
CREATE OR REPLACE FUNCTION guard_public_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.approved_by_id IS NULL THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'INSERT' OR (NEW.title, NEW.text, NEW.correction_note, NEW.version, NEW.prepared_by_id, NEW.question_id)
            IS DISTINCT FROM
            (OLD.title, OLD.text, OLD.correction_note, OLD.version, OLD.prepared_by_id, OLD.question_id) THEN
        RAISE EXCEPTION 'a changed public text must be approved anew' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.approved_by_id IS NOT NULL AND NEW.approved_by_id <> OLD.approved_by_id THEN
        RAISE EXCEPTION 'a public text is approved once' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

-- The draft of a public page stays approved and agreed, until a newer version of it is begun: without approval, and
-- never back to an older one. That version is decided on like any other while the page stays as it is.
CREATE OR REPLACE FUNCTION guard_draft_of_public_page() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    shown integer := (SELECT draft_version FROM questions_publishedquestion WHERE question_id = OLD.question_id);
BEGIN
    IF shown IS NULL THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.question_id = OLD.question_id AND (
        NEW.version > OLD.version AND NEW.approved_by_id IS NULL
        OR NEW.version = OLD.version AND OLD.version > shown
    ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the text of a public page stays approved and agreed' USING ERRCODE = 'check_violation';
END $$;
"""

PUBLISHED = """
CREATE OR REPLACE FUNCTION guard_published_question() RETURNS trigger LANGUAGE plpgsql AS $$
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
    IF NEW.draft_version <> draft.version THEN
        RAISE EXCEPTION 'a public page names the version of its text' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

-- The rules of birth hold for each correction.
CREATE TRIGGER published_question_corrected BEFORE UPDATE ON questions_publishedquestion
    FOR EACH ROW WHEN (OLD.draft_version IS DISTINCT FROM NEW.draft_version)
    EXECUTE FUNCTION guard_published_question();
CREATE TRIGGER published_question_corrected_by BEFORE UPDATE ON questions_publishedquestion
    FOR EACH ROW WHEN (OLD.draft_version IS DISTINCT FROM NEW.draft_version) EXECUTE FUNCTION guard_prepared_by();
"""

# What a correction may change, what a retraction may, and what nothing may.
FIXED = ["reference", "slug", "age_band", "sex", "picture_count", "asked_on"]
WORDS = ["title", "text", "query_excerpt", "approved_by_id"]
CARD = ["answer_excerpt", "answer_count", "lead_doctor_id"]


def changed(columns):
    old, new = (", ".join(f"{row}.{name}" for name in columns) for row in ("OLD", "NEW"))
    return f"(({old}) IS DISTINCT FROM ({new}))"


CHANGE = f"""
CREATE FUNCTION guard_published_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    standing bigint;
BEGIN
    IF NEW.draft_version > OLD.draft_version AND OLD.question_id IS NOT NULL AND NOT {changed(FIXED)} THEN
        RETURN NEW;  -- a correction: published_question_corrected has the rest
    END IF;
    IF NEW.draft_version = OLD.draft_version AND NOT {changed(FIXED)} AND NOT {changed(WORDS)} THEN
        -- A retraction: one answer fewer on the card, and what is left there is of one that stands.
        SELECT count(*) INTO standing FROM answers_publishedanswer
            WHERE question_id = OLD.id AND retracted_on IS NULL;
        IF NEW.answer_count = standing AND standing < OLD.answer_count
                AND (standing > 0 OR NEW.answer_excerpt = '')
                AND (NEW.lead_doctor_id = OLD.lead_doctor_id OR EXISTS (
                    SELECT 1 FROM answers_publishedanswer WHERE question_id = OLD.id
                        AND retracted_on IS NULL AND doctor_id = NEW.lead_doctor_id)) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'a public page is changed by taking it down, or by a correction' USING ERRCODE = 'check_violation';
END $$;
DROP TRIGGER published_question_frozen ON questions_publishedquestion;
CREATE TRIGGER published_question_frozen BEFORE UPDATE ON questions_publishedquestion
    FOR EACH ROW WHEN ((OLD.question_id IS NOT NULL OR OLD.detached_on IS NOT NULL)
        AND {changed([*FIXED, *WORDS, *CARD, "draft_version"])})
    EXECUTE FUNCTION guard_published_change();
"""

# A page whose every answer was retracted is in no list, so no list counts it.
COUNTS = """
CREATE OR REPLACE FUNCTION count_published() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed record;
    changes text := '';
BEGIN
    IF TG_OP IN ('INSERT', 'UPDATE') THEN
        changes := 'SELECT topic_id, area_id, 1 AS one FROM added WHERE answer_count > 0';
    END IF;
    IF TG_OP IN ('DELETE', 'UPDATE') THEN
        changes := changes || CASE WHEN changes = '' THEN '' ELSE ' UNION ALL ' END
            || 'SELECT topic_id, area_id, -1 AS one FROM removed WHERE answer_count > 0';
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
"""

# A temporary table must not stand in for a real one (see answers/0004).
REAL_TABLES = """
DO $$
DECLARE
    guard text;
BEGIN
    FOREACH guard IN ARRAY ARRAY['guard_public_draft', 'guard_draft_of_public_page', 'guard_published_question',
                                 'guard_published_change', 'count_published']
    LOOP
        EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', guard, current_schema());
    END LOOP;
END $$
"""


class Migration(migrations.Migration):
    # guard_published_change() reads answers_publishedanswer; its columns are there when it first runs.
    dependencies = [("questions", "0020_corrections")]

    # Of functions replaced here, migrating back leaves the stricter one.
    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(DRAFTS, migrations.RunSQL.noop),
        migrations.RunSQL(
            PUBLISHED,
            """
            DROP TRIGGER published_question_corrected ON questions_publishedquestion;
            DROP TRIGGER published_question_corrected_by ON questions_publishedquestion;
            """,
        ),
        migrations.RunSQL(
            CHANGE,
            f"""
            DROP TRIGGER published_question_frozen ON questions_publishedquestion;
            DROP FUNCTION guard_published_change();
            CREATE TRIGGER published_question_frozen BEFORE UPDATE ON questions_publishedquestion
                FOR EACH ROW WHEN ((OLD.question_id IS NOT NULL OR OLD.detached_on IS NOT NULL)
                    AND {changed([*FIXED, *WORDS, *CARD])})
                EXECUTE FUNCTION guard_public_copy_frozen();
            """,
        ),
        migrations.RunSQL(COUNTS, migrations.RunSQL.noop),
        migrations.RunSQL(REAL_TABLES, migrations.RunSQL.noop),
    ]
