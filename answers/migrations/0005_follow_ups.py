"""Follow-ups, thanks, and public answers whose query was erased."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("answers", "0004_guards_read_real_tables"),
        ("questions", "0008_patients"),
        ("specialties", "0003_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("text", models.TextField(max_length=2000, verbose_name="your follow-up question")),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting for the doctor"),
                            ("in_review", "Reply waiting for review"),
                            ("returned", "Reply sent back to the doctor"),
                            ("answered", "Answered"),
                            ("closed", "Closed without a reply"),
                        ],
                        default="waiting",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("reply", models.TextField(blank=True, default="", max_length=5000, verbose_name="reply")),
                ("replied_at", models.DateTimeField(editable=False, null=True)),
                ("reviewed_at", models.DateTimeField(editable=False, null=True)),
                (
                    "reason",
                    models.TextField(
                        blank=True, default="", editable=False, max_length=2000, verbose_name="reason"
                    ),
                ),
            ],
            options={
                "verbose_name": "follow-up",
                "verbose_name_plural": "follow-ups",
                "ordering": ["asked_at", "pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="publishedanswer",
            name="publishedanswer_ours_or_imported",
        ),
        migrations.AddField(
            model_name="answer",
            name="thanked_at",
            field=models.DateTimeField(
                editable=False, help_text="when the patient said thank you", null=True
            ),
        ),
        migrations.AddField(
            model_name="publishedanswer",
            name="detached",
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name="answer",
            name="approved_version",
            field=models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="answers.answerversion",
            ),
        ),
        migrations.AddConstraint(
            model_name="publishedanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("detached", False),
                        ("imported", False),
                        ("reviewed_on__isnull", False),
                        ("source__isnull", False),
                    ),
                    models.Q(
                        ("detached", True),
                        ("imported", False),
                        ("reviewed_on__isnull", False),
                        ("source", None),
                    ),
                    models.Q(("detached", False), ("imported", True), ("source", None)),
                    _connector="OR",
                ),
                name="publishedanswer_ours_or_imported",
            ),
        ),
        migrations.AddField(
            model_name="followup",
            name="answer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="follow_ups", to="answers.answer"
            ),
        ),
        migrations.AddField(
            model_name="followup",
            name="reviewed_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="followup",
            index=models.Index(
                condition=models.Q(("status", "in_review")),
                fields=["replied_at"],
                name="followup_awaiting_review",
            ),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reviewed_at", None), ("reviewed_by", None)),
                    models.Q(("reviewed_at__isnull", False), ("reviewed_by__isnull", False)),
                    _connector="OR",
                ),
                name="followup_reviewed_at_and_by_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["waiting", "closed"]),
                    models.Q(models.Q(("reply", ""), _negated=True), ("replied_at__isnull", False)),
                    _connector="OR",
                ),
                name="followup_reply_before_review",
            ),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["answered", "returned"]), _negated=True),
                    ("reviewed_by__isnull", False),
                    _connector="OR",
                ),
                name="followup_decided_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["returned", "closed"]), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="followup_refused_has_reason",
            ),
        ),
    ]
