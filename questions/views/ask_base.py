"""What all pages of the ask flow share: whose draft it is, where it goes next, and what becomes of words typed into a
page whose draft is gone."""

import uuid
from functools import partial, wraps

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from questions import sending
from questions.browser import adopts_drafts, browser_key, drafts_of, remember
from questions.models import ASKED_FIELDS, ASKED_TEXTS, About, Draft, Question, Step
from questions.views import ask_kept

BACK_TO_CHECK = "check"
# The question of each page: its heading and title.
HEADINGS = {
    Step.SPECIALTY: _("What is it about?"),
    Step.SYMPTOMS: _("Do you have any of these now?"),
    Step.ABOUT: _("Who is it about?"),
    Step.QUESTION: _("What is your question, in one sentence?"),
    Step.DETAILS: _("Tell us more"),
    Step.BACKGROUND: _("What should the doctor know about the person?"),
    Step.PICTURES: _("Do you want to add pictures?"),
    Step.PRIVACY: _("Who may read it?"),
}


def draft_page(view=None, *, past_warnings=False):
    """Gives the view its draft: `view(request, draft, …)` for an address with <reference>.

    Drafts begun in this browser are adopted when somebody is signed in. A stranger's draft and none look alike: 404,
    with all that was typed. A sent one leads to its confirmation. While warnings wait to be read, every GET leads to
    them, unless `past_warnings`; a POST is let through, so that its words are stored first.
    """
    if view is None:
        return partial(draft_page, past_warnings=past_warnings)

    @adopts_drafts
    @wraps(view)
    def wrapper(request, reference, **kwargs):
        draft = drafts_of(request).filter(reference=reference).first()
        if draft is None:
            return gone(request, reference, **kwargs)
        guarded = request.method != "POST" and not past_warnings
        if guarded and draft.red_flags.pending().exists():
            return redirect("ask-warning", reference)
        response = view(request, draft, **kwargs)
        if draft.owner_id is None and request.method == "POST":
            remember(response, key=browser_key(request))
        return response

    return wrapper


def step_url(draft, step, *, back=""):
    url = reverse(f"ask-{step}", args=[draft.reference])
    return f"{url}?back={back}" if back else url


def next_url(draft, *, after, request):
    """Where a stored answer leads: to warnings its words raised; back to the check page when the visitor came from
    there; to the similar questions after the sentence; else to the first question without an answer.

    Call it after the answer was stored. Looks for red flags (see sending.raise_flags).
    """
    if sending.raise_flags(draft):
        return reverse("ask-warning", args=[draft.reference])
    if came_from_check(request):
        return reverse("ask-check", args=[draft.reference])
    if after == Step.QUESTION:
        return reverse("ask-similar", args=[draft.reference])
    return first_open_url(draft)


def first_open_url(draft):
    """The first question without an answer, or the check page."""
    return (
        step_url(draft, draft.next_step) if draft.next_step else reverse("ask-check", args=[draft.reference])
    )


def came_from_check(request):
    return request.GET.get("back") == BACK_TO_CHECK


def back_url(draft, *, step, request):
    """The page before this one in the flow; the check page when the visitor came from there."""
    if draft is None:
        return reverse("ask")
    if came_from_check(request) or draft.edits_id:
        return reverse("ask-check", args=[draft.reference])
    steps = draft.steps
    place = steps.index(step)
    return step_url(draft, steps[place - 1]) if place else reverse("ask")


def step_context(request, *, draft, step, **more):
    """What questions/ask/step.html takes, besides `form`. With `label_for`, the id of the page's one control, the
    heading is its label."""
    steps = (draft or Draft()).steps  # the first page comes before there is a draft
    return {
        "section": "ask",
        "draft": draft,
        "step": step,
        "heading": HEADINGS[step],
        "number": steps.index(step) + 1,
        "total": pages_in_all(request, steps),
        "back_url": back_url(draft, step=step, request=request),
        "changing": bool(draft and draft.edits_id),
        **more,
    }


def pages_in_all(request, steps):
    """How many pages there are to the sending: the questions, the address where nobody is signed in, the last look."""
    return len(steps) + (1 if request.user.is_authenticated else 2)


def seen_first(draft):
    """Why two moderators sign and its writer sees the text first, whatever is chosen; "" where that isn't so."""
    if draft.about == About.OTHER:
        return _t(
            "Because it is about another person, nothing is published before you have agreed to the text."
        )
    if draft.minor:
        return _t("Because it is about a child, nothing is published before you have agreed to the text.")
    if draft.specialty and draft.specialty.two_people_publish:
        return _t(
            "Because this topic is rare or sensitive, nothing is published before you have agreed to the text."
        )
    return ""


def gone(request, reference, *, step=""):
    """The draft was sent, thrown away, expired, or is not this visitor's: nothing that was typed is lost.

    The page is the same whether or not the draft exists.
    """
    sent = sent_as(request, reference)
    typed = {name: request.POST[name] for name in ASKED_FIELDS if request.POST.get(name)}
    captions = [text for name, text in request.POST.items() if name.startswith("caption-") and text]
    if sent and not _says_more(sent, typed=typed, captions=captions):
        # A second click on “Send the changes” is answered as the first one was.
        return redirect(sent) if "changing" in request.POST else redirect("ask-sent", reference)
    status = 409 if sent else 404
    more = {"captions": captions, "kept": ask_kept.keep(request, reference, step=step)}
    return lost_page(request, typed=typed, from_step=step, sent=sent, status=status, **more)


def _says_more(sent, *, typed, captions):
    """Whether words were typed that the sent query doesn't hold."""
    if any(name in typed and typed[name] != getattr(sent, name) for name in ASKED_TEXTS):
        return True
    return not set(captions) <= set(sent.attachments.values_list("caption", flat=True))


def lost_page(request, *, typed, from_step="", sent=None, status=404, **more):
    """Shows what was typed, to copy or to go on with as a new draft."""
    label = {name: Draft._meta.get_field(name).verbose_name for name in ASKED_TEXTS}
    context = {
        "section": "ask",
        "texts": [(name, label[name], typed[name]) for name in ASKED_TEXTS if name in typed],
        "choices": [(name, typed[name]) for name in typed if name not in ASKED_TEXTS],
        "from_step": from_step,
        "next_path": request.path,
        "start_key": uuid.uuid4(),
        "sent": sent,
        **more,
    }
    return render(request, "questions/ask/lost.html", context, status=status)


def sent_as(request, reference):
    """The visitor's own query that a draft became, or that it changes; else None."""
    if not request.user.is_authenticated:
        return None
    return Question.objects.of_asker(request.user).filter(reference=reference).first()
