"""What moderators were told of by e-mail; the trail by time."""

import django.contrib.postgres.indexes
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0014_statement_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="DeskAlert",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("queue", models.CharField(editable=False, max_length=40)),
                ("subject_id", models.BigIntegerField(editable=False)),
                ("told_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
        ),
        migrations.CreateModel(
            name="DeskDigest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(editable=False, unique=True)),
            ],
        ),
        migrations.AlterField(
            model_name="mailchoice",
            name="group",
            field=models.CharField(
                choices=[
                    ("publication", "When my query is published"),
                    ("reminders", "Reminders of a query I began and didn't send"),
                    ("thanks", "When a patient thanks me for an answer"),
                    ("new_queries", "When new queries wait in my specialties"),
                    ("returned", "When an answer of mine is sent back"),
                    ("approved", "When an answer of mine is approved"),
                    ("follow_ups", "When a patient asks me a follow-up question"),
                    ("opinions", "When a colleague gives an opinion on my answer, and what became of mine"),
                    ("claims", "When my time with a query I have begun to answer has ended"),
                    ("licence", "Before my licence ends"),
                    ("desk", "When something begins to wait too long on the moderation desk"),
                    ("desk_digest", "What waits on the moderation desk, each day"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=django.contrib.postgres.indexes.BrinIndex(
                autosummarize=True, fields=["at"], name="audit_by_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="deskalert",
            constraint=models.UniqueConstraint(fields=("queue", "subject_id"), name="deskalert_once"),
        ),
    ]
