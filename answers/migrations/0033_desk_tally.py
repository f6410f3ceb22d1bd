"""The tally of what waits at the desk, kept by triggers on each table that a queue reads."""

from django.db import migrations

# Which queues a row stands in, and the columns that say so. The queues are those of the desk; a test compares the
# tally with a count of each.
PLACES = {
    "questions_question": (
        "care, urgent, copy_waits",
        """
        SELECT 'queries', r.urgent, NULL::date WHERE r.care = 'submitted'
        UNION ALL SELECT CASE r.copy_waits WHEN 'prepare' THEN 'publications' WHEN 'approve' THEN 'approvals'
            WHEN 'correct' THEN 'corrections' ELSE 'with-patients' END, false, NULL WHERE r.copy_waits <> ''
        """,
    ),
    "answers_answer": (
        "status, urgent, given_up",
        "SELECT 'answers', r.urgent, NULL::date WHERE r.status = 'in_review' AND NOT r.given_up",
    ),
    "answers_followup": (
        "status, urgent",
        """
        SELECT CASE r.status WHEN 'in_review' THEN 'follow-ups' ELSE 'follow-ups-with-doctors' END, r.urgent,
            NULL::date WHERE r.status IN ('in_review', 'waiting', 'returned')
        """,
    ),
    "questions_appeal": (
        "outcome, urgent",
        "SELECT 'appeals', r.urgent, NULL::date WHERE r.outcome = ''",
    ),
    "answers_decisionappeal": (
        "outcome",
        "SELECT 'decision-appeals', false, NULL::date WHERE r.outcome = ''",
    ),
    "answers_opinion": (
        "status, on_retracted",
        "SELECT 'opinions', false, NULL::date WHERE r.status = 'in_review' AND NOT r.on_retracted",
    ),
    "questions_publishedquestion": (
        "review_wanted_at, review_due_on, answer_count",
        """
        SELECT 'disagreements', false, NULL::date WHERE r.review_wanted_at IS NOT NULL
        UNION ALL SELECT 'stale', false, r.review_due_on WHERE r.review_due_on IS NOT NULL AND r.answer_count > 0
        """,
    ),
    "answers_report": (
        "status, urgent, reference",
        """
        SELECT CASE r.reference WHEN '' THEN 'reports' ELSE 'page-reports' END, r.urgent, NULL::date
            WHERE r.status = 'waiting'
        """,
    ),
    "specialties_doctor": (
        "status, licence_expires_on",
        """
        SELECT 'doctors', false, NULL::date WHERE r.status IN ('applied', 'checked')
        UNION ALL SELECT 'licences', false, r.licence_expires_on
            WHERE r.status = 'verified' AND r.licence_expires_on IS NOT NULL
        """,
    ),
}

# A line for each change, so that no two decisions wait for one counter. Every fiftieth line draws lines of the past
# together; rows that another transaction is drawing together are left to it.
TALLY = """
CREATE FUNCTION desk_tally() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_fiftieth boolean;
BEGIN
    WITH moved AS (
        SELECT queue, urgent, day, -1 AS change FROM desk_places(OLD)
        UNION ALL SELECT queue, urgent, day, 1 FROM desk_places(NEW)
    ), made AS (
        INSERT INTO questions_desktally (queue, urgent, day, change)
            SELECT queue, urgent, day, sum(change) FROM moved GROUP BY queue, urgent, day HAVING sum(change) <> 0
            RETURNING id
    )
    SELECT bool_or(id % 50 = 0) INTO is_fiftieth FROM made;
    IF is_fiftieth THEN
        WITH past AS (
            DELETE FROM questions_desktally WHERE id IN (
                SELECT id FROM questions_desktally ORDER BY id LIMIT 500 FOR UPDATE SKIP LOCKED
            ) RETURNING queue, urgent, day, change
        )
        INSERT INTO questions_desktally (queue, urgent, day, change)
            SELECT queue, urgent, day, sum(change) FROM past GROUP BY queue, urgent, day HAVING sum(change) <> 0;
    END IF;
    RETURN NULL;
END $$;
"""
OF_TABLE = """
CREATE FUNCTION desk_places(r {table}) RETURNS TABLE (queue text, urgent boolean, day date)
    LANGUAGE sql IMMUTABLE AS $$ {places} $$;
CREATE TRIGGER desk_tally_new AFTER INSERT OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION desk_tally();
CREATE TRIGGER desk_tally_moved AFTER UPDATE ON {table} FOR EACH ROW
    WHEN (({old}) IS DISTINCT FROM ({new})) EXECUTE FUNCTION desk_tally();
INSERT INTO questions_desktally (queue, urgent, day, change)
    SELECT p.queue, p.urgent, p.day, count(*) FROM {table} r CROSS JOIN desk_places(r) p
    GROUP BY p.queue, p.urgent, p.day;
"""
NOT_OF_TABLE = """
DROP TRIGGER desk_tally_moved ON {table};
DROP TRIGGER desk_tally_new ON {table};
DROP FUNCTION desk_places({table});
"""
GUARD = """
CREATE FUNCTION guard_desk_tally() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'triggers alone keep the tally of the desk' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER desktally_guard BEFORE INSERT OR UPDATE OR DELETE ON questions_desktally
    FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION guard_desk_tally();

DO $$
DECLARE
    guard text;
BEGIN
    FOREACH guard IN ARRAY ARRAY['desk_tally', 'guard_desk_tally'] LOOP
        EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', guard, current_schema());
    END LOOP;
END $$;
"""
NO_GUARD = """
DROP TRIGGER desktally_guard ON questions_desktally;
DROP FUNCTION guard_desk_tally();
"""


def of_table(table, columns, places):
    old, new = (", ".join(f"{row}.{column}" for column in columns.split(", ")) for row in ("OLD", "NEW"))
    return migrations.RunSQL(
        OF_TABLE.format(table=table, places=places, old=old, new=new),
        NOT_OF_TABLE.format(table=table),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("answers", "0032_at_the_desk_guards"),
        ("specialties", "0013_licence_ends"),
    ]

    operations = [
        migrations.RunSQL(TALLY, "DROP FUNCTION desk_tally(); DELETE FROM questions_desktally;"),
        *(of_table(table, *said) for table, said in PLACES.items()),
        migrations.RunSQL(GUARD, NO_GUARD),
    ]
