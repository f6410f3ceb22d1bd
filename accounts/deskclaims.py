"""Soft claims of the desk: who opens a waiting item holds it for some minutes, so that two don't do the same.

Each change is one statement, so that of many who open the same item at once one holds it. A claim protects nobody's
text: that is what the versions of the moves are for.
"""

from datetime import timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import DeskClaim
from accounts.moves import MoveRefused

NOT_HELD = _("You no longer hold this item: somebody took it over, or your time with it is over.")

# A note stays with the item until it is decided, whoever holds it.
TAKE = """
INSERT INTO accounts_deskclaim AS held
    (subject_type, subject_id, kind, reference, holder_id, since, until, note)
VALUES (%(subject_type)s, %(subject_id)s, %(kind)s, %(reference)s, %(holder)s,
        clock_timestamp(), clock_timestamp() + %(time)s, '')
ON CONFLICT (subject_type, subject_id) DO UPDATE SET
    kind = EXCLUDED.kind,
    reference = EXCLUDED.reference,
    holder_id = EXCLUDED.holder_id,
    since = CASE WHEN held.holder_id = EXCLUDED.holder_id AND held.until > clock_timestamp()
            THEN held.since ELSE EXCLUDED.since END,
    until = CASE WHEN held.holder_id = EXCLUDED.holder_id
            THEN GREATEST(held.until, EXCLUDED.until) ELSE EXCLUDED.until END
{only}
RETURNING *
"""
IF_FREE = "WHERE held.until <= clock_timestamp() OR held.holder_id = EXCLUDED.holder_id"


def hold(subject, *, by, kind="", reference=""):
    """`by` holds `subject` from now for settings.DESK_CLAIM_MINUTES, if it is free or theirs already: the DeskClaim,
    or None when somebody else holds it. `kind` and `reference` are for lists of what one holds."""
    return _take(subject, by=by, kind=kind, reference=reference, only=IF_FREE)


def take_over(subject, *, by, kind="", reference=""):
    """`by` holds `subject` from now, whoever held it before; the DeskClaim."""
    return _take(subject, by=by, kind=kind, reference=reference, only="")


def _take(subject, *, by, kind, reference, only):
    values = {
        **_key(subject),
        "kind": kind,
        "reference": reference,
        "holder": by.pk,
        "time": timedelta(minutes=settings.DESK_CLAIM_MINUTES),
    }
    return next(iter(DeskClaim.objects.raw(TAKE.format(only=only), values)), None)


def release(subject, *, by):
    """`by` no longer holds it, because it is decided or was put back. What others hold stays theirs."""
    DeskClaim.objects.filter(**_key(subject), holder=by).delete()


def drop(subject):
    """Nobody holds it any more: it is no more. Called before its row is deleted."""
    DeskClaim.objects.filter(**_key(subject)).delete()


def hand_over(subject, *, by, to, note):
    """`by`, who holds it, gives it to another moderator with a note: `to` holds it for settings.DESK_HANDOVER_HOURS.
    Raises MoveRefused when `by` doesn't hold it (any more). One UPDATE."""
    given = DeskClaim.objects.live().filter(**_key(subject), holder=by)
    until = Now() + timedelta(hours=settings.DESK_HANDOVER_HOURS)
    if to.pk == by.pk or not given.update(holder=to, since=Now(), until=until, handed_by=by, note=note):
        raise MoveRefused(NOT_HELD)


def claim_on(subject):
    """The live claim on `subject` with its holder and who handed it over, or None. One query."""
    rows = DeskClaim.objects.live().filter(**_key(subject))
    return rows.select_related("holder", "handed_by").first()


def is_held_by(subject, user):
    """Whether `user` holds `subject` now. One query."""
    return DeskClaim.objects.live().filter(**_key(subject), holder=user).exists()


def claims_on(model, ids):
    """{id: live DeskClaim with its holder} of those among `ids` that somebody holds. One query."""
    rows = DeskClaim.objects.live().filter(subject_type=model._meta.label_lower, subject_id__in=ids)
    return {claim.subject_id: claim for claim in rows.select_related("holder", "handed_by")}


def held(model, *, by):
    """For a filter of `model`: the row is held by `by`."""
    return Exists(_of(model).filter(holder=by))


def held_by_others(model, *, than):
    """For a filter of `model`: the row is held by somebody else than `than`."""
    return Exists(_of(model).exclude(holder=than))


def handed_over(model, *, to):
    """For a filter of `model`: the row was handed over to `to`."""
    mine = DeskClaim.objects.handed_to(to).order_by()
    return Exists(mine.filter(subject_type=model._meta.label_lower, subject_id=OuterRef("pk")))


def _of(model):
    return DeskClaim.objects.live().filter(subject_type=model._meta.label_lower, subject_id=OuterRef("pk"))


def forget_expired():
    """Delete claims whose time is over, with their notes; a job."""
    DeskClaim.objects.filter(until__lte=Now()).delete()


def _key(subject):
    return {"subject_type": subject._meta.label_lower, "subject_id": subject.pk}
