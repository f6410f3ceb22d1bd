"""A query is sent once by its draft's reference: the key that the old form carried is not needed."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("questions", "0011_textprint")]

    operations = [migrations.RemoveField(model_name="question", name="submission_key")]
