"""Triggers keep what the desk's queues are sorted by: what rows copy of their query or answer, and what a public copy
waits for. Whatever is written into these columns, they say what the originals say.
"""

from django.db import migrations

# Each as before, and: the copied columns are nobody's words.
GUARDS = """
CREATE OR REPLACE FUNCTION guard_answer_writer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    not_theirs text[] := ARRAY['status', 'version', 'saved_at', 'submitted_at', 'approved_version_id',
                               'thanked_at', 'retraction', 'retraction_code', 'open_until', 'closed_at'{columns}];
BEGIN
    IF (NEW.status IN ('in_review', 'draft') AND NEW.status <> OLD.status)
            OR to_jsonb(NEW) - not_theirs IS DISTINCT FROM to_jsonb(OLD) - not_theirs THEN
        PERFORM demand_verified_doctor(NEW.doctor_id);
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION guard_appeal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    query questions_question;
    decision text[] := ARRAY['outcome', 'decided_by_id', 'decided_at', 'note'];
BEGIN
    SELECT * INTO query FROM questions_question WHERE id = NEW.question_id;
    IF TG_OP = 'INSERT' THEN
        IF NEW.outcome <> '' OR query.care <> 'declined' OR NEW.refused_by_id IS DISTINCT FROM query.declined_by_id THEN
            RAISE EXCEPTION 'an appeal is against a refusal' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;{copied}
    IF OLD.outcome <> '' OR to_jsonb(NEW) - decision IS DISTINCT FROM to_jsonb(OLD) - decision THEN
        RAISE EXCEPTION 'an appeal is decided once, and stays as it was made' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.decided_by_id IN (query.asker_id, query.declined_by_id)
            OR NOT EXISTS (SELECT 1 FROM accounts_user WHERE id = NEW.decided_by_id AND is_staff) THEN
        RAISE EXCEPTION 'another member of the staff decides on an appeal' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""
COPIED = """
    IF OLD.outcome = '' AND to_jsonb(NEW) - 'urgent' = to_jsonb(OLD) - 'urgent' THEN
        RETURN NEW;
    END IF;"""

# What stands there already, before the triggers.
FILL = """
UPDATE answers_answer a SET urgent = q.urgent, given_up = q.care IN ('withdrawn', 'declined')
    FROM questions_question q WHERE q.id = a.question_id AND (q.urgent OR q.care IN ('withdrawn', 'declined'));
UPDATE answers_followup f SET urgent = true FROM answers_answer a
    WHERE a.id = f.answer_id AND a.urgent AND f.status NOT IN ('answered', 'closed');
UPDATE questions_appeal p SET urgent = true FROM questions_question q
    WHERE q.id = p.question_id AND q.urgent AND p.outcome = '';
UPDATE answers_opinion o SET on_retracted = true FROM answers_publishedanswer a
    WHERE a.id = o.published_answer_id AND a.retracted_on IS NOT NULL;
"""

# A new row reads its original and holds it, so that no change in the same moment passes it by; later the original's
# trigger alone writes.
COPIES = """
CREATE FUNCTION desk_answer_copies() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND pg_trigger_depth() = 1 THEN
        NEW.urgent := OLD.urgent;
        NEW.given_up := OLD.given_up;
        RETURN NEW;
    END IF;
    IF TG_OP = 'INSERT' THEN
        PERFORM 1 FROM questions_question WHERE id = NEW.question_id FOR SHARE;
    END IF;
    NEW.urgent := COALESCE((SELECT urgent FROM questions_question WHERE id = NEW.question_id), false);
    NEW.given_up := COALESCE(
        (SELECT care IN ('withdrawn', 'declined') FROM questions_question WHERE id = NEW.question_id), false);
    RETURN NEW;
END $$;
CREATE TRIGGER desk_answer_copies BEFORE INSERT OR UPDATE ON answers_answer
    FOR EACH ROW EXECUTE FUNCTION desk_answer_copies();

