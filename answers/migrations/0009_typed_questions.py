"""Requests to a patient hold up to three questions, each of a kind; what a doctor types to ask is kept."""

from django.db import migrations, models

# Until now each was one question, replied to in words.
ONE_QUESTION = """
UPDATE answers_clarification SET
    items = jsonb_build_array(jsonb_build_object('kind', 'text', 'text', text)),
    replies = CASE WHEN replied_at IS NULL THEN '[]'::jsonb ELSE jsonb_build_array(reply) END;
"""


class Migration(migrations.Migration):
    dependencies = [("answers", "0008_writers_guard")]

    operations = [
        migrations.AddField(
            model_name="answer",
            name="asking",
            field=models.JSONField(
                blank=True, default=list, editable=False, verbose_name="questions to the patient"
            ),
        ),
        migrations.AddField(
            model_name="clarification",
            name="items",
            field=models.JSONField(default=list, editable=False, verbose_name="questions"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="clarification",
            name="replies",
            field=models.JSONField(blank=True, default=list, editable=False, verbose_name="replies"),
        ),
        migrations.AlterField(
            model_name="clarification",
            name="reply",
            field=models.TextField(blank=True, default="", verbose_name="your reply"),
        ),
        migrations.RunSQL(ONE_QUESTION, migrations.RunSQL.noop),
    ]
