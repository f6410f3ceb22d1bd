"""What readers see of questions: a published question."""

from functools import partial

from django.db import models
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.pages import public_page
from accounts.prepared import Prepared, Slot
from questions.models import PublishedQuestion, WithdrawnPage
from questions.page import printed


def _of_page(relation, name, gate="for_page"):
    """The rows of an upper app that stand on a page, as they are for a page."""
    rows = getattr(PublishedQuestion._meta.get_field(relation).related_model.objects, gate)()
    return rows.filter(**{name: Slot("page", models.BigIntegerField())})


_PAGE = Prepared(
    lambda: (
        PublishedQuestion.objects.addressable()
        .for_page()
        .with_what_is_beside()
        .filter(reference=Slot("reference", models.CharField()))
    )
)
_ANSWERS = Prepared(partial(_of_page, "answers", "question", "without_opinions"))
_ANSWERS_WITH_OPINIONS = Prepared(partial(_of_page, "answers", "question"))
_CORRECTIONS = Prepared(partial(_of_page, "corrections", "page"))


@require_safe
@public_page(edition=PublishedQuestion.objects.edition)
def question_detail(request, reference, slug):
    """A published question with its answers. Three queries: the edition, the question with its neighbours, its answers;
    one more each for opinions on the answers and corrections where there are any. Where every answer was retracted the
    page says so, and no robot lists it.

    Taken down: 410, with the reason where there is one for readers. Never published: 404, as a private query's
    reference is none of a public copy's.
    """
    found = _PAGE.rows(reference=reference)
    if not found:
        if gone := WithdrawnPage.objects.filter(reference=reference).first():
            return render(request, "410.html", {"gone": gone}, status=410)
        raise Http404
    question = found[0]
    if question.slug != slug:
        return HttpResponsePermanentRedirect(question.get_absolute_url())
    answers = (_ANSWERS_WITH_OPINIONS if question.has_opinions else _ANSWERS).rows(page=question.pk)
    page = printed(
        question,
        answers,
        corrections=_CORRECTIONS.rows(page=question.pk) if question.has_corrections else [],
        related=question.neighbours,
    )
    return HttpResponse(page)
