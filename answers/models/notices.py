"""What a doctor wants to be told, when not, and how they like to work: one row a doctor, made when first changed."""

from datetime import timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import MailChoice, MailGroup
from specialties.models import Doctor


class NewQueries(models.TextChoices):
    """How often; whether at all is a choice of e-mails like the others (MailGroup.NEW_QUERIES)."""

    DAILY = "daily", _("Once a day")
    AT_ONCE = "at_once", _("Soon: at most one e-mail in half an hour")


# At once is bundled.
BUNDLE = timedelta(minutes=30)


class DoctorNoticesQuerySet(models.QuerySet):
    def of_doctor(self, doctor):
        """The doctor's row, or an unsaved one with the defaults. One query."""
        return self.filter(doctor=doctor).first() or self.model(doctor=doctor)

    def make_missing(self):
        """A row with the defaults for each verified doctor who has none: told of what is opened from now on."""
        without = Doctor.objects.verified().filter(notices=None)
        self.bulk_create([self.model(doctor=doctor) for doctor in without], ignore_conflicts=True)

    def wanted(self):
        """Of doctors who may answer today and want to hear of new queries."""
        stopped = MailChoice.objects.filter(group=MailGroup.NEW_QUERIES, wanted=False)
        return self.filter(doctor__in=Doctor.objects.verified()).exclude(
            doctor__user__in=stopped.values("user")
        )


def default_time_zone():
    return settings.TIME_ZONE


class DoctorNotices(models.Model):
    """Which notices a doctor gets and in which hours, until when they are away, and whether keys are shortcuts."""

    doctor = models.OneToOneField(Doctor, models.CASCADE, related_name="notices")
    new_queries = models.CharField(
        _("new queries in my specialties"),
        max_length=8,
        choices=NewQueries.choices,
        default=NewQueries.DAILY,
    )
    daily_hour = models.PositiveSmallIntegerField(_("at this hour"), default=8)
    urgent_always = models.BooleanField(_("urgent ones in quiet hours too"), default=False)
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, default=default_time_zone)
    away_until = models.DateField(_("away until"), null=True, blank=True)
    shortcuts = models.BooleanField(_("keyboard shortcuts"), default=False)
    # Up to which moment new queries have been told of, and when the last e-mail about some was queued.
    told_until = models.DateTimeField(default=timezone.now, editable=False)
    mailed_at = models.DateTimeField(null=True, editable=False)

    objects = DoctorNoticesQuerySet.as_manager()

    class Meta:
        verbose_name = _("notices of a doctor")
        verbose_name_plural = _("notices of doctors")
        constraints = [
            models.CheckConstraint(name="doctornotices_hour_of_the_day", condition=Q(daily_hour__lte=23)),
            models.CheckConstraint(
                name="doctornotices_quiet_hours_have_two_ends",
                condition=Q(quiet_from=None, quiet_until=None)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.doctor_id}"

    @property
    def local(self):
        """Now, by the doctor's clock; by the site's when their zone is unknown to this machine."""
        try:
            return timezone.localtime(timezone=ZoneInfo(self.time_zone))
        except (ZoneInfoNotFoundError, ValueError):
            return timezone.localtime()

    @property
    def is_away(self):
        return self.away_until is not None and self.local.date() <= self.away_until

    @property
    def is_quiet(self):
        """Whether it is within the quiet hours now; they may go over midnight."""
        if self.quiet_from is None:
            return False
        clock = self.local.time()
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= clock < self.quiet_until
        return clock >= self.quiet_from or clock < self.quiet_until

    @property
    def is_due(self):
        """Whether it is time for an e-mail about new queries, if there are some; quiet hours are another matter."""
        if self.is_away:
            return False
        if self.new_queries == NewQueries.AT_ONCE:
            return self.mailed_at is None or self.mailed_at <= timezone.now() - BUNDLE
        today = self.local.replace(hour=self.daily_hour, minute=0, second=0, microsecond=0)
        return self.local >= today and (self.mailed_at is None or self.mailed_at < today)
