"""The words of addresses, of texts and of a licence, as the interface says them now."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("specialties", "0021_words"),
    ]

    operations = [
        migrations.AlterField(
            model_name="doctor",
            name="licence_expires_on",
            field=models.DateField(blank=True, null=True, verbose_name="licence ends on"),
        ),
        migrations.AlterField(
            model_name="doctor",
            name="slug",
            field=models.SlugField(max_length=140, unique=True, verbose_name="address of the profile"),
        ),
        migrations.AlterField(
            model_name="doctor",
            name="status",
            field=models.CharField(
                choices=[
                    ("draft", "Not sent yet"),
                    ("applied", "Waiting for the first check"),
                    ("checked", "Waiting for the second check"),
                    ("verified", "Verified"),
                    ("returned", "Sent back"),
                    ("lapsed", "Licence ended"),
                    ("suspended", "Suspended"),
                    ("archive", "From an earlier site, not verified here"),
                ],
                default="draft",
                editable=False,
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="specialty",
            name="care_text",
            field=models.TextField(
                blank=True, help_text="Written in Markdown.", verbose_name="care card's text"
            ),
        ),
        migrations.AlterField(
            model_name="specialty",
            name="introduction",
            field=models.TextField(blank=True, help_text="Written in Markdown.", verbose_name="introduction"),
        ),
        migrations.AlterField(
            model_name="specialty",
            name="slug",
            field=models.SlugField(max_length=120, unique=True, verbose_name="address of its page"),
        ),
    ]
