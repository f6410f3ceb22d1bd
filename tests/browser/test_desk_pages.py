"""The desk's later pages by axe: hand over, conflict, spam, appeals, reasons, numbers; the auditor's; and what people
see of decisions about them. On a phone in the dark, where least fits; the workbench at a desk too."""

import pytest
from django.urls import reverse

from accounts import deskclaims
from answers import servicelevels
from answers.models import Reason
from questions import spam
from tests import factories
from tests.browser.test_accessibility import check, press

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "color_scheme": "dark"}
SELLS = (
    "Buy the best cure for every pain in our shop today, order now at cures-for-all.example and good-pills.example, we "
    "send it anywhere in three days for a small price."
)
WORD = "Donaudampfschiff" * 12
TELLS = "I saw Dr Vance on 3 May 2021 in Kirkcaldy, write to me at farid.t@example.org. " * 12


@pytest.fixture
def senior(db):
    return factories.make_moderator(name="Senior", senior=True)


def desk(name, *args):
    return reverse(f"admin:desk-{name}", args=args)


def test_pages_of_decision(open_page, senior):
    moderator = factories.make_moderator(name="Moderator")
    appeal = factories.make_appeal(question=factories.make_declined_question(moderator=moderator))
    against = factories.make_decision_appeal(moderator=moderator)
    query, doctor = factories.make_question(), factories.make_report()
    page = open_page(senior, **PHONE)

    check(page, desk("appeal", appeal.pk))
    press(page, "Decide and next", status=422)
    check(page, desk("decision-appeal", against.pk))
    check(page, desk("report", doctor.pk))
    check(page, desk("query", query.reference))
    check(page, desk("claim-hand-over", "query", query.pk))
    press(page, "Hand over and next", status=422)
    page.goto(desk("query", query.reference))
    deskclaims.take_over(query, by=moderator, kind="query", reference=query.reference)
    press(page, "Open to doctors and next", status=409)
    check(page, desk("query", query.reference))
    check(page, reverse("admin:desk"))


def test_spam_reasons_and_numbers(open_page, senior):
    for _number in range(2):
        question = factories.make_question(title="Cure for all", text=SELLS, held=True, held_for="links")
        spam.remember(question)
    page = open_page(senior, **PHONE)

    check(page, desk("list", "queries") + "?marks=held")
    page.check("[name=chosen] >> nth=0")
    press(page, "Look at those ticked", status=200)
    page.uncheck("[name=chosen]")
    press(page, "Decline those ticked", status=422)
    check(page, desk("reasons"))
    check(page, desk("reason", Reason.objects.first().pk))
    press(page, "Preview", status=200)
    check(page, desk("figures"))


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_workbench_with_marks_long_texts_and_letters_from_right_to_left(open_page, senior, width, scheme):
    arabic = "يؤلمني رأسي منذ أسبوعين، والطبيب أحمد قال إن هذا طبيعي. " * 8
    answer = factories.make_approved_answer(
        consent="no_need", title=WORD, text=f"{TELLS}\n\n{arabic}\n{WORD}"
    )
    page = open_page(senior, width=width, color_scheme=scheme)

    check(page, desk("publication", answer.question.reference))
    page.locator("summary:has-text('Mark words by hand')").nth(1).click()
    page.locator("[name=replace]").first.click()
    page.wait_for_selector("mark.mark--gone")
    press(page, "Save the public copy", status=200)


def test_auditors_pages(open_page):
    answer = factories.make_approved_answer()
    reference = answer.question.reference
    page = open_page(factories.make_auditor(), **PHONE)

    for name in ("audit", "audit-looks", "audit-seals"):
        check(page, reverse(f"admin:{name}"))
    check(page, reverse("admin:audit") + "?day=soon", status=422)
    for name in ("audit-item", "audit-texts"):
        check(page, reverse(f"admin:{name}", args=[reference]))


def test_decisions_about_oneself_and_waiting_times(open_page):
    moderator, answer = factories.make_moderator(), factories.make_submitted_answer()
    answer.send_back(by=moderator, reason="Too short.", rule="whole", seen_version=answer.version)
    asker = factories.make_declined_question(moderator=moderator).asker
    servicelevels.compute()
    page, patient = open_page(answer.doctor.user, **PHONE), open_page(asker, **PHONE)

    check(page, reverse("my-decisions"))
    check(page, reverse("my-decision", args=[answer.doctor.user.statements.get().pk]))
    press(page, "Send the appeal", status=422)
    page.fill("[name=text]", "It is right as it is.")
    press(page, "Send the appeal", status=200)
    check(patient, reverse("my-decision", args=[asker.statements.get().pk]))
    check(patient, reverse("service-levels"))
