"""The page of a patient's own query with its answers, and the reply to a request for information."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.moves import MoveRefused
from answers.forms_patient import ReplyForm
from answers.models import Answer, AnswerStatus
from answers.publication import rendered
from questions.forms import CONSENT_HINTS
from questions.models import Care, Consent, Publication, Question
from questions.status import publication_of, status_of
from questions.timeline import looks, timeline


@login_required
@require_safe
def my_question(request, reference):
    """Everything about one query, for its asker alone."""
    question = _own(request, reference)
    if question.care == Care.DRAFT:
        return redirect(f"{reverse('ask')}?draft={question.reference}")
    return render(request, "answers/patient/my_question.html", _page(question, form=ReplyForm()))


@login_required
@require_POST
def clarification_reply(request, reference):
    """The patient's reply; what was typed comes back when it can't be taken."""
    question = _own(request, reference)
    form = ReplyForm(request.POST)
    waiting = question.clarifications.waiting().first()
    status, refusal = 422, ""
    if waiting is None:
        status, refusal = 409, _("This was replied to already.")
    elif form.is_valid():
        try:
            waiting.answer(by=request.user, reply=form.cleaned_data["reply"])
        except MoveRefused as refused:
            status, refusal = 409, refused.message
        else:
            messages.success(request, _("Thank you. Your reply is with those who asked."))
            return redirect(question)
    question = _own(request, reference)
    context = {**_page(question, form=form), "refusal": refusal, "typed": request.POST.get("reply", "")}
    return render(request, "answers/patient/my_question.html", context, status=status)


def _own(request, reference):
    # 404, not 403: a stranger must not learn that a query exists.
    own = Question.objects.of_asker(request.user).with_progress().select_related("specialty__parent")
    return get_object_or_404(own, reference=reference)


def _page(question, *, form):
    answers = question.answers.select_related("doctor", "approved_version").order_by("pk")
    return {
        "question": question,
        "status": status_of(question),
        "publication": publication_of(question),
        "pictures": list(question.attachments.all()),
        "clarifications": list(question.clarifications.all()),
        "answers": [_readable(answer) for answer in answers.readable_by_patient()],
        "retracted": answers.filter(status=AnswerStatus.RETRACTED),
        "timeline": timeline(question, answer_ids=[answer.pk for answer in answers]),
        "looks": looks(question),
        "public_copy": getattr(question, "published_copy", None),
        "consent_choices": _consent_choices(question),
        "form": form,
    }


def _readable(answer: Answer):
    version = answer.approved_version
    assert version is not None  # the gate readable_by_patient() lets no other through
    return {
        "answer": version,
        "rendered": rendered(version),
        "doctor": answer.doctor,
        "credentials": version.credentials,
        "being_revised": answer.status != AnswerStatus.APPROVED,
    }


def _consent_choices(question):
    """The choices about publication with the one in force marked; none when there is nothing to choose."""
    open_to_change = {Publication.PRIVATE, Publication.ALLOWED, Publication.AWAITING_PATIENT}
    if question.publication not in open_to_change or question.care in {Care.DECLINED, Care.WITHDRAWN}:
        return []
    now = Consent.PRIVATE if question.publication == Publication.PRIVATE else question.consent
    return [
        {"value": value, "label": label, "hint": CONSENT_HINTS[value], "checked": value == now}
        for value, label in Consent.choices
    ]
