"""What moderators have been told of by e-mail: what waits too long, and the digest of the day."""

from django.db import models
from django.utils import timezone


class DeskAlertQuerySet(models.QuerySet):
    def tell(self, queue, *, overdue):
        """How many of `overdue` (a queryset of what waits too long in `queue`) nobody was told of yet; they count as
        told from now on. Who has left the queue is forgotten, and told of anew on coming back. Three queries."""
        told = self.filter(queue=queue)
        told.exclude(subject_id__in=overdue.values("pk")).delete()
        new = overdue.exclude(pk__in=told.values("subject_id")).values_list("pk", flat=True)
        return len(self.bulk_create([self.model(queue=queue, subject_id=pk) for pk in new]))


class DeskAlert(models.Model):
    """Moderators were told that this item waits too long in this queue of the desk: once, while it waits."""

    queue = models.CharField(max_length=40, editable=False)
    subject_id = models.BigIntegerField(editable=False)
    told_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = DeskAlertQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="deskalert_once", fields=["queue", "subject_id"])]

    def __str__(self):
        return f"{self.queue} {self.subject_id}"


class DeskDigestQuerySet(models.QuerySet):
    def begin(self, day):
        """Whether the digest of `day` is still to be sent; it counts as sent from now on, and older days are forgotten.
        Two workers never both get True: the day is unique."""
        _digest, is_new = self.get_or_create(day=day)
        self.filter(day__lt=day).delete()
        return is_new


class DeskDigest(models.Model):
    """The digest of the desk was sent on this day."""

    day = models.DateField(unique=True, editable=False)

    objects = DeskDigestQuerySet.as_manager()

    def __str__(self):
        return str(self.day)
