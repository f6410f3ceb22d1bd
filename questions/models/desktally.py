"""How many items wait in each queue of the desk, without counting them."""

from django.db import models
from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _


class DeskTallyQuerySet(models.QuerySet):
    def waiting(self, *, until):
        """{queue: {urgent: number}} of what waits; `until` is the last day that counts of queues which hold days. One
        query, however long the queues are."""
        counted = Q(day=None)
        for queue, day in until.items():
            counted |= Q(queue=queue, day__lte=day)
        rows = self.filter(counted).order_by().values("queue", "urgent").annotate(number=Sum("change"))
        found: dict[str, dict[bool, int]] = {}
        for row in rows:
            found.setdefault(row["queue"], {})[row["urgent"]] = row["number"]
        return found


class DeskTally(models.Model):
    """Some items came into a queue of the desk (+) or left it (−); the sum is the number of those that wait.

    As OpenTally: triggers add a line in the transaction of each change, so that the sum is exact at any moment and no
    two decisions wait for one counter; now and then they draw lines of the past together. Nothing else may write it.
    """

    queue = models.CharField(max_length=30, editable=False)
    urgent = models.BooleanField(editable=False)
    # Where an item waits from a day on (a licence's end, a page's review) and until then doesn't.
    day = models.DateField(null=True, editable=False)
    change = models.IntegerField(editable=False)

    objects = DeskTallyQuerySet.as_manager()

    class Meta:
        verbose_name = _("items at the desk")
        verbose_name_plural = _("items at the desk")

    def __str__(self):
        return f"{self.queue} {self.change:+d}"
