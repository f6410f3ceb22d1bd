import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("answers", "0038_profile_index")]

    operations = [
        migrations.CreateModel(
            name="ReaderVerdict",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField()),
                ("helped", models.PositiveIntegerField(db_default=0, default=0)),
                ("didnt_help", models.PositiveIntegerField(db_default=0, default=0)),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="verdicts",
                        to="questions.publishedquestion",
                    ),
                ),
            ],
            options={
                "verbose_name": "what readers say of a page",
                "verbose_name_plural": "what readers say of pages",
                "constraints": [
                    models.UniqueConstraint(fields=("page", "on"), name="readerverdict_once_a_day")
                ],
            },
        ),
    ]
