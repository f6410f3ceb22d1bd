"""The digest of a look covers its note. Where there is none, it is the digest from before there were notes, so that
every seal over older rows stays whole."""

from django.db import migrations

COLUMNS = "id at viewer_id viewer_role kind subject_id reference reason".split()
NEW = ", ".join("timezone('UTC', NEW.at)" if name == "at" else f"NEW.{name}" for name in COLUMNS)

WRITE = """
CREATE OR REPLACE FUNCTION digest_looks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.digest := encode(sha256(convert_to(({said})::text, 'UTF8')), 'hex');
    INSERT INTO accounts_unsealed (trail, row_id) VALUES ('looks', NEW.id);
    RETURN NEW;
END $$;
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION digest_looks() SET search_path = %I, pg_temp', current_schema());
END $$;
"""
# The first number is that of the format, as accounts.seals checks it.
WITHOUT_NOTE = f"jsonb_build_array(1, {NEW})"
WITH_NOTE = f"CASE WHEN NEW.note = '' THEN {WITHOUT_NOTE} ELSE jsonb_build_array(2, {NEW}, NEW.note) END"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0016_access_reasons")]

    operations = [
        migrations.RunSQL(WRITE.format(said=WITH_NOTE), WRITE.format(said=WITHOUT_NOTE)),
    ]
