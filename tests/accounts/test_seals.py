"""Seals over the trail: whoever changes, takes away or adds a row, superuser included, is found out by its id."""

import io
import re
import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from accounts import audit, seals
from accounts.models import AccessEvent, AuditEvent, AuditSeal, TrailCheck, Unsealed
from tests import factories

pytestmark = pytest.mark.django_db

AUDIT_ROW = """INSERT INTO accounts_auditevent
    (at, actor_id, verb, subject_type, subject_id, reference, version, details, digest)
    SELECT now(), n, 'question.tested', 'questions.question', n, '', 1, jsonb_build_object('n', n, 'é', '"'), ''
    FROM generate_series(1, %s) n"""
ADDED = """INSERT INTO accounts_auditevent
    (id, at, verb, subject_type, subject_id, reference, details, digest)
    VALUES (%s, now(), 'question.tested', 'questions.question', 1, '', '{}', repeat('a', 64))"""
TABLES = {"decisions": "accounts_auditevent", "looks": "accounts_accessevent"}


def run(sql, *params, superuser=False):
    """Raw SQL; as somebody who owns the tables and has switched their triggers off when asked."""
    tables = sorted(set(re.findall(r"accounts_\w+", sql))) if superuser else []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(sql, params)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def refused(sql, *params, because):
    with pytest.raises(DatabaseError, match=because), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


def faults(**kept):
    said = []
    seals.check(lambda fault: said.append(str(fault)), **kept)
    return said


def ids(model):
    return list(model.objects.order_by("pk").values_list("pk", flat=True))


def look(number):
    user = factories.make_user()
    for subject in range(number):
        audit.looked(
            user, AccessEvent.Kind.QUERY, subject_id=subject, reference="Q-2222-3333", role="moderator"
        )


def seal_rows(monkeypatch, *, most, decisions):
    """Decisions and 30 looks in seals of `most` rows."""
    monkeypatch.setattr(seals, "MOST", most)
    run(AUDIT_ROW, decisions)
    look(30)
    seals.seal()


@pytest.fixture
def sealed(monkeypatch):
    """1,000 decisions and 30 looks in 12 seals."""
    seal_rows(monkeypatch, most=99, decisions=1_000)


@pytest.mark.usefixtures("sealed")
def test_untouched_it_is_whole_and_each_row_is_sealed_once():
    assert faults() == []
    assert (AuditSeal.objects.count(), Unsealed.objects.count()) == (12, 0)
    listed = [
        row for one in AuditSeal.objects.filter(trail="decisions").order_by("number") for row in one.ids
    ]
    assert listed == ids(AuditEvent)
    assert seals.seal() == 0


def test_one_changed_row_of_ten_thousand_is_named(monkeypatch):
    seal_rows(monkeypatch, most=999, decisions=10_000)
    rows = ids(AuditEvent)[7_000::100]
    changes = (
        "at = at + interval '1 microsecond'",
        "actor_id = actor_id + 1",
        "actor_id = NULL",
        "verb = verb || 's'",
        "subject_id = subject_id + 1",
        "reference = 'x'",
        "version = 2",
        "details = details || '{\"n\": 0}'",
        "digest = repeat('a', 64)",
    )

    for number, (row, change) in enumerate(zip(rows, changes, strict=False), start=1):
        run(f"UPDATE accounts_auditevent SET {change} WHERE id = %s", row, superuser=True)
        assert faults() == [f"decisions {changed}: altered" for changed in rows[:number]], change


@pytest.mark.parametrize(("note", "changed"), [("a letter of theirs", "another letter"), ("", "added later")])
def test_the_words_of_a_reason_to_look_are_sealed_with_it(note, changed):
    user = factories.make_user()
    about = {"subject_id": 1, "reference": "Q-2222-3333", "role": "moderator", "reason": "complaint"}
    row = audit.looked(user, AccessEvent.Kind.ASKED, **about, note=note).pk
    seals.seal()
    assert faults() == []

    run(f"UPDATE accounts_accessevent SET note = '{changed}' WHERE id = %s", row, superuser=True)

    assert faults() == [f"looks {row}: altered"]


