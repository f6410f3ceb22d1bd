"""A patient's appeal against a refusal: a senior moderator takes the query after all, or lets the refusal stand."""

from django import forms
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from accounts.fields import LongText
from accounts.moves import MoveRefused
from portal.desk.lines import claims, queues
from portal.desk.review import history, show
from portal.desk.review.answering import conflict, decided
from portal.desk.review.looking import look
from questions.models import Appeal

may_decide = permission_required(queues.DECIDE_APPEAL, raise_exception=True)


class DecideForm(forms.Form):
    """The decision on an appeal, and what the patient reads; a refusal that stands needs a reason."""

    use_required_attribute = False

    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=Appeal.Outcome.choices[1:],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Select whether the query is accepted after all")},
    )
    note = LongText(
        label=gettext_lazy("What the patient reads"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Needed if the query stays declined: say what you looked at, and what the patient can do."
        ),
    )

    def clean(self):
        data = super().clean()
        if data.get("decision") == Appeal.Outcome.UPHELD and not data.get("note"):
            self.add_error("note", _("Enter why the query stays declined"))
        return data


@require_GET
@may_decide
def appeal(request, pk):
    """The query, the refusal with its reason, and what the patient says to it."""
    return _page(request, _get(pk))


@require_POST
@may_decide
def appeal_decide(request, pk):
    """Take the query after all, or let the refusal stand."""
    one = _get(pk)
    form = DecideForm(request.POST)
    if not form.is_valid():
        return _page(request, one, form=form, status=422)
    granted, note = form.cleaned_data["decision"] == Appeal.Outcome.GRANTED, form.cleaned_data["note"]
    try:
        claims.demand(request, one, kind="appeal")
        one.decide(by=request.user, granted=granted, note=note)
    except MoveRefused as refusal:
        return _conflict(request, refusal, one, typed=[(_("What the patient reads"), note)])
    message = _("%s is back in triage.") if granted else _("%s stays declined.")
    return decided(request, message=message % one.question.reference, queue="appeals", item=one)


def _get(pk):
    rows = Appeal.objects.select_related(
        "question__specialty__parent", "question__asker", "refused_by", "decided_by"
    )
    return get_object_or_404(rows, pk=pk)


def _page(request, one, *, form=None, status=200):
    """The page; that the query was looked at is written first. What was typed is shown even if it was decided
    meanwhile: sent again, it is answered as a conflict."""
    question = one.question
    claim = claims.opened(request, one, kind="appeal")
    look(request, question, claim=claim)
    context = {
        "title": _("Appeal about %s") % question.reference,
        "appeal": one,
        "claim": claim,
        "may_decide": queues.may_decide_appeal(one, request.user),
        "refused_by_me": one.refused_by_id == request.user.pk,
        "decide": form or (None if one.outcome else DecideForm()),
        "form": form,
        "history": history.of_query(question, answer_ids=[]),
        **show.query_context(question),
    }
    return render(request, "admin/desk/appeal.html", context, status=status)


def _conflict(request, refusal, one, *, typed):
    look(request, one.question)
    one.refresh_from_db()
    return conflict(
        request,
        refusal,
        title=_("appeal about %s") % one.question.reference,
        back=reverse("admin:desk-appeal", args=[one.pk]),
        typed=typed,
        stored=[(_("State"), one.get_outcome_display()), (_("What the patient reads"), one.note)],
    )
