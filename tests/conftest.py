"""The cast of the tests, and the database they stand on."""

from contextlib import suppress

import psycopg2
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase

from accounts import mail_sender, pictures
from portal import roles
from tests import factories, shipped, template


def pytest_collection_modifyitems(items):
    """Long tests first (see the marker in pyproject.toml)."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request,
    django_db_modify_db_settings_parallel_suffix,
    django_db_keepdb,
    django_db_createdb,
    django_db_blocker,
):
    """The processes of `pytest -n` copy one migrated database, unless those of the last run are taken."""
    worker = getattr(request.config, "workerinput", None)
    if worker and (django_db_createdb or not django_db_keepdb):
        with django_db_blocker.unblock():
            template.begin_with(worker["testrunuid"])


def pytest_sessionfinish(session):
    """The process that started the others takes away what they copied."""
    if session.config.getoption("numprocesses", None):
        with suppress(psycopg2.OperationalError):  # no server: tests without a database need none
            template.drop()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The groups are made as after each deployment; tests with real transactions leave the tables like that."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        assert connection.vendor == "postgresql"
        shipped.begin()
        roles.sync()
        shipped.keep()
        patch.setattr(TransactionTestCase, "_fixture_teardown", shipped.restore)
        yield


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    """Argon2 takes a tenth of a second by design, and the cast has many accounts."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session", autouse=True)
def _own_line_for_pictures(tmp_path_factory):
    """Places to draw are shared by all of a user's processes: a busy demonstration would turn the tests away."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pictures, "SLOT_FOLDER", tmp_path_factory.mktemp("line") / "pictures")
        yield


@pytest.fixture
def _empty_cache(db):
    cache.clear()


@pytest.fixture
def specialty(db):
    return factories.make_specialty(name="Neurology")


@pytest.fixture
def topic(specialty):
    return factories.make_specialty(name="Hemifacial Atrophy", parent=specialty)


@pytest.fixture
def asker(db):
    return factories.make_user(name="Asker")


@pytest.fixture
def stranger(db):
    return factories.make_user(name="Stranger")


@pytest.fixture
def doctor(specialty):
    return factories.make_doctor(specialties=[specialty])


@pytest.fixture
def other_doctor(specialty):
    return factories.make_doctor(specialties=[specialty])


@pytest.fixture
def unrelated_doctor(db):
    return factories.make_doctor(specialties=[factories.make_specialty()])


@pytest.fixture
def unverified_doctor(specialty):
    return factories.make_doctor(specialties=[specialty], verified=False)


@pytest.fixture
def moderator(db):
    return factories.make_moderator()


@pytest.fixture
def other_moderator(db):
    return factories.make_moderator()


@pytest.fixture
def senior(db):
    """A senior moderator: signs second, confirms doctors, decides on appeals."""
    return factories.make_moderator(name="Senior", senior=True)


@pytest.fixture
def auditor(db):
    return factories.make_auditor()


@pytest.fixture
def administrator(db):
    user = factories.make_user(name="Administrator", is_staff=True, is_superuser=True)
    factories.add_second_factor(user)
    return user


@pytest.fixture
def deliver(db):
    """A function that does what the worker does with mails: sends all that are due; they are in mail.outbox then."""
    return mail_sender.deliver_due


@pytest.fixture
def signed_in(client):
    """A function that signs a person in on the test's client and returns it."""

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in