-- Of a follow-up or an appeal.
CREATE FUNCTION desk_urgent_copies() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    query_id bigint;
BEGIN
    IF TG_OP = 'UPDATE' AND pg_trigger_depth() = 1 THEN
        NEW.urgent := OLD.urgent;
        RETURN NEW;
    END IF;
    IF TG_TABLE_NAME = 'questions_appeal' THEN
        query_id := NEW.question_id;
    ELSE
        query_id := (SELECT question_id FROM answers_answer WHERE id = NEW.answer_id);
    END IF;
    IF TG_OP = 'INSERT' THEN
        PERFORM 1 FROM questions_question WHERE id = query_id FOR SHARE;
    END IF;
    NEW.urgent := COALESCE((SELECT urgent FROM questions_question WHERE id = query_id), false);
    RETURN NEW;
END $$;
CREATE TRIGGER desk_follow_up_copies BEFORE INSERT OR UPDATE ON answers_followup
    FOR EACH ROW EXECUTE FUNCTION desk_urgent_copies();
CREATE TRIGGER desk_appeal_copies BEFORE INSERT OR UPDATE ON questions_appeal
    FOR EACH ROW EXECUTE FUNCTION desk_urgent_copies();

CREATE FUNCTION desk_query_is_copied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE answers_answer SET urgent = NEW.urgent WHERE question_id = NEW.id;
    UPDATE answers_followup f SET urgent = NEW.urgent FROM answers_answer a
        WHERE a.id = f.answer_id AND a.question_id = NEW.id AND f.status NOT IN ('answered', 'closed');
    UPDATE questions_appeal SET urgent = NEW.urgent WHERE question_id = NEW.id AND outcome = '';
    RETURN NULL;
END $$;
CREATE TRIGGER desk_query_is_copied AFTER UPDATE ON questions_question
    FOR EACH ROW WHEN (OLD.urgent <> NEW.urgent
        OR (OLD.care IN ('withdrawn', 'declined')) <> (NEW.care IN ('withdrawn', 'declined')))
    EXECUTE FUNCTION desk_query_is_copied();

CREATE FUNCTION desk_opinion_copies() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND pg_trigger_depth() = 1 THEN
        NEW.on_retracted := OLD.on_retracted;
        RETURN NEW;
    END IF;
    IF TG_OP = 'INSERT' THEN
        PERFORM 1 FROM answers_publishedanswer WHERE id = NEW.published_answer_id FOR SHARE;
    END IF;
    NEW.on_retracted := COALESCE(
        (SELECT retracted_on IS NOT NULL FROM answers_publishedanswer WHERE id = NEW.published_answer_id), false);
    RETURN NEW;
END $$;
CREATE TRIGGER desk_opinion_copies BEFORE INSERT OR UPDATE ON answers_opinion
    FOR EACH ROW EXECUTE FUNCTION desk_opinion_copies();

CREATE FUNCTION desk_retraction_is_copied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE answers_opinion SET on_retracted = true WHERE published_answer_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER desk_retraction_is_copied AFTER UPDATE ON answers_publishedanswer
    FOR EACH ROW WHEN ((OLD.retracted_on IS NULL) <> (NEW.retracted_on IS NULL))
    EXECUTE FUNCTION desk_retraction_is_copied();
"""
NO_COPIES = """
DROP TRIGGER desk_retraction_is_copied ON answers_publishedanswer;
DROP TRIGGER desk_opinion_copies ON answers_opinion;
DROP TRIGGER desk_query_is_copied ON questions_question;
DROP TRIGGER desk_appeal_copies ON questions_appeal;
DROP TRIGGER desk_follow_up_copies ON answers_followup;
DROP TRIGGER desk_answer_copies ON answers_answer;
DROP FUNCTION desk_retraction_is_copied();
DROP FUNCTION desk_opinion_copies();
DROP FUNCTION desk_query_is_copied();
DROP FUNCTION desk_urgent_copies();
DROP FUNCTION desk_answer_copies();
"""

# A copy waits to be prepared until there is one, and again once the patient has allowed it anew, or an answer changed,
# since it was prepared; a page waits for a correction while one is begun, or an approved answer doesn't stand on it.
WAITS = """
CREATE FUNCTION desk_copy_waits(query questions_question, OUT step text, OUT since timestamptz)
LANGUAGE plpgsql AS $$
DECLARE
    draft questions_publicdraft;
    page questions_publishedquestion;
