"""What search knows: an entry for each public copy and each topic, and how many pages have which word.

All of it is derived from public rows alone. questions/search/ writes and reads it; triggers take entries away with
their pages and keep those of topics.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q

from questions.models.published import PublishedQuestion
from specialties.models import Specialty


class SearchEntry(models.Model):
    """The words of one public copy: `impacts` says for each how much it stands for the page, from 1 to 99 (titles
    and what is said again and again count most, long texts less a word). A word with 65 or more is one of the page's
    heads (search_heads()).

    Narrow and never compressed, as a search reads some hundred of them. None where every answer was retracted.
    """

    page = models.OneToOneField(
        PublishedQuestion, models.CASCADE, primary_key=True, related_name="search_entry", editable=False
    )
    impacts = models.JSONField(editable=False)
    title_words = ArrayField(models.TextField(), editable=False)

    class Meta:
        indexes = [
            GinIndex(
                Func(F("impacts"), function="search_words"), name="search_entry_words", fastupdate=False
            ),
            GinIndex(
                Func(F("impacts"), function="search_heads"), name="search_entry_heads", fastupdate=False
            ),
        ]

    def __str__(self):
        return f"{self.page_id}"


class SearchTopic(models.Model):
    """The words of a specialty or topic, and each of its `names` as a list of words. Kept by a trigger."""

    topic = models.OneToOneField(
        Specialty, models.CASCADE, primary_key=True, related_name="search_topic", editable=False
    )
    impacts = models.JSONField(editable=False)
    names = models.JSONField(editable=False)
    # Its names have changed: the entries of its pages, which hold them, are due to be written again.
    renamed = models.BooleanField(default=False, db_default=False, editable=False)

    def __str__(self):
        return f"{self.topic_id}"


class SearchWord(models.Model):
    """On how many pages a word stands, and of how many it is a head. The row of the empty word counts all pages.

    Refreshed by questions.search.figures. What isn't here is rare: a new page is found by its new words at once.
    """

    lexeme = models.TextField(primary_key=True)
    pages = models.PositiveIntegerField()
    heads = models.PositiveIntegerField()

    class Meta:
        indexes = [
            # Words that a misspelt one may have been meant for.
            GinIndex(
                OpClass(F("lexeme"), name="gin_trgm_ops"),
                name="search_word_spelling",
                condition=Q(pages__gte=2),
            ),
        ]

    def __str__(self):
        return self.lexeme
