"""Atom 1.0 feeds of published questions: `atom()` makes one, here a topic's."""

from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.pages import public_page
from specialties.models import Edition, Specialty
from specialties.moved import moved
from specialties.structured import absolute
from specialties.templatetags.doctors import not_verified

ENTRIES = 20
# When a feed without entries was last changed: never the clock, as one page has the same bytes for everyone.
NEVER = datetime(2026, 1, 1, tzinfo=UTC)


class _Feed(Atom1Feed):
    """Its words are in the site's own language; an entry in another says so."""

    def item_attributes(self, item):
        return {"xml:lang": item["language"]} if item["language"] else {}

    def latest_post_date(self):
        return max((item["updateddate"] for item in self.items), default=NEVER)


def atom(rows, *, title, path, feed_path, subtitle=""):
    """An Atom feed of `rows` (public copies, with the fields of a card) as a response. One query."""
    feed = _Feed(
        title=title,
        link=absolute(path),
        description=subtitle,
        subtitle=subtitle,
        feed_url=absolute(feed_path),
        feed_guid=absolute(feed_path),
        language=settings.LANGUAGE_CODE,
        author_name=settings.SITE_NAME,
    )
    for row in rows:
        address = absolute(row.get_absolute_url())
        feed.add_item(
            title=row.title,
            link=address,
            unique_id=address,
            description=_summary(row),
            author_name=_author(row.lead_doctor),
            author_link=absolute(row.lead_doctor.get_absolute_url()),
            pubdate=row.answered_at,
            updateddate=row.changed_at,
            language=row.language,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


@require_safe
@public_page(edition=Edition.objects.of_specialty)
def specialty_feed(request, slug):
    """The newest answers of a topic or specialty. Three queries."""
    specialty = Specialty.objects.listed().filter(slug=slug).first()
    if specialty is None:
        return moved(request, slug)
    rows = specialty.published_questions if specialty.parent_id else specialty.area_published_questions
    return atom(
        rows.for_feed()[:ENTRIES],
        title=_("%(topic)s – %(site)s") % {"topic": specialty.name, "site": settings.SITE_NAME},
        subtitle=_("Recently answered questions"),
        path=specialty.get_absolute_url(),
        feed_path=reverse("specialty-feed", args=[specialty.slug]),
    )


def _summary(row):
    """Both excerpts; of a page whose every answer was retracted, that it was: its reader may hold the old words."""
    if not row.answer_count:
        return _("Query: %(query)s – The answer was retracted. Please don’t rely on it any more.") % {
            "query": row.query_excerpt
        }
    return _("Query: %(query)s – Answer: %(answer)s") % {
        "query": row.query_excerpt,
        "answer": row.answer_excerpt,
    }


def _author(doctor):
    """The name, and the mark of who may not answer today."""
    note = not_verified(doctor)
    return f"{doctor.name} ({note})" if note else doctor.name