BEGIN
    step := '';
    IF query.publication NOT IN ('allowed', 'awaiting_patient', 'published') THEN
        RETURN;
    END IF;
    SELECT * INTO draft FROM questions_publicdraft WHERE question_id = query.id;
    IF query.publication = 'allowed' THEN
        IF query.care NOT IN ('answered', 'closed') OR NOT EXISTS (
            SELECT 1 FROM answers_answer
            WHERE question_id = query.id AND approved_version_id IS NOT NULL AND status <> 'retracted'
        ) THEN
            RETURN;
        END IF;
        IF draft.id IS NULL OR EXISTS (
            SELECT 1 FROM accounts_auditevent
            WHERE reference = query.reference AND verb = 'publication.allowed' AND at > draft.prepared_at
        ) THEN
            step := 'prepare';
            since := query.answered_at;
        ELSE
            step := 'approve';
            since := draft.prepared_at;
        END IF;
    ELSIF query.publication = 'awaiting_patient' THEN
        step := 'patient';
        since := draft.approved_at;
    ELSE
        SELECT * INTO page FROM questions_publishedquestion WHERE question_id = query.id;
        IF page.draft_version <> draft.version AND draft.approved_at IS NOT NULL THEN
            step := 'patient';
            since := draft.approved_at;
        ELSIF page.draft_version <> draft.version OR page.id IS NOT NULL AND EXISTS (
            SELECT 1 FROM answers_answer a
            WHERE a.question_id = query.id AND a.approved_version_id IS NOT NULL AND a.status <> 'retracted'
                AND NOT EXISTS (SELECT 1 FROM answers_publishedanswer WHERE source_id = a.approved_version_id)
        ) THEN
            step := 'correct';
            since := page.changed_at;
        END IF;
    END IF;
END $$;

CREATE FUNCTION desk_query_waits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT step, since INTO NEW.copy_waits, NEW.copy_waits_since FROM desk_copy_waits(NEW);
    RETURN NEW;
END $$;
CREATE TRIGGER desk_query_waits BEFORE INSERT OR UPDATE ON questions_question
    FOR EACH ROW WHEN (NEW.copy_waits <> '' OR NEW.copy_waits_since IS NOT NULL
        OR NEW.publication IN ('allowed', 'awaiting_patient', 'published'))
    EXECUTE FUNCTION desk_query_waits();

