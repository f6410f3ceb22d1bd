"""No automatic check finds a barrier: axe (WCAG 2.2 AA) on the pages of each person, on a phone and at a desk."""

import pytest
from allauth.mfa.models import Authenticator
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from answers import publication
from questions.models import Draft, Question
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # what passed in detail takes as long again
}


def check(page, path, *, status=200):
    """Open a page and examine it."""
    response = page.goto(path)
    assert response.status == status, path
    examine(page, path)


def press(page, button, *, status):
    """Press a button and examine the page it leads to."""
    with page.expect_navigation() as navigation:
        page.click(f"main button:has-text('{button}')")
    assert navigation.value.status == status, button
    examine(page, button)


def examine(page, path):
    """Nothing found, and nothing to scroll sideways."""
    found = Axe().run(page, options=RULES).response["violations"]
    report = [(item["id"], [node["target"] for node in item["nodes"]]) for item in found]
    assert report == [], path
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path


@pytest.fixture
def published(db):
    area = factories.make_specialty(name="Neurology")
    topic = factories.make_specialty(name="Migraine", parent=area)
    doctor = factories.make_doctor(specialties=[area])
    return factories.make_published_question(specialty=topic, doctor=doctor, pictures=1)


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (390, "dark"), (1280, "light")])
def test_readers_pages(open_page, published, width, scheme):
    page = open_page(width=width, color_scheme=scheme)

    for name in (
        "home",
        "specialty-list",
        "doctor-list",
        "ask",
        "account_login",
        "account_signup",
        "privacy",
    ):
        check(page, reverse(name))
    for item in (published, published.topic, published.area, published.lead_doctor):
        check(page, item.get_absolute_url())
    check(page, reverse("search") + "?q=weeks")
    check(page, reverse("search") + "?q=nothinglikeit")


def test_patients_pages(open_page, published):
    asker = published.question.asker
    waiting = factories.make_open_question(asker=asker, specialty=published.topic, pictures=1)
    page = open_page(asker, width=390)

    check(page, reverse("my-questions"))
    for question in (published.question, waiting):
        check(page, question.get_absolute_url())
    check(page, reverse("ask"))


def test_doctors_pages(open_page, published):
    doctor = published.lead_doctor
    draft = factories.make_draft_answer(doctor=doctor, specialty=published.topic, pictures=1)
    page = open_page(doctor.user, width=390)

    check(page, reverse("dashboard"))
    check(page, draft.get_absolute_url())
    check(page, reverse("doctor-apply"))


def test_moderators_pages(open_page, published):
    waiting = factories.make_question(specialty=published.topic, pictures=1)
    answer = factories.make_submitted_answer(specialty=published.topic)
    applicant = factories.make_doctor(specialties=[published.area], verified=False)
    moderator = factories.make_moderator()
    factories.say_why(published.question, by=moderator)
    page = open_page(moderator, width=1280)

    check(page, reverse("admin:desk"))
    check(page, reverse("admin:desk-query", args=[waiting.reference]))
    check(page, reverse("admin:desk-answer", args=[answer.pk]))
    check(page, reverse("admin:desk-publication", args=[published.question.reference]))
    check(page, reverse("admin:desk-doctor", args=[applicant.pk]))


@pytest.fixture
def waiting(published):
    """A public text that waits for its patient."""
    answer = factories.make_approved_answer(
        specialty=published.topic, consent="show_first", pictures=1, title="Long " * 35
    )
    draft = factories.make_public_draft(question=answer.question)
    factories.approve_copy(draft)
    draft.refresh_from_db()
    return draft


def test_pages_between_a_patients_steps(open_page, published, waiting):
    question = waiting.question
    draft = factories.make_question(asker=question.asker, specialty=published.topic)
    page = open_page(question.asker, width=390, color_scheme="dark")

    check(page, reverse("publication-preview", args=[question.reference]))
    check(page, reverse("ask-sent", args=[draft.reference]))
    check(page, reverse("question-withdraw", args=[draft.reference]))
    Question.objects.filter(pk=draft.pk).update(version=draft.version + 1)
    press(page, "Withdraw this query", status=409)
    page.goto(reverse("publication-preview", args=[question.reference]))
    publication.take_back(waiting, by=factories.make_moderator(), seen_version=waiting.version)
    press(page, "I agree to this text", status=409)


def test_taking_a_public_page_down(open_page, published):
    page = open_page(published.question.asker, width=390)
    address = published.get_absolute_url()

    check(page, reverse("publication-withdraw", args=[published.question.reference]))
    press(page, "Take the page down", status=200)
    check(page, address, status=410)
    check(page, "/nowhere/", status=404)
    check(page, reverse("admin:desk"), status=403)


def test_account_pages(open_page, published):
    page = open_page(published.question.asker, width=390)

    for name in ("mfa_index", "account_email", "account_change_password", "account_logout", "doctor-apply"):
        check(page, reverse(name))
    page.goto(reverse("mfa_activate_totp"))
    examine(page, "mfa_activate_totp or the password before it")
    assert not Authenticator.objects.filter(user=published.question.asker).exists()


