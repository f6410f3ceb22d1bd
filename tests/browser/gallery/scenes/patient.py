"""What a patient sees of their own: queries in each state, decisions, credits."""

from decimal import Decimal

from django.conf import settings
from django.test import override_settings
from django.urls import reverse

from answers import publication
from answers.models import Clarification, in_words
from questions.models import Consent, Payment, Question
from tests import factories
from tests.browser.gallery import words
from tests.browser.gallery.scene import press, scene, worded

SOLD = {"PAYMENTS": "dummy", "QUERY_PRICE": Decimal("12.50"), "QUERY_CURRENCY": "EUR"}


@scene("My queries, none yet", "newcomer")
def queries_empty(cast):
    return reverse("my-questions")


@scene("My queries, in many states", "patient")
def queries(cast):
    factories.make_draft(owner=cast.patient)
    for make in (factories.make_question, factories.make_open_question, factories.make_declined_question):
        make(**cast.asked)
    factories.make_approved_answer(**cast.answered)
    cast.page.refresh_from_db()
    return reverse("my-questions")


@scene("My queries, with a title that is long and has no gaps", "patient")
def queries_monstrous(cast):
    factories.make_question(asker=cast.patient, title=words.WORD[:200])
    return reverse("my-questions")


@scene("A query that waits for a moderator", "patient")
def query_sent(cast):
    return factories.make_question(**cast.asked, pictures=2).get_absolute_url()


@scene("A query that waits for a doctor", "patient")
def query_open(cast):
    return factories.make_open_question(**cast.asked).get_absolute_url()


@scene("A query that was refused", "patient")
def query_declined(cast):
    return factories.make_declined_question(**cast.asked).get_absolute_url()


@scene("A query whose refusal was appealed against", "patient")
def query_appealed(cast):
    return factories.make_appeal(
        question=factories.make_declined_question(**cast.asked)
    ).question.get_absolute_url()


@scene("An appeal without a word", "patient", status=422)
def query_appeal_error(cast):
    page = yield factories.make_declined_question(**cast.asked).get_absolute_url()
    worded(page, "main summary", "I don’t agree").click()
    press(page, "Ask for another moderator’s decision")


@scene("A query whose doctor asks back", "patient")
def query_asked_back(cast):
    return _asked_back(cast).get_absolute_url()


@scene("A query whose doctor asks back, answered with nothing", "patient", status=422)
def query_asked_back_error(cast):
    page = yield _asked_back(cast).get_absolute_url()
    press(page, "Send")


@scene("A query that is answered", "patient")
def query_answered(cast):
    return factories.make_approved_answer(**cast.answered, pictures=1).question.get_absolute_url()


@scene("A query that is answered in a few words", "patient")
def query_answered_short(cast):
    answer = factories.make_approved_answer(
        asker=cast.patient, specialty=cast.topic, title="Why?", text="It hurts."
    )
    return answer.question.get_absolute_url()


@scene("A query with follow-ups", "patient")
def query_follow_ups(cast):
    answer = factories.make_approved_answer(**cast.answered)
    factories.answer_follow_up(answer)
    factories.make_follow_up(answer=answer)
    return answer.question.get_absolute_url()


@scene("A query with a second version of its answer", "patient")
def query_new_version(cast):
    answer = factories.make_approved_answer(**cast.answered)
    factories.make_new_version(answer, explanation="Such pain comes from a strained muscle, or from a cold.")
    return answer.question.get_absolute_url()


@scene("A query whose answer was taken back", "patient")
def query_retracted(cast):
    answer = factories.make_approved_answer(**cast.answered)
    publication.retract(
        answer, by=cast.moderator, code="wrong", reason="The dose was wrong.", seen_version=answer.version
    )
    return answer.question.get_absolute_url()


@scene("A query that is public", "patient")
def query_public(cast):
    return cast.page.question.get_absolute_url()


@scene("A query whose texts are long and have no gaps", "patient")
def query_monstrous(cast):
    fields = {**cast.answered, "title": words.WORD[:200], "text": words.WORD * 3, "contract": words.MONSTROUS}
    return factories.make_approved_answer(**fields).question.get_absolute_url()


@scene("A query in letters from right to left", "patient")
def query_right_to_left(cast):
    fields = {**cast.asked, "title": words.ARABIC, "text": words.ARABIC_TEXT}
    return factories.make_question(**fields).get_absolute_url()


@scene("To take a query back", "patient")
def take_back(cast):
    return reverse("question-withdraw", args=[factories.make_question(**cast.asked).reference])


