"""Doctors may do without the mail that their time with a query has ended."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_access_kinds")]

    operations = [
        migrations.AlterField(
            model_name="mailchoice",
            name="group",
            field=models.CharField(
                max_length=20,
                choices=[
                    ("publication", "When my query is published"),
                    ("reminders", "Reminders of a query I began and didn't send"),
                    ("thanks", "When a patient thanks me for an answer"),
                    ("claims", "When my time with a query I have begun to answer has ended"),
                ],
            ),
        ),
    ]
