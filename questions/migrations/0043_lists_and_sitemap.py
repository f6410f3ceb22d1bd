"""Lists skip what is not published without reading the rows; each part of the sitemap knows its newest change. Gone is
the index of pages by their first doctor: profiles list answers.
"""

from django.db import migrations, models
from django.db.models import F


def by(name):
    return models.Index(
        fields=[name, "-answered_at", "-id"], include=["answer_count"], name=f"published_by_{name}"
    )


class Migration(migrations.Migration):
    dependencies = [("questions", "0033_desk_tally")]

    operations = [
        migrations.RemoveIndex("publishedquestion", "published_by_topic"),
        migrations.RemoveIndex("publishedquestion", "published_by_area"),
        migrations.RemoveIndex("publishedquestion", "published_by_doctor"),
        migrations.AddIndex("publishedquestion", by("topic")),
        migrations.AddIndex("publishedquestion", by("area")),
        migrations.AddIndex(
            "publishedquestion",
            models.Index(F("id") / 10_000, F("changed_at").desc(), name="published_part_changed"),
        ),
    ]
