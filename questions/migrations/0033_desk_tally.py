"""The tally of what waits at the desk; what a public copy waits for; the indexes of the queues."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("questions", "0032_wish_answered"),
        ("specialties", "0013_licence_ends"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DeskTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("queue", models.CharField(editable=False, max_length=30)),
                ("urgent", models.BooleanField(editable=False)),
                ("day", models.DateField(editable=False, null=True)),
                ("change", models.IntegerField(editable=False)),
            ],
            options={
                "verbose_name": "items at the desk",
                "verbose_name_plural": "items at the desk",
            },
        ),
        migrations.RemoveIndex(
            model_name="question",
            name="question_awaiting_publication",
        ),
        migrations.RemoveIndex(
            model_name="question",
            name="question_awaiting_triage",
        ),
        migrations.AddField(
            model_name="appeal",
            name="urgent",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AddField(
            model_name="question",
            name="copy_waits",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Nobody"),
                    ("prepare", "To be prepared by a moderator"),
                    ("approve", "To be approved by a moderator"),
                    ("correct", "Its page to be corrected by a moderator"),
                    ("patient", "To be agreed to by the patient"),
                ],
                db_default="",
                default="",
                editable=False,
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="copy_waits_since",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="appeal",
            index=models.Index(
                condition=models.Q(("outcome", "")),
                fields=["-urgent", "made_at", "id"],
                name="appeal_waiting_in_order",
            ),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(
                condition=models.Q(("care", "submitted")),
                fields=["-urgent", "held", "-handed_back", "submitted_at", "id"],
                name="question_awaiting_triage",
            ),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(
                condition=models.Q(("care", "submitted")),
                fields=["submitted_at"],
                name="question_oldest_in_triage",
            ),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(
                condition=models.Q(("copy_waits", ""), _negated=True),
                fields=["copy_waits", "copy_waits_since", "id"],
                name="question_copy_waits",
            ),
        ),
    ]
