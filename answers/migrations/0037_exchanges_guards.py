"""Triggers: of what was asked back and asked further a public copy holds what was taken in and approved, no more."""

from django.db import migrations

# What a moderator takes in has happened: a request of the answer's own doctor that the patient of this query replied
# to, or a follow-up to this answer whose reply was released. Each once, with words on both sides and nothing else.
# Neither can change or be unsaid afterwards, so it is true as long as the row stands.
TAKEN_IN = """
CREATE FUNCTION guard_exchanges_taken_in() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    one jsonb;
    about record;
BEGIN
    IF jsonb_typeof(NEW.exchanges) <> 'array' THEN
        RAISE EXCEPTION 'exchanges are a list' USING ERRCODE = 'check_violation';
    END IF;
    SELECT d.question_id, v.answer_id, doctor.user_id INTO about FROM questions_publicdraft d
        CROSS JOIN answers_answerversion v JOIN answers_answer a ON a.id = v.answer_id
        JOIN specialties_doctor doctor ON doctor.id = a.doctor_id
        WHERE d.id = NEW.draft_id AND v.id = NEW.source_id;
    IF (SELECT count(*) <> count(DISTINCT (each -> 'kind', each -> 'source'))
            FROM jsonb_array_elements(NEW.exchanges) each) THEN
        RAISE EXCEPTION 'an exchange is taken in once' USING ERRCODE = 'check_violation';
    END IF;
    FOR one IN SELECT jsonb_array_elements(NEW.exchanges) LOOP
        IF one - ARRAY['kind', 'source', 'patient', 'doctor', 'on', 'reviewed_on'] <> '{}'
                OR jsonb_typeof(one -> 'patient') IS DISTINCT FROM 'string'
                OR jsonb_typeof(one -> 'doctor') IS DISTINCT FROM 'string'
                OR one ->> 'patient' !~ '\\S' OR one ->> 'doctor' !~ '\\S'
                OR (one ->> 'on')::date IS NULL
                OR jsonb_typeof(one -> 'source') IS DISTINCT FROM 'number' THEN
            RAISE EXCEPTION 'an exchange has a day and the words of both sides' USING ERRCODE = 'check_violation';
        END IF;
        IF NOT (CASE one ->> 'kind'
            WHEN 'clarification' THEN EXISTS (
                SELECT 1 FROM answers_clarification WHERE id = (one ->> 'source')::bigint
                    AND question_id = about.question_id AND asked_by_id = about.user_id AND replied_at IS NOT NULL)
            WHEN 'follow_up' THEN (one ->> 'reviewed_on')::date IS NOT NULL AND EXISTS (
                SELECT 1 FROM answers_followup WHERE id = (one ->> 'source')::bigint
                    AND answer_id = about.answer_id AND status = 'answered')
            ELSE false END) THEN
            RAISE EXCEPTION 'only what was replied to, and a reply that was approved, is taken in'
                USING ERRCODE = 'check_violation';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;
CREATE TRIGGER public_answer_draft_exchanges BEFORE INSERT OR UPDATE ON answers_publicanswerdraft
    FOR EACH ROW WHEN (NEW.exchanges <> '[]') EXECUTE FUNCTION guard_exchanges_taken_in();
"""

# As before, and: exchanges are a part like the others; an answer that is retracted leaves none; a page whose query is
# erased keeps their words and forgets which private rows they were.
PUBLIC = """
CREATE OR REPLACE FUNCTION guard_published_answer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    page questions_publishedquestion;
    draft questions_publicdraft;
    parts text[] := ARRAY['short_answer', 'explanation', 'self_care', 'help_non_urgent', 'help_urgent',
                          'help_emergency', 'limits', 'sources', 'clinical_opinion', 'findings', 'exchanges'];
    part text;
    approved jsonb;
    version answers_answerversion;
BEGIN
    SELECT * INTO page FROM questions_publishedquestion WHERE id = NEW.question_id;
    IF NEW.detached OR page.detached_on IS NOT NULL THEN
        IF TG_OP = 'UPDATE' AND NEW.detached AND page.detached_on IS NOT NULL
                AND NEW.source_id IS NULL AND NOT NEW.imported
                AND to_jsonb(NEW) - 'detached' - 'source_id' - 'exchanges'
                    = to_jsonb(OLD) - 'detached' - 'source_id' - 'exchanges'
                AND NEW.exchanges = (
                    SELECT coalesce(jsonb_agg(one || '{"source": null}' ORDER BY place), '[]')
                    FROM jsonb_array_elements(OLD.exchanges) WITH ORDINALITY AS each (one, place)) THEN
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
                OR NEW.clinical_opinion OR NEW.findings <> '{}' OR NEW.rendered <> '{}' OR NEW.exchanges <> '[]' THEN
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
"""

PARTS = ("'findings', 'exchanges'];", "'findings'];")
EMPTIED = (" OR NEW.exchanges <> '[]' THEN", " THEN")
FORGOTTEN = """ - 'exchanges'
                    = to_jsonb(OLD) - 'detached' - 'source_id' - 'exchanges'
                AND NEW.exchanges = (
                    SELECT coalesce(jsonb_agg(one || '{"source": null}' ORDER BY place), '[]')
                    FROM jsonb_array_elements(OLD.exchanges) WITH ORDINALITY AS each (one, place)) THEN"""
BEFORE = " = to_jsonb(OLD) - 'detached' - 'source_id' THEN"

# A temporary table must not stand in for a real one (see 0004).
REAL_TABLES = """
DO $$
DECLARE
    guard text;
BEGIN
    FOREACH guard IN ARRAY ARRAY[{guards}] LOOP
        EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', guard, current_schema());
    END LOOP;
END $$;
"""
PUBLIC_BEFORE = PUBLIC.replace(*PARTS).replace(*EMPTIED).replace(FORGOTTEN, BEFORE) + REAL_TABLES.format(
    guards="'guard_published_answer'"
)


class Migration(migrations.Migration):
    dependencies = [("answers", "0036_exchanges")]

    operations = [
        migrations.RunSQL(
            TAKEN_IN,
            """
            DROP TRIGGER public_answer_draft_exchanges ON answers_publicanswerdraft;
            DROP FUNCTION guard_exchanges_taken_in();
            """,
        ),
        migrations.RunSQL(PUBLIC, PUBLIC_BEFORE),
        migrations.RunSQL(
            REAL_TABLES.format(guards="'guard_exchanges_taken_in', 'guard_published_answer'"),
            migrations.RunSQL.noop,
        ),
    ]
