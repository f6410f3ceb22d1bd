"""What a person asked to be done with everything held about them."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.storage import private_files


def export_name():
    """Where an export will lie: known before it is written, so that erasing finds it whatever broke off."""
    return f"exports/{secrets.token_hex(20)}.zip"


class DataRequestQuerySet(models.QuerySet):
    def exports_of(self, user):
        """A person's exports, newest first; never anybody else's."""
        return self.filter(user=user, kind=DataRequest.Kind.EXPORT).order_by("-asked_at")

    def downloadable_by(self, user):
        """The exports that `user` may fetch now."""
        return self.exports_of(user).filter(state=DataRequest.State.READY, expires_at__gt=timezone.now())

    def waiting(self):
        """Asked for and not done; oldest first."""
        return self.filter(state=DataRequest.State.WAITING).order_by("asked_at")


class DataRequest(models.Model):
    """One export or erasure, from the asking on. Moves are in accounts.personal_data.

    An export is deleted with its file after settings.EXPORT_DAYS. An erasure has no end of its own: it goes with
    the account, so a row that is still here is one to be carried on.
    """

    class Kind(models.TextChoices):
        EXPORT = "export", _("Copy of my data")
        ERASURE = "erasure", _("Erasure")

    class State(models.TextChoices):
        WAITING = "waiting", _("Being prepared")
        READY = "ready", pgettext_lazy("copy of data", "Ready")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="data_requests")
    kind = models.CharField(max_length=8, choices=Kind.choices, editable=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING, editable=False)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    done_at = models.DateTimeField(null=True, editable=False)
    file = models.FileField(storage=private_files, default=export_name, editable=False)
    expires_at = models.DateTimeField(null=True, editable=False)
    keep_pages = models.BooleanField(_("leave published pages up"), default=False, editable=False)

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("data request")
        verbose_name_plural = _("data requests")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind"], name="datarequest_one_waiting", condition=Q(state="waiting")
            ),
            models.CheckConstraint(
                name="datarequest_ready_has_times",
                condition=Q(state="waiting", done_at=None, expires_at=None)
                | Q(state="ready", kind="export", done_at__isnull=False, expires_at__isnull=False),
            ),
            models.CheckConstraint(
                name="datarequest_only_erasure_keeps_pages", condition=Q(kind="erasure") | Q(keep_pages=False)
            ),
        ]

    def __str__(self):
        return f"{self.kind} #{self.pk}"

    def finish(self):
        """The file of an export is there: it can be fetched from now on. Under the caller's lock."""
        self.state, self.done_at = self.State.READY, timezone.now()
        self.expires_at = self.done_at + timedelta(days=settings.EXPORT_DAYS)
        self.save()
