"""A second answer beside one that is public already: for how long its query is open to its doctor."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import audit, mail
from answers.models.answer_states import EDITABLE, SECOND_ANSWER_DAYS

TIME_IS_OVER = _("The time for this second answer is over, so the query is closed to you again.")
# Those whose time may be over.
SECOND_INDEX = models.Index(
    fields=["open_until"],
    name="answer_too_running",
    condition=Q(open_until__isnull=False, closed_at=None),
)
SECOND_CONSTRAINT = models.CheckConstraint(
    name="answer_closed_was_open_too", condition=Q(closed_at=None) | Q(open_until__isnull=False)
)


class SecondAnswer(models.Model):
    """Until when the query is open to its doctor while nothing is sent. Abstract: the part of Answer that only one
    begun by AnswerQuerySet.start_too() has; of all others `open_until` is None."""

    open_until = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_closed(self):
        """Whether it wasn't sent in time: its query is closed to its doctor again, by the clock and not by the job."""
        return (
            self.open_until is not None
            and self.open_until <= timezone.now()
            and self.status in EDITABLE
            and self.approved_version_id is None
        )

    def open_too(self, *, only_second=False):
        """Its query is open to its doctor for SECOND_ANSWER_DAYS from now; `only_second`: if it is a second answer
        already, which is to be changed. Doesn't save; in the caller's transaction."""
        if self.open_until is not None or not only_second:
            self.open_until, self.closed_at = timezone.now() + timedelta(days=SECOND_ANSWER_DAYS), None

    def close_too(self):
        """Write down that it wasn't sent in time, and tell its doctor. Called by AnswerQuerySet.end_seconds()."""
        self.closed_at = timezone.now()
        self.save(update_fields=["closed_at"])
        reference = self.question.reference
        audit.record(None, "answer.closed_too", self, reference=reference)
        mail.notify(
            self.doctor.user,
            "second_closed",
            reference=reference,
            path=reverse("own-answer", args=[reference]),
        )
