"""A moderator's shift by keyboard alone: thirty items of every kind, one after the other, without a list in between."""

import re

import pytest
from django.urls import reverse

from accounts.models import DeskClaim
from answers.models import Answer, FollowUp, Opinion, Report
from questions.models import Care, Question
from specialties.models import Doctor
from tests import factories
from tests.browser.test_accessibility import examine

pytestmark = pytest.mark.django_db(transaction=True)
MOST_TABS = 90
FOCUSED = """() => {
    const one = document.activeElement;
    return (one.innerText || one.value || one.name || one.tagName).trim().replace(/\\s+/g, " ");
}"""
HEADING_FOCUSED = "() => document.activeElement === document.querySelector('h1')"


@pytest.fixture
def shift(db):
    """Thirty items that wait: 9 queries, 9 answers, 5 replies, 2 opinions, 3 reports, 2 doctors."""
    area = factories.make_specialty(name="Neurology")
    doctor = factories.make_doctor(specialties=[area])
    first = factories.make_moderator()
    for number in range(9):
        factories.make_question(specialty=area, title=f"Query {number}")
        factories.make_submitted_answer(specialty=area, doctor=doctor, moderator=first, urgent=number < 2)
    for _ in range(5):
        factories.make_follow_up(specialty=area, doctor=doctor, moderator=first, reply="Yes, slowly.")
    page = factories.make_published_question(specialty=area, doctor=doctor, moderator=first)
    for _ in range(2):
        factories.make_opinion(answer=page.answers.get())
    for kind in ("unsafe", "identity", "behaviour"):
        factories.make_report(doctor=doctor, kind=kind)
    for _ in range(2):
        factories.accept_documents(factories.make_doctor(specialties=[area], verified=False), by=first)
    return factories.make_moderator(name="Robin")


def focused(page):
    return page.evaluate(FOCUSED)


def tab_to(page, words):
    """Press Tab until what has the focus begins with `words`."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if focused(page).startswith(words):
            return
    pytest.fail(f"no way by keyboard to “{words}” on {page.url}", pytrace=False)


def enter(page):
    """Press Enter on what has the focus, and wait for the page that it leads to."""
    with page.expect_navigation() as navigation:
        page.keyboard.press("Enter")
    assert navigation.value.status == 200, page.inner_text("main")


def decline(page):
    tab_to(page, "Decline with a reason")
    page.keyboard.press("Enter")
    tab_to(page, "not_medical")
    page.keyboard.press("Space")
    tab_to(page, "Decline and next")


def report(page):
    tab_to(page, "acted")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("I spoke to the doctor.")
    tab_to(page, "Decide and next")


def decide(page, number):
    """Bring the focus to the button that decides this kind of page."""
    kind = re.search(r"/admin/desk/([a-z-]+)/", page.url)[1]
    if kind == "queries" and number % 3 == 0:
        decline(page)
    elif kind == "reports":
        report(page)
    else:
        tab_to(
            page, {"queries": "Open to doctors and next", "doctors": "Mark as checked"}.get(kind, "Approve")
        )
    return kind


def test_thirty_mixed_items_are_decided_by_keyboard_alone(open_page, shift):
    page, seen, kinds = open_page(shift), [], []
    page.on("framenavigated", lambda frame: seen.append(frame.url))
    page.goto(reverse("admin:desk"))
    tab_to(page, "Start with what is most pressing")
    enter(page)

    for number in range(30):
        if number:
            page.wait_for_function(HEADING_FOCUSED)  # of the next item
        kinds.append(decide(page, number))
        enter(page)

    assert "Nothing more waits that you can decide now." in page.inner_text("main, #messages")
    assert [url for url in seen if "/waiting/" in url] == []
    assert len([url for url in seen if url.endswith("/admin/desk/")]) == 2  # the beginning and the end
    assert {kind: kinds.count(kind) for kind in kinds} == {
        **{"queries": 9, "answers": 9, "follow-ups": 5},
        **{"opinions": 2, "reports": 3, "doctors": 2},
    }
    assert kinds[:3] == ["answers", "answers", "reports"]  # what is urgent
    assert not Question.objects.filter(care=Care.SUBMITTED).exists()
    assert not Answer.objects.awaiting_review().exists() and not FollowUp.objects.awaiting_review().exists()
    assert not Opinion.objects.awaiting_review().exists() and not Report.objects.waiting().exists()
    assert Doctor.objects.filter(status="checked").count() == 2
    assert not DeskClaim.objects.exists()


def test_two_moderators_get_two_items_and_hand_one_over(open_page, db):
    area = factories.make_specialty(name="Neurology")
    first, second = factories.make_question(specialty=area), factories.make_question(specialty=area)
    robin, sam = factories.make_moderator(name="Robin"), factories.make_moderator(name="Sam")
    desk, phone = open_page(robin), open_page(sam, width=390, color_scheme="dark")

    desk.goto(reverse("admin:desk-next-of-all"))
    phone.goto(reverse("admin:desk-next-of-all"))
    assert (first.reference in desk.url, second.reference in phone.url) == (True, True)

    phone.goto(reverse("admin:desk-query", args=[first.reference]))
    assert "Robin is working on this until" in phone.inner_text("main")
    examine(phone, "an item that another holds")
    phone.click("button:has-text('Open to doctors and next')")
    phone.wait_for_selector("text=Take this item over and do this")
    examine(phone, "the conflict")
    phone.goto(reverse("admin:desk-list", args=["queries"]))
    phone.click("summary:has-text('Filter')")
    examine(phone, "a list with its filters")

    examine(desk, "an item that one holds")
    desk.click("text=Hand over")
    desk.select_option("[name=to]", label="Sam")
    desk.fill("[name=note]", "You know this field.")
    examine(desk, "hand-over")
    desk.click("text=Hand over and next")
    desk.wait_for_selector("text=Handed over to Sam.")
    phone.goto(reverse("admin:desk"))
    examine(phone, "the desk with something in hand")
    phone.click(f"main a:has-text('{first.reference}')")
    assert "Handed to you by Robin" in phone.inner_text("main")
    assert "You know this field." in phone.inner_text("main")
