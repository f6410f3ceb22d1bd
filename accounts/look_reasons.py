"""Why a member of the staff looks at something private: asked first of who isn't working on it, and kept in the log of
looks itself, where the patient reads it. What "working on it" means is for the desk to say
(portal.desk.review.looking)."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from accounts import audit
from accounts.models import AccessEvent, AuditEvent

HOLDS = timedelta(minutes=30)  # a reason that was given, and the work that one has just done
SITTING = timedelta(hours=12)  # between opening a page and sending its form

Kind, Reason = AccessEvent.Kind, AccessEvent.Reason


@dataclass(frozen=True)
class Why:
    """A reason to look, with the person's own words on it."""

    reason: str
    note: str = ""


WORKING = Why(Reason.WORKING)
OWN = Why(Reason.NONE)  # their own query


def give(user, *, subject_id, reference, why):
    """Write down why `user` needs to see it; the same once more is not written twice. Two queries."""
    if given(user, subject_id=subject_id, reference=reference) != why:
        audit.looked(
            user,
            Kind.ASKED,
            subject_id=subject_id,
            reference=reference,
            role="moderator",
            reason=why.reason,
            note=why.note,
        )


def given(user, *, subject_id, reference):
    """The reason that `user` gave and that still holds, or None. One query."""
    rows = _looks(user, reference=reference, within=HOLDS)
    return _latest(rows.filter(kind=Kind.ASKED, subject_id=subject_id))


def of_sitting(user, *, reference):
    """The reason for which `user` opened the page whose form they send now, or None. One query."""
    return _latest(_looks(user, reference=reference, within=SITTING).exclude(reason=""))


def for_pictures(user, *, reference):
    """The reason for which `user` may see the pictures of a query whose page they have opened, or None. One query."""
    rows = _looks(user, reference=reference, within=HOLDS)
    # Not by a picture that was shown for that very reason: it would keep the next one open for ever.
    return _latest(rows.filter(Q(kind=Kind.ASKED) | Q(kind=Kind.QUERY, reason=Reason.WORKING)))


def has_just_worked(user, *, reference, about):
    """Whether `user` changed something of that query a moment ago; `about`: models as label_lower. One query."""
    mine = AuditEvent.objects.filter(reference=reference, actor_id=user.pk, subject_type__in=about)
    return mine.filter(at__gte=timezone.now() - HOLDS).exists()


def _looks(user, *, reference, within):
    since = timezone.now() - within
    return AccessEvent.objects.filter(reference=reference, viewer_id=user.pk, at__gte=since)


def _latest(rows):
    one = rows.order_by("-pk").first()
    return one and Why(one.reason, one.note)
