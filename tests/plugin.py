"""Settings of a test run, made before pytest-django reads them (`-p tests.plugin` in pyproject.toml)."""

import os
import shutil
import tempfile
from contextlib import closing

import psycopg2
import pytest

from portal import localdb

SETTINGS = {
    "ENV_FILE": "",  # nothing of a developer's .env
    "SECRET_KEY": "for-tests-only-0123456789-abcdefghijklmnopqrstuvwxyz",
    "DEBUG": "off",
    "DEMO": "off",
    "SITE_URL": "https://askwell.example",
    "EMAIL_URL": "memorymail://",
    "SECURE_SSL_REDIRECT": "off",  # the test client and the browser tests speak http
    "STATIC_HASHED": "off",
}
os.environ.update(SETTINGS)
for name in ("LOCAL_DATABASE", "ALLOWED_HOSTS", "FREE_QUERIES", "TRUSTED_PROXIES"):
    os.environ.pop(name, None)


def pytest_configure(config: pytest.Config) -> None:
    """Give each process (xdist's workers too) a folder for uploads of its own."""
    config.stash[MEDIA] = os.environ["MEDIA_ROOT"]


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave no uploads behind."""
    shutil.rmtree(config.stash[MEDIA], ignore_errors=True)


MEDIA = pytest.StashKey[str]()
os.environ["MEDIA_ROOT"] = tempfile.mkdtemp(prefix="askwell-media-")
# Workers inherit the address from the process that started them.
if not os.environ.get("DATABASE_URL"):
    os.environ["DATABASE_URL"] = localdb.ensure_running(kind="test")
    # One test makes the role of a site that owns no tables, and every test with real transactions puts the tables
    # back with their triggers off (tests/shipped.py); the cluster's own administrator allows it.
    with closing(
        psycopg2.connect(os.environ["DATABASE_URL"].replace(f"//{localdb.NAME}@", f"//{localdb.ADMIN}@"))
    ) as admin:
        admin.autocommit = True
        admin.cursor().execute(f"ALTER ROLE {localdb.NAME} CREATEROLE")
        admin.cursor().execute(f"GRANT SET ON PARAMETER session_replication_role TO {localdb.NAME}")
if not os.environ["DATABASE_URL"].startswith("postgres"):
    raise pytest.UsageError("The tests run on PostgreSQL only; DATABASE_URL names something else.")
