from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("answers", "0035_second_signature_waits")]

    operations = [
        migrations.AddField(
            model_name="publicanswerdraft",
            name="exchanges",
            field=models.JSONField(blank=True, db_default=[], default=list, editable=False),
        ),
        migrations.AddField(
            model_name="publishedanswer",
            name="exchanges",
            field=models.JSONField(blank=True, db_default=[], default=list, editable=False),
        ),
        migrations.AddConstraint(
            model_name="publishedanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("imported", False), ("exchanges", []), _connector="OR"),
                name="publishedanswer_imported_without_exchanges",
            ),
        ),
    ]
