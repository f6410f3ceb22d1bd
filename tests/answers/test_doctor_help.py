"""The help page and its switch: shortcuts are off unless their doctor switched them on."""

from answers.models import DoctorNotices
from tests.answers.forms import address
from tests.factories import make_draft_answer

HELP = "/dashboard/help/"
SCRIPT = "js/shortcuts.js"


def test_shortcuts_are_off_until_switched_on(signed_in, doctor, specialty):
    answer = make_draft_answer(doctor=doctor, specialty=specialty)
    client = signed_in(doctor.user)
    before = [SCRIPT in client.get(page).content.decode() for page in (HELP, address(answer))]

    client.post(HELP, {"shortcuts": "on"})

    after = [SCRIPT in client.get(page).content.decode() for page in (HELP, address(answer))]
    assert (before, after) == ([False, False], [True, True])


def test_pressing_the_switch_twice_changes_nothing_more(signed_in, doctor):
    client = signed_in(doctor.user)

    for state in ("on", "on", "off", "off"):
        client.post(HELP, {"shortcuts": state})

    assert [row.shortcuts for row in DoctorNotices.objects.filter(doctor=doctor)] == [False]


def test_the_switch_is_each_doctors_own(signed_in, doctor, other_doctor):
    signed_in(doctor.user).post(HELP, {"shortcuts": "on"})

    assert SCRIPT not in signed_in(other_doctor.user).get(HELP).content.decode()
    assert DoctorNotices.objects.of_doctor(other_doctor).shortcuts is False


def test_a_patient_finds_no_help_for_doctors(signed_in, asker):
    assert signed_in(asker).get(HELP).status_code == 404
