"""The picture a doctor is cutting a portrait from."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.storage import private_files, random_name
from specialties.models.doctor import Doctor

MOST_ZOOM = 400


class UncutPortrait(models.Model):
    """A redrawn upload and how it is to be cut, until its doctor confirms; at most a day. Only its doctor sees it.

    `across` and `down` say where the square lies, in percent of the room it has; `zoom`, in percent, how much smaller
    than the picture's shorter side it is.
    """

    doctor = models.OneToOneField(Doctor, models.CASCADE, related_name="uncut_portrait")
    file = models.FileField(storage=private_files, upload_to=random_name)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    across = models.PositiveSmallIntegerField(
        _("left or right"), default=50, validators=[MaxValueValidator(100)]
    )
    down = models.PositiveSmallIntegerField(_("up or down"), default=50, validators=[MaxValueValidator(100)])
    zoom = models.PositiveSmallIntegerField(
        _("zoom"), default=100, validators=[MinValueValidator(100), MaxValueValidator(MOST_ZOOM)]
    )
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("portrait being cut")
        verbose_name_plural = _("portraits being cut")
        constraints = [
            models.CheckConstraint(
                name="uncutportrait_square_lies_within",
                condition=Q(across__lte=100, down__lte=100, zoom__gte=100, zoom__lte=MOST_ZOOM),
            ),
        ]

    def __str__(self):
        return str(self.doctor_id)

    def square(self):
        """(left, top, right, bottom) of the part to keep, in pixels."""
        side = max(1, min(self.width, self.height) * 100 // self.zoom)
        left = (self.width - side) * self.across // 100
        top = (self.height - side) * self.down // 100
        return left, top, left + side, top + side
