"""Words of the interface alone: nothing in the database changes."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("questions", "0047_impacts_of_questions"),
        ("specialties", "0020_doctors_of_specialty"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="redflag",
            options={
                "ordering": ["position", "code"],
                "verbose_name": "warning sign",
                "verbose_name_plural": "warning signs",
            },
        ),
        migrations.AlterModelOptions(
            name="redflaghit",
            options={
                "ordering": ["pk"],
                "verbose_name": "warning sign found",
                "verbose_name_plural": "warning signs found",
            },
        ),
        migrations.AlterModelOptions(
            name="redflagversion",
            options={
                "ordering": ["flag", "-number"],
                "verbose_name": "version of a warning sign",
                "verbose_name_plural": "versions of warning signs",
            },
        ),
        migrations.AlterModelOptions(
            name="withdrawnpage",
            options={"verbose_name": "page taken down", "verbose_name_plural": "pages taken down"},
        ),
        migrations.AlterField(
            model_name="appeal",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Waiting for a second moderator"),
                    ("granted", "The query is accepted after all"),
                    ("upheld", "The query stays declined"),
                ],
                default="",
                editable=False,
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="credit",
            name="amount",
            field=models.SmallIntegerField(verbose_name="how many credits"),
        ),
        migrations.AlterField(
            model_name="credit",
            name="kind",
            field=models.CharField(
                choices=[
                    ("granted", "Given by our staff"),
                    ("bought", "Bought"),
                    ("refunded", "Money paid back"),
                    ("spent", "Used for a query"),
                    ("given_back", "Credit given back"),
                ],
                editable=False,
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="draft",
            name="specialty",
            field=models.ForeignKey(
                blank=True,
                help_text="Leave empty if the patient isn't sure; a moderator sets it in triage.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)ss",
                to="specialties.specialty",
                verbose_name="specialty",
            ),
        ),
        migrations.AlterField(
            model_name="helpnumber",
            name="number",
            field=models.CharField(max_length=60, verbose_name="phone number"),
        ),
        migrations.AlterField(
            model_name="payment",
            name="credits",
            field=models.PositiveSmallIntegerField(
                editable=False,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(10),
                ],
                verbose_name="how many credits",
            ),
        ),
        migrations.AlterField(
            model_name="question",
            name="specialty",
            field=models.ForeignKey(
                blank=True,
                help_text="Leave empty if the patient isn't sure; a moderator sets it in triage.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)ss",
                to="specialties.specialty",
                verbose_name="specialty",
            ),
        ),
        migrations.AlterField(
            model_name="redflaghit",
            name="place",
            field=models.CharField(
                choices=[
                    ("checklist", "ticked in “Do you have any of these now?”"),
                    ("unticked", "ticked in “Do you have any of these now?” and unticked again"),
                    ("text", "in the query"),
                    ("reply", "in a reply"),
                    ("follow_up", "in a follow-up question"),
                ],
                editable=False,
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="redflagversion",
            name="text",
            field=models.TextField(max_length=2000, verbose_name="text of the warning page"),
        ),
    ]
