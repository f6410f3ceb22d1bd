"""A doctor's own answers, readable whatever became of the licence: their words, versions and outcomes, no patient's."""

from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from answers.access import doctor_required
from answers.models import Answer, Clarification, FollowUp, FollowUpStatus
from answers.publication import rendered
from questions.models import Question
from specialties.lists import list_page
from specialties.navigation import account_links


@require_safe
@doctor_required
def own_answers(request):
    """All answers of the doctor's, the one they changed last first. Two queries, whatever their number."""
    page = list_page(
        request,
        Answer.objects.own_words(request.doctor),
        length=Answer.objects.of_doctor(request.doctor).count(),
        base_url=reverse("own-answers"),
    )
    context = {
        "answers": page,
        "is_verified": request.doctor.is_verified,
        "account_links": account_links("own-answers"),
    }
    return render(request, "answers/own_answers.html", context)


@require_safe
@doctor_required
def own_answer(request, reference):
    """One of them: the draft as it is, what was sent when and what became of it, what the patient was asked and told.

    Of the query nothing is read but its reference and whether it is open to the doctor today, so nothing of it can be
    shown. 404 for anybody else's.
    """
    query = Question.objects.for_doctor(request.doctor).filter(pk=OuterRef("question")).order_by()
    rows = Answer.objects.own_words(request.doctor).annotate(query_is_open=Exists(query))
    answer = get_object_or_404(rows, reference=reference)
    context = {
        "answer": answer,
        "draft": rendered(answer) if answer.is_editable else None,
        "versions": [(one, rendered(one)) for one in answer.versions.order_by("-number")],
        "asked": Clarification.objects.words_of(request.user, question_id=answer.question_id),
        "replies": [
            {**one, "status": FollowUpStatus(one["status"])} for one in FollowUp.objects.replies_to(answer)
        ],
        "is_verified": request.doctor.is_verified,
        "account_links": account_links("own-answers"),
    }
    return render(request, "answers/own_answer.html", context)
