"""import_qa: a doctor is matched by what can't be mistaken, else kept as one of the archive."""

import pytest

from answers.models import PublishedAnswer
from questions.models import PublishedQuestion
from specialties.models import Doctor, DoctorStatus
from tests.factories import make_doctor, verify_doctor
from tests.portal.archive.archived import answer, entry

pytestmark = pytest.mark.django_db


def test_unknown_doctor_becomes_one_archive_doctor(archive):
    archive(entry(1), entry(2, answers=[answer(doctor={"name": "dr  jane ROE", "registration_number": "X"})]))

    doctor = Doctor.objects.get()
    assert (doctor.status, doctor.name, doctor.slug) == (DoctorStatus.ARCHIVE, "Dr Jane Roe", "dr-jane-roe")
    assert not doctor.is_verified and doctor.user is None


@pytest.mark.parametrize("how", ["slug", "registration_number", "string"])
def test_verified_doctor_is_matched_by_slug_or_number_and_still_marked(archive, how, doctor):
    known = {
        "slug": doctor.slug,
        "registration_number": doctor.register_number.lower(),
        "string": doctor.slug,
    }[how]

    archive(entry(answers=[answer(doctor=known if how == "string" else {how: known, "name": "J. Roe"})]))

    own = PublishedAnswer.objects.get()
    assert (own.doctor, own.imported, own.credentials) == (doctor, True, {"name": doctor.name})
    assert Doctor.objects.count() == 1


def test_name_alone_or_an_applicant_is_no_match(archive, doctor, unverified_doctor):
    named = answer(doctor=doctor.name)
    numbered = answer(doctor={"name": "J. Roe", "registration_number": unverified_doctor.register_number})

    archive(entry(answers=[named, numbered, answer(doctor={"slug": unverified_doctor.slug})]))

    found = [each.doctor for each in PublishedQuestion.objects.get().answers.all()]
    assert [each.status for each in found] == [DoctorStatus.ARCHIVE] * 3
    assert [each.name for each in found] == [doctor.name, "J. Roe", unverified_doctor.slug]


def test_number_that_two_doctors_have_is_no_match(archive, doctor):
    other = make_doctor(name="Dr Two", verified=False)
    Doctor.objects.filter(pk=other.pk).update(register_name="Another", register_number=doctor.register_number)
    verify_doctor(other)

    archive(entry(answers=[answer(doctor={"name": "J. Roe", "registration_number": doctor.register_number})]))

    assert PublishedAnswer.objects.get().doctor.status == DoctorStatus.ARCHIVE
