"""Red flags: rules, their frozen versions, and help numbers."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# A version that interrupted somebody stays as it was: the query keeps its number. (The function is the trail's.)
FROZEN = """
CREATE TRIGGER redflagversion_frozen BEFORE UPDATE OR DELETE ON questions_redflagversion
    FOR EACH ROW EXECUTE FUNCTION guard_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_guards"),
        ("questions", "0006_follow_moved_topic"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RedFlag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="code")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "red flag",
                "verbose_name_plural": "red flags",
                "ordering": ["position", "code"],
            },
        ),
        migrations.CreateModel(
            name="HelpNumber",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "country",
                    models.CharField(
                        max_length=2,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z]{2}$", "Enter the country's two capital letters, such as GB."
                            )
                        ],
                        verbose_name="country",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("emergency", "Emergency services"),
                            ("advice", "Medical advice by phone"),
                            ("crisis", "Someone to talk to in a crisis"),
                            ("poison", "Poisons information"),
                            ("children", "Help for children"),
                            ("abuse", "Help with violence and abuse"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("number", models.CharField(max_length=60, verbose_name="number")),
                ("hours", models.CharField(blank=True, max_length=120, verbose_name="opening hours")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="checked on")),
            ],
            options={
                "verbose_name": "help number",
                "verbose_name_plural": "help numbers",
                "ordering": ["country", "position", "name"],
                "constraints": [
                    models.UniqueConstraint(fields=("country", "kind", "number"), name="helpnumber_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="RedFlagVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(default=1, verbose_name="version")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("emergency", "Emergency"),
                            ("urgent", "Urgent"),
                            ("self_harm", "Self-harm"),
                        ],
                        max_length=10,
                        verbose_name="level",
                    ),
                ),
                (
                    "specialties",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SlugField(max_length=120),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="specialties",
                    ),
                ),
                (
                    "age_bands",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("0–4", "0–4"),
                                ("5–12", "5–12"),
                                ("13–17", "13–17"),
                                ("18–29", "18–29"),
                                ("30–39", "30–39"),
                                ("40–49", "40–49"),
                                ("50–59", "50–59"),
                                ("60–69", "60–69"),
                                ("70–79", "70–79"),
                                ("80 or over", "80 or over"),
                            ],
                            max_length=10,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="ages",
                    ),
                ),
                (
                    "patterns",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=500), size=None, verbose_name="patterns"
                    ),
                ),
                ("ask", models.CharField(blank=True, max_length=200, verbose_name="question of the step")),
                ("text", models.TextField(max_length=2000, verbose_name="text of the interruption page")),
                (
                    "must_match",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=1000),
                        size=None,
                        verbose_name="examples that must match",
                    ),
                ),
                (
                    "must_not_match",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=1000),
                        size=None,
                        verbose_name="examples that must not match",
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="made at")),
                (
                    "flag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="questions.redflag",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "version of a red flag",
                "verbose_name_plural": "versions of red flags",
                "ordering": ["flag", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("flag", "number"), name="redflagversion_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="redflagversion_number_from_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__in", ["emergency", "urgent", "self_harm"])),
                        name="redflagversion_level_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("patterns__len__gte", 1),
                            ("must_match__len__gte", 1),
                            ("must_not_match__len__gte", 1),
                        ),
                        name="redflagversion_tried",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True), models.Q(("text", ""), _negated=True)
                        ),
                        name="redflagversion_says_something",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FROZEN, "DROP TRIGGER redflagversion_frozen ON questions_redflagversion"),
    ]
