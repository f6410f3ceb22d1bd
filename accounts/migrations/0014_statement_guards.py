"""Triggers: a statement of reasons is made with its decision, by staff, and never changed but to be overruled."""

from django.db import migrations

STATEMENTS = """
CREATE FUNCTION guard_statement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.given_in IS DISTINCT FROM pg_current_xact_id()::text::bigint OR NEW.overruled_at IS NOT NULL THEN
            RAISE EXCEPTION 'a statement is given with its decision' USING ERRCODE = 'check_violation';
        END IF;
        IF NOT EXISTS (SELECT 1 FROM accounts_user WHERE id = NEW.by_id AND is_staff) OR NEW.by_id = NEW.user_id THEN
            RAISE EXCEPTION 'a member of the staff gives a statement, to somebody else'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF to_jsonb(NEW) - 'overruled_at' IS DISTINCT FROM to_jsonb(OLD) - 'overruled_at'
            OR OLD.overruled_at IS NOT NULL THEN
        RAISE EXCEPTION 'a statement of reasons stays as it was given' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER statement_guard BEFORE INSERT OR UPDATE ON accounts_statement
    FOR EACH ROW EXECUTE FUNCTION guard_statement();

-- For triggers of decisions, at the commit: without its statement no decision against somebody is made, unless the item
-- itself was erased since. Arguments: the statement's kind, and the model as its label.
CREATE FUNCTION demand_statement() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stands boolean;
BEGIN
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I WHERE id = $1)', TG_TABLE_NAME) INTO stands USING NEW.id;
    IF stands AND NOT EXISTS (
        SELECT 1 FROM accounts_statement
        WHERE kind = TG_ARGV[0] AND subject_type = TG_ARGV[1] AND subject_id = NEW.id
            AND given_in = pg_current_xact_id()::text::bigint
    ) THEN
        RAISE EXCEPTION 'no statement of reasons (%) about % %', TG_ARGV[0], TG_ARGV[1], NEW.id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

-- For triggers of decisions: whose earlier decision on the same item an appeal overruled decides no more on it.
-- Arguments: the model as its label, its number's column, the column of who decides.
CREATE FUNCTION refuse_overruled() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    item bigint := (to_jsonb(NEW) ->> TG_ARGV[1])::bigint;
    decider bigint := (to_jsonb(NEW) ->> TG_ARGV[2])::bigint;
BEGIN
    IF decider IS NOT NULL AND EXISTS (
        SELECT 1 FROM accounts_statement
        WHERE subject_type = TG_ARGV[0] AND subject_id = item AND by_id = decider AND overruled_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'an appeal overruled %: another moderator decides', decider USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""

# A temporary table must not stand in for a real one.
PIN = """
DO $$
DECLARE
    guard text;
BEGIN
    FOREACH guard IN ARRAY ARRAY['guard_statement', 'demand_statement', 'refuse_overruled'] LOOP
        EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', guard, current_schema());
    END LOOP;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0013_statement")]

    operations = [
        migrations.RunSQL(
            STATEMENTS,
            """
            DROP TRIGGER statement_guard ON accounts_statement;
            DROP FUNCTION guard_statement();
            DROP FUNCTION demand_statement();
            DROP FUNCTION refuse_overruled();
            """,
        ),
        migrations.RunSQL(PIN, migrations.RunSQL.noop),
    ]
