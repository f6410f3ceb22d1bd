"""A reply to a follow-up is kept as it was sent, beside what its doctor writes after it came back."""

from django.db import migrations, models
from django.db.models import Q

# The guards let nobody touch a decided one; this adds what it said when it was decided.
AS_SENT = """
ALTER TABLE answers_followup DISABLE TRIGGER followup_guard;
UPDATE answers_followup SET sent = reply WHERE replied_at IS NOT NULL;
ALTER TABLE answers_followup ENABLE TRIGGER followup_guard;
"""


class Migration(migrations.Migration):
    dependencies = [("answers", "0017_corrections_guards")]

    operations = [
        migrations.AddField(
            model_name="followup",
            name="saved_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="followup",
            name="sent",
            field=models.TextField(blank=True, default="", editable=False, verbose_name="reply as sent"),
        ),
        migrations.RunSQL(AS_SENT, migrations.RunSQL.noop),
        migrations.RemoveConstraint(model_name="followup", name="followup_reply_before_review"),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.CheckConstraint(
                name="followup_reply_before_review",
                condition=Q(status__in=["waiting", "closed"])
                | Q(replied_at__isnull=False)
                & (Q(status="returned") & ~Q(sent="") | ~Q(status="returned") & ~Q(reply="")),
            ),
        ),
    ]
