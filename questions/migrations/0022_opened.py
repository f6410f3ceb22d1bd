"""What was opened to doctors lately is found by an index."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("questions", "0021_corrections_guards"),
        ("specialties", "0008_portraits"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="question",
            index=models.Index(
                condition=models.Q(("care", "open")), fields=["triaged_at"], name="question_opened"
            ),
        ),
    ]
