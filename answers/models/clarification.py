"""Questions back to the patient, and the replies."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import mail
from accounts.moves import MoveRefused, lock
from answers.models.answer import Answer
from answers.models.items import (
    MOST_ITEMS,
    ItemKind,
    asked_text,
    cleaned,
    replied_text,
    reply_words,
)
from questions import warnings
from questions.models import Question, RedFlagHit
from specialties.writers import hold_verified


class ClarificationQuerySet(models.QuerySet):
    def waiting(self):
        """Asked and not replied to."""
        return self.filter(replied_at=None)

    def replied(self):
        """Those with the patient's reply; it is never changed."""
        return self.exclude(replied_at=None)

    def words_of(self, user, *, question_id):
        """What this person asked about a query, as dicts without the replies, oldest first."""
        mine = self.filter(question_id=question_id, asked_by=user)
        return mine.order_by("asked_at").values("text", "asked_at", "replied_at")

    def ask(self, *, question, by, items, seen_version):
        """A doctor or moderator asks the patient for more: the questions, the move and the mail in one.

        `items` are at most MOST_ITEMS of {"kind": an ItemKind, "text": the question}. What the doctor had typed to ask
        is gone from their answer then. Raises MoveRefused when nothing is asked, or more.
        """
        items = cleaned(items)
        if not 1 <= len(items) <= MOST_ITEMS:
            raise MoveRefused(_("Enter one to three questions."))
        with transaction.atomic():
            if hasattr(by, "doctor") and not by.has_perm("questions.moderate_question"):
                hold_verified(by.doctor)
            question.want_more(by=by, seen_version=seen_version)
            Answer.objects.filter(question=question, doctor__user=by).exclude(asking=[]).update(
                asking=[], version=F("version") + 1
            )
            return self.create(question=question, asked_by=by, items=items, text=asked_text(items))


class Clarification(models.Model):
    """One request for more information and its reply. As private as the query it belongs to."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="clarifications")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    # What was asked, one by one, and what was replied to each ("" to none): see answers.models.items. `text` and
    # `reply` say the same as plain text.
    items = models.JSONField(_("questions"), editable=False)
    replies = models.JSONField(_("replies"), default=list, blank=True, editable=False)
    text = models.TextField(_("what you want to know"), max_length=2000)
    reply = models.TextField(_("your reply"), blank=True, default="")
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

    @property
    def asked_and_replied(self):
        """Question by question: its kind, its words, and the reply as people read it ("" for none)."""
        replies = self.replies or [""] * len(self.items)
        return [
            {"kind": ItemKind(item["kind"]), "text": item["text"], "reply": reply_words(item["kind"], reply)}
            for item, reply in zip(self.items, replies, strict=True)
        ]

    @transaction.atomic
    def answer(self, *, by, replies, warned=()):
        """The patient replies; the query goes back to where it was, and whoever asked is told.

        `replies` has one for each item, as ItemKind says, "" for those left out; one at least is there. Words of ours
        among them are stored in the language of the query. `warned` are
        the redflags.Hits in them whose warning the patient has read: they mark the query. Locks the query, then
        this row.
        """
        question = lock(self.question)
        current = lock(self)
        if by.pk != question.asker_id or current.replied_at is not None:
            raise MoveRefused(_("This was replied to already."))
        if len(replies) != len(current.items) or not any(replies):
            raise MoveRefused(_("Reply to one question at least."))
        current.replies = replies
        current.reply = replied_text(current.items, replies, language=question.written_in)
        current.replied_at = timezone.now()
        current.save()
        question.resume(by=by, seen_version=question.version)
        warnings.note(question, warned, place=RedFlagHit.Place.REPLY)
        mail.notify(
            current.asked_by,
            "reply_received",
            reference=question.reference,
            path=_page_of(current.asked_by, question),
        )
        self.refresh_from_db()


def _page_of(person, question):
    """Where whoever asked goes on: the doctor's editor, or the desk."""
    if question.answers.filter(doctor__user=person).exists():
        return reverse("answer-edit", args=[question.reference])
    return reverse("admin:desk-query", args=[question.reference])
