"""What a doctor wants to be told, when not, and how they like to work: one row a doctor, made when first changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from specialties.models import Doctor


class NewQueries(models.TextChoices):
    OFF = "off", _("Not at all")
    DAILY = "daily", _("Once a day")
    AT_ONCE = "at_once", _("At once")


class DoctorNoticesQuerySet(models.QuerySet):
    def of_doctor(self, doctor):
        """The doctor's row, or an unsaved one with the defaults. One query."""
        return self.filter(doctor=doctor).first() or self.model(doctor=doctor)


def default_time_zone():
    return settings.TIME_ZONE


class DoctorNotices(models.Model):
    """Which notices a doctor gets and in which hours, until when they are away, and whether keys are shortcuts."""

    doctor = models.OneToOneField(Doctor, models.CASCADE, related_name="notices")
    new_queries = models.CharField(
        _("new queries in my specialties"),
        max_length=8,
        choices=NewQueries.choices,
        default=NewQueries.OFF,
    )
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, default=default_time_zone)
    away_until = models.DateField(_("away until"), null=True, blank=True)
    shortcuts = models.BooleanField(_("keyboard shortcuts"), default=False)
    # Up to which moment new queries have been told of.
    told_until = models.DateTimeField(null=True, editable=False)

    objects = DoctorNoticesQuerySet.as_manager()

    class Meta:
        verbose_name = _("notices of a doctor")
        verbose_name_plural = _("notices of doctors")
        constraints = [
            models.CheckConstraint(
                name="doctornotices_quiet_hours_have_two_ends",
                condition=Q(quiet_from=None, quiet_until=None)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.doctor_id}"
