"""The index of the desk's queue of licences that end."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("specialties", "0012_confirmed_by_senior"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="doctor",
            index=models.Index(
                condition=models.Q(("status", "verified")),
                fields=["licence_expires_on", "id"],
                name="doctor_licence_ends",
            ),
        ),
    ]
