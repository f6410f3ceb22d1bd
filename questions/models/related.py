"""Which other pages a page names: those most like it. questions/related.py finds them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from questions.models.published import PublishedQuestion


class RelatedPages(models.Model):
    """The ids of the public copies most like one, likest first: none where no other is like it.

    Derived from public rows alone. A trigger takes the row away with its page; an id in another's list may be of a page
    that is gone, so it is read through published(). No row: not computed yet.
    """

    page = models.OneToOneField(
        PublishedQuestion, models.DO_NOTHING, primary_key=True, related_name="related", editable=False
    )
    pages = ArrayField(models.BigIntegerField(), editable=False)
    computed_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self):
        return f"{self.page_id}"
