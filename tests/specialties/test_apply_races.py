"""An application sent several times at once: one doctor, one picture of the licence, a friendly answer."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.db import IntegrityError, connection
from django.test import Client

from accounts.models import Mail
from accounts.storage import private_files
from specialties import applications
from specialties.forms import DoctorApplicationForm
from specialties.models import Doctor
from tests import factories
from tests.specialties.test_apply import URL, application


def stored():
    return {file for file in Path(private_files().location).rglob("*") if file.is_file()}


@pytest.mark.django_db(transaction=True)
def test_a_button_pressed_four_times_applies_once():
    person, specialty, before = factories.make_user(), factories.make_specialty(), stored()
    start = Barrier(4)

    def send(_number):
        client = Client()
        client.force_login(person)
        start.wait(timeout=10)
        try:
            return client.post(URL, application(specialty))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send, range(4)))

    assert [answer.headers.get("Location") for answer in answers] == ["/dashboard/"] * 4
    assert Doctor.objects.count() == Mail.objects.count() == len(stored() - before) == 1


@pytest.mark.django_db
def test_of_two_with_one_number_the_second_leaves_no_picture_behind(asker, stranger, specialty):
    before = stored()
    first, second = (_valid(application(specialty)) for _ in range(2))
    applications.apply(first, user=asker)

    with pytest.raises(IntegrityError):
        applications.apply(second, user=stranger)

    assert len(stored() - before) == Doctor.objects.count() == 1


def _valid(sent):
    files = {"licence_document": sent.pop("licence_document")}
    form = DoctorApplicationForm(sent, files, instance=Doctor(status="applied"))
    assert form.is_valid(), form.errors
    return form
