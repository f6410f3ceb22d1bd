"""The review desk: what waits, each page of decision, and what can go wrong there."""

from datetime import timedelta

from django.urls import reverse

from accounts import deskclaims
from answers.models import Reason
from portal.desk.lines.queues import QUEUES
from questions import spam
from questions.models import Consent
from tests import factories
from tests.archive import make_imported
from tests.browser.gallery import waiting, words
from tests.browser.gallery.scene import named, press, scene
from tests.questions.test_empty_searches import PEOPLE, search

SELLS = (
    "Buy the best cure for every pain in our shop today, order now at cures-for-all.example and good-pills.example, we "
    "send it anywhere in three days for a small price."
)
TELLS = "I saw Dr Vance on 3 May 2021 in Kirkcaldy, write to me at farid.t@example.org. " * 12
DUE = timedelta(days=732)  # after which a page is to be reviewed


def desk(name, *args):
    return reverse(f"admin:desk-{name}", args=args)


@scene("The desk, nothing waits", "moderator")
def home_empty(cast):
    return reverse("admin:desk")


@scene("The desk, much waits", "senior")
def home(cast):
    for wait in waiting.WAITS.values():
        wait(cast)
    return reverse("admin:desk")


def queue_scenes(key):
    def empty(cast):
        return desk("list", key)

    def filled(cast):
        waiting.WAITS[key](cast)
        return desk("list", key)

    name = key.replace("-", "_")
    scene(f"What waits: {key}, nothing", "senior")(named(f"list_{name}_empty", empty))
    scene(f"What waits: {key}", "senior")(named(f"list_{name}", filled))


for queue in QUEUES:
    queue_scenes(queue.key)


@scene("Words that found nothing", "moderator")
def empty_searches(cast):
    for looked_for in ("sinking face", "hollow cheek"):
        for person in PEOPLE:
            search(looked_for, person=person)
    return desk("empty-searches")


@scene("Numbers", "moderator")
def figures(cast):
    waiting.WAITS["answers"](cast)
    return desk("figures")


@scene("A query to look at", "moderator")
def query(cast):
    return desk("query", factories.make_question(**cast.asked, pictures=2).reference)


@scene("A query to look at, long and without gaps", "moderator")
def query_monstrous(cast):
    question = factories.make_question(
        specialty=cast.topic, title=words.WORD[:200], text=f"{words.WORD} " * 3
    )
    return desk("query", question.reference)


@scene("A query to look at, from right to left", "moderator")
def query_right_to_left(cast):
    return desk("query", factories.make_question(title=words.ARABIC, text=words.ARABIC_TEXT).reference)


@scene("A query, refused without a reason", "moderator", status=422)
def query_error(cast):
    page = yield desk("query", factories.make_question(**cast.asked).reference)
    _open_all(page)
    press(page, "Decline")


@scene("A query that moved on meanwhile", "moderator", status=409)
def query_conflict(cast):
    question = factories.make_question(**cast.asked)
    page = yield desk("query", question.reference)
    question.withdraw(by=question.asker, seen_version=question.version)
    press(page, "Open to doctors and next")


@scene("A query that a colleague has in hand", "moderator")
def query_in_hand(cast):
    question = factories.make_question(**cast.asked)
    deskclaims.take_over(question, by=cast.senior, kind="query", reference=question.reference)
    return desk("query", question.reference)


@scene("To hand an item over", "moderator")
def hand_over(cast):
    return _hand_over(cast)


@scene("To hand an item over to nobody", "moderator", status=422)
def hand_over_error(cast):
    page = yield _hand_over(cast)
    press(page, "Hand over and next")


@scene("Why do you look at this query?", "moderator")
def query_why(cast):
    return desk("query-why", factories.make_approved_answer(**cast.answered).question.reference)


@scene("Why do you look, without a reason", "moderator", status=422)
def query_why_error(cast):
    page = yield desk("query-why", factories.make_approved_answer(**cast.answered).question.reference)
    press(page, "")


@scene("Why do you look at this document?", "moderator")
def document_why(cast):
    return desk("document-why", cast.doctor.documents.first().pk)


@scene("Queries held as spam", "moderator")
def spam_list(cast):
    _spam()
    return desk("list", "queries") + "?marks=held"


@scene("Queries held as spam, to be declined together", "moderator", shows=("desk-spam",))
def spam_chosen(cast):
    page = yield _spam() or desk("list", "queries") + "?marks=held"
    page.check("[name=chosen] >> nth=0")
    press(page, "Look at those ticked")


@scene("Queries held as spam, none chosen", "moderator", status=422)
def spam_error(cast):
    page = yield _spam() or desk("list", "queries") + "?marks=held"
    page.check("[name=chosen] >> nth=0")
    press(page, "Look at those ticked")
    page.uncheck("[name=chosen]")
    press(page, "Decline those ticked")


@scene("An answer to review", "moderator")
def answer(cast):
    return desk("answer", factories.make_submitted_answer(**cast.answered, pictures=1).pk)


@scene("An answer to review, long and without gaps", "moderator")
def answer_monstrous(cast):
    fields = {**cast.answered, "title": words.WORD[:200], "text": words.WORD * 3, "contract": words.MONSTROUS}
    return desk("answer", factories.make_submitted_answer(**fields).pk)


@scene("A second version of an answer to review", "moderator")
def answer_second_version(cast):
    answer = factories.make_approved_answer(**cast.answered)
    factories.revise(answer, explanation="Such pain comes from a strained muscle, or from a cold.")
    answer.submit(by=answer.doctor.user, seen_version=answer.version)
    return desk("answer", answer.pk)


