"""Seals over the trail: made every minute, checked by `verify_audit` and once a day.

Each row carries the digest of its own columns, written by a trigger. A seal lists rows with their digests, and its
root covers that list and the root of the seal before. Making one waits for nobody who writes, and nobody waits for it.
"""

import hashlib
import logging
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from accounts.models import AccessEvent, AuditEvent, AuditSeal, Trail, TrailCheck, Unsealed

log = logging.getLogger(__name__)

MODELS = {Trail.DECISIONS: AuditEvent, Trail.LOOKS: AccessEvent}
MOST = 10_000  # rows of one seal
LOCK = 5_601_404_113  # any number that nothing else here takes for an advisory lock
FIRST_FAULTS = 20
DIGEST_BYTES = 32

# What the triggers digest (accounts/migrations), in the database's own functions: whoever could change a row could
# change a function of ours too. A timestamp without zone is written in one way in JSON, whatever the settings.
COLUMNS = {
    Trail.DECISIONS: "id, timezone('UTC', at), actor_id, verb, subject_type, subject_id, reference, version, details",
    Trail.LOOKS: "id, timezone('UTC', at), viewer_id, viewer_role, kind, subject_id, reference, reason",
}
# The column that came later, by trail: a row where it is empty is digested as before there was one, so that no seal
# from then breaks; any other in the format 2, with it.
LATER = {Trail.LOOKS: "note"}


@dataclass(frozen=True)
class Fault:
    """One thing that is not as it was written: a row of the trail by its id, or a seal by its number."""

    what: str
    where: str
    number: int

    def __str__(self):
        return f"{self.where} {self.number}: {self.what}"


@dataclass
class Found:
    """What a check saw; the faults themselves go to the caller one by one."""

    rows: int = 0
    waiting: int = 0
    seals: int = 0
    faults: int = 0
    first_faults: list = field(default_factory=list)
    newest: str = ""


def seal():
    """Seal every row of both trails that is committed and not sealed yet. A job; how many rows it sealed."""
    count = 0
    for trail in Trail:
        while sealed := _seal_some(trail):
            count += sealed
    return count


