"""A mail may count something; doctors choose among more e-mails."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_mail_claims"),
    ]

    operations = [
        migrations.AddField(
            model_name="mail",
            name="number",
            field=models.PositiveIntegerField(
                default=0, help_text="of what the text counts", verbose_name="number"
            ),
        ),
        migrations.AlterField(
            model_name="mailchoice",
            name="group",
            field=models.CharField(
                choices=[
                    ("publication", "When my query is published"),
                    ("reminders", "Reminders of a query I began and didn't send"),
                    ("thanks", "When a patient thanks me for an answer"),
                    ("new_queries", "When new queries wait in my specialties"),
                    ("returned", "When an answer of mine is sent back"),
                    ("approved", "When an answer of mine is approved"),
                    ("follow_ups", "When a patient asks me a follow-up question"),
                    ("opinions", "When a colleague gives an opinion on my answer, and what became of mine"),
                    ("claims", "When my time with a query I have begun to answer has ended"),
                    ("licence", "Before my licence ends"),
                ],
                max_length=20,
            ),
        ),
    ]