@scene("A query that moved on while it was taken back", "patient", status=409)
def take_back_conflict(cast):
    question = factories.make_question(**cast.asked)
    page = yield reverse("question-withdraw", args=[question.reference])
    Question.objects.filter(pk=question.pk).update(version=question.version + 1)
    press(page, "Withdraw this query")


@scene("A query that was taken back", "patient")
def taken_back(cast):
    page = yield reverse("question-withdraw", args=[factories.make_question(**cast.asked).reference])
    press(page, "Withdraw this query")


@scene("The public text, before it is public", "patient")
def preview(cast):
    return reverse("publication-preview", args=[_waiting(cast).question.reference])


@scene("A public text that is no longer the one shown", "patient", status=409)
def preview_conflict(cast):
    draft = _waiting(cast)
    page = yield reverse("publication-preview", args=[draft.question.reference])
    publication.take_back(draft, by=cast.moderator, seen_version=draft.version)
    press(page, "I agree to this text")


@scene("A corrected public text", "patient")
def correction(cast):
    fields = {**cast.answered, "consent": Consent.SHOW_FIRST}
    public = factories.make_published_question(**fields)
    draft = factories.make_correction(public.question, title=words.TITLE, text="It began some weeks ago.")
    factories.approve_correction(draft)
    return reverse("publication-preview", args=[public.question.reference])


@scene("To take a public page down", "patient")
def take_down(cast):
    return reverse("publication-withdraw", args=[cast.page.question.reference])


@scene("A public page was taken down", "patient")
def taken_down(cast):
    page = yield reverse("publication-withdraw", args=[cast.page.question.reference])
    press(page, "Take the page down")


@scene("Decisions about me, none", "newcomer")
def decisions_empty(cast):
    return reverse("my-decisions")


@scene("Decisions about me", "patient")
def decisions(cast):
    factories.make_declined_question(**cast.asked)
    return reverse("my-decisions")


@scene("A decision about me", "patient")
def decision(cast):
    factories.make_declined_question(**cast.asked)
    return reverse("my-decision", args=[cast.patient.statements.get().pk])


@scene("An appeal against a decision, without a word", status=422)
def decision_error(cast):
    person, pk = _sent_back(cast)
    page = yield person, reverse("my-decision", args=[pk])
    press(page, "Send the appeal")


@scene("An appeal against a decision is sent")
def decision_appealed(cast):
    person, pk = _sent_back(cast)
    page = yield person, reverse("my-decision", args=[pk])
    page.fill("[name=text]", "It is right as it is.")
    press(page, "Send the appeal")


@scene("My credits, none used", "newcomer")
def credits_empty(cast):
    return reverse("my-credits")


@scene("My credits", "patient")
def credits_used(cast):
    factories.make_question(**cast.asked)
    return reverse("my-credits")


@scene("To buy credits", "patient")
def credits_buy(cast):
    with override_settings(**SOLD):
        yield reverse("credits-buy")


@scene("To buy no credits", "patient", status=422)
def credits_buy_error(cast):
    with override_settings(**SOLD):
        page = yield reverse("credits-buy")
        page.fill("[name=credits]", "")
        press(page, "")


# The form is that of the dummy, which no patient sees and nobody translated.
@scene("To pay", "patient", languages=(settings.LANGUAGE_CODE,))
def credits_pay(cast):
    with override_settings(**SOLD):
        payment = Payment.objects.begin(cast.patient, credits=2)
        yield reverse("credits-pay", args=[payment.token])


@scene("A payment that waits", "patient")
def credits_result(cast):
    with override_settings(**SOLD):
        payment = Payment.objects.begin(cast.patient, credits=2)
        yield reverse("credits-result", args=[payment.token])


def _asked_back(cast):
    question = factories.make_open_question(**cast.asked)
    question.claim(doctor=cast.doctor)
    Clarification.objects.ask(
        question=question,
        by=cast.doctor.user,
        items=in_words("Which hand is worse?\nDo you take any medicine?"),
        seen_version=question.version,
    )
    return question


def _waiting(cast):
    """A public text that waits for its patient."""
    answer = factories.make_approved_answer(**cast.answered, consent=Consent.SHOW_FIRST, pictures=1)
    draft = factories.make_public_draft(question=answer.question, title=words.TITLE, text=words.TEXT)
    factories.approve_copy(draft)
    draft.refresh_from_db()
    return draft


def _sent_back(cast):
    """(a doctor, the number of the decision to send their answer back)."""
    answer = factories.make_submitted_answer(**cast.answered)
    answer.send_back(by=cast.moderator, reason="Too short.", rule="whole", seen_version=answer.version)
    return answer.doctor, answer.doctor.user.statements.get().pk
