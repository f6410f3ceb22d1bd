"""Statements of reasons: whoever is decided about reads what was decided, by which rule, what to change, and how and
until when to appeal. A move gives one in its own transaction; there is no other way to make one."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import mail
from accounts.models import Statement
from accounts.models.statement import FINAL, StatementKind
from accounts.moves import MoveRefused

ANOTHER_DECIDES = _("An appeal overruled your earlier decision on this: another moderator decides.")


def give(*, to, kind, subject, what, by, reference="", rule="", change="", appeal_until=None, tell=False):
    """Write a statement about `subject` to the User `to`; None when nobody is behind the item any more.

    `what` are the reasons in words, `rule` the code of an editorial rule, `change` what would make it right. An appeal
    is possible for settings.APPEAL_DAYS unless `appeal_until` says otherwise. The moves send an e-mail of their own
    kind; one that sends none asks with `tell` for the mail that only says that there is a decision.
    """
    if to is None:
        return None
    if appeal_until is None and kind not in FINAL:
        appeal_until = timezone.localdate() + timedelta(days=settings.APPEAL_DAYS)
    statement = Statement.objects.create(
        user=to,
        kind=StatementKind(kind),
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        reference=reference,
        what=what,
        rule=rule,
        change=change,
        by=by,
        appeal_until=appeal_until,
    )
    if tell:
        mail.notify(to, "statement", reference=reference, path=address(statement))
    return statement


def address(statement):
    """Where the person reads it."""
    return reverse("my-decision", args=[statement.pk])


def overrule(statement):
    """Write that an appeal against a decision was granted. In the caller's transaction and under its lock."""
    statement.overruled_at = timezone.now()
    statement.save(update_fields=["overruled_at"])


def demand_not_overruled(subject, *, by):
    """MoveRefused for who made a decision on this very item that an appeal overruled: another one looks now. The
    triggers of the items ask the same."""
    if Statement.objects.about(subject).overruled(by=by).exists():
        raise MoveRefused(ANOTHER_DECIDES)
