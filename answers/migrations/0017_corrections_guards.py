"""Guards: what a version says of its change, corrections and retractions of public answers."""

from django.db import migrations

# As before, and: a return may hold a rule and a proposal; what follows an approved version says what was changed.
VERSIONS = r"""
CREATE OR REPLACE FUNCTION guard_answer_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    decision text[] := ARRAY['outcome', 'reviewed_by_id', 'reviewed_at', 'reason', 'rule', 'proposal'];
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
        IF (NEW.change_note ~ '\S') <> EXISTS (
            SELECT 1 FROM answers_answerversion WHERE answer_id = NEW.answer_id AND outcome = 'approved'
        ) THEN
            RAISE EXCEPTION 'a version after an approved one says what was changed' USING ERRCODE = 'check_violation';
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
"""

# As before, and: a moderator writes the code of a retraction.
WRITERS = """
CREATE OR REPLACE FUNCTION guard_answer_writer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    not_theirs text[] := ARRAY['status', 'version', 'saved_at', 'submitted_at', 'approved_version_id',
                               'thanked_at', 'retraction', 'retraction_code'];
BEGIN
    IF (NEW.status IN ('in_review', 'draft') AND NEW.status <> OLD.status)
            OR to_jsonb(NEW) - not_theirs IS DISTINCT FROM to_jsonb(OLD) - not_theirs THEN
        PERFORM demand_verified_doctor(NEW.doctor_id);
    END IF;
    RETURN NEW;
END $$;
"""

# A public answer is changed by a correction of its page, once for each, into the words of the approved draft; or its
# words go for good, because it was retracted. Whatever the road, the rules of birth hold for the words it shows.
PUBLIC = """
CREATE OR REPLACE FUNCTION guard_published_answer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    page questions_publishedquestion;
    draft questions_publicdraft;
    parts text[] := ARRAY['short_answer', 'explanation', 'self_care', 'help_non_urgent', 'help_urgent',
                          'help_emergency', 'limits', 'sources', 'clinical_opinion', 'findings'];
    part text;
    approved jsonb;
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
    IF TG_OP = 'INSERT' AND NEW.retracted_on IS NOT NULL THEN
        RAISE EXCEPTION 'no retracted answer is published' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND NOT OLD.imported THEN
        IF to_jsonb(NEW) = to_jsonb(OLD) THEN
            RETURN NEW;
        END IF;
        IF OLD.retracted_on IS NOT NULL THEN
            RAISE EXCEPTION 'a retracted answer stays as it is' USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.retracted_on IS NOT NULL THEN
            IF to_jsonb(NEW) - parts - ARRAY['rendered', 'retracted_on', 'retraction']
                    IS DISTINCT FROM to_jsonb(OLD) - parts - ARRAY['rendered', 'retracted_on', 'retraction']
                OR NEW.short_answer || NEW.explanation || NEW.self_care || NEW.help_non_urgent || NEW.help_urgent
                    || NEW.help_emergency || NEW.limits || NEW.sources <> ''
                OR NEW.clinical_opinion OR NEW.findings <> '{}' OR NEW.rendered <> '{}' THEN
                RAISE EXCEPTION 'of a retracted answer no word stays' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        END IF;
        IF NEW.draft_version <= OLD.draft_version
                OR (NEW.question_id, NEW.doctor_id, NEW.position, NEW.answered_at, NEW.imported)
                    IS DISTINCT FROM (OLD.question_id, OLD.doctor_id, OLD.position, OLD.answered_at, OLD.imported)
                OR (SELECT answer_id FROM answers_answerversion WHERE id = NEW.source_id)
                    IS DISTINCT FROM (SELECT answer_id FROM answers_answerversion WHERE id = OLD.source_id) THEN
            RAISE EXCEPTION 'a public answer is changed by taking its page down, or by a correction'
                USING ERRCODE = 'check_violation';
        END IF;
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
    SELECT * INTO draft FROM questions_publicdraft WHERE question_id = page.question_id;
    SELECT to_jsonb(pad) INTO approved FROM answers_publicanswerdraft pad
        WHERE pad.draft_id = draft.id AND pad.source_id = NEW.source_id;
    FOREACH part IN ARRAY parts LOOP
        IF approved IS NULL OR (to_jsonb(NEW) -> part) IS DISTINCT FROM (approved -> part) THEN
            RAISE EXCEPTION 'the public answer differs from the approved text in %', part
                USING ERRCODE = 'check_violation';
        END IF;
    END LOOP;
    IF draft.approved_by_id IS NULL
            OR NEW.draft_version <> draft.version OR NEW.draft_version <> page.draft_version THEN
        RAISE EXCEPTION 'a public answer shows the approved version of its page' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
-- The guard above has the say about every change.
DROP TRIGGER published_answer_frozen ON answers_publishedanswer;
DROP FUNCTION guard_published_answer_frozen();
UPDATE answers_publishedanswer answer SET draft_version = page.draft_version
    FROM questions_publishedquestion page WHERE page.id = answer.question_id AND NOT answer.imported
        AND NOT answer.detached;

DROP TRIGGER published_answer_credentials ON answers_publishedanswer;
CREATE TRIGGER published_answer_credentials BEFORE INSERT OR UPDATE ON answers_publishedanswer
    FOR EACH ROW WHEN (NOT NEW.imported AND NOT NEW.detached) EXECUTE FUNCTION guard_published_credentials();
"""

