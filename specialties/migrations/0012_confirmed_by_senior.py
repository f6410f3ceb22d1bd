"""A doctor is verified by who may confirm what another moderator checked; the database refuses everybody else."""

from django.db import migrations

CONFIRMED = """
CREATE FUNCTION guard_doctor_confirmed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT holds_permission(NEW.verified_by_id, 'specialties', 'confirm_doctor') THEN
        RAISE EXCEPTION 'a senior moderator confirms a doctor' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER doctor_senior_confirms BEFORE UPDATE ON specialties_doctor
    FOR EACH ROW WHEN (NEW.status = 'verified' AND NEW.status <> OLD.status
        OR NEW.verified_by_id IS NOT NULL AND NEW.verified_by_id IS DISTINCT FROM OLD.verified_by_id)
    EXECUTE FUNCTION guard_doctor_confirmed();

DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION guard_doctor_confirmed() SET search_path = %I, pg_temp', current_schema());
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("specialties", "0011_applications_begin_as_drafts"),
        ("accounts", "0009_roles"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="doctor",
            options={
                "ordering": ["name"],
                "permissions": [
                    ("verify_doctor", "Can check doctors"),
                    ("confirm_doctor", "Can confirm what another moderator checked: the doctor is verified"),
                ],
                "verbose_name": "doctor",
                "verbose_name_plural": "doctors",
            },
        ),
        migrations.RunSQL(
            CONFIRMED,
            "DROP TRIGGER doctor_senior_confirms ON specialties_doctor; DROP FUNCTION guard_doctor_confirmed();",
        ),
    ]
