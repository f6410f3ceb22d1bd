"""Questions back to the patient, and the replies."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.moves import MoveRefused, lock
from questions.models import Question


class ClarificationQuerySet(models.QuerySet):
    def waiting(self):
        """Asked and not replied to."""
        return self.filter(replied_at=None)

    def ask(self, *, question, by, text, seen_version):
        """A doctor or moderator asks the patient for more: the question, the move and the mail in one."""
        with transaction.atomic():
            question.want_more(by=by, seen_version=seen_version)
            return self.create(question=question, asked_by=by, text=text)


class Clarification(models.Model):
    """One request for more information and its reply. As private as the query it belongs to."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="clarifications")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    text = models.TextField(_("what you want to know"), max_length=2000)
    reply = models.TextField(_("your reply"), max_length=5000, blank=True, default="")
    replied_at = models.DateTimeField(null=True, editable=False)

    objects = ClarificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for information")
        verbose_name_plural = _("requests for information")
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["question"],
                name="clarification_one_waiting",
                condition=Q(replied_at=None),
            ),
            models.CheckConstraint(
                name="clarification_reply_and_time_together",
                condition=Q(replied_at=None, reply="") | (Q(replied_at__isnull=False) & ~Q(reply="")),
            ),
        ]

    def __str__(self):
        return f"{self.question_id} {self.asked_at:%Y-%m-%d}"

    @transaction.atomic
    def answer(self, *, by, reply):
        """The patient replies; the query goes back to where it was. Locks the query, then this row."""
        question = lock(self.question)
        current = lock(self)
        if by.pk != question.asker_id or current.replied_at is not None:
            raise MoveRefused(_("This was replied to already."))
        current.reply, current.replied_at = reply, timezone.now()
        current.save()
        question.resume(by=by, seen_version=question.version)
        self.refresh_from_db()
