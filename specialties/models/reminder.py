"""Which doctors were told that their licence is about to end."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from specialties.models.doctor import Doctor


class LicenceReminder(models.Model):
    """One e-mail about a licence that ends: that of `expires_on`, `days` before its end. A renewed licence has
    another last day, so its reminders start anew."""

    doctor = models.ForeignKey(Doctor, models.CASCADE, related_name="licence_reminders")
    expires_on = models.DateField()
    days = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("licence reminder")
        verbose_name_plural = _("licence reminders")
        constraints = [
            models.UniqueConstraint(fields=["doctor", "expires_on", "days"], name="licencereminder_once"),
        ]

    def __str__(self):
        return f"{self.doctor_id} {self.expires_on} −{self.days}"
