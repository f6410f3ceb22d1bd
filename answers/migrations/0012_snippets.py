"""Texts that a doctor uses again and again, and what sees to it that only verified doctors write them."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("answers", "0011_answerprint"),
        ("specialties", "0007_documents_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="Snippet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("text", models.TextField(max_length=4000, verbose_name="text")),
                ("shared", models.BooleanField(default=False, verbose_name="share it with colleagues")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("title_key", models.TextField(editable=False)),
                ("text_print", models.CharField(editable=False, max_length=64)),
                ("tsv", django.contrib.postgres.search.SearchVectorField(editable=False)),
                (
                    "doctor",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="snippets",
                        to="specialties.doctor",
                    ),
                ),
                (
                    "specialty",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="specialties.specialty",
                        verbose_name="specialty",
                    ),
                ),
            ],
            options={
                "verbose_name": "snippet",
                "verbose_name_plural": "snippets",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["tsv"], name="snippet_tsv"
                    ),
                    models.Index(
                        condition=models.Q(("shared", True)),
                        fields=["title_key", "id"],
                        name="snippet_shared",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("doctor", "title_key"), name="snippet_one_title_a_doctor"
                    ),
                    models.UniqueConstraint(
                        fields=("doctor", "text_print"), name="snippet_one_text_a_doctor"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True), models.Q(("text", ""), _negated=True)
                        ),
                        name="snippet_has_words",
                    ),
                ],
            },
        ),
    ]
