"""What the desk's queues are sorted by, in the rows themselves; the indexes of the queues."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("answers", "0030_shipped_reasons"),
        ("questions", "0033_desk_tally"),
        ("specialties", "0013_licence_ends"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="answer",
            name="answer_awaiting_review",
        ),
        migrations.RemoveIndex(
            model_name="opinion",
            name="opinion_awaiting_review",
        ),
        migrations.RemoveIndex(
            model_name="report",
            name="report_waiting",
        ),
        migrations.RenameIndex(
            model_name="followup",
            new_name="followup_oldest_in_review",
            old_name="followup_awaiting_review",
        ),
        migrations.AddField(
            model_name="answer",
            name="given_up",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AddField(
            model_name="answer",
            name="urgent",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AddField(
            model_name="followup",
            name="urgent",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AddField(
            model_name="opinion",
            name="on_retracted",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(
                condition=models.Q(("given_up", False), ("status", "in_review")),
                fields=["-urgent", "submitted_at", "id"],
                name="answer_awaiting_review",
            ),
        ),
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(
                condition=models.Q(("given_up", False), ("status", "in_review")),
                fields=["submitted_at"],
                name="answer_oldest_in_review",
            ),
        ),
        migrations.AddIndex(
            model_name="followup",
            index=models.Index(
                condition=models.Q(("status", "in_review")),
                fields=["-urgent", "replied_at", "id"],
                name="followup_awaiting_review",
            ),
        ),
        migrations.AddIndex(
            model_name="followup",
            index=models.Index(
                condition=models.Q(("status__in", ["returned", "waiting"])),
                fields=["-urgent", "asked_at", "id"],
                name="followup_awaiting_doctor",
            ),
        ),
        migrations.AddIndex(
            model_name="followup",
            index=models.Index(
                condition=models.Q(("status__in", ["returned", "waiting"])),
                fields=["asked_at"],
                name="followup_oldest_with_doctor",
            ),
        ),
        migrations.AddIndex(
            model_name="opinion",
            index=models.Index(
                condition=models.Q(("on_retracted", False), ("status", "in_review")),
                fields=["given_at", "id"],
                name="opinion_awaiting_review",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("status", "waiting"), models.Q(("reference", ""), _negated=True)),
                fields=["-urgent", "held", "-leaks", "made_at", "id"],
                name="report_of_page_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("status", "waiting"), models.Q(("reference", ""), _negated=True)),
                fields=["made_at"],
                name="report_of_page_oldest",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("reference", ""), ("status", "waiting")),
                fields=["-urgent", "held", "made_at", "id"],
                name="report_of_doctor_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("reference", ""), ("status", "waiting")),
                fields=["made_at"],
                name="report_of_doctor_oldest",
            ),
        ),
    ]
