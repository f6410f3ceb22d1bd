"""Queries that a doctor hands back, and the tally of open ones."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("questions", "0017_waiting_guards"),
        ("specialties", "0004_writers_guard"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Handover",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("reroute", "Another specialty should answer it"),
                            ("decline", "It can’t be answered here"),
                        ],
                        max_length=8,
                    ),
                ),
                ("reason", models.TextField(max_length=2000, verbose_name="reason")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("settled_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "query handed back",
                "verbose_name_plural": "queries handed back",
                "ordering": ["made_at"],
            },
        ),
        migrations.CreateModel(
            name="OpenTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("change", models.IntegerField(editable=False)),
            ],
            options={
                "verbose_name": "open queries",
                "verbose_name_plural": "open queries",
            },
        ),
        migrations.RemoveIndex(
            model_name="question",
            name="question_awaiting_triage",
        ),
        migrations.AddField(
            model_name="question",
            name="handed_back",
            field=models.BooleanField(default=False, editable=False, verbose_name="handed back"),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(
                condition=models.Q(("care", "submitted")),
                fields=["-urgent", "held", "-handed_back", "submitted_at"],
                name="question_awaiting_triage",
            ),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(
                condition=models.Q(("claimed_until__isnull", False)),
                fields=["claimed_until"],
                name="question_claimed_until",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("handed_back", False), ("care__in", ["submitted", "more_information"]), _connector="OR"
                ),
                name="question_handed_back_while_in_triage",
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="doctor",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="handovers",
                to="specialties.doctor",
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="question",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="handovers",
                to="questions.question",
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="settled_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="specialty",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="specialties.specialty",
                verbose_name="specialty",
            ),
        ),
        migrations.AddField(
            model_name="opentally",
            name="specialty",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="specialties.specialty",
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.UniqueConstraint(
                condition=models.Q(("settled_at", None)), fields=("question",), name="handover_one_waiting"
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at", None), ("settled_by", None)),
                    models.Q(("settled_at__isnull", False), ("settled_by__isnull", False)),
                    _connector="OR",
                ),
                name="handover_settled_at_and_by_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "reroute"), ("specialty__isnull", False)),
                    models.Q(("kind", "decline"), ("specialty", None)),
                    _connector="OR",
                ),
                name="handover_proposes_a_specialty_or_none",
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="handover_has_reason"
            ),
        ),
    ]
