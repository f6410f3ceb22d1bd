"""Answered questions like the one that somebody is about to ask, in their own words: the same engine as the search,
but none rather than rubbish."""

from questions.models import PublishedQuestion
from questions.search import engine

TIMEOUT = 300  # milliseconds for a query; beyond them nothing is shown
# What must be covered of the words' weight: below it a page has a word in common, not a subject.
FLOOR = 0.4
# What its words must stand for on the page on average, as impacts (search.indexing): a page that only mentions them
# stays below 35, one with them in its title is above 60.
LIKENESS = 40
# Same topic, same area: a little nearer.
NEARER_TOPIC, NEARER_AREA = 1.3, 1.15
LOOKED_AT = 30  # of the best pages


def similar(words, *, specialty=None, limit=5):
    """Up to `limit` public copies that may answer `words`, best first, as cards.

    `specialty` brings those of the same topic and area forward. The queries of a search, and one.
    """
    try:
        with engine.within(TIMEOUT):
            found = engine.search(words)
    except engine.SearchTimeout:  # a help that is missing hinders nobody
        return []
    if len(found.asked.terms) < 2:  # one word is a subject, not a question
        return []
    least = LIKENESS * found.asked.total
    hits = {hit.page: hit for hit in found.hits[:LOOKED_AT] if hit.covered >= FLOOR and hit.score >= least}
    if not hits:
        return []
    pages = list(PublishedQuestion.objects.published().filter(pk__in=hits).cards())

    def fit(page):
        hit = hits[page.pk]
        return hit.score * hit.covered * _nearness(page, specialty), page.pk

    return sorted(pages, key=fit, reverse=True)[:limit]


def _nearness(page, specialty):
    if specialty is None:
        return 1
    if page.topic_id == specialty.pk:
        return NEARER_TOPIC
    return NEARER_AREA if page.area_id == (specialty.parent_id or specialty.pk) else 1
