"""The private PostgreSQL starts, heals and keeps to itself."""

import os
import signal
import stat
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg2
import pytest

from portal import localdb


@pytest.fixture
def cluster(tmp_path):
    """A cluster of a checkout that only this test knows."""
    cluster = localdb.Cluster("test", checkout=tmp_path)
    yield cluster
    cluster.stop()
    subprocess.run(["rm", "-rf", str(cluster.base)], check=True)


def ask(cluster, sql):
    connection = psycopg2.connect(host=str(cluster.socket_folder), user=localdb.NAME, dbname=localdb.NAME)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall() if cursor.description else None
    finally:
        connection.close()


def test_cluster_answers_on_a_socket_only_and_in_utf8(cluster):
    cluster.start()

    assert ask(cluster, "SHOW listen_addresses") == [("",)]
    assert ask(cluster, "SHOW server_encoding") == [("UTF8",)]
    assert stat.S_IMODE(cluster.socket_folder.stat().st_mode) == 0o700


def test_the_site_cannot_switch_the_guards_off_at_once(cluster):
    cluster.start()
    ask(cluster, "CREATE DATABASE another")  # the tests make theirs

    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        ask(cluster, "SET session_replication_role = replica")


def test_log_quotes_neither_statements_nor_rows(cluster):
    cluster.start()
    ask(cluster, "CREATE TABLE letter (word text UNIQUE)")
    ask(cluster, "INSERT INTO letter VALUES ('Planted')")

    with pytest.raises(psycopg2.errors.UniqueViolation):
        ask(cluster, "INSERT INTO letter VALUES ('Planted')")

    log = cluster.log.read_text()
    assert "duplicate key" in log and "Planted" not in log


def test_racing_starts_make_one_cluster(tmp_path, cluster):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: localdb.Cluster("test", checkout=tmp_path).start(), range(4)))

    assert ask(cluster, "SELECT 1") == [(1,)]


def test_data_survives_stop_and_kill(cluster):
    cluster.start()
    ask(cluster, "CREATE TABLE kept AS SELECT 42 AS value")
    cluster.stop()
    assert not cluster.answers()
    cluster.start()
    os.kill(cluster._pid(), signal.SIGKILL)
    time.sleep(0.2)

    cluster.start()

    assert ask(cluster, "SELECT value FROM kept") == [(42,)]


def test_pid_file_that_names_another_program_is_no_obstacle(cluster):
    cluster.start()
    cluster.stop()
    (cluster.data / "postmaster.pid").write_text(f"{os.getpid()}\n{cluster.data}\n")

    cluster.start()

    assert cluster.answers()


def test_half_made_folders_are_made_anew(cluster):
    cluster.start()
    cluster.stop()
    (cluster.data / "PG_VERSION").unlink()
    (cluster.folder / "data.new").mkdir()

    cluster.start()

    assert ask(cluster, "SELECT 1") == [(1,)]


def test_checkouts_and_kinds_have_clusters_of_their_own(tmp_path):
    clusters = [localdb.Cluster(kind, checkout=tmp_path / name) for kind in localdb.KINDS for name in "ab"]

    assert len({cluster.url for cluster in clusters}) == 2 * len(localdb.KINDS)
    assert all(len(os.fsencode(cluster.socket_folder)) < 90 for cluster in clusters)


def test_folder_of_somebody_else_is_refused(cluster):
    cluster.base.parent.mkdir(parents=True, exist_ok=True)
    cluster.base.symlink_to("/etc")

    with pytest.raises(localdb.LocalDatabaseError, match="belongs to somebody else"):
        cluster.start()
    cluster.base.unlink()


def test_module_needs_nothing_but_the_standard_library():
    code = "import sys, portal.localdb; sys.exit('django' in sys.modules)"  # -S: no site-packages at all

    assert (
        subprocess.run([sys.executable, "-S", "-c", code], cwd=localdb.CHECKOUT, check=False).returncode == 0
    )
