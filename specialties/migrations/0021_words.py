"""The words of a document's states, as the interface says them now."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("specialties", "0020_doctors_of_specialty"),
    ]

    operations = [
        migrations.AlterField(
            model_name="doctordocument",
            name="status",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting for a check"),
                    ("accepted", "Accepted"),
                    ("returned", "Sent back"),
                ],
                default="waiting",
                editable=False,
                max_length=8,
            ),
        ),
    ]
