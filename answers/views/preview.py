"""The page readers would see, before there is one."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from answers.access import verified_doctor_required, write_look
from answers.preview import page_of
from answers.views.editor import find
from questions.models import PublishedQuestion
from questions.models.published import RELATED
from questions.page import flags_of, words_of


@require_safe
@verified_doctor_required
def answer_preview(request, reference):
    """The saved answer on the very template of the public page, with the query as its patient sent it."""
    question, answer = find(request, reference)
    write_look(request, question)
    page, part = page_of(question, answer)
    related = PublishedQuestion.objects.published().under(page.topic).newest_answer_first().titles()
    context = words_of(page, [part], related=related[:RELATED]) | flags_of(page, [part])
    context["answer"] = answer
    return render(request, "answers/answer_preview.html", context)
