"""A public page whose day of review has come: read once more, then confirmed, corrected or taken down."""

from django import forms
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET, require_POST

from accounts.moves import MoveRefused
from answers import opinions, publication
from answers.models import ReaderVerdict
from portal.desk.lines import claims, queues
from portal.desk.lines.filters import Where
from portal.desk.review import history
from portal.desk.review.answering import conflict, decided
from questions.models import PublishedQuestion

KIND = "stale"
may_publish = permission_required("questions.publish_question", raise_exception=True)


class CurrentForm(forms.Form):
    """That a page was read and is still true; `seen` is a print of what stood on it."""

    use_required_attribute = False

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
    confirm = forms.BooleanField(
        label=gettext_lazy("I have read the page, and it is still true, safe and complete"),
        error_messages={"required": gettext_lazy("Tick the box to confirm")},
    )


@require_GET
@may_publish
def stale(request, pk):
    """The page as readers see it, and what may be done with it."""
    return _page(request, get_object_or_404(_rows(), pk=pk))


@require_POST
@may_publish
def stale_confirm(request, pk):
    """It was read and stays, with a new day of review."""
    page = _rows().filter(pk=pk).first()
    if page is None:
        return _conflict(request, MoveRefused(publication.CHANGED), None)
    form = CurrentForm(request.POST)
    if not form.is_valid():
        return _page(request, page, form=form, status=422)
    try:
        claims.demand(request, page, kind=KIND)
        publication.confirm_current(page, by=request.user, seen=form.cleaned_data["seen"])
    except MoveRefused as refusal:
        return _conflict(request, refusal, _rows().filter(pk=pk).first())
    message = _("%s is confirmed as current.") % page.reference
    return decided(request, message=message, queue="stale", item=page)


def record_url(page):
    """Where a page is corrected and taken down: beside its query, or in its own record where there is none."""
    if page.question_id is None:
        return reverse("admin:desk-imported", args=[page.reference])
    return reverse("admin:desk-publication", args=[page.question.reference])


def take_down_url(page, where):
    """Where a page is taken down, with the place to go on in: `where`, else the queue of stale pages."""
    return f"{record_url(page)}?where={where if where.key else Where(KIND)}"


def _rows():
    return PublishedQuestion.objects.addressable().for_page().select_related("question")


def _page(request, page, *, form=None, status=200):
    due = page.review_due_on is not None and page.review_due_on <= timezone.localdate()
    context = {
        "title": _("Review of %s") % page.reference,
        "page": page,
        "claim": claims.opened(request, page, kind=KIND),
        "answers": list(page.answers.for_page()),
        "corrections": list(page.corrections.for_page()),
        "verdicts": ReaderVerdict.objects.of_page(page),
        "due": due,
        "may_decide": queues.may_decide_disagreement(page, request.user),
        "record_url": record_url(page),
        "take_down_url": take_down_url(page, request.where),
        "confirm": (form or CurrentForm(initial={"seen": opinions.seen_on(page)})) if due else None,
        "form": form,
        "history": history.of_page(page),
    }
    return render(request, "admin/desk/stale.html", context, status=status)


def _conflict(request, refusal, page):
    """409: another reviewed or changed the page, or (None) it is down."""
    if page is None:
        back, stored = queues.BY_KEY["stale"].list_url(), [(_("State"), pgettext("page", "taken down"))]
    else:
        back = reverse("admin:desk-stale", args=[page.pk])
        stored = [(_("Reviewed on"), page.reviewed_on), (_("Title"), page.title)]
    title = _("review of a public page")
    return conflict(request, refusal, title=title, back=back, typed=(), stored=stored)
