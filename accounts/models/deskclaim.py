"""Who of the moderators is working on an item of the desk at the moment."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class DeskClaimQuerySet(models.QuerySet):
    def live(self):
        """Those that count: their time isn't over, by the database's clock."""
        return self.filter(until__gt=Now())

    def handed_to(self, user):
        """What another moderator handed over to `user`, the oldest first."""
        given = self.live().filter(holder=user, handed_by__isnull=False).exclude(handed_by=user)
        return given.order_by("since", "pk")


class DeskClaim(models.Model):
    """One item is held by one moderator until a moment: so that two don't do the same. Soft: another may take it over,
    and it says nothing about what is decided. Made and ended through accounts.deskclaims alone.

    `kind` is the desk's page of it and `reference` the query's, so that a list of what one holds needs no item.
    """

    subject_type = models.CharField(max_length=60, editable=False, help_text="model, as label_lower")
    subject_id = models.BigIntegerField(editable=False)
    kind = models.CharField(max_length=20, editable=False)
    reference = models.CharField(max_length=20, blank=True, default="", editable=False)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="desk_claims", editable=False
    )
    since = models.DateTimeField(default=timezone.now, editable=False)
    until = models.DateTimeField(editable=False)
    handed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", editable=False
    )
    note = models.CharField(_("note"), max_length=300, blank=True, default="", editable=False)

    objects = DeskClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("item held at the desk")
        verbose_name_plural = _("items held at the desk")
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id"], name="deskclaim_one_holder_of_an_item"
            ),
            models.CheckConstraint(
                name="deskclaim_note_of_who_handed_it_over",
                condition=Q(note="") | Q(handed_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.subject_type} {self.subject_id}"
