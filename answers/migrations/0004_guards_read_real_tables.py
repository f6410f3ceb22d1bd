"""The guards read the real tables: a temporary one of the same name would otherwise be found first.

PostgreSQL looks in pg_temp before any schema unless pg_temp is named, and whoever may write rows may by default
make temporary tables too: a made-up questions_publicdraft there would have approved anything.
CREATE OR REPLACE forgets the setting, so a later migration that replaces a guard says it again.
"""

from django.db import migrations

EACH_GUARD = """
DO $$
DECLARE
    guard regprocedure;
BEGIN
    FOR guard IN
        SELECT oid FROM pg_proc WHERE pronamespace = current_schema()::regnamespace AND (
            proname = 'doctor_is_verified' OR prorettype = 'trigger'::regtype
                AND prolang = (SELECT oid FROM pg_language WHERE lanname = 'plpgsql'))
    LOOP
        EXECUTE format('ALTER FUNCTION %s {setting}', guard {value});
    END LOOP;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("answers", "0003_guards"), ("questions", "0003_guards"), ("specialties", "0003_guards")]

    operations = [
        migrations.RunSQL(
            EACH_GUARD.format(setting="SET search_path = %I, pg_temp", value=", current_schema()"),
            EACH_GUARD.format(setting="RESET search_path", value=""),
        ),
    ]
