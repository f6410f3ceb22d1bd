"""A doctor's whole way in a real browser: from "Apply to answer here" to an answer that its patient reads.

One long walk on purpose, at a desk, on a phone in between: it proves that every page leads on to the next. What each
page does in detail is tested beside it.
"""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from PIL import Image

from specialties.models import Doctor
from tests import factories
from tests.accounts.codes import code_from_app

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS, PASSWORD = "amara.okafor@example.org", "violet-umbrella-cabin-22"


@pytest.fixture
def area(db):
    return factories.make_specialty(name="Neurology")


@pytest.fixture
def query(area):
    """A patient's query that waits for a doctor of the specialty."""
    return factories.make_open_question(specialty=area, asker=factories.make_user(name="Marisol"))


@pytest.fixture
def first(open_page):
    return open_page(factories.make_moderator(name="Robin"))


@pytest.fixture
def second(open_page):
    return open_page(factories.make_moderator(name="Samira", senior=True))


def test_a_newcomer_is_verified_and_answers(open_page, query, first, second, deliver, tmp_path):
    doctor, patient = open_page(width=390, color_scheme="dark"), open_page(query.asker, width=390)
    sign_up(doctor, deliver)
    apply(doctor, tmp_path)
    send_the_degree_back(first)
    replace_the_degree(doctor, tmp_path)
    check_and_accept(first)
    confirm(second)
    claim(doctor, query.reference)
    ask_the_patient(doctor)
    reply(patient, query.reference)
    write_and_send(doctor, query.reference)
    return_with_a_proposal(first)
    take_over_and_send(doctor)
    approve(second)

    patient.goto(f"/me/questions/{query.reference}/")
    assert "Rest for three days and drink plenty." in patient.inner_text("main")
    doctor.goto("/dashboard/")
    doctor.click("main nav a[href*='tab=answered']")
    assert query.title in doctor.inner_text("main")


