"""The edition of what readers see: a mark for each specialty. portal 0002 says what renews it."""

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("specialties", "0016_former_slugs")]

    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("scope", models.BigIntegerField(primary_key=True, serialize=False)),
                ("mark", models.UUIDField(editable=False)),
                (
                    "made_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                ("made_in", models.BigIntegerField(editable=False)),
            ],
            options={"verbose_name": "edition"},
        ),
    ]
