"""What the pages of reports about doctors and about public pages share: taking one up, and what became of it."""

from django import forms
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.fields import LongText
from accounts.moves import MoveRefused
from answers.models import ReportStatus
from portal.desk.lines import claims
from portal.desk.review import answering
from portal.desk.review.forms import SeenForm


class OutcomeForm(SeenForm):
    """What became of a report, one of `outcomes`; all but spam needs a note."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Select the outcome")},
    )
    note = LongText(
        label=gettext_lazy("What you found and did"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Needed unless it is spam. Only moderators read it: not the person who was reported, nor who reported it."
        ),
    )

    def __init__(self, *args, outcomes, **kwargs):
        super().__init__(*args, **kwargs)
        labels = dict(ReportStatus.choices)
        self.fields["outcome"].choices = [(code, labels[code]) for code in outcomes]

    def clean(self):
        data = super().clean()
        if data.get("outcome") not in (None, ReportStatus.SPAM) and not data.get("note", "").strip():
            self.add_error("note", _("Enter what you found and did"))
        return data

    def decide(self, one, *, by):
        """End the report `one` with what was said."""
        said = self.cleaned_data
        one.decide(by=by, outcome=said["outcome"], note=said["note"], seen_version=said["version"])


def take(request, one, *, kind, show, refuse):
    """Say that one is looking into it. `show` and `refuse` answer with the page, and with the conflict."""
    form = SeenForm(request.POST)
    if not form.is_valid():
        return show(request, one, status=422)
    try:
        claims.demand(request, one, kind=kind)
        one.take(by=request.user, seen_version=form.cleaned_data["version"])
    except MoveRefused as refusal:
        return refuse(request, refusal, one)
    return redirect(address(one, kind=kind) + request.where.first)


def decide(request, one, *, kind, form, show, refuse):
    """End it with the outcome of `form`, an OutcomeForm."""
    if not form.is_valid():
        return show(request, one, form=form, status=422)
    try:
        claims.demand(request, one, kind=kind)
        form.decide(one, by=request.user)
    except MoveRefused as refusal:
        typed = [(_("What you found and did"), form.cleaned_data["note"])]
        return refuse(request, refusal, one, typed=typed)
    queue = claims.KINDS[kind].queue
    return answering.decided(request, message=_("The report is decided."), queue=queue, item=one)


def conflict(request, refusal, one, *, kind, about, typed, stored=()):
    """409: what was typed beside the report as it stands now."""
    return answering.conflict(
        request,
        refusal,
        title=_("report about %s") % about,
        back=address(one, kind=kind),
        typed=typed,
        stored=[
            (_("State"), one.get_status_display()),
            *stored,
            (_("What was found and done"), one.note),
        ],
    )


def address(one, *, kind):
    return reverse(f"admin:{claims.KINDS[kind].page}", args=[one.pk])
