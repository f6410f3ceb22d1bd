"""Triggers: whose decision an appeal overruled makes no other against somebody on the same item, refused queries,
follow-ups that are asked again and pages that come back among them; no doctor takes a page of theirs down."""

from django.db import migrations

# As before, and by an appeal against a refused query.
OVERRULED = """
CREATE OR REPLACE FUNCTION guard_overruled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM answers_decisionappeal WHERE statement_id = NEW.id AND outcome = 'granted'
    ) AND NOT (NEW.kind = 'query_declined' AND EXISTS (
        SELECT 1 FROM questions_appeal
        WHERE question_id = NEW.subject_id AND refused_by_id = NEW.by_id
            AND made_at >= NEW.given_at AND outcome = 'granted'
    )) THEN
        RAISE EXCEPTION 'a decision is overruled by a granted appeal' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
"""
OVERRULED_BEFORE = """
CREATE OR REPLACE FUNCTION guard_overruled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM answers_decisionappeal WHERE statement_id = NEW.id AND outcome = 'granted'
    ) THEN
        RAISE EXCEPTION 'a decision is overruled by a granted appeal' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
"""

# A follow-up that was closed and is asked again is another row of the same words. A page that goes has nobody in its
# own columns who took it down: the statement has.
ANOTHER = """
CREATE FUNCTION refuse_overruled_follow_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM accounts_statement s JOIN answers_followup f ON f.id = s.subject_id
        WHERE s.subject_type = 'answers.followup' AND s.by_id = NEW.reviewed_by_id AND s.overruled_at IS NOT NULL
            AND f.answer_id = NEW.answer_id AND f.text = NEW.text
    ) THEN
        RAISE EXCEPTION 'an appeal overruled %: another moderator decides', NEW.reviewed_by_id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER followup_another BEFORE UPDATE OF status ON answers_followup
    FOR EACH ROW WHEN (NEW.status IN ('answered', 'returned', 'closed') AND OLD.status <> NEW.status)
    EXECUTE FUNCTION refuse_overruled_follow_up();

CREATE TRIGGER question_decline_another BEFORE UPDATE OF care ON questions_question
    FOR EACH ROW WHEN (NEW.care = 'declined' AND OLD.care <> NEW.care)
    EXECUTE FUNCTION refuse_overruled('questions.question', 'id', 'declined_by_id');
CREATE TRIGGER question_triage_another BEFORE UPDATE OF triaged_by_id ON questions_question
    FOR EACH ROW WHEN (NEW.triaged_by_id IS DISTINCT FROM OLD.triaged_by_id)
    EXECUTE FUNCTION refuse_overruled('questions.question', 'id', 'triaged_by_id');

CREATE FUNCTION guard_page_withdrawn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM accounts_statement
        WHERE subject_type = NEW.subject_type AND subject_id = NEW.subject_id AND by_id = NEW.by_id
            AND overruled_at IS NOT NULL
    ) OR EXISTS (
        SELECT 1 FROM answers_answer a JOIN specialties_doctor d ON d.id = a.doctor_id
        WHERE a.question_id = NEW.subject_id AND d.user_id = NEW.by_id
    ) THEN
        RAISE EXCEPTION 'another moderator takes the page down' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER statement_page_withdrawn BEFORE INSERT ON accounts_statement
    FOR EACH ROW WHEN (NEW.kind = 'page_withdrawn')
    EXECUTE FUNCTION guard_page_withdrawn();
"""
ANOTHER_BEFORE = """
CREATE TRIGGER followup_another BEFORE UPDATE OF status ON answers_followup
    FOR EACH ROW WHEN (NEW.status IN ('answered', 'returned') AND OLD.status <> NEW.status)
    EXECUTE FUNCTION refuse_overruled('answers.followup', 'id', 'reviewed_by_id');
"""
DROP_ANOTHER = """
DROP TRIGGER followup_another ON answers_followup;
DROP TRIGGER question_decline_another ON questions_question;
DROP TRIGGER question_triage_another ON questions_question;
DROP TRIGGER statement_page_withdrawn ON accounts_statement;
DROP FUNCTION refuse_overruled_follow_up();
DROP FUNCTION guard_page_withdrawn();
"""

# A temporary table must not stand in for a real one (see 0004).
REAL_TABLES = """
DO $$
DECLARE
    guard text;
BEGIN
    FOREACH guard IN ARRAY ARRAY['guard_overruled', 'refuse_overruled_follow_up', 'guard_page_withdrawn'] LOOP
        EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', guard, current_schema());
    END LOOP;
END $$
"""
PIN_BEFORE = "DO $$ BEGIN EXECUTE format('ALTER FUNCTION guard_overruled() SET search_path = %I, pg_temp', current_schema()); END $$"  # noqa: E501

# What appeals against refused queries overruled before it was written down.
KNOWN = """
UPDATE accounts_statement s SET overruled_at = a.decided_at
FROM questions_appeal a
WHERE a.outcome = 'granted' AND s.kind = 'query_declined' AND s.overruled_at IS NULL
    AND s.subject_type = 'questions.question' AND s.subject_id = a.question_id AND s.by_id = a.refused_by_id
    AND s.id = (
        SELECT max(id) FROM accounts_statement
        WHERE kind = 'query_declined' AND subject_type = 'questions.question' AND subject_id = a.question_id
            AND given_at <= a.made_at
    );
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("answers", "0033_desk_tally"),
        ("accounts", "0014_statement_guards"),
        ("questions", "0033_desk_tally"),
    ]

    operations = [
        migrations.RunSQL(OVERRULED, OVERRULED_BEFORE + PIN_BEFORE),
        migrations.RunSQL(
            "DROP TRIGGER followup_another ON answers_followup;" + ANOTHER, DROP_ANOTHER + ANOTHER_BEFORE
        ),
        migrations.RunSQL(REAL_TABLES, migrations.RunSQL.noop),
        migrations.RunSQL(KNOWN, migrations.RunSQL.noop),
    ]
