"""Guards: changing a query, appeals, the ledger, and public pages whose query is erased."""

from django.db import migrations

MOVES = """
DROP TRIGGER question_care_moves ON questions_question;
CREATE TRIGGER question_care_moves BEFORE INSERT OR UPDATE OF care ON questions_question
    FOR EACH ROW EXECUTE FUNCTION guard_moves('care', '["draft"]', '{
        "draft": ["submitted", "withdrawn"],
        "submitted": ["open", "more_information", "declined", "withdrawn"],
        "more_information": ["submitted", "open", "declined", "withdrawn"],
        "open": ["submitted", "more_information", "answered", "declined", "withdrawn"],
        "answered": ["closed"],
        "declined": ["submitted"]
    }');
"""
OLD_MOVES = """
DROP TRIGGER question_care_moves ON questions_question;
CREATE TRIGGER question_care_moves BEFORE INSERT OR UPDATE OF care ON questions_question
    FOR EACH ROW EXECUTE FUNCTION guard_moves('care', '["draft"]', '{
        "draft": ["submitted", "withdrawn"],
        "submitted": ["open", "more_information", "declined", "withdrawn"],
        "more_information": ["submitted", "open", "declined", "withdrawn"],
        "open": ["more_information", "answered", "declined", "withdrawn"],
        "answered": ["closed"]
    }');
"""

# A query goes back to triage from doctors only while nobody answers it, and from a refusal only by a granted appeal.
BACK = """
CREATE FUNCTION guard_back_to_triage() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.care = 'open' AND (OLD.claimed_until > statement_timestamp()
            OR EXISTS (SELECT 1 FROM answers_answer WHERE question_id = NEW.id)) THEN
        RAISE EXCEPTION 'somebody answers query %', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.care = 'declined' AND NOT EXISTS (
        SELECT 1 FROM questions_appeal
        WHERE question_id = NEW.id AND outcome = 'granted' AND made_at >= OLD.closed_at
    ) THEN
        RAISE EXCEPTION 'the refusal of query % stands', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER question_back_to_triage BEFORE UPDATE OF care ON questions_question
    FOR EACH ROW WHEN (NEW.care = 'submitted' AND OLD.care IN ('open', 'declined'))
    EXECUTE FUNCTION guard_back_to_triage();
"""

APPEALS = """
CREATE FUNCTION guard_appeal() RETURNS trigger LANGUAGE plpgsql AS $$
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
    END IF;
    IF OLD.outcome <> '' OR to_jsonb(NEW) - decision IS DISTINCT FROM to_jsonb(OLD) - decision THEN
        RAISE EXCEPTION 'an appeal is decided once, and stays as it was made' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.decided_by_id IN (query.asker_id, query.declined_by_id)
            OR NOT EXISTS (SELECT 1 FROM accounts_user WHERE id = NEW.decided_by_id AND is_staff) THEN
        RAISE EXCEPTION 'another member of the staff decides on an appeal' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER appeal_guard BEFORE INSERT OR UPDATE ON questions_appeal
    FOR EACH ROW EXECUTE FUNCTION guard_appeal();
"""

# Lines of the ledger are never changed; they go with their account alone.
LEDGER = """
CREATE TRIGGER credit_append_only BEFORE UPDATE ON questions_credit
    FOR EACH ROW EXECUTE FUNCTION guard_append_only();
"""

