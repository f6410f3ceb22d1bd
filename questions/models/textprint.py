"""What a sent text is compared by: numbers made from its words, without the words."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone


class TextPrint(models.Model):
    """The print of one query's text (see `questions.likeness`), kept for a week to find copies of it.

    Its numbers are keyed hashes under SECRET_KEY: no word can be read from them. Goes with its query.
    """

    question = models.OneToOneField(
        "questions.Question", models.CASCADE, related_name="text_print", editable=False
    )
    sent_at = models.DateTimeField(default=timezone.now, db_index=True, editable=False)
    bands = ArrayField(models.BigIntegerField(), editable=False)
    sketch = ArrayField(models.BigIntegerField(), editable=False)

    class Meta:
        indexes = [GinIndex(fields=["bands"], name="text_print_bands", fastupdate=False)]

    def __str__(self):
        return f"print of {self.question_id}"
