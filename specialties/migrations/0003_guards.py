"""What a verified doctor's badge says was checked, by staff; and the counts of published questions can't drift."""

from django.db import migrations, models
from django.db.models import F, Q

# Nobody but staff checks and verifies, each check is written by the move it belongs to, and what was checked
# stays: another name, number or account must be checked anew. A licence's end may come earlier, not later.
CREDENTIALS = """
CREATE FUNCTION guard_doctor_credentials() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM accounts_user WHERE NOT is_staff AND (
            id = NEW.checked_by_id AND NEW.checked_by_id IS DISTINCT FROM OLD.checked_by_id
            OR id = NEW.verified_by_id AND NEW.verified_by_id IS DISTINCT FROM OLD.verified_by_id)
    ) THEN
        RAISE EXCEPTION 'only staff verify doctors' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status IN ('checked', 'verified') AND NEW.status = OLD.status
            AND (NEW.checked_by_id, NEW.verified_by_id) IS DISTINCT FROM (OLD.checked_by_id, OLD.verified_by_id) THEN
        RAISE EXCEPTION 'a check is written once' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER doctor_credentials BEFORE UPDATE ON specialties_doctor
    FOR EACH ROW EXECUTE FUNCTION guard_doctor_credentials();

-- At commit: a form saves the new name first and starts the checks anew after it.
CREATE FUNCTION guard_doctor_rechecked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM specialties_doctor WHERE id = NEW.id AND status IN ('checked', 'verified')) THEN
        RAISE EXCEPTION 'a changed name or licence must be checked anew' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER doctor_rechecked AFTER UPDATE ON specialties_doctor
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.status IN ('checked', 'verified') AND (
        (NEW.name, NEW.register_name, NEW.register_number, NEW.register_url, NEW.user_id)
            IS DISTINCT FROM (OLD.name, OLD.register_name, OLD.register_number, OLD.register_url, OLD.user_id)
        OR NEW.licence_expires_on > OLD.licence_expires_on))
    EXECUTE FUNCTION guard_doctor_rechecked();
"""

# published_count is the trigger's own (count_published() in questions): whatever else saves a specialty, a form
# opened before the last publication for one, leaves it as it is.
COUNTS = """
CREATE FUNCTION keep_published_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.published_count := CASE WHEN TG_OP = 'INSERT' THEN 0 ELSE OLD.published_count END;
    RETURN NEW;
END $$;
CREATE TRIGGER specialty_keeps_count BEFORE UPDATE ON specialties_specialty
    FOR EACH ROW WHEN (pg_trigger_depth() = 0 AND OLD.published_count <> NEW.published_count)
    EXECUTE FUNCTION keep_published_count();
CREATE TRIGGER specialty_starts_at_zero BEFORE INSERT ON specialties_specialty
    FOR EACH ROW WHEN (NEW.published_count <> 0) EXECUTE FUNCTION keep_published_count();
"""


class Migration(migrations.Migration):
    dependencies = [("specialties", "0002_guards")]

    operations = [
        # Of a doctor who applies again, the earlier verification stands beside a new first check, which may
        # come from the same moderator: the two must differ in a verified doctor only.
        migrations.RemoveConstraint("doctor", "doctor_verified_by_two_people"),
        migrations.AddConstraint(
            "doctor",
            models.CheckConstraint(
                name="doctor_verified_by_two_people",
                condition=~Q(status="verified") | ~Q(verified_by=F("checked_by")),
            ),
        ),
        migrations.RunSQL(
            CREDENTIALS,
            """
            DROP TRIGGER doctor_credentials ON specialties_doctor;
            DROP TRIGGER doctor_rechecked ON specialties_doctor;
            DROP FUNCTION guard_doctor_credentials();
            DROP FUNCTION guard_doctor_rechecked();
            """,
        ),
        migrations.RunSQL(
            COUNTS,
            """
            DROP TRIGGER specialty_keeps_count ON specialties_specialty;
            DROP TRIGGER specialty_starts_at_zero ON specialties_specialty;
            DROP FUNCTION keep_published_count();
            """,
        ),
    ]
