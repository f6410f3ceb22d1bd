"""What the workers share: when each periodic job is due, and which workers live."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# How long one run of a job may take before another worker may take it for lost and begin it again.
LEASE = timedelta(minutes=15)
RETRY = timedelta(minutes=10)


class PeriodicJobQuerySet(models.QuerySet):
    def claim(self, name):
        """The job, if it is due, ours for LEASE; else None. One conditional UPDATE: of many workers one gets it."""
        now = timezone.now()
        if not self.filter(name=name, due_at__lte=now).update(due_at=now + LEASE, last_ran_at=now):
            return None
        return self.get(name=name)


class PeriodicJob(models.Model):
    """When a job of settings.PERIODIC_JOBS ran last, and is due next."""

    name = models.CharField(_("job"), max_length=100, unique=True)
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    last_ran_at = models.DateTimeField(_("last begun"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=100, blank=True)

    objects = PeriodicJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("periodic job")
        verbose_name_plural = _("periodic jobs")
        ordering = ["name"]

    def __str__(self):
        return self.name

    def finished(self, *, every, error=""):
        """Done, or failed with `error` (a class): then it is due again sooner. `every` is a timedelta."""
        wait = min(every, RETRY) if error else every
        self.due_at, self.last_error = self.last_ran_at + wait, error
        self.save(update_fields=["due_at", "last_error"])


class WorkerBeat(models.Model):
    """A worker's sign of life, renewed every few seconds. A worker whose sign is old is dead."""

    worker_id = models.CharField(max_length=64, primary_key=True)
    seen_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return self.worker_id
