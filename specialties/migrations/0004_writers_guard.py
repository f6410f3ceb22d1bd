"""What guards of the upper apps ask before a doctor writes: verified, and held so until the transaction ends."""

from django.db import migrations

# Unlike doctor_is_verified() it waits for a suspension under way, and makes a later one wait for the write.
DEMAND = """
CREATE FUNCTION demand_verified_doctor(doctor bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM specialties_doctor
        WHERE id = doctor AND status = 'verified'
            AND licence_expires_on >= (statement_timestamp() AT TIME ZONE 'UTC')::date
        FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'doctor % is not verified', doctor USING ERRCODE = 'check_violation';
    END IF;
END $$;
DO $$
BEGIN
    EXECUTE format(
        'ALTER FUNCTION demand_verified_doctor(bigint) SET search_path = %I, pg_temp', current_schema());
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("specialties", "0003_guards")]

    operations = [migrations.RunSQL(DEMAND, "DROP FUNCTION demand_verified_doctor(bigint);")]
