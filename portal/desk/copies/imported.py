"""A page without a query behind it: one that came with an archive, or one whose query was erased and whose patient
let it stay. Taken down when it has to go."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from accounts.moves import MoveRefused
from answers import publication
from portal.desk.review.answering import decided
from questions.models import PublishedQuestion, TakenDownFor, WithdrawnPage

may_publish = permission_required("questions.publish_question", raise_exception=True)


class TakeDownForm(forms.Form):
    """Why such a page goes, and a tick: it does not come back."""

    use_required_attribute = False

    reason = forms.ChoiceField(
        label=gettext_lazy("Why the page is taken down"),
        choices=TakenDownFor.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Select why the page is taken down")},
    )
    confirm = forms.BooleanField(
        label=gettext_lazy("Yes, I am sure"),
        error_messages={"required": gettext_lazy("Tick the box to confirm")},
    )


@require_GET
@may_publish
def imported(request, reference):
    """The page as readers read it, and the form that takes it down."""
    published = _get(reference)
    return _down_already(request, reference) if published is None else _page(request, published)


@require_POST
@may_publish
def imported_withdraw(request, reference):
    """Take it down, at once and everywhere; then on in the queue from which the page was opened, else to the list."""
    published = _get(reference)
    if published is None:
        return _down_already(request, reference)
    form = TakeDownForm(request.POST)
    if not form.is_valid():
        return _page(request, published, form=form, status=422)
    try:
        publication.withdraw_imported(published, by=request.user, reason_code=form.cleaned_data["reason"])
    except MoveRefused:
        return _down_already(request, reference)
    if request.where.key:
        return decided(request, message=_down(published) % reference)
    messages.success(request, _down(published) % reference)
    return redirect("admin:questions_publishedquestion_changelist")


def _get(reference):
    """The page, or None when it is down; a page with a query of this site behind it is none."""
    rows = PublishedQuestion.objects.addressable().for_page().filter(question=None)
    return rows.filter(reference=reference).first()


def _down_already(request, reference):
    get_object_or_404(WithdrawnPage, reference=reference)
    messages.info(request, _("The page %s was taken down already.") % reference)
    return redirect("admin:questions_publishedquestion_changelist")


def _down(published):
    return (
        _("The imported page %s was taken down.")
        if published.imported_on
        else _("The page %s was taken down.")
    )


def _page(request, published, *, form=None, status=200):
    context = {
        "title": (_("Imported page %s") if published.imported_on else _("Page %s")) % published.reference,
        "published": published,
        "answers": list(published.answers.for_page()),
        "form": form or TakeDownForm(),
    }
    return render(request, "admin/desk/imported.html", context, status=status)
