"""/admin/desk/searches/: what readers searched for in vain, so that topics get the names they are called by."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.moves import MoveRefused
from questions import emptysearches
from questions.models import EmptySearch

may_read = permission_required("questions.moderate_question", raise_exception=True)
MOST_SHOWN = 200  # the most used; dealing with them brings the others


class DoneForm(forms.Form):
    """Which words are dealt with. In the form and not in the address, which the log of requests has."""

    key = forms.UUIDField()


@require_GET
@may_read
def empty_searches(request):
    """The words that five people or more found nothing with, the most used first. One query."""
    found = list(EmptySearch.objects.told()[: MOST_SHOWN + 1])
    context = {
        "title": _("Words that found nothing"),
        "rows": found[:MOST_SHOWN],
        "more": len(found) > MOST_SHOWN,
        "most_shown": MOST_SHOWN,
        "people": emptysearches.PEOPLE,
        "days": emptysearches.KEPT.days,
    }
    return render(request, "admin/desk/empty_searches.html", context)


@require_POST
@may_read
def empty_search_done(request):
    """Take words off the list."""
    form = DoneForm(request.POST)
    try:
        if not form.is_valid():
            raise MoveRefused(emptysearches.GONE)
        emptysearches.take_off(form.cleaned_data["key"], by=request.user)
    except MoveRefused as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, _("The words are off the list."))
    return redirect("admin:desk-empty-searches")
