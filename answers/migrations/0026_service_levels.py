"""Public figures: waits and shares."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("answers", "0025_page_reports_guard"),
        ("specialties", "0011_applications_begin_as_drafts"),
    ]

    operations = [
        migrations.CreateModel(
            name="ServiceLevel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "measure",
                    models.CharField(
                        choices=[
                            ("triage", "Until a moderator has read it"),
                            ("answer", "Until the answer"),
                            ("publication", "Until the public page"),
                            ("returned", "Answers sent back to their doctor"),
                            ("declined", "Queries declined"),
                        ],
                        editable=False,
                        max_length=11,
                    ),
                ),
                ("number", models.PositiveIntegerField(editable=False, help_text="of what it rests on")),
                ("median", models.DurationField(editable=False, null=True)),
                ("ninety", models.DurationField(editable=False, null=True)),
                ("percent", models.PositiveSmallIntegerField(editable=False, null=True)),
                ("computed_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "specialty",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="specialties.specialty",
                    ),
                ),
            ],
            options={
                "verbose_name": "service level",
                "verbose_name_plural": "service levels",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("specialty", "measure"), name="servicelevel_once", nulls_distinct=False
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 10)), name="servicelevel_of_enough"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("measure__in", ("triage", "answer", "publication")),
                                ("median__isnull", False),
                                ("ninety__isnull", False),
                                ("percent", None),
                            ),
                            models.Q(
                                ("measure__in", ("returned", "declined")),
                                ("median", None),
                                ("ninety", None),
                                ("percent__isnull", False),
                                ("percent__lte", 100),
                            ),
                            _connector="OR",
                        ),
                        name="servicelevel_wait_or_share",
                    ),
                ],
            },
        ),
    ]
