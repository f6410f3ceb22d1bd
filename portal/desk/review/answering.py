"""How the pages of the desk answer a decision: done, refused, or made on something that has changed."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import deskclaims, formfields
from portal.desk.lines.claims import HeldByAnother
from portal.desk.lines.filters import EVERYTHING
from portal.desk.lines.upnext import after_decision
from portal.desk.review import show

# Forms in which "reason" is a choice, by the whole name; and the box of the workbench, by the begin of its name.
CHOSEN_REASONS = {"reason", "confirm-reason", "down-reason"}
BOX = "words-"
# The words for the fields in which people write, by the end of their names; parts of an answer: show.label().
LABELS = {
    "title": gettext_lazy("Title"),
    "text": gettext_lazy("Text"),
    "reason": gettext_lazy("Your reason"),
    "note": gettext_lazy("Your note"),
    "words": gettext_lazy("What the patient should know"),
    "change": gettext_lazy("What to change"),
    "correction_note": gettext_lazy("What was corrected"),
}
# Of those, what isn't sent again with a form that is repeated.
ONCE = {"csrfmiddlewaretoken", "take_over"}


def decided(request, *, message, queue=EVERYTHING, item=None):
    """Say what was done, let go of `item` (what was held), and go to what comes next: in the place that the request
    names, else in `queue`; without one, in the round."""
    messages.success(request, message)
    if item is not None:
        deskclaims.release(item, by=request.user)
    return redirect(after_decision(request, queue=queue))


def conflict(request, refusal, *, title, back, typed, stored, seen=()):
    """409: what was typed and what is saved now, side by side, as (label, words) pairs; nothing is lost.

    `seen` is the text that was on the page, when it is not what is stored now. When somebody else holds the item, a
    button sends the same form again and takes it over.
    """
    is_held = isinstance(refusal, HeldByAnother)
    context = {
        "title": _("Not done: %(what)s") % {"what": title},
        "refusal": refusal.message,
        "back": back,
        "typed": [pair for pair in typed if pair[1]],
        "stored": [pair for pair in stored if pair[1]],
        "seen": [pair for pair in seen if pair[1]],
        "holder": refusal.claim.holder.get_full_name() if is_held else "",
        "again": _sent(request) if is_held else [],
    }
    return render(request, "admin/desk/conflict.html", context, status=409)


def is_typed(name):
    """Whether people write into the field `name` of a form of the desk, so that its words must not be lost."""
    return name not in CHOSEN_REASONS and not name.startswith(BOX) and formfields.is_typed(name)


def typed_words(post):
    """(label, words) of what was written into a form whose fields aren't known here."""
    typed = [(name.rpartition("-")[2], text) for name, text in post.items() if is_typed(name)]
    return [(_label(end), text) for end, text in typed if text.strip()]


def _label(name):
    name = name.removeprefix("propose_")
    if name in show.TEXT_FIELDS:
        return show.label(name)
    return LABELS.get(name, _("What you typed"))


def _sent(request):
    """(name, value) of all that the form sent, to be sent again."""
    return [(name, text) for name, texts in request.POST.lists() if name not in ONCE for text in texts]


def erased_meanwhile(view):
    """A patient may have everything erased before a form is sent, or between two lines of a view: what was typed is
    shown, as in a conflict. Where nothing was typed, it is a 404."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except (ObjectDoesNotExist, Http404):
            typed = typed_words(request.POST)
            if request.method != "POST" or not typed:
                raise Http404 from None
        context = {
            "title": _("Not done"),
            "refusal": _("This can’t be found; it may have been erased or withdrawn meanwhile."),
            "typed": typed,
        }
        return render(request, "admin/desk/conflict.html", context, status=409)

    return wrapper
