"""The version that a change began from is read by nobody: what may be changed is asked of the query itself."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("questions", "0014_taken_back_signs")]

    operations = [
        migrations.RemoveConstraint(model_name="draft", name="draft_edits_and_version_together"),
        migrations.RemoveField(model_name="draft", name="edits_version"),
    ]
