"""How many pages have each word: what tells rare words from common ones, and known words from slips of the finger.

Words of a single page aren't counted: they are rare anyhow, and one of them may be all that was left of it.
"""

from django.db import connection, transaction

from questions.models import SearchEntry, SearchTopic, SearchWord

SAMPLE = 100_000  # pages that are counted at most; of more, so many are drawn
GROWN = 1.1  # the figures are refreshed early when there are that many times the pages they were made of

# Two at once would make the same rows; searches go on meanwhile.
LOCK = "LOCK TABLE {words} IN SHARE ROW EXCLUSIVE MODE"
WORDS = """
INSERT INTO {words} (lexeme, pages, heads)
SELECT key, round(%(factor)s * count(*)), round(%(factor)s * count(*) FILTER (WHERE value::int >= 65))
FROM {entries} TABLESAMPLE SYSTEM (%(percent)s), jsonb_each(impacts)
GROUP BY key HAVING count(*) > 1
UNION ALL
-- Names of topics are known words, however few pages have them.
SELECT DISTINCT key, 2, 2 FROM {topics}, jsonb_each(impacts)
ON CONFLICT (lexeme) DO NOTHING
"""


def refresh():
    """Count the words anew, of a sample where there are more than SAMPLE pages, in a transaction: a search reads the
    old figures until it ends. Periodic, and at the end of an import. Some ten seconds at most, however many pages."""
    pages = SearchEntry.objects.count()
    percent = min(100, 100 * SAMPLE / max(pages, 1))
    tables = {
        "words": SearchWord._meta.db_table,
        "entries": SearchEntry._meta.db_table,
        "topics": SearchTopic._meta.db_table,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LOCK.format(**tables))
        SearchWord.objects.all().delete()
        cursor.execute(WORDS.format(**tables), {"factor": 100 / percent, "percent": percent})
        SearchWord.objects.create(lexeme="", pages=pages, heads=0)


def refresh_when_grown():
    """Refresh when there are many more pages than were counted, or a tenth fewer. Periodic; one or two counts."""
    pages = SearchEntry.objects.count()
    counted = SearchWord.objects.filter(lexeme="").values_list("pages", flat=True).first() or 0
    if pages > counted * GROWN or pages * GROWN < counted:
        refresh()