RETRACTED = """
CREATE OR REPLACE FUNCTION guard_retracted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM answers_publishedanswer p JOIN answers_answerversion v ON v.id = p.source_id
        WHERE v.answer_id = NEW.id AND p.retracted_on IS NULL
    ) THEN
        RAISE EXCEPTION 'answer % is public: take its page down first, or its words off it', NEW.id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

-- The words go first, then the answer is retracted; at the commit both have happened, and the card is true.
CREATE FUNCTION guard_words_taken_off() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM answers_answerversion v JOIN answers_answer a ON a.id = v.answer_id
        WHERE v.id = NEW.source_id AND a.status <> 'retracted'
    ) THEN
        RAISE EXCEPTION 'the words of an answer leave its page when it is retracted' USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (
        SELECT 1 FROM questions_publishedquestion p WHERE p.id = NEW.question_id AND p.answer_count <> (
            SELECT count(*) FROM answers_publishedanswer WHERE question_id = p.id AND retracted_on IS NULL)
    ) THEN
        RAISE EXCEPTION 'a page counts the answers that stand' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER published_answer_retracted AFTER UPDATE ON answers_publishedanswer
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.retracted_on IS NULL AND NEW.retracted_on IS NOT NULL)
    EXECUTE FUNCTION guard_words_taken_off();
"""

CORRECTIONS = """
CREATE FUNCTION guard_correction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'a correction stays as it was told' USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM questions_publishedquestion p JOIN questions_publicdraft d ON d.question_id = p.question_id
        WHERE p.id = NEW.page_id AND p.draft_version = NEW.draft_version AND d.version = NEW.draft_version
            AND d.approved_by_id IS NOT NULL AND d.correction_note = NEW.note
    ) THEN
        RAISE EXCEPTION 'a correction says what was approved' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER correction_guard BEFORE INSERT OR UPDATE ON answers_correction
    FOR EACH ROW EXECUTE FUNCTION guard_correction();

-- A corrected page is whole: told to readers, and each answer that stands in the words of the same version; at commit.
CREATE FUNCTION guard_page_is_one_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM questions_publishedquestion WHERE id = NEW.id AND draft_version = NEW.draft_version
    ) THEN
        RETURN NULL;  -- taken down, or corrected once more, in the same transaction
    END IF;
    IF NOT EXISTS (SELECT 1 FROM answers_correction WHERE page_id = NEW.id AND draft_version = NEW.draft_version) THEN
        RAISE EXCEPTION 'readers are told of a correction' USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (
        SELECT 1 FROM answers_publicanswerdraft pad JOIN questions_publicdraft d ON d.id = pad.draft_id
        LEFT JOIN answers_publishedanswer a ON a.source_id = pad.source_id AND a.question_id = NEW.id
            AND a.draft_version = NEW.draft_version
        WHERE d.question_id = NEW.question_id AND a.id IS NULL
    ) OR EXISTS (
        SELECT 1 FROM answers_publishedanswer
        WHERE question_id = NEW.id AND retracted_on IS NULL AND draft_version <> NEW.draft_version
    ) OR NEW.answer_count <> (
        SELECT count(*) FROM answers_publishedanswer WHERE question_id = NEW.id AND retracted_on IS NULL
    ) THEN
        RAISE EXCEPTION 'a public page shows one version' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER published_question_one_version AFTER UPDATE ON questions_publishedquestion
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.draft_version IS DISTINCT FROM NEW.draft_version)
    EXECUTE FUNCTION guard_page_is_one_version();
"""

# A temporary table must not stand in for a real one (see 0004).
REAL_TABLES = """
DO $$
DECLARE
    guard text;
BEGIN
    FOREACH guard IN ARRAY ARRAY['guard_answer_version', 'guard_answer_writer', 'guard_published_answer',
                                 'guard_retracted', 'guard_words_taken_off', 'guard_correction',
                                 'guard_page_is_one_version']
    LOOP
        EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', guard, current_schema());
    END LOOP;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("answers", "0016_corrections"), ("questions", "0021_corrections_guards")]

    # Of functions replaced here, migrating back leaves the stricter one.
    operations = [
        migrations.RunSQL(VERSIONS, migrations.RunSQL.noop),
        migrations.RunSQL(WRITERS, migrations.RunSQL.noop),
        migrations.RunSQL(
            PUBLIC,
            """
            CREATE FUNCTION guard_published_answer_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'a public answer is changed by taking its page down'
                    USING ERRCODE = 'check_violation';
            END $$;
            CREATE TRIGGER published_answer_frozen BEFORE UPDATE ON answers_publishedanswer
                FOR EACH ROW WHEN (NOT OLD.imported AND NOT (NEW.detached AND NOT OLD.detached)
                    AND OLD.* IS DISTINCT FROM NEW.*)
                EXECUTE FUNCTION guard_published_answer_frozen();
            """,
        ),
        migrations.RunSQL(
            RETRACTED,
            """
            DROP TRIGGER published_answer_retracted ON answers_publishedanswer;
            DROP FUNCTION guard_words_taken_off();
            """,
        ),
        migrations.RunSQL(
            CORRECTIONS,
            """
            DROP TRIGGER published_question_one_version ON questions_publishedquestion;
            DROP TRIGGER correction_guard ON answers_correction;
            DROP FUNCTION guard_page_is_one_version();
            DROP FUNCTION guard_correction();
            """,
        ),
        migrations.RunSQL(REAL_TABLES, migrations.RunSQL.noop),
    ]
