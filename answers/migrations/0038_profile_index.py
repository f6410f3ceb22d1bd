"""A doctor's profile lists and counts the answers that stand, from the index alone."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("answers", "0037_exchanges_guards")]

    operations = [
        migrations.RemoveIndex("publishedanswer", "publishedanswer_by_doctor"),
        migrations.AddIndex(
            "publishedanswer",
            models.Index(
                fields=["doctor", "-answered_at", "-id"],
                name="publishedanswer_by_doctor",
                condition=Q(retracted_on=None),
            ),
        ),
    ]
