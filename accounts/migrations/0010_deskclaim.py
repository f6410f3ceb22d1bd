"""Who of the moderators is working on an item of the desk."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0009_roles"),
    ]

    operations = [
        migrations.CreateModel(
            name="DeskClaim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "subject_type",
                    models.CharField(editable=False, help_text="model, as label_lower", max_length=60),
                ),
                ("subject_id", models.BigIntegerField(editable=False)),
                ("kind", models.CharField(editable=False, max_length=20)),
                ("reference", models.CharField(blank=True, default="", editable=False, max_length=20)),
                ("since", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("until", models.DateTimeField(editable=False)),
                (
                    "note",
                    models.CharField(
                        blank=True, default="", editable=False, max_length=300, verbose_name="note"
                    ),
                ),
                (
                    "handed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="desk_claims",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "item held at the desk",
                "verbose_name_plural": "items held at the desk",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("subject_type", "subject_id"), name="deskclaim_one_holder_of_an_item"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("note", ""), ("handed_by__isnull", False), _connector="OR"),
                        name="deskclaim_note_of_who_handed_it_over",
                    ),
                ],
            },
        ),
    ]
