"""The library of reasons: ready sentences that moderators choose from when they decide against somebody. Every version
is kept, so that it can be told later what anybody was sent."""

import re

from django.conf import settings
from django.db import models, transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from accounts import audit
from accounts.moves import MoveRefused, lock

TEXT_LENGTH = 600  # characters
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
# What a sentence may leave open: filled in when it is chosen.
PLACEHOLDERS = {
    "site": _("the name of this site"),
    "emergency_number": _("the number to call in an emergency"),
    "appeal_days": _("how many days there are to appeal"),
    "today": _("the day of the decision"),
}
CHANGED = _("This reason was changed meanwhile.")


class ReasonKind(models.TextChoices):
    """What is decided with it."""

    DECLINE_QUERY = "decline_query", _("A query is declined")
    CLOSE_FOLLOW_UP = "close_follow_up", _("A follow-up is closed without a reply")
    RETURN_ANSWER = "return_answer", _("An answer is sent back")
    RETRACT_ANSWER = "retract_answer", _("An answer is retracted")
    RETURN_REPLY = "return_reply", _("A reply is sent back")
    RETURN_OPINION = "return_opinion", _("An opinion is sent back")
    RETURN_DOCTOR = "return_doctor", _("An application is sent back")
    RETURN_DOCUMENT = "return_document", _("A document is sent back")
    SUSPEND_DOCTOR = "suspend_doctor", _("A doctor is suspended")


def fill(text):
    """`text` with what its placeholders stand for today; one that nobody knows stays as it is. In the default language,
    which the library is written in."""
    with override(settings.LANGUAGE_CODE):
        today = date_format(timezone.localdate())
    known = {
        "site": settings.SITE_NAME,
        "emergency_number": settings.EMERGENCY_NUMBER,
        "appeal_days": str(settings.APPEAL_DAYS),
        "today": today,
    }
    return PLACEHOLDER.sub(lambda found: known.get(found[1], found[0]), text)


def unknown_placeholders(text):
    """Those in `text` that nothing fills, a lone brace included."""
    names = [name for name in PLACEHOLDER.findall(text) if name not in PLACEHOLDERS]
    return [f"{{{name}}}" for name in names] + re.findall(r"[{}]", PLACEHOLDER.sub("", text))


class ReasonQuerySet(models.QuerySet):
    @transaction.atomic
    def add(self, *, kind, code, by, **words):
        """A new reason with its first version; by who may keep the library. Raises MoveRefused for others."""
        _may_keep(by)
        if self.filter(kind=kind, code=code).exists():
            raise MoveRefused(_("There is a reason with this short name already."))
        reason = self.create(kind=kind, code=code)
        reason._write(by=by, number=1, **words)
        return reason


class ReasonVersionQuerySet(models.QuerySet):
    def offered(self, kind):
        """The newest version of each reason of a kind that isn't retired, in the order of the library. One query."""
        newest = self.filter(reason=OuterRef("reason")).order_by("-number").values("pk")[:1]
        rows = self.filter(reason__kind=kind, reason__retired_at=None, pk=Subquery(newest))
        return rows.select_related("reason").order_by("reason__pk")

    def chosen(self, kind, *, keys):
        """The versions that a form names by their keys, older ones too: what was read is what is sent. One query."""
        pairs = [key.rpartition(".") for key in keys]
        wanted = Q(pk__in=[])
        for code, _dot, number in pairs:
            if number.isdigit() and len(number) < 5:
                wanted |= Q(reason__code=code, number=int(number))
        return self.filter(wanted, reason__kind=kind).select_related("reason").order_by("reason__pk")


class Reason(models.Model):
    """One ready reason of one kind; its words are in its versions. Senior moderators change it."""

    kind = models.CharField(max_length=20, choices=ReasonKind.choices, editable=False)
    code = models.SlugField(_("short name"), max_length=30, editable=False)
    retired_at = models.DateTimeField(null=True, editable=False)

    objects = ReasonQuerySet.as_manager()

    class Meta:
        verbose_name = _("reason")
        verbose_name_plural = _("reasons")
        permissions = [("manage_reasons", "Can keep the library of reasons")]
        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="reason_once")]

    def __str__(self):
        return f"{self.kind} {self.code}"

    @property
    def newest(self):
        """Its newest version. One query."""
        return self.versions.order_by("-number").first()

    @transaction.atomic
    def change(self, *, by, seen_number, **words):
        """Write the next version; earlier ones stay. Raises MoveRefused when another was written since the page was
        opened. Locks the reason."""
        _may_keep(by)
        lock(self)
        if self.newest.number != seen_number:
            raise MoveRefused(CHANGED)
        self._write(by=by, number=seen_number + 1, **words)

    @transaction.atomic
    def retire(self, *, by, seen_number, retired):
        """Offer it no more (`retired`), or again; nothing when it is so already. Nothing of it is deleted. Locks the
        reason."""
        _may_keep(by)
        current = lock(self)
        if self.newest.number != seen_number:
            raise MoveRefused(CHANGED)
        if bool(current.retired_at) == retired:
            self.refresh_from_db()
            return
        current.retired_at = timezone.now() if retired else None
        current.save(update_fields=["retired_at"])
        audit.record(by, "reason.retired" if current.retired_at else "reason.offered", current)
        self.refresh_from_db()

    def _write(self, *, by, number, title, text, rule, change):
        version = ReasonVersion.objects.create(
            reason=self, number=number, title=title, text=text, rule=rule, change=change, made_by=by
        )
        audit.record(by, "reason.written", self, version=version.number)


def _may_keep(by):
    if not by.has_perm("answers.manage_reasons"):
        raise MoveRefused(_("A senior moderator keeps the library of reasons."))


class ReasonVersion(models.Model):
    """The words of a reason as they were from one day on. Never changed; shipped ones were made by nobody."""

    reason = models.ForeignKey(Reason, models.PROTECT, related_name="versions", editable=False)
    number = models.PositiveIntegerField(editable=False)
    title = models.CharField(_("title"), max_length=80)
    text = models.TextField(_("what the person reads"), max_length=TEXT_LENGTH)
    rule = models.CharField(_("rule"), max_length=20, blank=True, default="")
    change = models.TextField(_("what to change"), max_length=TEXT_LENGTH, blank=True, default="")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ReasonVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a reason")
        verbose_name_plural = _("versions of reasons")
        constraints = [models.UniqueConstraint(fields=["reason", "number"], name="reasonversion_once")]

    def __str__(self):
        return f"{self.reason_id} v{self.number}"

    @property
    def key(self):
        """By which a form names it."""
        return f"{self.reason.code}.{self.number}"

    @property
    def filled(self):
        return fill(self.text)

    @property
    def filled_change(self):
        return fill(self.change)
