"""An appeal against a decision about a doctor or patient: a senior moderator who didn't make it overrules it, which
brings the item back (answers/restoring.py), or lets it stand. Appeals against refused queries: appeals.py."""

from django import forms
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from accounts.fields import LongText
from accounts.models import StatementKind
from accounts.moves import MoveRefused
from answers.models import AppealOutcome, DecisionAppeal
from answers.rules import BY_CODE
from portal.desk.lines import claims, queues
from portal.desk.review import history
from portal.desk.review.answering import conflict, decided
from specialties.models import DoctorDocument

KIND, QUEUE = "decision-appeal", "decision-appeals"
may_decide = permission_required(queues.DECIDE_APPEAL, raise_exception=True)

# What granting does, in the words of who decides (answers/restoring.py has the table).
GRANTING = {
    StatementKind.ANSWER_RETURNED: gettext_lazy(
        "The version that was sent back is reviewed again, by another moderator."
    ),
    StatementKind.ANSWER_RETRACTED: gettext_lazy(
        "The answer is reviewed again, by another moderator; its patient reads it once it is approved."
    ),
    StatementKind.REPLY_RETURNED: gettext_lazy("The reply is reviewed again, by another moderator."),
    StatementKind.OPINION_RETURNED: gettext_lazy("The opinion is reviewed again, by another moderator."),
    StatementKind.FOLLOW_UP_CLOSED: gettext_lazy("The question is asked again and waits for the doctor."),
    StatementKind.PAGE_WITHDRAWN: gettext_lazy("The public copy can be prepared anew, at a new address."),
    StatementKind.APPLICATION_RETURNED: gettext_lazy("The application waits for the first check again."),
    StatementKind.DOCUMENT_RETURNED: gettext_lazy(
        "The document is accepted, and the application waits again if nothing else was sent back."
    ),
    StatementKind.DOCTOR_SUSPENDED: gettext_lazy(
        "Your decision is the first of two checks; another senior moderator confirms, then the doctor can answer again."
    ),
}
# The decisions about patients, who are named nowhere on the desk; all others are about doctors.
OF_PATIENTS = {StatementKind.FOLLOW_UP_CLOSED, StatementKind.PAGE_WITHDRAWN}
# The page of the item on the desk (claims.KINDS), by the model that the statement is about.
ITEM_KINDS = {
    "answers.answer": "answer",
    "answers.followup": "follow-up",
    "answers.opinion": "opinion",
    "questions.question": "publication",
    "specialties.doctor": "doctor",
}


class DecideForm(forms.Form):
    """The decision on an appeal, and what the person reads; a decision that stands needs a reason."""

    use_required_attribute = False

    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=AppealOutcome.choices[1:],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Select whether the decision is overruled")},
    )
    note = LongText(
        label=gettext_lazy("What the person reads"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Needed if the decision stands: say what you looked at, and what the person can do."
        ),
    )

    def clean(self):
        data = super().clean()
        if data.get("decision") == AppealOutcome.UPHELD and not data.get("note"):
            self.add_error("note", _("Enter why the decision stands"))
        return data


@require_GET
@may_decide
def decision_appeal(request, pk):
    """The decision with its reasons, and what the person says to it."""
    return _page(request, _get(pk))


@require_POST
@may_decide
def decision_appeal_decide(request, pk):
    """Overrule the decision, or let it stand."""
    one = _get(pk)
    form = DecideForm(request.POST)
    if not form.is_valid():
        return _page(request, one, form=form, status=422)
    granted, note = form.cleaned_data["decision"] == AppealOutcome.GRANTED, form.cleaned_data["note"]
    try:
        claims.demand(request, one, kind=KIND)
        one.decide(by=request.user, granted=granted, note=note)
    except MoveRefused as refusal:
        return _conflict(request, refusal, one, typed=[(_("What the person reads"), note)])
    return decided(request, message=_done(one), queue=QUEUE, item=one)


def _done(one):
    if one.outcome == AppealOutcome.UPHELD:
        return _("The decision stands; the person is told why.")
    if one.restored:
        return _("The decision is overruled, and the item is back.")
    return _("The decision is overruled. The item had moved on by itself, so nothing else was changed.")


def _get(pk):
    rows = DecisionAppeal.objects.select_related("statement__user", "against", "decided_by")
    return get_object_or_404(rows, pk=pk)


def item_page(statement):
    """The item on the desk, a document with its doctor; "" where it is no more."""
    if statement.subject_type == "specialties.doctordocument":
        document = DoctorDocument.objects.filter(pk=statement.subject_id).first()
        return reverse("admin:desk-doctor", args=[document.doctor_id]) if document else ""
    kind = claims.KINDS[ITEM_KINDS[statement.subject_type]]
    return kind.url_of(statement) if kind.find(statement.subject_id) else ""


def _page(request, one, *, form=None, status=200):
    statement = one.statement
    patient_id = statement.user_id if statement.kind in OF_PATIENTS else None
    context = {
        "title": _("Appeal about %s") % statement.reference
        if statement.reference
        else _("Appeal against a decision"),
        "appeal": one,
        "statement": statement,
        "rule": BY_CODE.get(statement.rule),
        "granting": GRANTING[statement.kind],
        "item_page": item_page(statement),
        "claim": claims.opened(request, one, kind=KIND),
        "may_decide": queues.may_decide_decision_appeal(one, request.user),
        "decide": form or (None if one.outcome else DecideForm()),
        "form": form,
        "history": history.of_subject(one, patient_id=patient_id),
    }
    return render(request, "admin/desk/decision_appeal.html", context, status=status)


def _conflict(request, refusal, one, *, typed):
    one.refresh_from_db()
    return conflict(
        request,
        refusal,
        title=_("appeal against a decision"),
        back=reverse("admin:desk-decision-appeal", args=[one.pk]),
        typed=typed,
        stored=[(_("State"), one.get_outcome_display()), (_("What the person reads"), one.note)],
    )
