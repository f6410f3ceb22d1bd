"""A page of what a search found: cards in the order of the ranking, their hits marked."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F

from accounts.prepared import Prepared, Slot, Statement
from questions.models import PublishedQuestion
from questions.models.published import OneOf
from questions.search import engine, names
from questions.search.marks import Marker, words_with

# A page that fits less than this share of the best one has a word in common, not a subject.
NEAR_BEST = 0.2
# From here on the best page has most of what was asked.
MOST_WORDS = 0.6

AREAS = Statement(
    """
SELECT area.name, area.slug, count(*) FROM questions_publishedquestion AS page
JOIN specialties_specialty AS area ON area.id = page.area_id AND area.is_listed
WHERE page.id = ANY($1::bigint[]) GROUP BY area.id ORDER BY count(*) DESC, area.name
"""
)


CARDS = Prepared(
    lambda: (
        PublishedQuestion.objects.published()
        .filter(OneOf(F("pk"), Slot("pages", ArrayField(models.BigIntegerField()))))
        .card_rows("text")
    )
)


def words_of(typed):
    """What was typed, with single spaces, at most engine.MAX_LENGTH characters: this is kept in the box."""
    return " ".join(typed.split())[: engine.MAX_LENGTH].strip()


@dataclass(frozen=True)
class Results:
    """What was found for `words` in the specialty `area` (or anywhere). SearchTimeout when the database is late."""

    words: str
    area: object = None

    @cached_property
    def found(self):
        return engine.search(self.words, area=self.area and self.area.pk)

    @cached_property
    def hits(self):
        hits = self.found.hits
        return [hit for hit in hits if hit.score >= NEAR_BEST * hits[0].score]

    def read(self):
        """Itself, with all that the page prints read now, while the time limit holds."""
        _now = self.topics, self.doctors, self.areas, self.mended
        return self

    @property
    def more(self):
        """Whether there are others than those that are listed."""
        return self.found.more and len(self.hits) == len(self.found.hits)

    @property
    def fits_well(self):
        """Whether the best page has most of what was asked."""
        return not self.hits or self.hits[0].covered >= MOST_WORDS

    @cached_property
    def topics(self):
        return names.topics(self.found.asked)

    @cached_property
    def doctors(self):
        return names.doctors(self.words)

    @property
    def empty(self):
        """Whether nothing at all was found, anywhere."""
        return not (self.area or self.hits or self.topics or self.doctors)

    @cached_property
    def address(self):
        """The query string of the same search everywhere."""
        return urlencode({"q": self.words})

    @property
    def own_address(self):
        """Its own, with the specialty it is limited to."""
        return f"{self.address}&specialty={self.area.slug}" if self.area else self.address

    @cached_property
    def mended(self):
        """The words, as typed, that no page has and that were taken for others."""
        mended = self.found.asked.mended
        return words_with(mended, text=self.words) if mended else []

    @cached_property
    def areas(self):
        """[(name, slug, number), …] of the specialties of the pages found, the most pages first. One query."""
        return AREAS.rows([hit.page for hit in self.hits])

    def cards(self, hits):
        """[(public copy, its title, query and answer as they are shown), …] of `hits`, in their order. One query, and
        one for words that this process hasn't met. A page taken down this moment is left out."""
        rows = {row.pk: row for row in CARDS.rows(pages=[hit.page for hit in hits])}
        found = [rows[hit.page] for hit in hits if hit.page in rows]
        texts = [text for row in found for text in (row.title, row.text, row.answer_excerpt)]
        marker = Marker(self.found.asked.all_weights, texts=texts)
        return [
            (row, (marker.mark(row.title), marker.excerpt(row.text), marker.mark(row.answer_excerpt)))
            for row in found
        ]
