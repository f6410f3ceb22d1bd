"""An application that was begun and never sent goes by age, with its documents; nothing else of a doctor's does."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from portal.demo.seed_clock import at
from specialties.jobs import delete_abandoned
from specialties.models import Doctor, DoctorDocument
from tests.factories import make_doctor
from tests.specialties.applying import answers, fill, save

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def begun(client, asker, specialty):
    """Four parts of an application by `asker`, two with a document."""
    client.force_login(asker)
    return fill(client, asker, specialty, but=("qualifications", "specialties", "languages"))


def run_after(days):
    with at(timezone.now() + timedelta(days=days)):
        delete_abandoned()


def test_it_goes_with_its_files_ninety_days_after_the_last_change(begun):
    files = [(document.file.storage, document.file.name) for document in begun.documents.all()]
    assert len(files) == 2 and all(storage.exists(name) for storage, name in files)

    run_after(89)
    assert Doctor.objects.exists()
    run_after(91)

    assert not Doctor.objects.exists() and not DoctorDocument.objects.exists()
    assert not any(storage.exists(name) for storage, name in files)


def test_a_change_meanwhile_keeps_it(begun, client, asker, specialty):
    with at(timezone.now() + timedelta(days=80)):
        client.force_login(asker)
        save(client, asker, "languages", answers(specialty)["languages"])

    run_after(91)

    assert Doctor.objects.get() == begun


@pytest.mark.parametrize("verified", (True, False))
def test_what_was_sent_stays(verified):
    doctor = make_doctor(verified=verified)

    run_after(3000)

    assert Doctor.objects.get() == doctor and doctor.documents.count() == 3


def test_with_the_setting_off_all_is_kept(begun, settings):
    settings.RETENTION_APPLICATIONS_DAYS = 0

    run_after(3000)

    assert Doctor.objects.exists()


def test_one_that_is_being_written_in_waits_for_the_next_run(begun):
    with transaction.atomic(), ThreadPoolExecutor(1) as pool:
        Doctor.objects.select_for_update().get(pk=begun.pk)
        pool.submit(run_in_a_thread).result(timeout=20)

    assert Doctor.objects.exists()
    run_after(91)
    assert not Doctor.objects.exists()


def run_in_a_thread():
    try:
        run_after(91)
    finally:
        connection.close()