def test_pages_before_an_account(open_page, published):
    page = open_page(width=390, color_scheme="dark")

    check(page, reverse("account_request_login_code"))
    check(page, reverse("account_reset_password"))
    page.goto(reverse("account_signup"))
    page.fill("[name=email]", "nina@example.org")
    page.fill("[name=password1]", "violet-umbrella-cabin-22")
    press(page, "Create my account", status=200)
    page.fill("[name=code]", "XXXX-XXXX")
    press(page, "Continue", status=200)


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_pages_of_asking(open_page, published, width, scheme):
    factories.make_red_flag()
    page = open_page(published.question.asker, width=width, color_scheme=scheme)
    draft = factories.make_draft(owner=published.question.asker)

    check(page, reverse("ask-begin"))
    for step in (
        "specialty",
        "symptoms",
        "about",
        "question",
        "details",
        "background",
        "pictures",
        "privacy",
    ):
        check(page, reverse(f"ask-{step}", args=[draft.reference]))
    check(page, draft.get_absolute_url())
    check(page, reverse("ask-forget", args=[draft.reference]))
    page.goto(reverse("ask-details", args=[draft.reference]))
    page.fill("[name=text]", "")
    press(page, "Save and continue", status=422)
    page.fill("[name=text]", "From this window.")
    draft.answer("details", fields={"text": "From another window."})
    press(page, "Save and continue", status=409)
    page.fill("[name=text]", "I have chest pain.")
    press(page, "Save and continue", status=200)
    assert "/warning/" in page.url
    draft.forget()
    press(page, "I have read this", status=404)


def test_account_page_of_asking(open_page, published):
    factories.make_red_flag()
    page = open_page(width=390)
    page.goto(reverse("ask-begin"))
    press(page, "Continue", status=200)
    draft = Draft.objects.get()
    for step, said in factories.ASKED.items():
        draft.answer(step, fields=said)

    check(page, reverse("ask"))
    check(page, reverse("ask-account", args=[draft.reference]))
    press(page, "Send me a code", status=422)


def test_pages_between_a_doctors_steps(open_page, published):
    answer = factories.make_draft_answer(doctor=published.lead_doctor, specialty=published.topic, pictures=1)
    address, reference = answer.get_absolute_url(), answer.question.reference
    page = open_page(answer.doctor.user, width=390, color_scheme="dark")

    check(page, reverse("answer-preview", args=[reference]))
    for tab in ("mine", "information", "review", "returned", "answered"):
        check(page, reverse("dashboard") + f"?tab={tab}")
    page.goto(address)
    page.fill("[name=explanation]", "")
    press(page, "Send for review", status=422)
    page.goto(address)
    answer.refresh_from_db()
    answer.save_draft(contract={**answer.contract(), "limits": "Elsewhere."}, seen_version=answer.version)
    page.fill("[name=limits]", "Here.")
    press(page, "Save", status=409)


def test_applicants_pages(open_page, published):
    applicant = factories.make_doctor(specialties=[published.area], verified=False)
    page = open_page(applicant.user, width=390)

    check(page, reverse("dashboard"))
    check(page, reverse("doctor-apply"))


def test_pages_between_a_moderators_steps(open_page, published, waiting):
    query = factories.make_question(specialty=published.topic)
    answer = factories.make_submitted_answer(specialty=published.topic)
    moderator = factories.make_moderator()
    factories.say_why(waiting.question, by=moderator)
    page = open_page(moderator, width=390, color_scheme="dark")

    for key in ("queries", "answers", "publications", "approvals", "doctors", "licences", "with-patients"):
        check(page, reverse("admin:desk-list", args=[key]))
    check(page, reverse("admin:desk-publication", args=[waiting.question.reference]))
    check(page, reverse("admin:desk-answer", args=[answer.pk]))
    answer.recall(by=answer.doctor.user, seen_version=answer.version)
    press(page, "Approve and next", status=409)
    check(page, reverse("admin:desk-query", args=[query.reference]))
    query.withdraw(by=query.asker, seen_version=query.version)
    press(page, "Open to doctors and next", status=409)


def test_word_without_end_fits_on_a_phone(open_page, published):
    word = "Donaudampfschiff" * 12
    copy = factories.make_published_question(
        specialty=published.topic, doctor=published.lead_doctor, title=word, text=word * 3
    )
    factories.make_open_question(
        specialty=published.topic, title=word, text=word * 3, asker=copy.question.asker
    )
    waiting = factories.make_question(specialty=published.topic, title=word, text=word * 3)
    reader, patient = open_page(width=320), open_page(copy.question.asker, width=320)
    doctor = open_page(published.lead_doctor.user, width=320)
    staff = factories.make_moderator()
    factories.say_why(copy.question, by=staff)
    moderator = open_page(staff, width=320)

    for item in (copy, copy.topic, copy.lead_doctor):
        check(reader, item.get_absolute_url())
    check(reader, reverse("search") + f"?q={word}")
    check(patient, reverse("my-questions"))
    check(patient, copy.question.get_absolute_url())
    check(doctor, reverse("dashboard"))
    check(moderator, reverse("admin:desk-query", args=[waiting.reference]))
    check(moderator, reverse("admin:desk-publication", args=[copy.question.reference]))


@pytest.mark.usefixtures("_empty_cache")
def test_a_long_address_in_a_banner_is_broken_on_a_phone(open_page):
    page = open_page(width=320)
    page.goto(reverse("account_request_login_code"))
    page.fill("[name=email]", f"{'a' * 60}@{'b' * 40}.example.org")

    press(page, "code", status=200)
