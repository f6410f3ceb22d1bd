"""E-mails on their way (Mail), and which of the optional ones a person wants (MailChoice)."""

import secrets
from datetime import timedelta

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts import languages
from accounts.models.people import User
from accounts.moves import MoveRefused

# How long one sending may take before somebody else may try: longer than accounts.mail_backend.WHOLE, so that
# whoever holds it still is dead.
LEASE = timedelta(minutes=5)
# Minutes to wait after the first, second … failure; after the last the mail is parked.
BACK_OFF = (1, 5, 15, 60, 240, 720)
# The mail that tells of an erasure holds the address of who had everything erased, which must go within the hour too.
LAST_WORDS = "account_erased"
LAST_WORDS_FOR = timedelta(minutes=45)
# Somebody may be in danger, or be shown to everybody: these go before all but codes.
URGENT = ("moderator_self_harm", "moderator_urgent", "page_report_privacy")
URGENT_BACK_OFF = (0.25, 0.25, 0.25, *BACK_OFF)  # and are tried often within their first minute
# A code is waited for: it is tried again soon, and never after its life has ended.
CODE_BACK_OFF = timedelta(seconds=15)


class MailState(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("e-mail", "Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", pgettext_lazy("e-mail", "Sent")
    PARKED = "parked", _("Stopped")


# Every move a mail may make; what a worker finds in no state to move it leaves alone.
#   queued → sending   claim(): somebody tries, and holds it for LEASE
#   sending → sending  claim(): whoever tried before died, so the lease ran out
#   sending → sent     sent(); from queued too: a sender whose lease had ended, but who got it through after all
#   sending → queued   failed(): again later
#   sending → parked   failed() for good, claim() of one that ended each who tried or whose code has ended
#   parked → queued    send_again(), by an administrator
# The mail about an erasure is deleted after LAST_WORDS_FOR, unless it was sent (forget_last_words()).
MAIL_MOVES = {
    MailState.QUEUED: {MailState.SENDING, MailState.SENT, MailState.PARKED},
    MailState.SENDING: {MailState.SENDING, MailState.SENT, MailState.QUEUED, MailState.PARKED},
    MailState.PARKED: {MailState.QUEUED},
    MailState.SENT: set(),
}


class MailGroup(models.TextChoices):
    """The optional mails, as people choose among them."""

    PUBLICATION = "publication", _("When my query is published")
    REMINDERS = "reminders", _("Reminders of a query I began and didn't send")
    THANKS = "thanks", _("When a patient thanks me for an answer")
    NEW_QUERIES = "new_queries", _("When new queries wait in my specialties")
    RETURNED = "returned", _("When an answer of mine is sent back")
    APPROVED = "approved", _("When an answer of mine is approved")
    FOLLOW_UPS = "follow_ups", _("When a patient asks me a follow-up question")
    OPINIONS = "opinions", _("When a colleague gives an opinion on my answer, and what happened to mine")
    CLAIMS = "claims", _("When my time with a query I have begun to answer has ended")
    LICENCE = "licence", _("Before my licence ends")
    DESK = "desk", _("When something begins to wait too long on the moderation desk")
    DESK_DIGEST = "desk_digest", _("What waits on the moderation desk, each day")


# Those that only moderators get, and those that only doctors do.
MODERATORS_GROUPS = frozenset({MailGroup.DESK, MailGroup.DESK_DIGEST})
DOCTORS_GROUPS = frozenset(MailGroup) - MODERATORS_GROUPS - {MailGroup.PUBLICATION, MailGroup.REMINDERS}


def new_key():
    """The random part of a Message-ID."""
    return secrets.token_hex(16)


class MailQuerySet(models.QuerySet):
    def due(self):
        """What somebody may send now: codes first, as people wait for them, then what is urgent, then the oldest."""
        waiting = self.filter(
            state__in=[MailState.QUEUED, MailState.SENDING], next_attempt_at__lte=timezone.now()
        )
        usual = models.Case(models.When(kind__in=URGENT, then=0), default=1)
        return waiting.order_by(models.F("expires_at").asc(nulls_last=True), usual, "next_attempt_at")

    def claim(self):
        """The next due mail, ours for LEASE; None when there is none.

        Two senders never get the same one: the row is locked while it is marked, and others skip locked rows. A row
        whose sender was killed becomes due again when its lease ends, with the same Message-ID.
        """
        while True:
            with transaction.atomic():
                mail = self.due().select_for_update(skip_locked=True, of=("self",)).first()
                if mail is None:
                    return None
                now = timezone.now()
                if mail.expires_at and mail.expires_at <= now:
                    mail._to(MailState.PARKED, last_error="Expired")
                elif mail.attempts > len(mail.back_off) and not mail.expires_at:
                    mail._to(MailState.PARKED, last_error="WorkerDied")
                else:
                    mail._to(MailState.SENDING, attempts=mail.attempts + 1, next_attempt_at=now + LEASE)
                    return mail

    def forget_last_words(self):
        """Delete mails about an erasure that didn't get through in time, whatever their state."""
        late = timezone.now() - LAST_WORDS_FOR
        return self.filter(kind=LAST_WORDS, queued_at__lt=late).exclude(to="").delete()


class Mail(models.Model):
    """One e-mail on its way: written in the transaction of its cause, sent by a worker.

    Holds ids, a kind and a reference; never a name or a word of a query. A mail about signing in goes to an
    address that may belong to no account, so it has `to`; and it has its text, which may hold a code. Both are
    blanked once it is sent, a text with a code also when it is parked.
    """

    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.CASCADE, related_name="mails")
    to = models.EmailField(_("e-mail address"), blank=True, help_text="empty: the account's own")
    kind = models.CharField(_("kind"), max_length=60)
    reference = models.CharField(_("reference"), max_length=20, blank=True)
    path = models.CharField(_("page"), max_length=200, blank=True)
    number = models.PositiveIntegerField(_("number"), default=0, help_text="of what the text counts")
    key = models.CharField(max_length=32, default=new_key, unique=True)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    language = models.CharField(
        max_length=12,
        blank=True,
        default="",
        db_default="",
        help_text="of its text; empty: the receiver's own",
    )
    state = models.CharField(_("state"), max_length=10, choices=MailState.choices, default=MailState.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(
        _("next attempt"), default=timezone.now, help_text="while it is being sent: when it is taken for lost"
    )
    expires_at = models.DateTimeField(null=True, blank=True, help_text="the end of the code in the text")
    last_error = models.CharField(_("last error"), max_length=100, blank=True)
    queued_at = models.DateTimeField(_("queued"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("e-mail")
        verbose_name_plural = _("e-mails")
        indexes = [
            # What is due: looked up twice a second, and small, as sent ones are not in it.
            models.Index(
                "next_attempt_at",
                name="mail_due",
                condition=Q(state__in=[MailState.QUEUED, MailState.SENDING]),
            ),
            models.Index(fields=["state", "-queued_at"], name="mail_by_state"),
        ]
        constraints = [
            models.CheckConstraint(name="mail_state_known", condition=Q(state__in=MailState.values)),
            models.CheckConstraint(
                name="mail_sent_at_when_sent",
                condition=Q(state=MailState.SENT, sent_at__isnull=False)
                | (~Q(state=MailState.SENT) & Q(sent_at=None)),
            ),
            models.CheckConstraint(
                name="mail_goes_somewhere",
                condition=Q(state=MailState.SENT) | Q(user__isnull=False) | ~Q(to=""),
            ),
            models.CheckConstraint(
                name="mail_sent_keeps_no_text",
                condition=~Q(state=MailState.SENT) | Q(to="", subject="", text=""),
            ),
            models.CheckConstraint(
                name="mail_parked_keeps_no_code",
                condition=~Q(state=MailState.PARKED) | Q(expires_at=None) | Q(text=""),
            ),
        ]

    def __str__(self):
        return f"{self.kind} #{self.pk}"

    @property
    def written_in(self):
        """Code of the language it goes out in: that of the text it has, else its receiver's."""
        own = self.user.language if self.user else ""
        return languages.offered(self.language or own)

    @property
    def back_off(self):
        """Minutes to wait after each failure."""
        return URGENT_BACK_OFF if self.kind in URGENT else BACK_OFF

    def sent(self):
        """The mail server has taken it."""
        self._to(MailState.SENT, sent_at=timezone.now(), to="", subject="", text="", last_error="")

    def failed(self, error, *, for_good=False):
        """It did not go: again later, or parked if that is of no use. `error`: class and code, never a message."""
        # A code's attempts end with its life.
        last = self.attempts > len(self.back_off) and not self.expires_at
        if for_good or last:
            self._to(MailState.PARKED, held=True, last_error=error)
            return
        wait = CODE_BACK_OFF if self.expires_at else timedelta(minutes=self.back_off[self.attempts - 1])
        self._to(MailState.QUEUED, held=True, last_error=error, next_attempt_at=timezone.now() + wait)

    def send_again(self):
        """An administrator puts a parked mail back into the queue. MoveRefused for a code: it works no more."""
        again = {"attempts": 0, "next_attempt_at": timezone.now()}
        if self.expires_at or not self._to(MailState.QUEUED, only_from=[MailState.PARKED], **again):
            raise MoveRefused(_("Only a stopped e-mail without a code can be sent again."))

    def _to(self, state, *, only_from=None, held=False, **fields):
        """One conditional UPDATE: it moves only from where it may, and with `held` only while we hold the lease."""
        before = only_from or [each for each, goals in MAIL_MOVES.items() if state in goals]
        row = Mail.objects.filter(pk=self.pk, state__in=before)
        if held:
            row = row.filter(state=MailState.SENDING, attempts=self.attempts)
        if state == MailState.PARKED and self.expires_at:
            fields["text"] = ""
        moved = row.update(state=state, **fields)
        if moved:
            for name, value in {"state": state, **fields}.items():
                setattr(self, name, value)
        return moved


class MailChoiceQuerySet(models.QuerySet):
    def wants(self, user, *, group):
        """Whether `user` wants the optional mails of `group`; those who never chose do."""
        return not self.filter(user=user, group=group, wanted=False).exists()

    def wanted_among(self, user, *, groups):
        """Those of `groups` whose mails `user` wants, in their order. One query."""
        stopped = set(self.filter(user=user, wanted=False).values_list("group", flat=True))
        return [group for group in groups if group.value not in stopped]

    def choose(self, user_id, *, group, wanted):
        """Write what somebody wants. Doing it twice changes nothing; an erased account is no error."""
        if User.objects.filter(pk=user_id).exists():
            self.update_or_create(user_id=user_id, group=group, defaults={"wanted": wanted})


class MailChoice(models.Model):
    """Whether a person wants one group of the optional e-mails. No row: yes."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="mail_choices")
    group = models.CharField(max_length=20, choices=MailGroup.choices)
    wanted = models.BooleanField()
    changed_at = models.DateTimeField(auto_now=True)

    objects = MailChoiceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="one_choice_per_group", fields=["user", "group"])]

    def __str__(self):
        return f"{self.group}: {self.wanted}"
