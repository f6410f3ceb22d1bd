"""What readers see of questions: a published question."""

from django.db import models
from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.pages import Page, public_page
from accounts.prepared import Prepared, Slot, Together
from questions.models import PublishedQuestion, WithdrawnPage
from questions.page import printed


def _above(relation):
    """The rows of an upper app that stand on pages."""
    return PublishedQuestion._meta.get_field(relation).related_model.objects


_REFERENCE = Slot("reference", models.CharField())
_PAGE = Together(
    Prepared(
        lambda: (
            PublishedQuestion.objects.addressable()
            .for_page()
            .with_what_is_beside()
            .filter(reference=_REFERENCE)
        )
    ),
    Prepared(lambda: _above("answers").as_printed().filter(question__reference=_REFERENCE)),
)
_CORRECTIONS = Prepared(
    lambda: _above("corrections").for_page().filter(page=Slot("page", models.BigIntegerField()))
)


@require_safe
@public_page(edition=PublishedQuestion.objects.edition, with_page=True)
def question_detail(request, reference, slug):
    """A published question with its answers. One query, and one each for opinions on the answers and for corrections
    where there are any. Where every answer was retracted the page says so, and no robot lists it.

    Taken down: 410, with the reason where there is one for readers. Never published: 404, as a private query's
    reference is none of a public copy's.
    """
    found, answers = _PAGE.rows(reference=reference)
    if not found:
        if gone := WithdrawnPage.objects.filter(reference=reference).first():
            return render(request, "410.html", {"gone": gone}, status=410)
        raise Http404
    question = found[0]
    if question.slug != slug:
        return HttpResponsePermanentRedirect(question.get_absolute_url())
    if question.has_opinions:
        _above("answers").read_opinions(answers)
    page = printed(
        question,
        answers,
        corrections=_CORRECTIONS.rows(page=question.pk) if question.has_corrections else [],
        related=question.neighbours,
    )
    return Page(page, edition=question.edition)
