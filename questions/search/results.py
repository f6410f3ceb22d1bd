"""A page of what a search found: cards in the order of the ranking, their hits marked."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.db import connection
from django.db.models import F

from questions.models import PublishedQuestion
from questions.search import engine, names
from questions.search.marks import Marker, words_with

# A page that fits less than this share of the best one has a word in common, not a subject.
NEAR_BEST = 0.2
# From here on the best page has most of what was asked.
MOST_WORDS = 0.6

AREAS = """
SELECT area.name, area.slug, count(*) FROM questions_publishedquestion AS page
JOIN specialties_specialty AS area ON area.id = page.area_id AND area.is_listed
WHERE page.id = ANY(%s) GROUP BY area.id ORDER BY count(*) DESC, area.name
"""


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

    @property
    def address(self):
        """The query string of the same search everywhere."""
        return urlencode({"q": self.words})

    @cached_property
    def mended(self):
        """The words, as typed, that no page has and that were taken for others."""
        mended = self.found.asked.mended
        return words_with(mended, text=self.words) if mended else []

    @cached_property
    def areas(self):
        """[(name, slug, number), …] of the specialties of the pages found, the most pages first. One query."""
        with connection.cursor() as cursor:
            cursor.execute(AREAS, [[hit.page for hit in self.hits]])
            return cursor.fetchall()

    def cards(self, hits):
        """The public copies of `hits` in their order, with `marked_title`, `marked_query` and `marked_answer`. One
        query, and one for words that this process hasn't met. A page taken down this moment is left out."""
        pages = [hit.page for hit in hits]
        rows = PublishedQuestion.objects.published().filter(pk__in=pages).cards().annotate(whole=F("text"))
        found = {row.pk: row for row in rows}
        cards = [found[page] for page in pages if page in found]
        asked = self.found.asked.terms
        lexemes = {word.lexeme for term in asked for way in (term.words, *term.variants) for word in way}
        texts = [text for card in cards for text in (card.title, card.whole, card.answer_excerpt)]
        marker = Marker(lexemes, texts=texts)
        for card in cards:
            card.marked_title = marker.mark(card.title)
            card.marked_query = marker.excerpt(card.whole)
            card.marked_answer = marker.mark(card.answer_excerpt)
        return cards
