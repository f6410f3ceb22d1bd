"""Registration numbers: one on each register, under any of its names; and no number that is none."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from specialties import registers
from specialties.models import Doctor, DoctorStatus
from tests import factories
from tests.specialties.applying import answers, save

pytestmark = pytest.mark.django_db


def key_of(name, country):
    with connection.cursor() as cursor:
        cursor.execute("SELECT register_key(%s, %s)", [name, country])
        return cursor.fetchone()[0]


def test_the_database_knows_every_register_by_every_name():
    for register in registers.KNOWN:
        for name in (register.name, *register.short, register.name.upper(), f"The {register.name}"):
            assert key_of(name, register.country) == register.key, name


def test_no_two_registers_of_a_country_share_a_name():
    found = [(one.country, name) for one in registers.KNOWN for name in registers.names(one)]

    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    ("number", "name", "country"),
    [
        ("1234567", "General Medical Council", "GB"),
        ("1234567", "GMC", "GB"),
        ("123-4567", "gmc", "GB"),
        (" 123 4567", "The General Medical Council", "GB"),
        ("１２３４５６７", "General  Medical-Council", "GB"),
    ],
)
def test_one_number_is_one_doctor_under_any_name_of_its_register(
    signed_in, asker, specialty, number, name, country
):
    factories.make_doctor(register_name="GMC", register_country="GB", register_number="1234567")
    said = {"register_name": name, "register_country": country, "register_number": number}

    response = save(signed_in(asker), asker, "register", {**answers(specialty)["register"], **said})

    assert response.status_code == 422
    assert (
        "A doctor with this number on this register has an account here already." in response.content.decode()
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Doctor.objects.create(name="B", slug="b", status=DoctorStatus.ARCHIVE, **said)


@pytest.mark.parametrize(
    ("name", "country"), [("General Medical Council", "IE"), ("General Dental Council", "GB")]
)
def test_the_same_number_on_another_register_is_another_doctor(name, country):
    factories.make_doctor(register_name="GMC", register_country="GB", register_number="1234567")

    factories.make_doctor(register_name=name, register_country=country, register_number="1234567")

    assert Doctor.objects.same_number("123 4567").count() == 2


def test_a_draft_reserves_no_number():
    numbers = {"register_name": "GMC", "register_country": "GB", "register_number": "7654321"}
    draft = factories.make_doctor(sent=False, **numbers)
    factories.make_doctor(**numbers)

    with pytest.raises(IntegrityError), transaction.atomic():
        draft.submit(by=draft.user, seen_version=draft.version)


NONE = "NIL nil N/A n.a. none None! pending Pending2026 applied TBC 0000 000-000 -- ? to-follow Unknown x no".split()


@pytest.mark.parametrize(
    "number", [*NONE, "to follow", "not yet", "in process", "12", "A1", "abcdef", "x000"]
)
def test_what_is_no_number_is_refused_in_words(number):
    assert registers.number_fault(number)


@pytest.mark.parametrize(
    "number",
    ["123", "T-1001", "X99", "MDCN/R/45210", "PL-2291884", "N12345", "00721"],
)
def test_what_may_be_a_number_is_taken(number):
    assert registers.number_fault(number) == ""


@pytest.mark.parametrize("number", ["NIL", "0000", "--", "12", "none", "x 000"])
def test_the_database_takes_no_such_number_either(number):
    doctor = factories.make_doctor(sent=False)

    with pytest.raises(DatabaseError, match="registration number"), transaction.atomic():
        Doctor.objects.filter(pk=doctor.pk).update(register_number=number)


def test_a_number_of_a_known_register_looks_like_one(signed_in, asker, specialty):
    said = {"register_name": "GMC", "register_country": "", "register_number": "12345"}
    right_one = {**said, "register_number": "1234567", "register_url": ""}
    client = signed_in(asker)

    wrong = save(client, asker, "register", {**answers(specialty)["register"], **said})
    right = save(client, asker, "register", {**answers(specialty)["register"], **right_one})

    doctor = Doctor.objects.get()
    assert (wrong.status_code, right.status_code) == (422, 302)
    assert (doctor.register_name, doctor.register_country) == ("General Medical Council", "GB")
    assert doctor.register_url == "https://www.gmc-uk.org/registrants/1234567"


@pytest.mark.parametrize("typed", ["49012345678", "4901 2345 678", "4901.2345/678"])
def test_the_address_of_an_entry_holds_the_number_without_spaces_and_signs(typed):
    register = registers.known("BIG", "NL")

    assert registers.number_fault(typed, register=register) == ""
    assert register.entry(typed) == "https://zoeken.bigregister.nl/zorgverlener/49012345678"


def test_a_number_of_a_known_register_is_of_plain_digits():
    gmc = registers.known("GMC", "GB")

    assert registers.number_fault("١٢٣٤٥٦٧", register=gmc)
    assert registers.known("MDCN", "NG").entry("45210") == ""
