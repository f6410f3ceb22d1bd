"""A new doctor applies in a real browser, part by part, and two moderators verify them; axe looks at each page."""

import pytest
from django.urls import reverse

from specialties.models import Doctor, DoctorDocument
from tests import factories
from tests.accounts.hostile_pdfs import document
from tests.browser.test_accessibility import check, press

PARTS = {
    "you": {"name": "Dr Ada Byron", "title": "Neurologist", "country": "GB"},
    "register": {
        "register_name": "GMC",
        "register_country": "GB",
        "register_number": "1234567",
        "licence_expires_on": "2099-01-01",
    },
    "identity": {},
    "qualifications": {"title": "Medical degree"},
    "specialties": {},
    "languages": {},
    "interests": {},
}
PDF = {"name": "paper.pdf", "mimeType": "application/pdf", "buffer": document()}


def fill(page, key, values):
    check(page, reverse("apply-section", args=[key]))
    for name, value in values.items():
        field = page.locator(f"main [name={name}]")
        field.select_option(value) if name.endswith("country") else field.fill(value)
    if page.locator("main [name=document]").count():
        page.set_input_files("main [name=document]", PDF)
    choice = {"specialties": "[name=specialties]", "languages": "[name=languages][value=en]"}.get(key)
    choice = "[name=has][value=no]" if key == "interests" else choice
    if choice:
        page.locator(f"main {choice}").first.check()
    press(page, "Add" if key == "qualifications" else "Save", status=200)


@pytest.mark.parametrize("width", (390, 1280))
def test_from_an_account_to_verified_without_a_dead_end(open_page, specialty, width):
    person = factories.make_user(name="Ada")
    moderators = [factories.make_moderator(), factories.make_moderator(senior=True)]
    factories.add_second_factor(person)
    page = open_page(person, width=width)
    check(page, reverse("doctor-apply"))

    for key, values in PARTS.items():
        fill(page, key, values)
    check(page, reverse("doctor-apply"))
    check(page, reverse("apply-check"))
    press(page, "Send my application", status=200)
    doctor = Doctor.objects.get(user=person)
    address = reverse("admin:desk-doctor", args=[doctor.pk])
    desk = open_page(moderators[0], width=width)
    check(desk, address)
    for _paper in DoctorDocument.objects.all():
        press(desk, "Accept", status=200)
    press(desk, "Mark as checked", status=200)
    second = open_page(moderators[1], width=width)
    check(second, address)
    press(second, "Confirm", status=200)

    doctor.refresh_from_db()
    assert doctor.is_verified and doctor.register_name == "General Medical Council"
    check(page, reverse("doctor-apply"))


def test_pages_of_what_goes_wrong(open_page, specialty):
    doctor = factories.make_doctor(specialties=[specialty])
    page = open_page(doctor.user, width=390, color_scheme="dark")
    check(page, reverse("apply-section", args=["you"]))
    page.fill("main [name=name]", "Dr Other Name")
    press(page, "Save", status=422)
    doctor.suspend(by=factories.make_moderator(), reason="Complaint.", seen_version=doctor.version)
    page.check("main [name=agreed]")
    press(page, "Save", status=409)

    assert "Dr Other Name" in page.inner_text("main")
    check(page, reverse("apply-remove", args=[doctor.documents.get(kind="qualification").pk]))
    check(page, reverse("apply-check"))