@transaction.atomic
def _seal_some(trail):
    """One seal over the oldest rows that wait, MOST at most; how many. A row that is gone keeps waiting, and so is
    found missing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    there = Exists(MODELS[trail].objects.filter(pk=OuterRef("row_id")))
    waiting = Unsealed.objects.filter(there, trail=trail).order_by("row_id")
    ids = list(waiting.values_list("row_id", flat=True)[:MOST])
    if not ids:
        return 0
    digests = dict(MODELS[trail].objects.filter(pk__in=ids).values_list("pk", "digest"))
    before = AuditSeal.objects.first()
    made = AuditSeal(
        number=before.number + 1 if before else 1,
        trail=trail,
        first_id=ids[0],
        last_id=ids[-1],
        count=len(ids),
        ids=ids,
        digests=b"".join(bytes.fromhex(digests[one]) for one in ids),
        previous=before.root if before else "",
    )
    made.root = root_of(made)
    made.save(force_insert=True)
    Unsealed.objects.filter(trail=trail, row_id__in=ids).delete()
    return len(ids)


def root_of(one):
    """The root of an AuditSeal: SHA-256 over everything it says, hexadecimal."""
    head = [one.number, one.trail, one.previous, one.sealed_at.isoformat(), *one.ids]
    return hashlib.sha256(",".join(map(str, head)).encode() + b"," + bytes(one.digests)).hexdigest()


def newest():
    """The newest seal as one line to keep elsewhere, "" when there is none."""
    one = AuditSeal.objects.defer("ids", "digests").first()
    return f"{one.number}:{one.root}" if one else ""


def check(say, *, kept=""):
    """Check both trails whole; `say` gets each Fault. `kept` is the line of an older newest(), from elsewhere.

    Reads one state of the database from beginning to end, a seal's rows at a time. Returns Found.
    """
    found = Found()

    def tell(what, where, number):
        fault = Fault(what, where, number)
        found.faults += 1
        if len(found.first_faults) < FIRST_FAULTS:
            found.first_faults.append(str(fault))
        say(fault)

    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:  # always, but in tests
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        _check_seals(found, tell, kept=kept)
        for trail in Trail:
            _check_waiting(trail, found, tell)
            _find_unlisted(trail, tell)
        found.newest = newest()
    return found


def _check_seals(found, tell, *, kept):
    """The chain from the first seal to the newest, and the rows of each."""
    number, previous, known = 0, "", dict([kept.split(":")]) if kept else {}
    for one in AuditSeal.objects.order_by("number").iterator(chunk_size=5):
        for missing in range(number + 1, min(one.number, number + 1 + FIRST_FAULTS)):
            tell("missing", "seal", missing)
        if one.number == number + 1 and one.previous != previous:
            tell("does not follow the seal before", "seal", one.number)
        if one.root != root_of(one) or len(one.digests) != DIGEST_BYTES * len(one.ids):
            tell("altered", "seal", one.number)
        if known.pop(str(one.number), one.root) != one.root:
            tell("not the one that was written down", "seal", one.number)
        number, previous = one.number, one.root
        found.seals += 1
        _check_rows(one, found, tell)
    for never in known:
        tell("written down elsewhere, and missing", "seal", int(never))


def _check_rows(one, found, tell):
    """The rows that a seal lists: each must be there, with the digest that is listed."""
    digests = bytes(one.digests).hex()
    listed = {row: digests[64 * place : 64 * place + 64] for place, row in enumerate(one.ids)}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, digest, {_digest(one.trail)} FROM {_table(one.trail)} WHERE id = ANY(%s)", [one.ids]
        )
        rows = {row: (kept, now) for row, kept, now in cursor.fetchall()}
    for row, digest in listed.items():
        found.rows += 1
        if row not in rows:
            tell("missing", one.trail, row)
        elif rows[row] != (digest, digest):
            tell("altered", one.trail, row)


def _check_waiting(trail, found, tell):
    """The rows that wait for a seal: each must be there, with its own digest."""
    sql = f"""SELECT u.row_id, t.digest, t.now FROM accounts_unsealed u
        LEFT JOIN (SELECT id, digest, {_digest(trail)} AS now FROM {_table(trail)}) t ON t.id = u.row_id
        WHERE u.trail = %s"""
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, [trail])
        for row, kept, now in cursor:
            found.rows += 1
            found.waiting += 1
            if kept is None:
                tell("missing", trail, row)
            elif kept != now:
                tell("altered", trail, row)


def _find_unlisted(trail, tell):
    """Rows that no seal lists and that don't wait for one: they didn't come by the trail's own trigger."""
    sql = f"""SELECT t.id FROM {_table(trail)} t LEFT JOIN (
            SELECT unnest(ids) AS id FROM accounts_auditseal WHERE trail = %s
            UNION ALL SELECT row_id FROM accounts_unsealed WHERE trail = %s
        ) listed ON listed.id = t.id WHERE listed.id IS NULL ORDER BY t.id"""
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, [trail, trail])
        for (row,) in cursor:
            tell("added", trail, row)


def check_daily():
    """Check everything and keep the result for the auditors' page; an error in the log when something is wrong."""
    return remember(check(lambda fault: None))


def remember(found):
    """Keep what a check found."""
    if found.faults:
        log.error("the trail is not as it was written: %s faults, see verify_audit", found.faults)
    return TrailCheck.objects.create(
        rows=found.rows,
        seals=found.seals,
        newest=found.newest,
        faults=found.faults,
        first_faults=found.first_faults,
    )


def _table(trail):
    return MODELS[Trail(trail)]._meta.db_table


def _digest(trail):
    """SQL of a row's digest as its trigger wrote it."""
    columns, later = COLUMNS[Trail(trail)], LATER.get(Trail(trail))
    said = f"jsonb_build_array(1, {columns})"
    if later:
        said = f"CASE WHEN {later} = '' THEN {said} ELSE jsonb_build_array(2, {columns}, {later}) END"
    return f"encode(sha256(convert_to(({said})::text, 'UTF8')), 'hex')"
