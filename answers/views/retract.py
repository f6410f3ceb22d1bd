"""A doctor takes an approved answer of their own back for good."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.fields import LongText
from accounts.moves import MoveRefused
from answers import publication, typed_signed_out
from answers.access import verified_doctor_required
from answers.models import AnswerStatus, Retraction
from answers.views.editor import find
from questions.models import Publication
from specialties.navigation import account_links


class RetractForm(forms.Form):
    """Why: a sentence for readers, and words for the patient and the moderators."""

    use_required_attribute = False

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    code = forms.ChoiceField(
        label=gettext_lazy("Why do you retract it?"),
        choices=Retraction.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("If it is public, readers find this sentence in place of your answer."),
        error_messages={"required": gettext_lazy("Select why you retract it")},
    )
    reason = LongText(
        label=gettext_lazy("What should your patient know?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "What was wrong, and what to do now. Only your patient and our moderators read this."
        ),
        error_messages={
            "required": gettext_lazy("Enter what your patient should know"),
            "max_length": gettext_lazy(
                "Shorten this to %(limit_value)d characters; it has %(show_value)d now."
            ),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@verified_doctor_required
def answer_retract(request, reference):
    """Asks why, then takes the answer back. A second click finds it done."""
    question, answer = find(request, reference)
    if answer.approved_version_id is None:
        raise Http404
    if answer.status == AnswerStatus.RETRACTED:
        return redirect(answer)
    typed = typed_signed_out.kept(request)
    form = RetractForm(request.POST or None, initial={"version": answer.version, **typed})
    if request.method != "POST":
        if typed:
            messages.info(request, typed_signed_out.BACK)
        return _page(request, question, answer, form=form)
    if not form.is_valid():
        return _page(request, question, answer, form=form, status=422)
    data = form.cleaned_data
    why = {"code": data["code"], "reason": data["reason"]}
    try:
        publication.retract(answer, by=request.user, seen_version=data["version"], **why)
    except MoveRefused as refused:
        answer.refresh_from_db()
        return _page(request, question, answer, form=form, refusal=refused.message, status=409)
    typed_signed_out.stored(request, "answer-retract", reference=reference)
    messages.success(request, _("Your answer is retracted, and your patient is told."))
    return redirect(answer)


def _page(request, question, answer, *, form, refusal="", status=200):
    """`refusal` says why nothing was done; what was typed is still in the form, which now goes by what is stored."""
    if refusal:
        form.data = {**form.data.dict(), "version": answer.version}
    context = {
        "question": question,
        "answer": answer,
        "form": form,
        "refusal": refusal,
        "is_public": question.publication == Publication.PUBLISHED,
        "account_links": account_links(),
    }
    return render(request, "answers/answer_retract.html", context, status=status)
