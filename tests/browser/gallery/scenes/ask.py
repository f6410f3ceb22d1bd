"""Asking, from the first page to the confirmation."""

from django.urls import reverse

from questions.models import Draft, FlagLevel, HelpNumber, Step
from tests import factories
from tests.browser.gallery import words
from tests.browser.gallery.scene import named, press, scene

STEPS = ("specialty", "symptoms", "about", "question", "details", "background", "pictures", "privacy")
SAVE = "Save and continue"


@scene("Before asking")
def ask(cast):
    return reverse("ask")


@scene("Before asking, with a draft to go on with and no free query left", "patient")
def ask_with_draft(cast):
    factories.make_question(asker=cast.patient)
    factories.make_draft(owner=cast.patient, until=Step.DETAILS)
    return reverse("ask")


@scene("The first question, which makes a draft")
def ask_begin(cast):
    cast.topic.refresh_from_db()
    return reverse("ask-begin")


def step_scene(step):
    """Two scenes of one question of the flow: as it is met first, and with what was said."""

    def fresh(cast):
        factories.make_red_flag()
        draft = factories.make_draft(owner=cast.patient, until=None if step == "specialty" else step)
        return reverse(f"ask-{step}", args=[draft.reference])

    def filled(cast):
        factories.make_red_flag()
        draft = factories.make_draft(owner=cast.patient, title=words.TITLE, text=words.TEXT)
        return reverse(f"ask-{step}", args=[draft.reference])

    scene(f"Question “{step}”", "patient")(named(f"step_{step}", fresh))
    scene(f"Question “{step}”, answered before", "patient")(named(f"step_{step}_answered", filled))


for step in STEPS:
    step_scene(step)


def errors_scene(step, *, field, button=SAVE):
    def errors(cast):
        factories.make_red_flag()
        draft = factories.make_draft(owner=cast.patient)
        page = yield reverse(f"ask-{step}", args=[draft.reference])
        page.evaluate("document.querySelectorAll('main form').forEach(form => { form.noValidate = true })")
        if field in ("title", "text"):
            page.fill(f"[name={field}]", "")
        else:
            page.evaluate(
                f"document.querySelectorAll('[name={field}]').forEach(box => {{ box.checked = false }})"
            )
        press(page, button)

    scene(f"Question “{step}”, sent empty", "patient", status=422)(named(f"step_{step}_error", errors))


for step, field in {
    "symptoms": "symptoms",
    "about": "about",
    "question": "title",
    "details": "text",
    "privacy": "consent",
}.items():
    errors_scene(step, field=field)


@scene("A question answered in another window meanwhile", "patient", status=409)
def step_conflict(cast):
    draft = factories.make_draft(owner=cast.patient)
    page = yield reverse("ask-details", args=[draft.reference])
    page.fill("[name=text]", words.TEXT)
    draft.answer("details", fields={"text": "From another window."})
    press(page, SAVE)


@scene("A draft that was deleted in another window", "patient", status=404)
def step_lost(cast):
    draft = factories.make_draft(owner=cast.patient)
    page = yield reverse("ask-details", args=[draft.reference])
    page.fill("[name=text]", words.TEXT)
    draft.forget()
    press(page, SAVE)


@scene("Questions like this one", "patient")
def similar(cast):
    page = cast.pages(3)[0]
    draft = factories.make_draft(owner=cast.patient, until=Step.DETAILS, title=page.title)
    return reverse("ask-similar", args=[draft.reference])


@scene("An answered question was enough")
def helped(cast):
    return reverse("ask-helped", args=[cast.page.reference])


def warning_scene(level, title):
    def warning(cast):
        factories.make_red_flag(level=level)
        for kind, name in (("crisis", "Listeners"), ("poison", "Poisons")):
            HelpNumber.objects.create(country="ZZ", kind=kind, name=name, number="0 800 1", hours="always")
        draft = factories.make_draft(owner=cast.patient, until=Step.DETAILS)
        page = yield reverse("ask-details", args=[draft.reference])
        page.fill("[name=text]", "I have chest pain.")
        press(page, SAVE)

    scene(title, "patient", shows=("ask-warning",))(named(f"warning_{level.value}", warning))


warning_scene(FlagLevel.EMERGENCY, "A warning: this may be an emergency")
warning_scene(FlagLevel.URGENT, "A warning: see somebody today")
warning_scene(FlagLevel.SELF_HARM, "A warning: you are not alone")


@scene("The account at the end", shows=("ask-account",))
def account(cast):
    page = yield reverse("ask-begin")
    _ask_without_account(page)


@scene("The account at the end, without an address", status=422)
def account_error(cast):
    page = yield reverse("ask-begin")
    _ask_without_account(page)
    press(page, "Send me a code")


@scene("Check your answers", "patient")
def check(cast):
    draft = factories.make_draft(owner=cast.patient, title=words.TITLE, text=words.TEXT)
    return draft.get_absolute_url()


@scene("Check your answers, which are long and have no gaps", "patient")
def check_monstrous(cast):
    draft = factories.make_draft(
        owner=cast.patient, title=words.WORD[:200], text=words.WORD * 3, conditions=words.WORD
    )
    return draft.get_absolute_url()


@scene("To delete a draft", "patient")
def forget(cast):
    return reverse("ask-forget", args=[factories.make_draft(owner=cast.patient).reference])


@scene("The query is sent", "patient")
def sent(cast):
    return reverse("ask-sent", args=[factories.make_question(asker=cast.patient).reference])


@scene("A query being changed after it was sent", "patient", shows=("ask-check",))
def change(cast):
    question = factories.make_question(**cast.asked)
    page = yield question.get_absolute_url()
    press(page, "Change this query")


def _ask_without_account(page):
    """Answer every question but the account."""
    press(page, "Continue")
    draft = Draft.objects.get()
    for step, said in factories.ASKED.items():
        draft.answer(step, fields=said)
    page.goto(reverse("ask-account", args=[draft.reference]))
