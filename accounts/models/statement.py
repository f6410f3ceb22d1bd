"""What was decided about a person against their wish, and why: kept for them to read, and to appeal against."""

from django.conf import settings
from django.db import models
from django.db.models import Func, Q
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class StatementKind(models.TextChoices):
    """The label is what the person reads as the decision."""

    QUERY_DECLINED = "query_declined", _("Your query was declined")
    FOLLOW_UP_CLOSED = "followup_closed", _("Your follow-up question was closed without a reply")
    PAGE_WITHDRAWN = "page_withdrawn", _("The public page of your query was taken down")
    ANSWER_RETURNED = "answer_returned", _("Your answer was sent back")
    ANSWER_RETRACTED = "answer_retracted", _("Your answer was retracted")
    REPLY_RETURNED = "reply_returned", _("Your reply to a follow-up question was sent back")
    OPINION_RETURNED = "opinion_returned", _("Your opinion on an answer was sent back")
    APPLICATION_RETURNED = "application_returned", _("Your application was sent back")
    DOCUMENT_RETURNED = "document_returned", _("A document of yours was sent back")
    DOCTOR_SUSPENDED = "doctor_suspended", _("You can’t answer queries for now")
    APPEAL_GRANTED = "appeal_granted", _("Your appeal was granted")
    APPEAL_UPHELD = "appeal_upheld", _("Your appeal was declined")


# What an appeal was decided with is final; everything else may be appealed against.
FINAL = {StatementKind.APPEAL_GRANTED, StatementKind.APPEAL_UPHELD}
THIS_TRANSACTION = Cast(
    Cast(Func(function="pg_current_xact_id"), models.TextField()), models.BigIntegerField()
)


class StatementQuerySet(models.QuerySet):
    def of(self, user):
        """What was decided about one person, the last first."""
        return self.filter(user=user).order_by("-pk")

    def about(self, subject):
        """All that was said about one item, the last first."""
        return self.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk).order_by("-pk")

    def overruled(self, *, by):
        """Decisions of one member of the staff that an appeal overruled."""
        return self.filter(by=by, overruled_at__isnull=False)


class Statement(models.Model):
    """One decision with its reasons, written by the move that made it, in its transaction. Never changed: a trigger
    lets nothing be written but that an appeal overruled it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="statements", editable=False
    )
    kind = models.CharField(max_length=20, choices=StatementKind.choices, editable=False)
    subject_type = models.CharField(max_length=60, editable=False, help_text="model, as label_lower")
    subject_id = models.BigIntegerField(editable=False)
    reference = models.CharField(max_length=20, blank=True, default="", editable=False)
    what = models.TextField(_("reasons"), editable=False)
    rule = models.CharField(max_length=20, blank=True, default="", editable=False)
    change = models.TextField(_("what to change"), blank=True, default="", editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    given_at = models.DateTimeField(default=timezone.now, editable=False)
    appeal_until = models.DateField(null=True, editable=False, help_text="last day of an appeal")
    overruled_at = models.DateTimeField(null=True, editable=False)
    # The database's number of the transaction that wrote it: a trigger demands that it is the decision's own.
    given_in = models.BigIntegerField(db_default=THIS_TRANSACTION, editable=False)

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("statement of reasons")
        verbose_name_plural = _("statements of reasons")
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-id"], name="statement_by_subject"),
            models.Index(fields=["reference"], name="statement_by_reference", condition=~Q(reference="")),
        ]
        constraints = [
            models.CheckConstraint(
                name="statement_appealable_or_final",
                condition=Q(kind__in=["appeal_granted", "appeal_upheld"], appeal_until=None)
                | ~Q(kind__in=["appeal_granted", "appeal_upheld"]) & Q(appeal_until__isnull=False),
            ),
            models.CheckConstraint(
                name="statement_not_overruled_when_final",
                condition=Q(overruled_at=None) | Q(appeal_until__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.subject_id}"

    @property
    def may_be_appealed(self):
        """Whether the last day of an appeal is not over (in the site's time zone)."""
        return self.appeal_until is not None and timezone.localdate() <= self.appeal_until
