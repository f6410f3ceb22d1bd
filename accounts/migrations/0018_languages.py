"""A person has a language that e-mails are written in, and so has an e-mail whose words are stored."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0017_access_reason_guard"),
    ]

    operations = [
        migrations.AddField(
            model_name="mail",
            name="language",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="of its text; empty: the receiver's own",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="language",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                editable=False,
                max_length=12,
                verbose_name="language of e-mails",
            ),
        ),
    ]
