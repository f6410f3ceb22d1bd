"""Which text the patient asked to have changed: a newer one may have the change already."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("questions", "0031_count_topics_first")]

    operations = [
        migrations.AddField(
            model_name="publicdraft",
            name="unwanted_version",
            field=models.PositiveIntegerField(
                db_default=0,
                default=0,
                editable=False,
                help_text="the version that the patient asked to have changed",
            ),
        ),
    ]
