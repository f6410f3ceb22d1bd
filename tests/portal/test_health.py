"""What probes are told."""

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def test_healthz_answers_without_the_database(client):
    response = client.get("/healthz")  # no django_db mark: a query would fail this test

    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_readyz_is_ready_on_a_migrated_database(client):
    response = client.get("/readyz")

    assert (response.status_code, response.content) == (200, b"ready\n")


@pytest.mark.django_db
def test_readyz_is_503_while_a_migration_waits(client):
    [newest] = MigrationLoader(connection).graph.leaf_nodes("portal")
    MigrationRecorder(connection).record_unapplied(*newest)

    response = client.get("/readyz")

    assert (response.status_code, response.content) == (503, b"not ready: migrations are waiting\n")


@pytest.mark.django_db(transaction=True)
def test_readyz_is_503_without_the_database(client):
    settings = connection.settings_dict
    host = settings["HOST"]
    connection.close()
    settings["HOST"] = "/nonexistent"
    try:
        response = client.get("/readyz")
    finally:
        settings["HOST"] = host

    assert (response.status_code, response.content) == (503, b"not ready: database does not answer\n")


@pytest.mark.parametrize("path", ("/healthz", "/readyz"))
def test_probes_only_read(client, path):
    assert client.post(path).status_code == 405
