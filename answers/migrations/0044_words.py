"""The words of choices and names, as the interface says them now."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("answers", "0043_report_language"),
    ]

    operations = [
        migrations.AlterField(
            model_name="answer",
            name="retraction",
            field=models.TextField(
                blank=True, default="", editable=False, verbose_name="why it was retracted"
            ),
        ),
        migrations.AlterField(
            model_name="answerversion",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Waiting for review"),
                    ("approved", "Approved"),
                    ("returned", "Sent back"),
                    ("recalled", "Recalled by the doctor"),
                ],
                default="",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="servicelevel",
            name="measure",
            field=models.CharField(
                choices=[
                    ("triage", "Time until a moderator has read the query"),
                    ("answer", "Time until the answer"),
                    ("publication", "Time until the public page"),
                    ("returned", "Answers sent back to their doctor"),
                    ("declined", "Queries declined"),
                ],
                editable=False,
                max_length=11,
            ),
        ),
    ]
