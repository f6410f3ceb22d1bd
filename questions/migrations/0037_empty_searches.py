"""Searches that found nothing, counted without anybody's words until five people used them."""

import django.contrib.postgres.fields
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("questions", "0043_lists_and_sitemap")]

    operations = [
        migrations.CreateModel(
            name="EmptySearch",
            fields=[
                ("slot", models.PositiveIntegerField(editable=False, primary_key=True, serialize=False)),
                ("key", models.UUIDField(editable=False)),
                (
                    "people",
                    django.contrib.postgres.fields.ArrayField(
                        models.UUIDField(), default=list, editable=False, size=None
                    ),
                ),
                ("words", models.CharField(blank=True, editable=False, max_length=80)),
                (
                    "count",
                    models.PositiveIntegerField(
                        default=0, editable=False, help_text="searches; the first five are people"
                    ),
                ),
                (
                    "last_on",
                    models.DateField(
                        editable=False, help_text="before the fifth, when the first of the people came"
                    ),
                ),
                ("done_on", models.DateField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "search without results",
                "verbose_name_plural": "searches without results",
                "indexes": [
                    models.Index(fields=["-count", "slot"], condition=~Q(words=""), name="emptysearch_told")
                ],
                "constraints": [
                    models.CheckConstraint(name="emptysearches_are_so_many", condition=Q(slot__lt=65536)),
                    models.CheckConstraint(
                        name="emptysearch_words_of_five_alone",
                        condition=Q(words="", count=0, people__len__lt=5)
                        | (~Q(words="") & Q(count__gte=5, people__len=0, done_on=None)),
                    ),
                    models.CheckConstraint(
                        name="emptysearch_done_holds_nothing",
                        condition=Q(done_on=None) | Q(words="", people__len=0),
                    ),
                ],
            },
        ),
    ]
