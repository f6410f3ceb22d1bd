"""A part saved several times at once: one doctor, one file, a friendly answer; and one number for one doctor."""

from pathlib import Path

import pytest
from django.urls import reverse

from accounts.models import Mail
from accounts.storage import private_files
from specialties.models import Doctor, DoctorDocument, DoctorStatus
from tests import factories
from tests.specialties.applying import answers, fill, picture, save, seen, send_at_once, url


def stored():
    return {file for file in Path(private_files().location).rglob("*") if file.is_file()}


@pytest.mark.django_db(transaction=True)
def test_a_button_pressed_four_times_begins_one_draft_with_one_document():
    person, before = factories.make_user(), stored()
    said = answers(factories.make_specialty())["register"] | {"seen": seen(person, "register")}

    found = send_at_once([(person, url("register"), {**said, "document": picture()}) for _ in range(4)])

    assert [answer.headers.get("Location") for answer in found] == ["/dashboard/apply/"] * 4
    assert Doctor.objects.count() == DoctorDocument.objects.count() == len(stored() - before) == 1


@pytest.mark.django_db(transaction=True)
def test_two_parts_saved_at_once_are_both_kept():
    person, specialty = factories.make_user(), factories.make_specialty()
    parts = [
        (url(key), {**answers(specialty)[key], "seen": seen(person, key)}) for key in ("you", "languages")
    ]

    found = send_at_once([(person, *part) for part in parts])

    doctor = Doctor.objects.get()
    assert [answer.status_code for answer in found] == [302, 302]
    assert (doctor.title, doctor.languages) == ("Consultant neurologist", ["en", "fr"])


@pytest.mark.django_db(transaction=True)
def test_of_two_who_send_one_number_at_once_one_has_it(client):
    specialty = factories.make_specialty()
    people = [factories.make_user(), factories.make_user()]
    for person in people:
        factories.add_second_factor(person)
        client.force_login(person)
        fill(client, person, specialty)
    Mail.objects.all().delete()
    versions = [Doctor.objects.get(user=person).version for person in people]

    found = send_at_once(
        [
            (person, reverse("apply-check"), {"version": version})
            for person, version in zip(people, versions, strict=True)
        ]
    )

    assert sorted(answer.status_code for answer in found) == [302, 409]
    assert sorted(Doctor.objects.values_list("status", flat=True)) == [
        DoctorStatus.APPLIED,
        DoctorStatus.DRAFT,
    ]
    assert Mail.objects.count() == 1


@pytest.mark.django_db
def test_a_refused_save_leaves_no_file_behind(signed_in, asker, specialty, doctor):
    client, before = signed_in(asker), stored()
    old = seen(asker, "register")
    save(client, asker, "register", answers(specialty)["register"])
    kept = stored()

    response = client.post(
        url("register"), answers(specialty)["register"] | {"seen": old, "register_number": "Z-123"}
    )

    assert response.status_code == 409
    assert len(kept - before) == 1 and stored() == kept
