"""Searches that found nothing: counted for the moderators, without anybody's words until five people used them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# Words become readable with the search of the fifth person.
PEOPLE = 5
# Rows there can be, in all.
SLOTS = 2**16
MOST_CHARACTERS = 80


class EmptySearchQuerySet(models.QuerySet):
    def told(self):
        """What five people or more searched for in vain, the most used first."""
        return self.exclude(words="").order_by("-count", "slot")


class EmptySearch(models.Model):
    """Words that a search found nothing for. Only `questions.emptysearches` writes it.

    Which words they are can't be read here before the fifth person: `key` is an HMAC of them under SECRET_KEY, and
    `people` has one of each network that they came from, made with the words, so that the same network under other
    words is another number. With the fifth, the words are kept and the people thrown away. A row that was done has
    neither, and keeps the same words from coming back until it is deleted.

    The row's place, `slot`, is a part of the key: so the table can't grow beyond SLOTS rows, whatever is searched for.
    """

    slot = models.PositiveIntegerField(primary_key=True, editable=False)
    key = models.UUIDField(editable=False)
    people = ArrayField(models.UUIDField(), default=list, editable=False)
    words = models.CharField(max_length=MOST_CHARACTERS, blank=True, editable=False)
    count = models.PositiveIntegerField(
        default=0, editable=False, help_text="searches; the first five are people"
    )
    last_on = models.DateField(
        editable=False, help_text="before the fifth, when the first of the people came"
    )
    done_on = models.DateField(null=True, editable=False)

    objects = EmptySearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("search without results")
        verbose_name_plural = _("searches without results")
        # Moderators' list: the few rows that have words, in its order.
        indexes = [models.Index(fields=["-count", "slot"], condition=~Q(words=""), name="emptysearch_told")]
        constraints = [
            models.CheckConstraint(name="emptysearches_are_so_many", condition=Q(slot__lt=SLOTS)),
            models.CheckConstraint(
                name="emptysearch_words_of_five_alone",
                condition=Q(words="", count=0, people__len__lt=PEOPLE)
                | (~Q(words="") & Q(count__gte=PEOPLE, people__len=0, done_on=None)),
            ),
            models.CheckConstraint(
                name="emptysearch_done_holds_nothing", condition=Q(done_on=None) | Q(words="", people__len=0)
            ),
        ]

    def __str__(self):
        return f"{self.words or '…'}: {self.count}"
