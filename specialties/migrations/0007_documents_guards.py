"""Triggers: what a document is never changes, staff decide on it, and nobody is verified without.

The columns of guard_doctor_rechecked are those of specialties/sections.py (CHECKED_COLUMNS).
"""

from django.db import migrations

DOCUMENTS = """
CREATE FUNCTION guard_document() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.doctor_id, NEW.kind, NEW.file, NEW.content_type, NEW.pages, NEW.size, NEW.sha256, NEW.sent_at)
            IS DISTINCT FROM (
                OLD.doctor_id, OLD.kind, OLD.file, OLD.content_type, OLD.pages, OLD.size, OLD.sha256, OLD.sent_at)
            OR (NEW.title <> OLD.title AND OLD.status <> 'waiting') THEN
        RAISE EXCEPTION 'a document never changes; another one takes its place' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.decided_by_id IS NOT NULL AND NEW.decided_by_id IS DISTINCT FROM OLD.decided_by_id AND NOT EXISTS (
        SELECT 1 FROM accounts_user
        WHERE id = NEW.decided_by_id AND is_staff AND id IS DISTINCT FROM (
            SELECT user_id FROM specialties_doctor WHERE id = NEW.doctor_id)
    ) THEN
        RAISE EXCEPTION 'staff decide on documents, and nobody on their own' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER document_guard BEFORE UPDATE ON specialties_doctordocument
    FOR EACH ROW EXECUTE FUNCTION guard_document();
CREATE TRIGGER document_moves BEFORE INSERT OR UPDATE OF status ON specialties_doctordocument
    FOR EACH ROW EXECUTE FUNCTION guard_moves('status', '["waiting"]', '{
        "waiting": ["accepted", "returned"],
        "accepted": ["returned", "waiting"],
        "returned": ["accepted"]
    }');

CREATE FUNCTION doctor_has_accepted_documents(doctor bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT count(DISTINCT kind) = 2 FROM specialties_doctordocument
    WHERE doctor_id = doctor AND status = 'accepted' AND kind IN ('licence', 'identity')
$$;
CREATE FUNCTION guard_doctor_documents() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT doctor_has_accepted_documents(NEW.id) THEN
        RAISE EXCEPTION 'nobody is verified without an accepted licence and identity document'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER doctor_documents BEFORE UPDATE OF status ON specialties_doctor
    FOR EACH ROW WHEN (NEW.status = 'verified' AND OLD.status <> 'verified')
    EXECUTE FUNCTION guard_doctor_documents();
-- At commit: a document is replaced, or deleted with its doctor, before the checks start anew.
CREATE FUNCTION guard_documents_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM specialties_doctor WHERE id = OLD.doctor_id AND status = 'verified')
            AND NOT doctor_has_accepted_documents(OLD.doctor_id) THEN
        RAISE EXCEPTION 'the documents of a verified doctor stay accepted' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER documents_stay AFTER UPDATE OR DELETE ON specialties_doctordocument
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.status = 'accepted')
    EXECUTE FUNCTION guard_documents_stay();
"""

NUMBERS = """
CREATE FUNCTION guard_doctor_number() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF number_key(NEW.register_number) !~ '^(?=.*[1-9]).{3,}$' THEN
        RAISE EXCEPTION 'a registration number has three letters or digits and is not just zeros'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER doctor_number_new BEFORE INSERT ON specialties_doctor
    FOR EACH ROW WHEN (NEW.register_number <> '') EXECUTE FUNCTION guard_doctor_number();
CREATE TRIGGER doctor_number BEFORE UPDATE OF register_number ON specialties_doctor
    FOR EACH ROW WHEN (NEW.register_number <> '' AND NEW.register_number <> OLD.register_number)
    EXECUTE FUNCTION guard_doctor_number();
"""

