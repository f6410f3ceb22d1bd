"""How long a query has waited for an answer: the clock that doctors see and their inbox is sorted by."""

from django.db import models
from django.utils import timezone

from questions.models.states import Care


class Waiting(models.Model):
    """The waiting clock, and how many pictures there are. Abstract: the part of Question that the inbox sorts by."""

    # When it was sent, pushed on by the time it waited for its patient. Empty before it is sent.
    waits_since = models.DateTimeField(null=True, editable=False)
    paused_at = models.DateTimeField(
        null=True, editable=False, help_text="since when it waits for its patient"
    )
    # Kept by a trigger on the pictures, so that the inbox can be filtered by it from an index.
    picture_count = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    def run_clock(self, to):
        """Stop the clock when the query goes to its patient, and let it run on when it comes back. Saves nothing."""
        now = timezone.now()
        if to == Care.MORE_INFORMATION:
            self.paused_at = now
        elif self.paused_at is not None:
            self.waits_since += now - self.paused_at
            self.paused_at = None

    def waits_since_appeal(self):
        """The clock without the time in which a refused query lay with its patient, until the appeal that was
        granted. One query."""
        granted = self.appeals.filter(outcome="granted").latest("made_at")
        return self.waits_since + (granted.made_at - self.closed_at)
