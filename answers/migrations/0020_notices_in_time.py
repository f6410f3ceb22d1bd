"""Once a day at an hour, quiet hours that urgent queries may break; whether at all is a choice of e-mails now."""

import django.utils.timezone
from django.db import migrations, models

# "off" was a frequency; it becomes what stopping the e-mails writes.
NEVER = """
INSERT INTO accounts_mailchoice (user_id, "group", wanted, changed_at)
    SELECT d.user_id, 'new_queries', false, now()
        FROM answers_doctornotices n JOIN specialties_doctor d ON d.id = n.doctor_id
        WHERE n.new_queries = 'off' AND d.user_id IS NOT NULL
    ON CONFLICT DO NOTHING;
UPDATE answers_doctornotices SET new_queries = 'daily' WHERE new_queries = 'off'
"""


class Migration(migrations.Migration):
    dependencies = [
        ("answers", "0019_followup_sent_guard"),
        ("accounts", "0008_mail_numbers"),
    ]

    operations = [
        migrations.AddField(
            model_name="doctornotices",
            name="daily_hour",
            field=models.PositiveSmallIntegerField(default=8, verbose_name="at this hour"),
        ),
        migrations.AddField(
            model_name="doctornotices",
            name="mailed_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="doctornotices",
            name="urgent_always",
            field=models.BooleanField(default=False, verbose_name="urgent ones in quiet hours too"),
        ),
        migrations.RunSQL(NEVER, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="doctornotices",
            name="new_queries",
            field=models.CharField(
                choices=[("daily", "Once a day"), ("at_once", "Soon: at most one e-mail in half an hour")],
                default="daily",
                max_length=8,
                verbose_name="new queries in my specialties",
            ),
        ),
        migrations.AlterField(
            model_name="doctornotices",
            name="told_until",
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.AddConstraint(
            model_name="doctornotices",
            constraint=models.CheckConstraint(
                condition=models.Q(("daily_hour__lte", 23)), name="doctornotices_hour_of_the_day"
            ),
        ),
    ]
