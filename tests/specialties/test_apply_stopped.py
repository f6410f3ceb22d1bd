"""Who lapses or is suspended while a page of the application is open: nothing is saved, and the reason is said."""

from datetime import timedelta

import pytest
from django.utils import timezone

from specialties.models import Doctor
from tests.factories import make_moderator
from tests.specialties.applying import as_stored, save, seen, url

REASON = "A complaint is looked into"


def stop(doctor, fate):
    if fate == "suspended":
        doctor.refresh_from_db()
        doctor.suspend(by=make_moderator(), reason=REASON, seen_version=doctor.version)
    else:
        Doctor.objects.filter(pk=doctor.pk).update(licence_expires_on=timezone.now() - timedelta(days=1))


@pytest.mark.parametrize(("fate", "words"), [("suspended", REASON), ("lapsed", "Licence ended")])
def test_a_page_opened_before_saves_nothing_and_says_why(fate, words, signed_in, doctor):
    client, opened = signed_in(doctor.user), seen(doctor.user, "you")
    typed = as_stored(doctor, "you") | {"biography": "Typed meanwhile."}
    stop(doctor, fate)

    response = client.post(url("you"), {**typed, "seen": opened})

    page = response.content.decode()
    assert response.status_code == 409
    assert words in page and "Typed meanwhile." in page
    assert Doctor.objects.get(pk=doctor.pk).biography == ""


def test_a_suspended_doctor_changes_only_what_moderators_check(signed_in, doctor):
    client = signed_in(doctor.user)
    Doctor.objects.filter(pk=doctor.pk).update(biography="I run a clinic.")
    stop(doctor, "suspended")
    typed = as_stored(Doctor.objects.get(pk=doctor.pk), "you")

    told = save(client, doctor.user, "you", typed | {"biography": "Buy my book."})
    taken = save(client, doctor.user, "you", typed | {"degree": "MD, PhD"})

    doctor.refresh_from_db()
    assert (told.status_code, taken.status_code) == (409, 302)
    assert (doctor.biography, doctor.degree) == ("I run a clinic.", "MD, PhD")
