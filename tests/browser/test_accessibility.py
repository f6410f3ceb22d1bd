"""No automatic check finds a barrier: axe (WCAG 2.2 AA) on the pages of each person, on a phone and at a desk."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def check(page, path):
    """Nothing found, and nothing to scroll sideways."""
    response = page.goto(path)
    assert response.status == 200, path
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
    page = open_page(factories.make_moderator(), width=1280)

    check(page, reverse("admin:desk"))
    check(page, reverse("admin:desk-query", args=[waiting.reference]))
    check(page, reverse("admin:desk-answer", args=[answer.pk]))
    check(page, reverse("admin:desk-publication", args=[published.question.reference]))
    check(page, reverse("admin:desk-doctor", args=[applicant.pk]))
