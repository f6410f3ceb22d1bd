"""Words of the interface alone: nothing in the database changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0018_languages"),
    ]

    operations = [
        migrations.AlterField(
            model_name="accessevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("query", "read the query"),
                    ("earlier", "read the query to answer another one of yours"),
                    ("picture", "looked at a picture"),
                    ("document", "looked at a document"),
                    ("asked", "asked for access"),
                ],
                editable=False,
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="accessevent",
            name="reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", ""),
                    ("working", "as part of their work"),
                    ("complaint", "to look into a complaint"),
                    ("quality", "to check a decision, or the quality of our work"),
                    ("patient_asked", "because the patient asked us to look"),
                    ("security", "to protect somebody, or the site"),
                    ("legal", "because the law demands it"),
                    ("fault", "to look into a technical fault"),
                    ("other", "for another reason"),
                ],
                default="",
                editable=False,
                max_length=13,
            ),
        ),
        migrations.AlterField(
            model_name="mail",
            name="state",
            field=models.CharField(
                choices=[
                    ("queued", "Waiting"),
                    ("sending", "Being sent"),
                    ("sent", "Sent"),
                    ("parked", "Stopped"),
                ],
                default="queued",
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.AlterField(
            model_name="mail",
            name="to",
            field=models.EmailField(
                blank=True,
                help_text="empty: the account's own",
                max_length=254,
                verbose_name="e-mail address",
            ),
        ),
        migrations.AlterField(
            model_name="mailchoice",
            name="group",
            field=models.CharField(
                choices=[
                    ("publication", "When my query is published"),
                    ("reminders", "Reminders of a query I began and didn't send"),
                    ("thanks", "When a patient thanks me for an answer"),
                    ("new_queries", "When new queries wait in my specialties"),
                    ("returned", "When an answer of mine is sent back"),
                    ("approved", "When an answer of mine is approved"),
                    ("follow_ups", "When a patient asks me a follow-up question"),
                    ("opinions", "When a colleague gives an opinion on my answer, and what happened to mine"),
                    ("claims", "When my time with a query I have begun to answer has ended"),
                    ("licence", "Before my licence ends"),
                    ("desk", "When something begins to wait too long on the moderation desk"),
                    ("desk_digest", "What waits on the moderation desk, each day"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="statement",
            name="kind",
            field=models.CharField(
                choices=[
                    ("query_declined", "Your query was declined"),
                    ("followup_closed", "Your follow-up question was closed without a reply"),
                    ("page_withdrawn", "The public page of your query was taken down"),
                    ("answer_returned", "Your answer was sent back"),
                    ("answer_retracted", "Your answer was retracted"),
                    ("reply_returned", "Your reply to a follow-up question was sent back"),
                    ("opinion_returned", "Your opinion on an answer was sent back"),
                    ("application_returned", "Your application was sent back"),
                    ("document_returned", "A document of yours was sent back"),
                    ("doctor_suspended", "You can’t answer queries for now"),
                    ("appeal_granted", "Your appeal was granted"),
                    ("appeal_upheld", "Your appeal was declined"),
                ],
                editable=False,
                max_length=20,
            ),
        ),
    ]
