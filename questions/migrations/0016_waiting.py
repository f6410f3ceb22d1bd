"""The waiting clock and the number of pictures, in the row and in the order of the doctors' inbox."""

from django.db import migrations, models

# What was sent already: without the time in which its patient was asked, and the pictures it has today.
FILL = """
UPDATE questions_question SET
    waits_since = submitted_at + COALESCE((
        SELECT sum(replied_at - asked_at) FROM answers_clarification
        WHERE question_id = questions_question.id AND replied_at IS NOT NULL
    ), interval '0'),
    paused_at = CASE WHEN care = 'more_information' THEN COALESCE((
        SELECT max(asked_at) FROM answers_clarification
        WHERE question_id = questions_question.id AND replied_at IS NULL
    ), now()) END,
    picture_count = (SELECT count(*) FROM questions_attachment WHERE question_id = questions_question.id);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("questions", "0015_drop_edits_version"),
        ("answers", "0001_initial"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="question", name="question_open"),
        migrations.AddField(
            model_name="question",
            name="waits_since",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="question",
            name="paused_at",
            field=models.DateTimeField(
                editable=False, null=True, help_text="since when it waits for its patient"
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="picture_count",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(
                fields=["specialty", "-urgent", "waits_since", "id"],
                name="question_open",
                condition=models.Q(care="open"),
            ),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(
                fields=["specialty", "-urgent", "waits_since", "id"],
                name="question_open_with_pictures",
                condition=models.Q(care="open", picture_count__gt=0),
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                name="question_sent_waits_since",
                condition=models.Q(care__in=["draft", "withdrawn"]) | models.Q(waits_since__isnull=False),
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                name="question_paused_while_its_patient_is_asked",
                condition=models.Q(care="more_information", paused_at__isnull=False)
                | ~models.Q(care="more_information") & models.Q(paused_at=None),
            ),
        ),
    ]
