"""A specialty's or topic's former addresses lead to where it is now, whoever changes them and however."""

import django.db.models.deletion
from django.db import migrations, models

# An address that had several owners leads to the last of them.
KEEP = """
CREATE FUNCTION keep_former_slug() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO specialties_formerslug (slug, specialty_id) VALUES (OLD.slug, OLD.id)
        ON CONFLICT (slug) DO UPDATE SET specialty_id = EXCLUDED.specialty_id;
    RETURN NULL;
END $$;
CREATE TRIGGER specialty_keeps_former_slug AFTER UPDATE ON specialties_specialty
    FOR EACH ROW WHEN (OLD.slug <> NEW.slug) EXECUTE FUNCTION keep_former_slug();
DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION keep_former_slug() SET search_path = %I, pg_temp', current_schema());
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("specialties", "0013_licence_ends")]

    operations = [
        migrations.CreateModel(
            name="FormerSlug",
            fields=[
                ("slug", models.SlugField(max_length=120, primary_key=True, serialize=False)),
                (
                    "specialty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_slugs",
                        to="specialties.specialty",
                    ),
                ),
            ],
            options={"verbose_name": "former address", "verbose_name_plural": "former addresses"},
        ),
        migrations.RunSQL(
            KEEP,
            "DROP TRIGGER specialty_keeps_former_slug ON specialties_specialty; DROP FUNCTION keep_former_slug();",
        ),
    ]