# What was checked: more columns than before, and the specialties.
RECHECKED = """
DROP TRIGGER doctor_rechecked ON specialties_doctor;
CREATE CONSTRAINT TRIGGER doctor_rechecked AFTER UPDATE ON specialties_doctor
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.status IN ('checked', 'verified') AND (
        (NEW.name, NEW.title, NEW.degree, NEW.country, NEW.register_name, NEW.register_country,
            NEW.register_number, NEW.register_url, NEW.user_id)
        IS DISTINCT FROM (OLD.name, OLD.title, OLD.degree, OLD.country, OLD.register_name, OLD.register_country,
            OLD.register_number, OLD.register_url, OLD.user_id)
        OR NEW.licence_expires_on > OLD.licence_expires_on))
    EXECUTE FUNCTION guard_doctor_rechecked();

-- At once, unlike the columns: the checks start anew first, then the specialties change.
CREATE FUNCTION guard_doctor_specialties() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM specialties_doctor
        WHERE id IN (OLD.doctor_id, NEW.doctor_id) AND status IN ('checked', 'verified')
    ) THEN
        RAISE EXCEPTION 'changed specialties must be checked anew' USING ERRCODE = 'check_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER doctor_specialties BEFORE INSERT OR UPDATE OR DELETE ON specialties_doctor_specialties
    FOR EACH ROW EXECUTE FUNCTION guard_doctor_specialties();
"""
BACK = """
DROP TRIGGER doctor_rechecked ON specialties_doctor;
CREATE CONSTRAINT TRIGGER doctor_rechecked AFTER UPDATE ON specialties_doctor
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.status IN ('checked', 'verified') AND (
        (NEW.name, NEW.register_name, NEW.register_number, NEW.register_url, NEW.user_id)
            IS DISTINCT FROM (OLD.name, OLD.register_name, OLD.register_number, OLD.register_url, OLD.user_id)
        OR NEW.licence_expires_on > OLD.licence_expires_on))
    EXECUTE FUNCTION guard_doctor_rechecked();
DROP TRIGGER doctor_specialties ON specialties_doctor_specialties;
DROP FUNCTION guard_doctor_specialties();
"""

MOVES = """
DROP TRIGGER doctor_moves ON specialties_doctor;
CREATE TRIGGER doctor_moves BEFORE INSERT OR UPDATE OF status ON specialties_doctor
    FOR EACH ROW EXECUTE FUNCTION guard_moves('status', '["draft", "applied", "archive"]', '{
        "draft": ["applied"],
        "applied": ["checked", "returned"],
        "checked": ["verified", "returned"],
        "verified": ["lapsed", "suspended", "applied"],
        "returned": ["applied"],
        "lapsed": ["applied", "suspended"],
        "suspended": ["applied"]
    }');
"""
EARLIER_MOVES = MOVES.replace('"draft", "applied", "archive"', '"applied", "archive"').replace(
    '"draft": ["applied"],', ""
)

PINNED = """
DO $$
DECLARE
    guard regprocedure;
BEGIN
    FOREACH guard IN ARRAY ARRAY[
        'guard_document()', 'guard_doctor_documents()', 'guard_documents_stay()', 'guard_doctor_number()',
        'guard_doctor_specialties()', 'doctor_has_accepted_documents(bigint)']::regprocedure[]
    LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = %I, pg_temp', guard, current_schema());
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("specialties", "0006_documents"), ("accounts", "0002_guards")]

    operations = [
        migrations.RunSQL(
            DOCUMENTS,
            """
            DROP TRIGGER documents_stay ON specialties_doctordocument;
            DROP TRIGGER doctor_documents ON specialties_doctor;
            DROP TRIGGER document_moves ON specialties_doctordocument;
            DROP TRIGGER document_guard ON specialties_doctordocument;
            DROP FUNCTION guard_documents_stay();
            DROP FUNCTION guard_doctor_documents();
            DROP FUNCTION doctor_has_accepted_documents(bigint);
            DROP FUNCTION guard_document();
            """,
        ),
        migrations.RunSQL(
            NUMBERS,
            """
            DROP TRIGGER doctor_number_new ON specialties_doctor;
            DROP TRIGGER doctor_number ON specialties_doctor;
            DROP FUNCTION guard_doctor_number();
            """,
        ),
        migrations.RunSQL(RECHECKED, BACK),
        migrations.RunSQL(MOVES, EARLIER_MOVES),
        migrations.RunSQL(PINNED, migrations.RunSQL.noop),
    ]
