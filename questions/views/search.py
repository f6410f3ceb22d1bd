"""The search: topics, doctors and published questions that fit what a reader typed."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.pages import public_page
from accounts.paths import path_of
from questions import emptysearches
from questions.search import page
from questions.search.engine import SearchTimeout, within
from questions.search.results import Results, words_of
from specialties.lists import list_page
from specialties.models import Specialty

RESULTS = 10  # on a page


@require_safe
@public_page(kept=False)
def search(request):
    """What was searched for, kept, and what was found: topics, doctors, published questions. Up to ten queries,
    however much is published; 503 with the words kept when the database is late."""
    words, here = words_of(request.GET.get("q", "")), request.get_full_path()
    slug = request.GET.get("specialty")
    area = Specialty.objects.listed().areas().filter(slug=slug).first() if slug else None
    if not words:
        return HttpResponse(page.printed(words, address=here, area=area))
    results = Results(words, area)
    try:
        with within():
            listed = list_page(
                request,
                results.hits,
                length=len(results.hits),
                base_url=f"{path_of('search')}?{results.own_address}",
                per_page=RESULTS,
                by_id=False,
            )
            cards = results.read().cards(listed.items)
    except SearchTimeout:
        return HttpResponse(page.printed(words, address=here, area=area, late=True), status=503)
    if results.empty:
        emptysearches.record(words, request=request)
    return HttpResponse(
        page.printed(words, address=here, area=area, results=results, listed=listed, cards=cards)
    )