@scene("An answer, sent back without a reason", "moderator", status=422)
def answer_error(cast):
    page = yield desk("answer", factories.make_submitted_answer(**cast.answered).pk)
    _open_all(page)
    press(page, "Send back to the doctor")


@scene("An answer that its doctor recalled meanwhile", "moderator", status=409)
def answer_conflict(cast):
    answer = factories.make_submitted_answer(**cast.answered)
    page = yield desk("answer", answer.pk)
    answer.recall(by=answer.doctor.user, seen_version=answer.version)
    press(page, "Approve and next")


@scene("A reply to a follow-up", "moderator")
def follow_up(cast):
    return desk("follow-up", waiting.follow_up(cast, reply="Yes, gently.").pk)


@scene("An appeal against a refusal", "senior")
def appeal(cast):
    return desk("appeal", waiting.appeal(cast).pk)


@scene("An appeal, decided without a reason", "senior", status=422)
def appeal_error(cast):
    page = yield desk("appeal", waiting.appeal(cast).pk)
    press(page, "Decide and next")


@scene("An appeal against a decision", "senior")
def decision_appeal(cast):
    return desk("decision-appeal", factories.make_decision_appeal(moderator=cast.moderator).pk)


@scene("The workbench: a public copy to be made", "moderator")
def publication(cast):
    answer = factories.make_approved_answer(**cast.answered, consent=Consent.SHOW_FIRST, pictures=1)
    return desk("publication", answer.question.reference)


@scene("The workbench, with many marks and letters from right to left", "moderator")
def publication_monstrous(cast):
    text = f"{TELLS}\n\n{words.ARABIC_TEXT}\n{words.WORD}"
    answer = factories.make_approved_answer(consent=Consent.NO_NEED, title=words.WORD[:200], text=text)
    return desk("publication", answer.question.reference)


@scene("The workbench: a public copy is saved", "moderator")
def publication_saved(cast):
    answer = factories.make_approved_answer(**cast.answered, consent=Consent.NO_NEED)
    page = yield desk("publication", answer.question.reference)
    press(page, "Save the public copy")


@scene("A public copy to be approved", "senior")
def publication_approve(cast):
    return desk("publication", waiting.public_draft(cast).question.reference)


@scene("A public copy, approved without its ticks", "senior", status=422)
def publication_error(cast):
    page = yield desk("publication", waiting.public_draft(cast).question.reference)
    press(page, "Approve")


@scene("A page that is public", "senior")
def publication_public(cast):
    factories.say_why(cast.page.question, by=cast.senior)
    return desk("publication", cast.page.question.reference)


@scene("A page of the archive", "moderator")
def imported(cast):
    return desk("imported", make_imported(specialty=cast.topic.name, parent=cast.area.name).reference)


@scene("A page whose review is due", "moderator")
def stale(cast):
    return desk("stale", waiting.stale(cast).pk)


@scene("A page that was reported", "moderator")
def page_report(cast):
    return desk("page-report", factories.make_page_report(page=cast.page).pk)


@scene("A doctor who was reported", "moderator")
def report(cast):
    return desk("report", factories.make_report(doctor=cast.doctor).pk)


@scene("A colleague's opinion", "moderator")
def opinion(cast):
    given = factories.make_opinion(answer=cast.page.answers.get(), doctor=cast.other_doctor, stance="caveat")
    return desk("opinion", given.pk)


@scene("A page on which doctors disagree", "moderator")
def disagreement(cast):
    return desk("disagreement", waiting.disagreement(cast).pk)


@scene("An application", "moderator")
def doctor(cast):
    return desk("doctor", cast.applicant.pk)


@scene("An application, for the second check", "senior")
def doctor_second(cast):
    factories.accept_documents(cast.applicant, by=cast.moderator)
    cast.applicant.mark_checked(by=cast.moderator, seen_version=cast.applicant.version)
    return desk("doctor", cast.applicant.pk)


@scene("An application, sent back without a reason", "moderator", status=422)
def doctor_error(cast):
    page = yield desk("doctor", cast.applicant.pk)
    _open_all(page)
    page.click("main form[action*='/return/'] button[type=submit]")
    page.wait_for_load_state()


@scene("A verified doctor", "moderator")
def doctor_verified(cast):
    return desk("doctor", cast.doctor.pk)


@scene("A doctor whose names are long", "moderator")
def doctor_monstrous(cast):
    doctor = factories.make_doctor(name=words.NAME[:120], register_name=words.WORD[:160], verified=False)
    return desk("doctor", doctor.pk)


@scene("The library of reasons", "senior")
def reasons(cast):
    return desk("reasons")


@scene("A reason", "senior")
def reason(cast):
    return desk("reason", Reason.objects.order_by("pk").first().pk)


@scene("A reason, previewed", "senior")
def reason_preview(cast):
    page = yield desk("reason", Reason.objects.order_by("pk").first().pk)
    press(page, "Preview")


@scene("A new reason", "senior")
def reason_new(cast):
    return desk("reason-new", "decline_query")


@scene("A new reason, empty", "senior", status=422)
def reason_error(cast):
    page = yield desk("reason-new", "decline_query")
    press(page, "Save")


def _hand_over(cast):
    question = factories.make_question(**cast.asked)
    assert cast.senior
    deskclaims.take_over(question, by=cast.moderator, kind="query", reference=question.reference)
    return desk("claim-hand-over", "query", question.pk)


def _spam():
    for _number in range(2):
        spam.remember(factories.make_question(title="Cure for all", text=SELLS, held=True, held_for="links"))


def _open_all(page):
    """Open what is folded."""
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")