-- Something that a query's copy depends on has changed. Its moves hold the query already.
CREATE FUNCTION desk_look_at(query_id bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    query questions_question;
    told record;
BEGIN
    SELECT * INTO query FROM questions_question WHERE id = query_id FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    SELECT * INTO told FROM desk_copy_waits(query);
    IF (told.step, told.since) IS DISTINCT FROM (query.copy_waits::text, query.copy_waits_since) THEN
        UPDATE questions_question SET copy_waits = told.step WHERE id = query_id;
    END IF;
END $$;

CREATE FUNCTION desk_copy_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.question_id IS NOT NULL THEN
        PERFORM desk_look_at(OLD.question_id);
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.question_id IS NOT NULL
            AND (TG_OP = 'INSERT' OR NEW.question_id IS DISTINCT FROM OLD.question_id) THEN
        PERFORM desk_look_at(NEW.question_id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER desk_draft_new AFTER INSERT OR DELETE ON questions_publicdraft
    FOR EACH ROW EXECUTE FUNCTION desk_copy_changed();
CREATE TRIGGER desk_draft_changed AFTER UPDATE ON questions_publicdraft
    FOR EACH ROW WHEN ((OLD.question_id, OLD.version, OLD.prepared_at, OLD.approved_at)
        IS DISTINCT FROM (NEW.question_id, NEW.version, NEW.prepared_at, NEW.approved_at))
    EXECUTE FUNCTION desk_copy_changed();
CREATE TRIGGER desk_page_new AFTER INSERT OR DELETE ON questions_publishedquestion
    FOR EACH ROW EXECUTE FUNCTION desk_copy_changed();
CREATE TRIGGER desk_page_changed AFTER UPDATE ON questions_publishedquestion
    FOR EACH ROW WHEN ((OLD.question_id, OLD.draft_version, OLD.changed_at)
        IS DISTINCT FROM (NEW.question_id, NEW.draft_version, NEW.changed_at))
    EXECUTE FUNCTION desk_copy_changed();
CREATE TRIGGER desk_answer_new AFTER INSERT ON answers_answer
    FOR EACH ROW WHEN (NEW.approved_version_id IS NOT NULL) EXECUTE FUNCTION desk_copy_changed();
CREATE TRIGGER desk_answer_gone AFTER DELETE ON answers_answer
    FOR EACH ROW WHEN (OLD.approved_version_id IS NOT NULL) EXECUTE FUNCTION desk_copy_changed();
CREATE TRIGGER desk_answer_changed AFTER UPDATE ON answers_answer
    FOR EACH ROW WHEN ((OLD.approved_version_id, OLD.status = 'retracted')
        IS DISTINCT FROM (NEW.approved_version_id, NEW.status = 'retracted'))
    EXECUTE FUNCTION desk_copy_changed();

CREATE FUNCTION desk_public_answer_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    page_id bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.question_id ELSE NEW.question_id END;
    query_id bigint := (SELECT question_id FROM questions_publishedquestion WHERE id = page_id);
BEGIN
    IF query_id IS NOT NULL THEN
        PERFORM desk_look_at(query_id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER desk_public_answer_new AFTER INSERT OR DELETE ON answers_publishedanswer
    FOR EACH ROW EXECUTE FUNCTION desk_public_answer_changed();
CREATE TRIGGER desk_public_answer_changed AFTER UPDATE ON answers_publishedanswer
    FOR EACH ROW WHEN (OLD.source_id IS DISTINCT FROM NEW.source_id)
    EXECUTE FUNCTION desk_public_answer_changed();

CREATE FUNCTION desk_allowed_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM desk_look_at((SELECT id FROM questions_question WHERE reference = NEW.reference));
    RETURN NULL;
END $$;
CREATE TRIGGER desk_allowed_again AFTER INSERT ON accounts_auditevent
    FOR EACH ROW WHEN (NEW.verb = 'publication.allowed') EXECUTE FUNCTION desk_allowed_again();

UPDATE questions_question SET copy_waits = '' WHERE publication IN ('allowed', 'awaiting_patient', 'published');
"""
NO_WAITS = """
DROP TRIGGER desk_allowed_again ON accounts_auditevent;
DROP TRIGGER desk_public_answer_changed ON answers_publishedanswer;
DROP TRIGGER desk_public_answer_new ON answers_publishedanswer;
DROP TRIGGER desk_answer_changed ON answers_answer;
DROP TRIGGER desk_answer_gone ON answers_answer;
DROP TRIGGER desk_answer_new ON answers_answer;
DROP TRIGGER desk_page_changed ON questions_publishedquestion;
DROP TRIGGER desk_page_new ON questions_publishedquestion;
DROP TRIGGER desk_draft_changed ON questions_publicdraft;
DROP TRIGGER desk_draft_new ON questions_publicdraft;
DROP TRIGGER desk_query_waits ON questions_question;
DROP FUNCTION desk_allowed_again();
DROP FUNCTION desk_public_answer_changed();
DROP FUNCTION desk_copy_changed();
DROP FUNCTION desk_look_at(bigint);
DROP FUNCTION desk_query_waits();
DROP FUNCTION desk_copy_waits(questions_question);
"""

# A temporary table must not stand in for a real one (see 0004).
REAL_TABLES = """
DO $$
DECLARE
    guard regprocedure;
BEGIN
    FOR guard IN SELECT oid FROM pg_proc WHERE pronamespace = current_schema()::regnamespace
            AND (proname LIKE 'desk\\_%' OR proname IN ('guard_answer_writer', 'guard_appeal')) LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = %I, pg_temp', guard, current_schema());
    END LOOP;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("answers", "0031_at_the_desk"),
        ("questions", "0033_desk_tally"),
    ]

    operations = [
        migrations.RunSQL(
            GUARDS.format(columns=",\n                               'urgent', 'given_up'", copied=COPIED),
            GUARDS.format(columns="", copied=""),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(COPIES, NO_COPIES),
        migrations.RunSQL(WAITS, NO_WAITS),
        migrations.RunSQL(REAL_TABLES, REAL_TABLES),
    ]
