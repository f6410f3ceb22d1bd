"""Triggers: specialties have two levels, and a doctor's verification moves only along its table of moves."""

from django.db import migrations

TWO_LEVELS = """
CREATE FUNCTION guard_two_levels() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.parent_id IS NOT NULL AND (
        EXISTS (SELECT 1 FROM specialties_specialty WHERE id = NEW.parent_id AND parent_id IS NOT NULL)
        OR EXISTS (SELECT 1 FROM specialties_specialty WHERE parent_id = NEW.id)
    ) THEN
        RAISE EXCEPTION 'specialties have two levels: a topic has no topics' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER specialty_two_levels BEFORE INSERT OR UPDATE OF parent_id ON specialties_specialty
    FOR EACH ROW EXECUTE FUNCTION guard_two_levels();
"""

DOCTOR_MOVES = """
CREATE TRIGGER doctor_moves BEFORE INSERT OR UPDATE OF status ON specialties_doctor
    FOR EACH ROW EXECUTE FUNCTION guard_moves('status', '["applied", "archive"]', '{
        "applied": ["checked", "returned"],
        "checked": ["verified", "returned"],
        "verified": ["lapsed", "suspended", "applied"],
        "returned": ["applied"],
        "lapsed": ["applied", "suspended"],
        "suspended": ["applied"]
    }');
-- Whether a doctor may answer today; for the guards of the upper apps.
CREATE FUNCTION doctor_is_verified(doctor bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM specialties_doctor
        WHERE id = doctor AND status = 'verified'
            AND licence_expires_on >= (statement_timestamp() AT TIME ZONE 'UTC')::date
    )
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("specialties", "0001_initial"), ("accounts", "0002_guards")]

    operations = [
        migrations.RunSQL(
            TWO_LEVELS,
            "DROP TRIGGER specialty_two_levels ON specialties_specialty; DROP FUNCTION guard_two_levels();",
        ),
        migrations.RunSQL(
            DOCTOR_MOVES,
            "DROP TRIGGER doctor_moves ON specialties_doctor; DROP FUNCTION doctor_is_verified(bigint);",
        ),
    ]