@pytest.mark.usefixtures("sealed")
def test_a_changed_row_with_a_fitting_digest_is_named():
    row = ids(AuditEvent)[700]
    fitting = seals._digest("decisions")

    run("UPDATE accounts_auditevent SET verb = 'x' WHERE id = %s", row, superuser=True)
    run(f"UPDATE accounts_auditevent SET digest = {fitting} WHERE id = %s", row, superuser=True)

    assert faults() == [f"decisions {row}: altered"]


@pytest.mark.usefixtures("sealed")
def test_a_missing_and_an_added_row_are_named():
    gone, free = ids(AuditEvent)[500], ids(AuditEvent)[-1] + 1000
    looked = ids(AccessEvent)[3]

    run("DELETE FROM accounts_auditevent WHERE id = %s", gone, superuser=True)
    run(ADDED, free, superuser=True)
    run("UPDATE accounts_accessevent SET reason = 'legal' WHERE id = %s", looked, superuser=True)

    assert faults() == [f"decisions {gone}: missing", f"looks {looked}: altered", f"decisions {free}: added"]


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ("UPDATE accounts_auditevent SET reference = 'x' WHERE id = %s", "altered"),
        ("DELETE FROM accounts_auditevent WHERE id = %s", "missing"),
    ],
)
def test_a_row_that_waits_for_its_seal_is_named_too(change, word):
    run(AUDIT_ROW, 5)
    row = ids(AuditEvent)[2]

    run(change, row, superuser=True)

    assert faults() == [f"decisions {row}: {word}"]
    seals.seal()
    assert faults() == [f"decisions {row}: {word}"]


@pytest.mark.usefixtures("sealed")
@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("UPDATE accounts_auditseal SET root = repeat('0', 64) WHERE number = 5", ["seal 5: altered"]),
        ("UPDATE accounts_auditseal SET sealed_at = now() WHERE number = 5", ["seal 5: altered"]),
    ],
)
def test_a_changed_seal_is_named(change, expected):
    run(change, superuser=True)

    assert set(expected) <= set(faults())


@pytest.mark.usefixtures("sealed")
def test_a_seal_taken_away_or_all_made_anew_is_seen_by_who_kept_a_root():
    kept = seals.newest()
    assert faults(kept=kept) == []

    run("DELETE FROM accounts_auditseal WHERE number = 12", superuser=True)
    run(
        "INSERT INTO accounts_unsealed (trail, row_id) SELECT 'looks', id FROM accounts_accessevent",
        superuser=True,
    )
    assert faults() == [] and faults(kept=kept) == ["seal 12: written down elsewhere, and missing"]

    run("UPDATE accounts_accessevent SET reference = 'x'", superuser=True)
    run(f"UPDATE accounts_accessevent SET digest = {seals._digest('looks')}", superuser=True)
    seals.seal()
    assert faults() == [] and faults(kept=kept) == ["seal 12: not the one that was written down"]


@pytest.mark.usefixtures("sealed")
def test_a_missing_seal_in_the_middle_is_named_with_its_rows():
    run("DELETE FROM accounts_auditseal WHERE number = 3", superuser=True)

    said = faults()

    assert said[0] == "seal 3: missing" and len(said) == 100
    assert said[1] == f"decisions {ids(AuditEvent)[2 * 99]}: added"


