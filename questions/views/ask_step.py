"""The questions of the ask flow, one a page, and the page that interrupts them when help must not wait."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.moves import MoveRefused
from questions import sending, warnings
from questions.forms_ask import FORMS, SymptomsForm
from questions.models import About, Draft, Step
from questions.views import ask_kept
from questions.views.ask_base import draft_page, first_open_url, gone, next_url, seen_first, step_context

# Steps whose one control is a group of buttons, which no label can name.
CHOICES = {Step.ABOUT, Step.PRIVACY}


@require_http_methods(["GET", "HEAD", "POST"])
@draft_page
def ask_step(request, draft, *, step):
    """One question, filled in with what is stored; its answer leads on."""
    form_class = FORMS[step]
    if request.method != "POST":
        kept = ask_kept.kept(request, draft, step=step)
        return _page(request, draft, form=form_class(draft=draft, initial=kept), kept=bool(kept))
    form = form_class(request.POST, draft=draft)
    if not form.is_valid():
        return _page(request, draft, form=form, status=422)
    try:
        form.store()
    except MoveRefused:
        return _conflict(request, draft, form=form)
    ask_kept.stored(request, draft, step=step)
    if isinstance(form, SymptomsForm):
        sending.untick(draft, codes=form.unticked())
        sending.raise_flags(draft, ticked=form.ticked())
    return redirect(next_url(draft, after=step, request=request))


def _page(request, draft, *, form, status=200, **more):
    context = step_context(request, draft=draft, step=form.step, form=form, **more)
    context["heading"] = _heading(draft, step=form.step) or context["heading"]
    if len(form.columns) == 1 and form.step not in CHOICES:
        context["label_for"] = form[form.columns[0]].id_for_label
    if form.step == Step.PRIVACY:
        context["seen_first"] = seen_first(draft)
    return render(request, f"questions/ask/{form.step}.html", context, status=status)


def _conflict(request, draft, *, form):
    """Another window stored something else, or sent the draft or threw it away: both texts are shown."""
    stored = Draft.objects.filter(pk=draft.pk).first()
    if stored is None:
        return gone(request, draft.reference, step=form.step)
    theirs = type(form)(draft=stored)
    form.data = form.data.copy()
    form.data["seen"] = theirs.initial["seen"]
    said = form.said()
    differing = [
        (Draft._meta.get_field(name).verbose_name, _in_words(stored, name))
        for name in form.columns
        if said[name] != getattr(stored, name)
    ]
    keep_url = next_url(stored, after=form.step, request=request)
    return _page(request, stored, form=form, status=409, differing=differing, keep_url=keep_url)


def _in_words(draft, name):
    """A column as people read it."""
    if name == "specialty":
        return draft.specialty.name if draft.specialty else _("I’m not sure")
    display = getattr(draft, f"get_{name}_display", None)
    return display() if display else getattr(draft, name)


def _heading(draft, *, step):
    """The heading in the words that fit the person it is about; nothing where there is but one."""
    if step == Step.BACKGROUND:
        return {
            About.SELF: _("What should the doctor know about you?"),
            About.CHILD: _("What should the doctor know about your child?"),
            About.OTHER: _("What should the doctor know about the person?"),
        }[draft.about]
    return ""


@require_http_methods(["GET", "HEAD", "POST"])
@draft_page(past_warnings=True)
def ask_warning(request, draft):
    """Help must not wait: who to call. Going on is a choice that is written down, for the warnings that were shown."""
    hits = sending.most_serious_first(draft.red_flags.pending().select_related("version__flag"))
    shown = " ".join(str(hit.pk) for hit in hits)
    if request.method == "POST" and request.POST.get("shown") == shown:
        sending.go_on(draft)
        hits = []
    if not hits:
        return redirect(first_open_url(draft))
    context = {
        "section": "ask",
        "draft": draft,
        "shown": shown,
        **warnings.interruption([hit.version for hit in hits]),
    }
    return render(request, "questions/ask/warning.html", context)
