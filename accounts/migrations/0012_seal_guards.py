"""Triggers: each row of the trail carries its digest and waits for a seal; seals stand in one chain and stay.

Rows from before get their digest here and wait for the first seals, which the worker makes within a minute.
"""

from django.db import migrations, models

# The text whose SHA-256 a row carries, as accounts.seals checks it. A timestamp without zone is written in one way in
# JSON, whatever the session's settings; the 1 is the number of this format.
DIGEST = "encode(sha256(convert_to(jsonb_build_array(1, {columns})::text, 'UTF8')), 'hex')"
COLUMNS = {
    "decisions": "id at actor_id verb subject_type subject_id reference version details".split(),
    "looks": "id at viewer_id viewer_role kind subject_id reference reason".split(),
}
TABLES = {"decisions": "accounts_auditevent", "looks": "accounts_accessevent"}


def digest(trail, *, row=""):
    """SQL of the digest of a row: of the table's, or of `row` (NEW.)."""
    columns = [f"timezone('UTC', {row}at)" if name == "at" else row + name for name in COLUMNS[trail]]
    return DIGEST.format(columns=", ".join(columns))


FILL = """
ALTER TABLE {table} DISABLE TRIGGER {trigger};
UPDATE {table} SET digest = {digest};
ALTER TABLE {table} ENABLE TRIGGER {trigger};
INSERT INTO accounts_unsealed (trail, row_id) SELECT '{trail}', id FROM {table} ORDER BY id;
"""

WRITE = """
CREATE FUNCTION digest_{trail}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.digest := {digest};
    INSERT INTO accounts_unsealed (trail, row_id) VALUES ('{trail}', NEW.id);
    RETURN NEW;
END $$;
CREATE TRIGGER {trail}_digest BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION digest_{trail}();
"""

SEALS = """
CREATE FUNCTION guard_unsealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'only a row of the trail waits for a seal' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER unsealed_by_trail BEFORE INSERT ON accounts_unsealed
    FOR EACH ROW EXECUTE FUNCTION guard_unsealed();
CREATE TRIGGER unsealed_never_changed BEFORE UPDATE ON accounts_unsealed
    FOR EACH ROW EXECUTE FUNCTION guard_append_only();
CREATE TRIGGER unsealed_no_truncate BEFORE TRUNCATE ON accounts_unsealed
    FOR EACH STATEMENT EXECUTE FUNCTION guard_append_only();

-- What stops waiting is listed in the newest seal.
CREATE FUNCTION guard_unsealed_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- EXCEPT sorts or hashes whatever the planner believes: a join of two sets it knows nothing of would compare each
    -- of 10,000 with each.
    IF EXISTS (
        SELECT trail, row_id FROM gone
        EXCEPT SELECT trail, unnest(ids) FROM accounts_auditseal
            WHERE number = (SELECT max(number) FROM accounts_auditseal)
    ) THEN
        RAISE EXCEPTION 'a row of the trail waits until it is sealed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER unsealed_until_sealed AFTER DELETE ON accounts_unsealed
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION guard_unsealed_gone();

-- A seal follows the newest one and lists nothing but rows that wait.
CREATE FUNCTION guard_seal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    newest accounts_auditseal;
BEGIN
    SELECT * INTO newest FROM accounts_auditseal ORDER BY number DESC LIMIT 1;
    IF NEW.number <> COALESCE(newest.number, 0) + 1 OR NEW.previous <> COALESCE(newest.root, '')
            OR octet_length(NEW.digests) <> 32 * NEW.count OR NEW.root !~ '^[0-9a-f]{64}$' THEN
        RAISE EXCEPTION 'a seal follows the one before' USING ERRCODE = 'check_violation';
    END IF;
    IF (SELECT count(DISTINCT row_id) FROM accounts_unsealed WHERE trail = NEW.trail AND row_id = ANY(NEW.ids))
            <> NEW.count THEN
        RAISE EXCEPTION 'a seal lists rows that wait for it' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER seal_follows BEFORE INSERT ON accounts_auditseal
    FOR EACH ROW EXECUTE FUNCTION guard_seal();
CREATE TRIGGER seal_append_only BEFORE UPDATE OR DELETE ON accounts_auditseal
    FOR EACH ROW EXECUTE FUNCTION guard_append_only();
CREATE TRIGGER check_append_only BEFORE UPDATE OR DELETE ON accounts_trailcheck
    FOR EACH ROW EXECUTE FUNCTION guard_append_only();
CREATE TRIGGER seal_no_truncate BEFORE TRUNCATE ON accounts_auditseal
    FOR EACH STATEMENT EXECUTE FUNCTION guard_append_only();
"""

PIN = """
DO $$
DECLARE guard text;
BEGIN
    FOREACH guard IN ARRAY ARRAY[
        'digest_decisions', 'digest_looks', 'guard_unsealed', 'guard_unsealed_gone', 'guard_seal'
    ] LOOP
        EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', guard, current_schema());
    END LOOP;
END $$;
"""


def filled(trail):
    trigger = {"decisions": "audit_append_only", "looks": "access_append_only"}[trail]
    return FILL.format(trail=trail, table=TABLES[trail], trigger=trigger, digest=digest(trail))


def written(trail):
    return WRITE.format(trail=trail, table=TABLES[trail], digest=digest(trail, row="NEW."))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0011_seals")]

    operations = [
        migrations.RunSQL([filled(trail) for trail in TABLES], migrations.RunSQL.noop),
        migrations.RunSQL(
            [written(trail) for trail in TABLES],
            [
                f"DROP TRIGGER {trail}_digest ON {table}; DROP FUNCTION digest_{trail}()"
                for trail, table in TABLES.items()
            ],
        ),
        migrations.RunSQL(
            SEALS,
            """
            DROP TRIGGER unsealed_by_trail ON accounts_unsealed;
            DROP TRIGGER unsealed_never_changed ON accounts_unsealed;
            DROP TRIGGER unsealed_no_truncate ON accounts_unsealed;
            DROP TRIGGER unsealed_until_sealed ON accounts_unsealed;
            DROP TRIGGER check_append_only ON accounts_trailcheck;
            DROP TRIGGER seal_follows ON accounts_auditseal;
            DROP TRIGGER seal_append_only ON accounts_auditseal;
            DROP TRIGGER seal_no_truncate ON accounts_auditseal;
            DROP FUNCTION guard_unsealed();
            DROP FUNCTION guard_unsealed_gone();
            DROP FUNCTION guard_seal();
            """,
        ),
        migrations.RunSQL(PIN, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="accessevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")), name="access_has_digest"
            ),
        ),
        migrations.AddConstraint(
            model_name="auditevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")), name="audit_has_digest"
            ),
        ),
    ]
