"""What shows that the trail is as it was written: seals over its rows, and which rows wait for one."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Trail(models.TextChoices):
    """The two tables that are sealed."""

    DECISIONS = "decisions", _("decisions")
    LOOKS = "looks", _("looks")


class Unsealed(models.Model):
    """One row of the trail that no seal lists yet. Written by the trail's own trigger, deleted with its seal.

    A list of its own, because rows of the trail are never changed, and because their ids don't come in the order in
    which they are committed: what is in this list is committed, whoever else is still writing.
    """

    trail = models.CharField(max_length=9, choices=Trail.choices, editable=False)
    row_id = models.BigIntegerField(editable=False)

    class Meta:
        indexes = [models.Index(fields=["trail", "row_id"], name="unsealed_in_order")]

    def __str__(self):
        return f"{self.trail} {self.row_id}"


class AuditSeal(models.Model):
    """The digests of some rows of the trail under one root, which also covers the seal before. Append-only.

    Who changes a row must change its seal and every later one; whoever wrote down the newest root elsewhere sees it.
    accounts.seals makes and checks them.
    """

    number = models.PositiveBigIntegerField(unique=True, editable=False)
    trail = models.CharField(max_length=9, choices=Trail.choices, editable=False)
    first_id = models.BigIntegerField(editable=False)
    last_id = models.BigIntegerField(editable=False)
    count = models.PositiveIntegerField(editable=False)
    ids = ArrayField(models.BigIntegerField(), editable=False)
    digests = models.BinaryField(editable=False, help_text="32 bytes for each of the ids, in their order")
    previous = models.CharField(
        max_length=64, blank=True, editable=False, help_text="the root of the seal before"
    )
    root = models.CharField(max_length=64, editable=False)
    sealed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                name="seal_counts_its_rows",
                condition=models.Q(count__gt=0, ids__len=models.F("count")),
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.root}"


class TrailCheck(models.Model):
    """What one check of the whole trail found (accounts.seals.check_daily, or by hand with `verify_audit`)."""

    checked_at = models.DateTimeField(default=timezone.now, editable=False)
    rows = models.PositiveBigIntegerField(editable=False)
    seals = models.PositiveBigIntegerField(editable=False)
    newest = models.CharField(
        max_length=100, blank=True, editable=False, help_text="number and root of the newest seal"
    )
    faults = models.PositiveBigIntegerField(editable=False)
    first_faults = models.JSONField(
        default=list, editable=False, help_text="what and which id, the first of them"
    )

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.checked_at:%Y-%m-%d %H:%M} {self.faults}"
