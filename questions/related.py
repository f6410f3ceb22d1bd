"""Which other questions a page names: those most like it, found by the site's own search, after the publication.

What a page shows of them is read by PublishedQuestionQuerySet.with_what_is_beside().
"""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from questions.models import PublishedQuestion, RelatedPages
from questions.search import engine

log = logging.getLogger(__name__)

STORED = 6  # one more than a page shows: when one of them is taken down, another is there
FLOOR = 0.2  # of how much a page is like itself; below it others have a word in common, not a subject
TIMEOUT = 1500  # milliseconds for a statement
BATCH = 50  # pages that are written together, so that the specialty gets one new edition for all of them
MOST = (
    300  # pages a run looks for, and of older ones: some ten seconds each with a million pages, two with few
)
OLD = timedelta(days=7)
OLDEST = 100  # pages a run renews


def find(*, most=MOST):
    """Find what is like pages of which nobody has yet, the newest first; then anew for those of the found that were
    looked at before these came. Periodic; the number of new ones it came to, with those that were locked and left."""
    new = PublishedQuestion.objects.published().filter(related=None).order_by("-pk")[:most]
    moments = dict(new.values_list("pk", "published_at"))
    if moments:
        found = _write(list(moments)) - moments.keys()
        before = RelatedPages.objects.filter(page__in=found, computed_at__lt=max(moments.values()))
        _write(list(before.order_by("-page").values_list("pk", flat=True)[:most]))
    return len(moments)


def renew():
    """Find anew for those that were looked at the longest ago: theirs may be gone, or have been corrected. Periodic."""
    # One whose every answer was retracted is not written, and would head this list for good.
    old = RelatedPages.objects.filter(
        page__in=PublishedQuestion.objects.published(), computed_at__lt=timezone.now() - OLD
    )
    _write(list(old.order_by("computed_at").values_list("pk", flat=True)[:OLDEST]))


def alike(page):
    """The ids of up to STORED pages of the same specialty that are most like one, likest first; None when the database
    took too long. Up to four queries."""
    words = f"{page.title}\n{page.title}\n{page.answer_excerpt}"  # twice, as it says more
    try:
        with engine.within(TIMEOUT):
            hits = engine.search(words, area=page.area_id).hits
    except engine.SearchTimeout:
        log.warning("looking for what is like page %s took too long", page.pk)
        return None
    scores = {hit.page: hit.score for hit in hits}
    # With many alike it may not be among them.
    itself = scores.pop(page.pk, 0) or max(scores.values(), default=0)
    return [pk for pk, score in scores.items() if score >= FLOOR * itself][:STORED]


def _write(keys):
    """Find and store what is like these pages, BATCH at a time; the ids of all that was found."""
    everything = set()
    for start in range(0, len(keys), BATCH):
        now = timezone.now()
        pages = PublishedQuestion.objects.published().filter(pk__in=keys[start : start + BATCH])
        found = {page.pk: alike(page) for page in pages.only("title", "answer_excerpt", "area")}
        _store(found, now=now)
        everything.update(*filter(None, found.values()))
    return everything


@transaction.atomic
def _store(found, *, now):
    """Write {page: likest}; None leaves those that are stored, until the page's turn comes again. Pages that somebody
    changes in this moment, or takes down, are left to the next run: nobody waits for anybody."""
    locked = PublishedQuestion.objects.filter(pk__in=found).select_for_update(no_key=True, skip_locked=True)
    rows = [
        RelatedPages(page_id=pk, pages=found[pk] or [], computed_at=now)
        for pk in locked.values_list("pk", flat=True)
    ]
    known = [row for row in rows if found[row.pk] is not None]
    late = [row for row in rows if found[row.pk] is None]
    for some, fields in ((known, ["pages", "computed_at"]), (late, ["computed_at"])):
        RelatedPages.objects.bulk_create(
            some, update_conflicts=True, unique_fields=["page"], update_fields=fields
        )
