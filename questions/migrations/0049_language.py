"""A query, its draft and its public page say in which language they are written; "" is the site's own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("questions", "0048_words")]

    operations = [
        *(
            migrations.AddField(
                model_name=name,
                name="language",
                field=models.CharField(
                    blank=True,
                    db_default="",
                    default="",
                    editable=False,
                    max_length=12,
                    verbose_name="language it is written in",
                ),
            )
            for name in ("draft", "question")
        ),
        migrations.AddField(
            model_name="publishedquestion",
            name="language",
            field=models.CharField(blank=True, db_default="", default="", editable=False, max_length=12),
        ),
    ]
