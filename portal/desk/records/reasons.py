"""/admin/desk/reasons/: the library of reasons, which senior moderators keep. Each change is a new version."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.fields import LongText
from accounts.moves import MoveRefused
from answers.models import Reason, ReasonKind, ReasonVersion
from answers.models.reason import CHANGED, PLACEHOLDERS, TEXT_LENGTH, fill, unknown_placeholders
from answers.rules import RULES_OF
from portal.desk.review.answering import conflict

may_keep = permission_required("answers.manage_reasons", raise_exception=True)


class WordsForm(forms.Form):
    """The words of one version."""

    use_required_attribute = False

    title = forms.CharField(
        label=gettext_lazy("Title, for moderators"),
        max_length=80,
        error_messages={"required": gettext_lazy("Enter a title")},
    )
    text = LongText(
        label=gettext_lazy("What the person reads"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Enter what the person reads")},
    )
    rule = forms.ChoiceField(label=gettext_lazy("The rule"), required=False)
    change = LongText(
        label=gettext_lazy("What to change"),
        max_length=TEXT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Stands in the statement of reasons."),
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        rules = [(rule.code, rule) for rule in RULES_OF[kind]]
        self.fields["rule"].choices = [("", gettext_lazy("No rule")), *rules]

    def clean(self):
        data = super().clean()
        for name in ("text", "change"):
            if unknown := unknown_placeholders(data.get(name) or ""):
                self.add_error(name, _("Unknown placeholder: %(names)s") % {"names": ", ".join(unknown)})
        return data

    def words(self):
        return {name: self.cleaned_data[name] for name in ("title", "text", "rule", "change")}


class NewForm(WordsForm):
    """A new reason: its short name as well, which never changes."""

    code = forms.SlugField(
        label=gettext_lazy("Short name"),
        max_length=30,
        help_text=gettext_lazy("Letters, digits, hyphens and underscores."),
        error_messages={"required": gettext_lazy("Enter a short name")},
    )
    field_order = ["code", "title", "text", "rule", "change", "seen"]


class RetireForm(forms.Form):
    """Whether a reason is offered no more (1) or again (0), and the newest version on the page."""

    retire = forms.IntegerField(min_value=0, max_value=1)
    seen = forms.IntegerField(min_value=0)


@require_GET
@may_keep
def reasons(request):
    """The library, kind by kind. Two queries."""
    versions = {}
    for one in ReasonVersion.objects.select_related("reason").order_by("reason__pk", "number"):
        versions[one.reason_id] = one  # the newest comes last
    kinds = [
        (kind, label, [one for one in versions.values() if one.reason.kind == kind])
        for kind, label in ReasonKind.choices
    ]
    return render(request, "admin/desk/reasons.html", {"title": _("Library of reasons"), "kinds": kinds})


@require_http_methods(["GET", "POST"])
@may_keep
def reason_new(request, kind):
    """A new reason of a kind; "Preview" shows it filled in and stores nothing."""
    kind = get_kind(kind)
    if request.method == "GET":
        return _page(request, NewForm(kind=kind, initial={"seen": 0}), kind=kind)
    form = NewForm(request.POST, kind=kind)
    if not form.is_valid() or "preview" in request.POST:
        return _page(request, form, kind=kind, status=200 if form.is_valid() else 422)
    try:
        Reason.objects.add(kind=kind, code=form.cleaned_data["code"], by=request.user, **form.words())
    except MoveRefused as refusal:
        form.add_error("code", refusal.message)
        return _page(request, form, kind=kind, status=422)
    messages.success(request, _("The reason is in the library."))
    return redirect("admin:desk-reasons")


@require_http_methods(["GET", "POST"])
@may_keep
def reason(request, pk):
    """One reason with its history; saving writes the next version, "Preview" stores nothing."""
    one = get_object_or_404(Reason, pk=pk)
    newest = one.newest
    if request.method == "GET":
        words = {name: getattr(newest, name) for name in ("title", "text", "rule", "change")}
        form = WordsForm(kind=one.kind, initial={**words, "seen": newest.number})
        return _page(request, form, kind=one.kind, one=one)
    form = WordsForm(request.POST, kind=one.kind)
    if not form.is_valid() or "preview" in request.POST:
        return _page(request, form, kind=one.kind, one=one, status=200 if form.is_valid() else 422)
    try:
        one.change(by=request.user, seen_number=form.cleaned_data["seen"], **form.words())
    except MoveRefused as refusal:
        return _conflict(request, refusal, one, form=form)
    messages.success(request, _("The reason is changed; earlier versions are kept."))
    return redirect("admin:desk-reasons")


@require_POST
@may_keep
def reason_retire(request, pk):
    """Offer it no more, or again."""
    one = get_object_or_404(Reason, pk=pk)
    form = RetireForm(request.POST)
    if not form.is_valid():
        return _conflict(request, MoveRefused(CHANGED), one)
    try:
        one.retire(
            by=request.user, seen_number=form.cleaned_data["seen"], retired=form.cleaned_data["retire"] == 1
        )
    except MoveRefused as refusal:
        return _conflict(request, refusal, one)
    done = _("The reason is no longer offered.") if one.retired_at else _("The reason is offered again.")
    messages.success(request, done)
    return redirect("admin:desk-reasons")


def get_kind(kind):
    """A ReasonKind, or 404."""
    if kind not in ReasonKind.values:
        raise Http404
    return ReasonKind(kind)


def _page(request, form, *, kind, one=None, status=200):
    previewed = form.is_bound and form.is_valid()
    context = {
        "title": _("Reason: %s") % one.newest.title if one else _("New reason"),
        "kind": ReasonKind(kind).label,
        "one": one,
        "form": form if form.errors else None,
        "fields": form,
        "preview": fill(form.cleaned_data["text"]) if previewed else "",
        "preview_change": fill(form.cleaned_data["change"]) if previewed else "",
        "placeholders": PLACEHOLDERS.items(),
        "versions": list(one.versions.select_related("made_by").order_by("-number")) if one else [],
    }
    return render(request, "admin/desk/reason.html", context, status=status)


def _conflict(request, refusal, one, *, form=None):
    newest = one.newest
    typed = [(form.fields[name].label, text) for name, text in form.words().items()] if form else []
    return conflict(
        request,
        refusal,
        title=_("reason"),
        back=reverse("admin:desk-reason", args=[one.pk]),
        typed=typed,
        stored=[(_("Title, for moderators"), newest.title), (_("What the person reads"), newest.text)],
    )
