"""What a doctor works with: the dashboard, the editor, colleagues, one's own answers."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from answers.models import Clarification, DoctorNotices, in_words
from tests import factories
from tests.browser.gallery import words
from tests.browser.gallery.scene import named, press, scene


@scene("Dashboard of somebody who isn't verified yet", "applicant")
def dashboard_unverified(cast):
    return reverse("dashboard")


@scene("Dashboard of a suspended doctor", "doctor")
def dashboard_suspended(cast):
    cast.doctor.suspend(by=cast.senior, reason="A complaint.", seen_version=cast.doctor.version)
    return reverse("dashboard")


def tab_scenes(tab):
    def empty(cast):
        return f"{reverse('dashboard')}?tab={tab}"

    def filled(cast):
        STANDS[tab](cast)
        return f"{reverse('dashboard')}?tab={tab}"

    scene(f"Dashboard, “{tab}”, empty", "doctor")(named(f"dashboard_{tab}_empty", empty))
    scene(f"Dashboard, “{tab}”", "doctor")(named(f"dashboard_{tab}", filled))


@scene("Dashboard, a title that is long and has no gaps", "doctor")
def dashboard_monstrous(cast):
    factories.make_open_question(
        specialty=cast.topic, title=words.WORD[:200], text=words.WORD * 3, urgent=True
    )
    return reverse("dashboard")


@scene("Dashboard of a doctor who is away, and whose licence ends soon", "doctor")
def dashboard_away(cast):
    DoctorNotices.objects.create(doctor=cast.doctor, away_until=timezone.localdate() + timedelta(days=7))
    type(cast.doctor).objects.filter(pk=cast.doctor.pk).update(
        licence_expires_on=timezone.localdate() + timedelta(days=9)
    )
    return reverse("dashboard")


@scene("The editor", "doctor")
def editor(cast):
    return _draft(cast, pictures=1).get_absolute_url()


@scene("The editor, nothing written", "doctor")
def editor_empty(cast):
    page = yield reverse("dashboard")
    question = factories.make_open_question(**cast.asked)
    question.claim(doctor=cast.doctor)
    page.goto(reverse("answer-edit", args=[question.reference]))


@scene("The editor, sent with parts missing", "doctor", status=422)
def editor_error(cast):
    page = yield _draft(cast).get_absolute_url()
    page.fill("[name=explanation]", "")
    press(page, "Send for review")


@scene("The editor, saved in another window meanwhile", "doctor", status=409)
def editor_conflict(cast):
    answer = _draft(cast)
    page = yield answer.get_absolute_url()
    answer.save_draft(contract={**answer.contract(), "limits": "Elsewhere."}, seen_version=answer.version)
    page.fill("[name=limits]", "Here.")
    press(page, "Save")


@scene("The editor, of texts that are long and have no gaps", "doctor")
def editor_monstrous(cast):
    fields = {**cast.answered, "title": words.WORD[:200], "text": words.WORD * 3, "contract": words.MONSTROUS}
    return factories.make_draft_answer(**fields).get_absolute_url()


@scene("The editor, of a query in letters from right to left", "doctor")
def editor_right_to_left(cast):
    fields = {**cast.answered, "title": words.ARABIC, "text": words.ARABIC_TEXT}
    return factories.make_draft_answer(**fields).get_absolute_url()


@scene("An answer that came back, with a proposal", "doctor")
def editor_returned(cast):
    answer = factories.make_submitted_answer(**cast.answered)
    answer.send_back(
        by=cast.moderator,
        reason="Be less sure.",
        rule="limits",
        proposal={"short_answer": "It is harmless in most people.", "limits": "Nobody can tell from here."},
        seen_version=answer.version,
    )
    return answer.get_absolute_url()


@scene("An answer that waits for review", "doctor")
def editor_in_review(cast):
    return factories.make_submitted_answer(**cast.answered).get_absolute_url()


@scene("An answer that its patient reads", "doctor")
def editor_approved(cast):
    return factories.make_approved_answer(**cast.answered).get_absolute_url()


@scene("A preview of an answer", "doctor")
def preview(cast):
    return reverse("answer-preview", args=[_draft(cast, pictures=1).question.reference])


@scene("An earlier query of the same patient", "doctor")
def earlier(cast):
    before, now = factories.make_approved_answer(**cast.answered), _draft(cast)
    return reverse("question-earlier", args=[now.question.reference, before.question.reference])


@scene("To hand a query back", "doctor")
def handover(cast):
    return reverse("question-handover", args=[_draft(cast).question.reference])


@scene("To hand a query back, without a reason", "doctor", status=422)
def handover_error(cast):
    page = yield reverse("question-handover", args=[_draft(cast).question.reference])
    press(page, "")


@scene("To take an answer back", "doctor")
def retract(cast):
    return reverse(
        "answer-retract", args=[factories.make_approved_answer(**cast.answered).question.reference]
    )


@scene("To take an answer back, without a reason", "doctor", status=422)
def retract_error(cast):
    answer = factories.make_approved_answer(**cast.answered)
    page = yield reverse("answer-retract", args=[answer.question.reference])
    press(page, "")


@scene("A follow-up", "doctor")
def follow_up(cast):
    return _follow_up(cast, "followup-reply")


@scene("A follow-up, replied to with nothing", "doctor", status=422)
def follow_up_error(cast):
    page = yield _follow_up(cast, "followup-reply")
    press(page, "Send")


@scene("A follow-up: saved", "doctor", shows=("followup-autosave",))
def follow_up_saved(cast):
    page = yield _follow_up(cast, "followup-reply")
    page.fill("[name=reply]", "Yes, gently.")
    press(page, "Save")


@scene("A preview of a reply", "doctor")
def follow_up_preview(cast):
    return _follow_up(cast, "followup-preview")


@scene("Colleagues' answers, none", "doctor")
def opinions_empty(cast):
    return reverse("opinions")


@scene("Colleagues' answers", "other_doctor")
def opinions(cast):
    cast.pages(3)
    return reverse("opinions")


@scene("To judge a colleague's answer", "other_doctor")
def opinion(cast):
    return reverse("opinion-edit", args=[cast.page.reference, 1])


@scene("To judge a colleague's answer, with nothing chosen", "other_doctor", status=422)
def opinion_error(cast):
    page = yield reverse("opinion-edit", args=[cast.page.reference, 1])
    press(page, "Send")


@scene("An answer one may not judge", "doctor", status=403)
def opinion_refused(cast):
    return reverse("opinion-edit", args=[cast.page.reference, 1])


@scene("My texts, none yet", "doctor")
def snippets_empty(cast):
    return reverse("snippets")


@scene("My texts", "doctor")
def snippets(cast):
    factories.make_snippet(doctor=cast.doctor, title="A splint at night", text=words.ORDINARY["self_care"])
    factories.make_snippet(doctor=cast.other_doctor, title=words.WORD[:60], text=words.WORD, shared=True)
    return reverse("snippets")


@scene("A new text", "doctor")
def snippet_add(cast):
    return reverse("snippet-add")


@scene("A new text, empty", "doctor", status=422)
def snippet_error(cast):
    page = yield reverse("snippet-add")
    press(page, "Save")


@scene("A text", "doctor")
def snippet(cast):
    return reverse("snippet-edit", args=[factories.make_snippet(doctor=cast.doctor).pk])


@scene("To delete a text", "doctor")
def snippet_delete(cast):
    return reverse("snippet-delete", args=[factories.make_snippet(doctor=cast.doctor).pk])


@scene("My answers", "doctor")
def own_answers(cast):
    _returned(cast)
    factories.make_approved_answer(**cast.answered)
    return reverse("own-answers")


@scene("My answers, none yet", "doctor")
def own_answers_empty(cast):
    return reverse("own-answers")


@scene("One of my answers", "doctor")
def own_answer(cast):
    answer = factories.make_approved_answer(**cast.answered)
    factories.make_new_version(answer, explanation="Such pain comes from a strained muscle, or from a cold.")
    return reverse("own-answer", args=[answer.question.reference])


@scene("My numbers", "doctor")
def statistics(cast):
    _returned(cast)
    factories.make_approved_answer(**cast.answered)
    return reverse("doctor-statistics")


@scene("My numbers, none yet", "doctor")
def statistics_empty(cast):
    return reverse("doctor-statistics")


@scene("When I am told of queries", "doctor")
def notices(cast):
    return reverse("doctor-notices")


@scene("When I am told of queries, with a day in the past", "doctor", status=422)
def notices_error(cast):
    page = yield reverse("doctor-notices")
    page.evaluate("document.querySelectorAll('main form').forEach(form => { form.noValidate = true })")
    page.fill("[name=away_until]", "2020-01-01")
    press(page, "Save")


@scene("Help for doctors", "doctor")
def help_page(cast):
    return reverse("doctor-help")


def _draft(cast, **fields):
    return factories.make_draft_answer(**{**cast.answered, **fields})


def _follow_up(cast, view):
    follow_up = factories.make_follow_up(answer=factories.make_approved_answer(**cast.answered))
    return reverse(view, args=[follow_up.answer.question.reference, follow_up.pk])


def _another(cast):
    title, text, _short_answer = words.OTHERS[0]
    return {**cast.asked, "title": title, "text": text}


def _asked_back(cast):
    question = factories.make_open_question(**cast.asked)
    question.claim(doctor=cast.doctor)
    Clarification.objects.ask(
        question=question, by=cast.doctor.user, items=in_words("Which hand?"), seen_version=question.version
    )


def _returned(cast):
    answer = factories.make_submitted_answer(**cast.answered)
    answer.send_back(by=cast.moderator, reason="Too short.", rule="whole", seen_version=answer.version)


# What makes something stand in each list of the dashboard.
STANDS = {
    "unanswered": lambda cast: [
        factories.make_open_question(**cast.asked),
        factories.make_open_question(**_another(cast), urgent=True, pictures=1),
    ],
    "mine": _draft,
    "information": _asked_back,
    "review": lambda cast: factories.make_submitted_answer(**cast.answered),
    "returned": _returned,
    "answered": lambda cast: factories.make_approved_answer(**cast.answered),
    "followups": lambda cast: _follow_up(cast, "followup-reply"),
}
for tab in STANDS:
    tab_scenes(tab)
