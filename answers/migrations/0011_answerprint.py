"""Prints of answers, to find near-copies by."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("answers", "0010_typed_questions_guard"),
    ]

    operations = [
        migrations.CreateModel(
            name="AnswerPrint",
            fields=[
                (
                    "version",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="word_print",
                        serialize=False,
                        to="answers.answerversion",
                    ),
                ),
                (
                    "runs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), editable=False, size=None
                    ),
                ),
            ],
            options={
                "verbose_name": "print of an answer",
                "verbose_name_plural": "prints of answers",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["runs"], name="answer_print_runs"
                    )
                ],
            },
        ),
    ]
