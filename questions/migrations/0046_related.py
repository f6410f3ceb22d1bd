"""The pages most like each public one; they go with it."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

FORGET = """
CREATE FUNCTION forget_related() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM questions_relatedpages WHERE page_id = OLD.id;
    RETURN NULL;
END $$;
CREATE TRIGGER forget_related AFTER DELETE ON questions_publishedquestion
    FOR EACH ROW EXECUTE FUNCTION forget_related();
DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION forget_related() SET search_path = %I, pg_temp', current_schema());
END $$;
"""
UNDO = """
DROP TRIGGER forget_related ON questions_publishedquestion;
DROP FUNCTION forget_related();
"""


class Migration(migrations.Migration):
    dependencies = [("questions", "0045_search_entries"), ("questions", "0043_lists_and_sitemap")]

    operations = [
        migrations.CreateModel(
            name="RelatedPages",
            fields=[
                (
                    "page",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="related",
                        serialize=False,
                        to="questions.publishedquestion",
                    ),
                ),
                (
                    "pages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), editable=False, size=None
                    ),
                ),
                ("computed_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
        ),
        migrations.RunSQL(FORGET, UNDO),
    ]
