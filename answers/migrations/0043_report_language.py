"""A report knows the language of the page it was sent from: a reply to its address is in it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("answers", "0042_inbox"),
    ]

    operations = [
        migrations.AddField(
            model_name="report",
            name="language",
            field=models.CharField(blank=True, db_default="", default="", editable=False, max_length=12),
        ),
    ]
