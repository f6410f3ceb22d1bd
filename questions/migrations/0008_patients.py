"""Drafts, red flags found, appeals, credits; queries held as spam; pages whose query was erased."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import accounts.storage
import questions.models.draft
import questions.references

# Who refused stands in the trail; from now on the query says it too.
DECLINED_BY = """
UPDATE questions_question q SET declined_by_id = (
    SELECT e.actor_id FROM accounts_auditevent e JOIN accounts_user u ON u.id = e.actor_id
    WHERE e.subject_type = 'questions.question' AND e.subject_id = q.id AND e.verb = 'question.declined'
    ORDER BY e.id DESC LIMIT 1
) WHERE care = 'declined';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("questions", "0007_redflags"),
        ("specialties", "0003_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Appeal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(max_length=2000, verbose_name="why you disagree")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Waiting for a second moderator"),
                            ("granted", "The query is taken after all"),
                            ("upheld", "The refusal stands"),
                        ],
                        default="",
                        editable=False,
                        max_length=8,
                    ),
                ),
                ("decided_at", models.DateTimeField(editable=False, null=True)),
                (
                    "note",
                    models.TextField(
                        blank=True, default="", max_length=2000, verbose_name="what the patient reads"
                    ),
                ),
            ],
            options={
                "verbose_name": "appeal",
                "verbose_name_plural": "appeals",
                "ordering": ["made_at"],
            },
        ),
        migrations.CreateModel(
            name="Credit",
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
                            ("granted", "Granted by staff"),
                            ("bought", "Bought"),
                            ("spent", "Spent on a query"),
                            ("given_back", "Given back"),
                        ],
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("amount", models.SmallIntegerField(verbose_name="how many queries")),
                ("reference", models.CharField(blank=True, default="", editable=False, max_length=11)),
                ("reason", models.CharField(blank=True, default="", max_length=200, verbose_name="reason")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                "verbose_name": "credit",
                "verbose_name_plural": "credits",
                "ordering": ["-pk"],
                "permissions": [("grant_credit", "Can grant queries to patients")],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="question in one sentence")),
                ("text", models.TextField(max_length=10000, verbose_name="details")),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("self", "Me"),
                            ("child", "My child"),
                            ("other", "Another adult, with their permission"),
                        ],
                        default="self",
                        max_length=5,
                        verbose_name="who it is about",
                    ),
                ),
                (
                    "age_band",
                    models.CharField(
                        blank=True,
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
                        default="",
                        max_length=10,
                        verbose_name="age",
                    ),
                ),
                (
                    "sex",
                    models.CharField(
                        blank=True,
                        choices=[("female", "female"), ("male", "male"), ("intersex", "intersex")],
                        default="",
                        max_length=8,
                        verbose_name="sex",
                    ),
                ),
                (
                    "conditions",
                    models.TextField(
                        blank=True, default="", max_length=2000, verbose_name="long-term conditions"
                    ),
                ),
                (
                    "medicines",
                    models.TextField(blank=True, default="", max_length=2000, verbose_name="medicines"),
                ),
                (
                    "allergies",
                    models.TextField(blank=True, default="", max_length=1000, verbose_name="allergies"),
                ),
                (
                    "consent",
                    models.CharField(
                        choices=[
                            ("private", "Keep it private"),
                            ("show_first", "Publish it after I have seen the text"),
                            ("no_need", "Publish it, no need to ask me again"),
                        ],
                        default="private",
                        max_length=10,
                        verbose_name="publication",
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        default=questions.references.new_reference, editable=False, max_length=11, unique=True
                    ),
                ),
                ("start_key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "browser",
                    models.CharField(
                        blank=True,
                        default="",
                        editable=False,
                        help_text="SHA-256 of the browser's key",
                        max_length=64,
                    ),
                ),
                ("edits_version", models.PositiveIntegerField(editable=False, null=True)),
                (
                    "done",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("specialty", "Specialty"),
                                ("symptoms", "Warning signs"),
                                ("about", "Who it is about"),
                                ("question", "Your question"),
                                ("details", "Details"),
                                ("background", "Age, conditions and medicines"),
                                ("pictures", "Pictures"),
                                ("privacy", "Who may read it"),
                            ],
                            max_length=10,
                        ),
                        default=list,
                        editable=False,
                        size=None,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "expires_at",
                    models.DateTimeField(
                        db_index=True, default=questions.models.draft._first_expiry, editable=False
                    ),
                ),
                (
                    "warned_at",
                    models.DateTimeField(
                        editable=False, help_text="when its owner was told that it expires soon", null=True
                    ),
                ),
                (
                    "suspicions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        default=list,
                        editable=False,
                        help_text="codes of accounts.robots",
                        size=None,
                    ),
                ),
            ],
            options={
                "verbose_name": "draft",
                "verbose_name_plural": "drafts",
            },
        ),
        migrations.CreateModel(
            name="DraftPicture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        editable=False,
                        storage=accounts.storage.private_files,
                        upload_to=accounts.storage.random_name,
                    ),
                ),
                ("width", models.PositiveIntegerField(editable=False, help_text="pixels")),
                ("height", models.PositiveIntegerField(editable=False, help_text="pixels")),
                ("size", models.PositiveIntegerField(editable=False, help_text="bytes")),
                ("sha256", models.CharField(editable=False, max_length=64)),
                (
                    "caption",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="what it shows"),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("uploaded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                "verbose_name": "picture of a draft",
                "verbose_name_plural": "pictures of drafts",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="RedFlagHit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "place",
                    models.CharField(
                        choices=[
                            ("checklist", "ticked in “Do you have any of these now?”"),
                            ("text", "in the query"),
                            ("reply", "in a reply"),
                            ("follow_up", "in a follow-up question"),
                        ],
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("shown_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("continued_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "red flag found",
                "verbose_name_plural": "red flags found",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="SimilarHelped",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField()),
                ("count", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "answered by a public page",
                "verbose_name_plural": "answered by public pages",
            },
        ),
        migrations.RemoveConstraint(
            model_name="publishedquestion",
            name="published_is_ours_or_imported",
        ),
        migrations.RemoveConstraint(
            model_name="question",
            name="question_declined_has_reason",
        ),
        migrations.RemoveIndex(
            model_name="question",
            name="question_awaiting_triage",
        ),
        migrations.AddField(
            model_name="publishedquestion",
            name="detached_on",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="question",
            name="declined_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="held",
            field=models.BooleanField(default=False, editable=False, verbose_name="held"),
        ),
        migrations.AddField(
            model_name="question",
            name="held_for",
            field=models.CharField(blank=True, default="", editable=False, max_length=120),
        ),
        migrations.AlterField(
            model_name="question",
            name="specialty",
            field=models.ForeignKey(
                blank=True,
                help_text="Empty: the patient isn't sure; triage sets it.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)ss",
                to="specialties.specialty",
                verbose_name="specialty",
            ),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(
                condition=models.Q(("care", "submitted")),
                fields=["-urgent", "held", "submitted_at"],
                name="question_awaiting_triage",
            ),
        ),
        migrations.AddConstraint(
            model_name="publishedquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("approved_by__isnull", False),
                        ("detached_on", None),
                        ("imported_on", None),
                        ("question__isnull", False),
                    ),
                    models.Q(
                        ("approved_by__isnull", False),
                        ("detached_on__isnull", False),
                        ("imported_on", None),
                        ("question", None),
                    ),
                    models.Q(
                        ("detached_on", None),
                        ("imported_on__isnull", False),
                        ("question", None),
                        models.Q(("source_name", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="published_is_ours_or_imported",
            ),
        ),
        migrations.RunSQL(DECLINED_BY, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("care", "declined"), _negated=True),
                    models.Q(models.Q(("reason", ""), _negated=True), ("declined_by__isnull", False)),
                    _connector="OR",
                ),
                name="question_declined_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("held", False), ("held_for", "")),
                    models.Q(("held", True), models.Q(("held_for", ""), _negated=True)),
                    _connector="OR",
                ),
                name="question_held_for_a_reason",
            ),
        ),
        migrations.AddField(
            model_name="appeal",
            name="decided_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="appeal",
            name="question",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="appeals",
                to="questions.question",
            ),
        ),
        migrations.AddField(
            model_name="appeal",
            name="refused_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="credit",
            name="granted_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="credit",
            name="patient",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="credits",
                to=settings.AUTH_USER_MODEL,
                verbose_name="patient",
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="edits",
            field=models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="change_in_work",
                to="questions.question",
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="owner",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="drafts",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="specialty",
            field=models.ForeignKey(
                blank=True,
                help_text="Empty: the patient isn't sure; triage sets it.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)ss",
                to="specialties.specialty",
                verbose_name="specialty",
            ),
        ),
        migrations.AddField(
            model_name="draftpicture",
            name="draft",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="pictures", to="questions.draft"
            ),
        ),
        migrations.AddField(
            model_name="redflaghit",
            name="draft",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="red_flags",
                to="questions.draft",
            ),
        ),
        migrations.AddField(
            model_name="redflaghit",
            name="question",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="red_flags",
                to="questions.question",
            ),
        ),
        migrations.AddField(
            model_name="redflaghit",
            name="version",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="hits",
                to="questions.redflagversion",
            ),
        ),
        migrations.AddField(
            model_name="similarhelped",
            name="published",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="helped",
                to="questions.publishedquestion",
            ),
        ),
        migrations.AddIndex(
            model_name="appeal",
            index=models.Index(
                condition=models.Q(("outcome", "")), fields=["made_at"], name="appeal_waiting"
            ),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome", "")), fields=("question",), name="appeal_one_waiting"
            ),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("decided_by", None), ("outcome", "")),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        models.Q(("outcome", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="appeal_decided_at_by_and_outcome_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by", None),
                    models.Q(("decided_by", models.F("refused_by")), _negated=True),
                    _connector="OR",
                ),
                name="appeal_decided_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "upheld"), _negated=True),
                    models.Q(("note", ""), _negated=True),
                    _connector="OR",
                ),
                name="appeal_upheld_has_note",
            ),
        ),
        migrations.AddConstraint(
            model_name="credit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount", -1), ("kind", "spent")),
                    models.Q(("amount", 1), ("kind", "given_back")),
                    models.Q(("amount__gt", 0), ("kind__in", ["granted", "bought"])),
                    _connector="OR",
                ),
                name="credit_amount_fits_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="credit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("granted_by__isnull", False),
                        ("kind", "granted"),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    models.Q(models.Q(("kind", "granted"), _negated=True), ("granted_by", None)),
                    _connector="OR",
                ),
                name="credit_granted_has_reason_and_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="credit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind__in", ["spent", "given_back"]), models.Q(("reference", ""), _negated=True)
                    ),
                    models.Q(("kind__in", ["spent", "given_back"]), _negated=True),
                    _connector="OR",
                ),
                name="credit_of_a_query_has_reference",
            ),
        ),
        migrations.AddConstraint(
            model_name="credit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind__in", ["spent", "given_back"])),
                fields=("reference", "kind"),
                name="credit_once_per_query",
            ),
        ),
        migrations.AddConstraint(
            model_name="credit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("granted_by", None),
                    models.Q(("granted_by", models.F("patient")), _negated=True),
                    _connector="OR",
                ),
                name="credit_not_to_oneself",
            ),
        ),
        migrations.AddIndex(
            model_name="draft",
            index=models.Index(fields=["owner", "-changed_at"], name="draft_of_owner"),
        ),
        migrations.AddIndex(
            model_name="draft",
            index=models.Index(
                condition=models.Q(("browser", ""), _negated=True),
                fields=["browser"],
                name="draft_of_browser",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("browser", ""), ("owner__isnull", False)),
                    models.Q(("owner", None), models.Q(("browser", ""), _negated=True)),
                    _connector="OR",
                ),
                name="draft_has_owner_or_browser",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("edits", None), ("edits_version", None)),
                    models.Q(("edits__isnull", False), ("edits_version__isnull", False)),
                    _connector="OR",
                ),
                name="draft_edits_and_version_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(
                condition=models.Q(("edits", None), ("owner__isnull", False), _connector="OR"),
                name="draft_edit_has_owner",
            ),
        ),
        migrations.AddConstraint(
            model_name="draftpicture",
            constraint=models.UniqueConstraint(
                fields=("draft", "position"), name="draftpicture_position_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="draftpicture",
            constraint=models.UniqueConstraint(fields=("draft", "sha256"), name="draftpicture_once"),
        ),
        migrations.AddConstraint(
            model_name="redflaghit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("draft__isnull", False), ("question", None)),
                    models.Q(("draft", None), ("question__isnull", False)),
                    _connector="OR",
                ),
                name="redflaghit_of_draft_or_question",
            ),
        ),
        migrations.AddConstraint(
            model_name="redflaghit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("draft", None), _negated=True),
                fields=("draft", "version"),
                name="redflaghit_once_in_draft",
            ),
        ),
        migrations.AddConstraint(
            model_name="redflaghit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("question", None), _negated=True),
                fields=("question", "version"),
                name="redflaghit_once_in_query",
            ),
        ),
        migrations.AddConstraint(
            model_name="similarhelped",
            constraint=models.UniqueConstraint(fields=("published", "on"), name="similarhelped_once_a_day"),
        ),
    ]
