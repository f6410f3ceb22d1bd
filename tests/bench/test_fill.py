"""The benchmark's data: what it measures must be what publishing leaves."""

import pytest
from django.db.models import Count
from django.utils import timezone

from bench.fill import fill
from bench.tables import shape
from questions.models import DeskTally, PublishedQuestion, RelatedPages
from specialties.models import Specialty

PAGES = 50


@pytest.mark.django_db(transaction=True)
def test_a_fill_leaves_what_publishing_leaves(client):
    """fill() itself compares pages with what the functions of publishing make of them."""
    before = shape()

    fill(PAGES, tell=lambda *words, **how: None)

    assert shape() == before
    pages = PublishedQuestion.objects.published()
    assert pages.count() == RelatedPages.objects.count() == PAGES
    for level in ("topic", "area"):
        counted = dict(pages.order_by().values_list(level).annotate(Count("pk")))
        assert counted == dict(Specialty.objects.filter(pk__in=counted).values_list("pk", "published_count"))
    waiting = DeskTally.objects.waiting(until={"stale": timezone.localdate()})
    assert sum(waiting.get("stale", {}).values()) == pages.review_due().count()
    for page in pages[:3]:
        assert client.get(page.get_absolute_url()).status_code == 200