def sign_up(page, deliver):
    page.goto("/")
    page.click("footer a:has-text('For doctors')")
    page.click("main a:has-text('Apply to answer here')")
    page.click("main a:has-text('Create an account')")
    page.fill("[name=email]", ADDRESS)
    page.fill("[name=password1]", PASSWORD)
    go_on(page)
    deliver()
    (letter,) = (one for one in mail.outbox if one.to == [ADDRESS])
    page.fill("[name=code]", re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", letter.body).group())
    go_on(page)
    page.wait_for_url("**/dashboard/apply/")


def apply(page, folder):
    """Every part in the order of the list, then the second step, then the last look."""
    part(page, "About you", name="Dr Amara Okafor", title="Consultant neurologist", country="NG")
    ends = timezone.now().date() + timedelta(days=400)
    part(
        page,
        "Register and licence",
        register_name="Medical and Dental Council of Nigeria",
        register_country="NG",
        register_number="41771",
        register_url="https://register.example/41771",
        licence_expires_on=ends.isoformat(),
        document=a_picture(folder, "licence.jpg", "peru"),
    )
    part(page, "Identity document", document=a_picture(folder, "me.jpg", "teal"))
    part(page, "Qualifications", title="Medical degree", document=a_picture(folder, "degree.pdf", "gold"))
    part(page, "Specialties", specialties="Neurology")
    part(page, "Languages", languages="English")
    part(page, "Declared interests", has="No, none")
    second_step(page)
    page.click("main .btn-primary:has-text('Check and send')")
    press(page, "Send my application")


def part(page, title, /, **said):
    """Fill in a part and save it; each kind of field in its own way."""
    open_list(page)
    page.click(f"main a:text-is('{title}')")
    for field, value in said.items():
        control = page.locator(f"main [name={field}]").first
        kind = control.evaluate("one => one.type")
        if kind == "file":
            control.set_input_files(value)
        elif kind in ("checkbox", "radio"):
            page.get_by_label(value, exact=True).check()
        elif kind == "select-one":
            control.select_option(value)
        else:
            control.fill(value)
    go_on(page)
    open_list(page)
    assert page.locator(f"li:has(a:text-is('{title}')) .tag").inner_text() == "Complete"


def open_list(page):
    if not page.url.endswith("/dashboard/apply/"):
        page.goto("/dashboard/apply/")


def second_step(page):
    """A code from an app, as the app makes it out of the secret."""
    page.click("main a:has-text('A second step')")
    page.click("main a:has-text('Set up an app')")
    page.fill("[name=password]", PASSWORD)
    go_on(page)
    secret = page.inner_text("main code")
    page.fill("[name=code]", code_from_app(secret))
    go_on(page)
    page.click("main a:has-text('I have kept the codes')")
    page.goto("/dashboard/apply/")


def a_picture(folder, name, colour):
    """A JPEG or a PDF, as its name ends."""
    Image.new("RGB", (400, 300), colour).save(folder / name)
    return folder / name


def send_the_degree_back(page):
    page.goto("/admin/desk/waiting/doctors/next/")
    page.click("summary:has-text('Send the document back: Medical degree')")
    page.select_option("details[open] select", index=1)
    page.fill("details[open] textarea", "The name on it can't be read.")
    press(page, "Send the document back: Medical degree")


def replace_the_degree(page, folder):
    page.goto("/dashboard/")
    assert "The name on it can't be read." in page.inner_text("main")
    page.goto("/dashboard/apply/")
    page.click("main a:text-is('Qualifications')")
    page.click("main a:has-text('Remove')")
    press(page, "Remove the document")
    part(page, "Qualifications", title="Medical degree", document=a_picture(folder, "better.pdf", "navy"))
    page.click("main .btn-primary:has-text('Check and send again')")
    press(page, "Send my application again")


def check_and_accept(page):
    """The first moderator, who accepts each document."""
    page.goto("/admin/desk/waiting/doctors/next/")
    while page.locator("main button:has-text('Accept')").count():
        press(page, "Accept")
    press(page, "Mark as checked and next")


def confirm(page):
    page.goto("/admin/desk/waiting/doctors/next/")
    press(page, "Confirm and next")
    assert Doctor.objects.get().status == "verified"


def claim(page, reference):
    page.goto("/dashboard/")
    press(page, "Claim and answer")
    assert page.url.endswith(f"/dashboard/questions/{reference}/")


def ask_the_patient(page):
    page.click("summary:has-text('Ask the patient for more')")
    page.fill("[name=ask_text_1]", "How wide is it, in mm?")
    page.select_option("[name=ask_kind_1]", "number")
    press(page, "Save and ask the patient")


def reply(page, reference):
    page.goto(f"/me/questions/{reference}/")
    page.fill("[name=reply_1]", "12")
    press(page, "Send my reply")


def write_and_send(page, reference):
    page.goto("/dashboard/?tab=mine")
    page.click(f"main #{reference} a:has-text('Go on writing')")
    assert page.locator("dl.asked dd").inner_text() == "12"
    for name, text in {
        "short_answer": "It is most likely a strain of the neck.",
        "explanation": "A strain hurts when the muscle is used.",
        "self_care": "Rest for a day.",
        "help_urgent": "The pain wakes you at night.",
        "limits": "Without an examination nobody can be sure.",
    }.items():
        page.fill(f"[name={name}]", text)
    page.check("[name=clinical_opinion]")
    page.wait_for_selector("[data-autosave-state]:text-matches('^Saved')")
    press(page, "Preview")
    assert "Rest for a day." in page.inner_text("main")
    page.click("main a:has-text('Back to')")
    press(page, "Send for review")


def return_with_a_proposal(page):
    page.goto("/admin/desk/waiting/answers/next/")
    page.click("summary:has-text('Send back with a reason')")
    page.fill("[name=return-reason]", "Say for how long.")
    page.select_option("[name=return-rule]", index=1)
    page.click("summary:has-text('Propose an edit')")
    page.fill("[name=return-propose_self_care]", "Rest for three days and drink plenty.")
    press(page, "Send back to the doctor and next")


def take_over_and_send(page):
    page.goto("/dashboard/")
    page.click("main a:has-text('See what to change')")
    page.click("main a:has-text('See the reason')")
    assert "Say for how long." in page.inner_text("main")
    press(page, "Take this over")
    assert page.input_value("[name=self_care]") == "Rest for three days and drink plenty."
    press(page, "Send for review")


def approve(page):
    page.goto("/admin/desk/waiting/answers/next/")
    press(page, "Approve and next")


def press(page, button):
    """Press a button that leads on without an error."""
    with page.expect_navigation() as navigation:
        page.click(f"main button:has-text('{button}') >> visible=true")
    assert navigation.value.status == 200, button
    assert "There is a problem" not in page.inner_text("main"), button


def go_on(page):
    """Press the form's own button."""
    with page.expect_navigation() as navigation:
        page.click("main form .btn-primary")
    assert navigation.value.status == 200, page.inner_text("main")