# A page outlives its query only when that is erased with it in the same transaction.
DETACHED = """
DROP TRIGGER published_question_stays ON questions_publishedquestion;
CREATE TRIGGER published_question_stays BEFORE UPDATE OF question_id ON questions_publishedquestion
    FOR EACH ROW WHEN (OLD.question_id IS DISTINCT FROM NEW.question_id
        AND NOT (OLD.question_id IS NOT NULL AND NEW.question_id IS NULL AND NEW.detached_on IS NOT NULL))
    EXECUTE FUNCTION guard_public_copy_frozen();

CREATE FUNCTION guard_detached() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT'
            OR NOT (OLD.question_id IS NOT NULL AND NEW.question_id IS NULL AND OLD.detached_on IS NULL) THEN
        RAISE EXCEPTION 'a page is detached when its query is erased' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER published_detached_insert BEFORE INSERT ON questions_publishedquestion
    FOR EACH ROW WHEN (NEW.detached_on IS NOT NULL) EXECUTE FUNCTION guard_detached();
CREATE TRIGGER published_detached_update BEFORE UPDATE ON questions_publishedquestion
    FOR EACH ROW WHEN (OLD.detached_on IS DISTINCT FROM NEW.detached_on) EXECUTE FUNCTION guard_detached();

CREATE FUNCTION guard_detached_is_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM questions_question WHERE id = OLD.question_id) THEN
        RAISE EXCEPTION 'a page is detached when its query is erased' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER published_detached_is_erased AFTER UPDATE ON questions_publishedquestion
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.question_id IS NOT NULL AND NEW.question_id IS NULL) EXECUTE FUNCTION guard_detached_is_erased();
"""
NOT_DETACHED = """
DROP TRIGGER published_detached_is_erased ON questions_publishedquestion;
DROP TRIGGER published_detached_update ON questions_publishedquestion;
DROP TRIGGER published_detached_insert ON questions_publishedquestion;
DROP FUNCTION guard_detached_is_erased();
DROP FUNCTION guard_detached();
DROP TRIGGER published_question_stays ON questions_publishedquestion;
CREATE TRIGGER published_question_stays BEFORE UPDATE OF question_id ON questions_publishedquestion
    FOR EACH ROW WHEN (OLD.question_id IS DISTINCT FROM NEW.question_id)
    EXECUTE FUNCTION guard_public_copy_frozen();
"""

FROZEN = [
    "reference",
    "title",
    "text",
    "query_excerpt",
    "answer_excerpt",
    "approved_by_id",
    "slug",
    "age_band",
    "sex",
    "picture_count",
    "asked_on",
    "answer_count",
    "lead_doctor_id",
]


def frozen(rows):
    """What readers see stays as it was approved, in the rows that fulfil `rows`."""
    old, new = (", ".join(f"{row}.{name}" for name in FROZEN) for row in ("OLD", "NEW"))
    return f"""
        DROP TRIGGER published_question_frozen ON questions_publishedquestion;
        CREATE TRIGGER published_question_frozen BEFORE UPDATE ON questions_publishedquestion
            FOR EACH ROW WHEN (({rows}) AND ({old}) IS DISTINCT FROM ({new}))
            EXECUTE FUNCTION guard_public_copy_frozen();
    """


# A temporary table must not stand in for a real one (see answers/0004).
REAL_TABLES = """
DO $$
DECLARE
    guard text;
BEGIN
    FOREACH guard IN ARRAY ARRAY['guard_back_to_triage', 'guard_appeal', 'guard_detached', 'guard_detached_is_erased']
    LOOP
        EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', guard, current_schema());
    END LOOP;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("questions", "0008_patients")]

    operations = [
        migrations.RunSQL(MOVES, OLD_MOVES),
        migrations.RunSQL(
            BACK,
            "DROP TRIGGER question_back_to_triage ON questions_question; DROP FUNCTION guard_back_to_triage();",
        ),
        migrations.RunSQL(
            APPEALS, "DROP TRIGGER appeal_guard ON questions_appeal; DROP FUNCTION guard_appeal();"
        ),
        migrations.RunSQL(LEDGER, "DROP TRIGGER credit_append_only ON questions_credit;"),
        migrations.RunSQL(DETACHED, NOT_DETACHED),
        migrations.RunSQL(
            frozen("OLD.question_id IS NOT NULL OR OLD.detached_on IS NOT NULL"),
            frozen("OLD.question_id IS NOT NULL"),
        ),
        migrations.RunSQL(REAL_TABLES, migrations.RunSQL.noop),
    ]
