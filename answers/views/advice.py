"""The panel of advice beside the editor, made anew after each autosave."""

from datetime import timedelta

from django.conf import settings
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts import audit
from accounts.models import AccessEvent
from answers import advice
from answers.access import verified_doctor_required
from answers.models import Answer
from questions.models import Question


@require_safe
@verified_doctor_required
def answer_advice(request, reference):
    """What the helpers say about the doctor's saved answer, as a piece of HTML that advice.js puts into the editor."""
    question = get_object_or_404(Question.objects.for_doctor(request.doctor), reference=reference)
    answer = get_object_or_404(Answer.objects.editable_by(request.doctor), question=question)
    # It quotes the query: a look, unless it belongs to one at the editor.
    audit.looked_lately(
        request.user,
        AccessEvent.Kind.QUERY,
        subject_id=question.pk,
        reference=question.reference,
        role="doctor",
        within=timedelta(minutes=settings.CLAIM_MINUTES),
    )
    context = {"question": question, "advice": advice.read(answer.contract(), question, request.doctor)}
    return render(request, "answers/_editor_advice.html", context)