def test_the_application_itself_makes_no_false_seal():
    run(AUDIT_ROW, 3)
    seals.seal()
    run(AUDIT_ROW, 3)
    columns = "(number, trail, first_id, last_id, count, ids, digests, previous, root, sealed_at)"
    root, row = AuditSeal.objects.get().root, ids(AuditEvent)[-1]
    one = (
        f"INSERT INTO accounts_auditseal {columns} VALUES (%s, 'decisions', %s, %s, 1, ARRAY[%s]::bigint[], "
    )
    one += "decode(repeat('ab', 32), 'hex'), %s, repeat('a', 64), now())"

    refused(one, 3, row, row, row, root, because="follows the one before")
    refused(one, 2, row, row, row, "", because="follows the one before")
    refused(one, 2, 1, 1, ids(AuditEvent)[0], root, because="rows that wait")
    refused("DELETE FROM accounts_unsealed", because="until it is sealed")
    refused("UPDATE accounts_unsealed SET row_id = 1", because="append-only")
    refused(
        "INSERT INTO accounts_unsealed (trail, row_id) VALUES ('looks', 1)", because="only a row of the trail"
    )
    seals.check_daily()
    for table, column in (("accounts_auditseal", "count"), ("accounts_trailcheck", "faults")):
        refused(f"UPDATE {table} SET {column} = 3", because="append-only")
        refused(f"DELETE FROM {table}", because="append-only")
    assert faults() == []


@pytest.mark.parametrize("table", ["accounts_auditseal", "accounts_unsealed"])
def test_nobody_empties_the_seals(table):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"TRUNCATE {table}")


def test_the_command_says_what_it_found_and_keeps_it(settings):
    run(AUDIT_ROW, 3)
    seals.seal()
    row, out = ids(AuditEvent)[1], io.StringIO()
    call_command("verify_audit", stdout=out)
    assert f"Newest seal, to write down elsewhere: {seals.newest()}" in out.getvalue()

    run("UPDATE accounts_auditevent SET verb = 'x' WHERE id = %s", row, superuser=True)
    with pytest.raises(CommandError, match="1 faults"):
        call_command("verify_audit", "--kept", seals.newest(), stdout=out)

    assert f"decisions {row}: altered\n" in out.getvalue()
    assert [(one.faults, one.first_faults) for one in TrailCheck.objects.order_by("pk")] == [
        (0, []),
        (1, [f"decisions {row}: altered"]),
    ]


def test_the_command_takes_no_root_that_it_never_printed():
    with pytest.raises(CommandError, match="--kept"):
        call_command("verify_audit", "--kept", "12")


@pytest.mark.django_db(transaction=True)
def test_writers_wait_for_nobody_and_no_row_is_left_out():
    """Eight write, each in a transaction that stays open a while, and another one seals all the time."""
    barrier, done, asker = threading.Barrier(9), threading.Event(), factories.make_user()

    def write():
        barrier.wait()
        for number in range(15):
            with transaction.atomic():
                for _ in range(3):
                    audit.record(asker, "question.tested", asker, reference="", version=number)
        connection.close()

    def keep_sealing():
        barrier.wait()
        while not done.is_set():
            seals.seal()
        connection.close()

    writers = [threading.Thread(target=write) for _ in range(8)]
    sealer = threading.Thread(target=keep_sealing)
    for thread in (*writers, sealer):
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    sealer.join()

    seals.seal()
    listed = sorted(row for one in AuditSeal.objects.filter(trail="decisions") for row in one.ids)
    assert listed == ids(AuditEvent) and len(listed) >= 8 * 15 * 3
    assert faults() == []


@pytest.mark.django_db(transaction=True)
def test_a_seal_waits_for_no_open_transaction(stranger):
    audit.record(stranger, "question.tested", stranger, reference="", version=1)
    written, may_end = threading.Event(), threading.Event()

    def write_slowly():
        with transaction.atomic():
            audit.record(stranger, "question.tested", stranger, reference="", version=2)
            written.set()
            may_end.wait(20)
        connection.close()

    thread = threading.Thread(target=write_slowly)
    thread.start()
    written.wait(20)
    first = seals.seal()
    audit.record(stranger, "question.tested", stranger, reference="", version=3)
    may_end.set()
    thread.join()

    assert (first, seals.seal(), faults()) == (1, 2, [])
