"""What readers see of questions: a published question, and the search."""

from functools import partial
from urllib.parse import urlencode

from django.db import models
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.pages import public_page
from accounts.prepared import Prepared, Slot
from questions import emptysearches
from questions.models import PublishedQuestion, WithdrawnPage
from questions.page import printed
from questions.search.engine import SearchTimeout, within
from questions.search.results import Results, words_of
from specialties.lists import list_page
from specialties.models import Specialty

RESULTS = 10  # of a search on a page


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


@require_safe
@public_page(kept=False)
def search(request):
    """What was searched for, kept, and what was found: topics, doctors, published questions. Up to ten queries,
    however much is published; 503 with the words kept when the database is late."""
    words = words_of(request.GET.get("q", ""))
    slug = request.GET.get("specialty")
    area = Specialty.objects.listed().areas().filter(slug=slug).first() if slug else None
    context = {
        "words": words,
        "area": area,
        "breadcrumb_items": [(_("Home"), "/"), (_("Search"), "")],
        "section": "search",
    }
    if not words:
        return render(request, "questions/search.html", context)
    results = Results(words, area)
    asked = {"q": words, **({"specialty": area.slug} if area else {})}
    try:
        with within():
            page = list_page(
                request,
                results.hits,
                length=len(results.hits),
                base_url=f"{reverse('search')}?{urlencode(asked)}",
                per_page=RESULTS,
                by_id=False,
            )
            context |= {"results": results.read(), "page": page, "cards": results.cards(page.items)}
    except SearchTimeout:
        return render(request, "questions/search.html", context | {"late": True}, status=503)
    if results.empty:
        emptysearches.record(words, request=request)
    return render(request, "questions/search.html", context)
