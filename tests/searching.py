"""What a search finds, for tests of what is published and taken down."""

from questions.models import PublishedQuestion
from questions.search import engine


def pages_found(words):
    """The public copies that a search for `words` finds, best first."""
    hits = [hit.page for hit in engine.search(words).hits]
    pages = PublishedQuestion.objects.in_bulk(hits)
    return [pages[hit] for hit in hits]
