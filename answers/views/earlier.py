"""Another query of the same patient, for the doctor who is at work on one of theirs."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.models import AccessEvent
from answers.access import verified_doctor_required, write_look
from answers.models import Answer
from answers.publication import publishable_versions, rendered
from questions.models import Question
from specialties.navigation import account_links


@require_safe
@verified_doctor_required
def question_earlier(request, reference, earlier):
    """What the patient asked then, the facts and the approved answers; no pictures. The look is written first.

    Begins no answer to `reference`: 404 for whoever doesn't hold it and has none in work.
    """
    at_hand = Question.objects.for_doctor(request.doctor).filter(reference=reference).first()
    if at_hand is None:
        raise Http404
    rows = Question.objects.earlier_for(request.doctor, at_hand).select_related("specialty")
    question = get_object_or_404(rows, reference=earlier)
    write_look(request, question, kind=AccessEvent.Kind.EARLIER)
    versions = publishable_versions(question)
    context = {
        "at_hand": at_hand,
        "question": question,
        "answers": [(version, rendered(version)) for version in versions],
        "mine": Answer.objects.of_doctor(request.doctor).filter(question=question).exists(),
        "account_links": account_links(),
    }
    return render(request, "answers/answer_earlier.html", context)
