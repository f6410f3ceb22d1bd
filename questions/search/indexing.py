"""Writes the entries of public copies, one or a million, by the same statement."""

from django.db import connection, transaction
from django.db.models import F
from django.db.models.lookups import IsNull

from questions.models import PublishedQuestion, SearchEntry, SearchTopic
from specialties.models import Specialty

# Of links in markdown only the words count; of exchanges those of both sides.
LINKS = r"'\]\([^)\s]*\)'"
EXCHANGED = r"""(
    SELECT string_agg(concat_ws(E'\n', one->>'patient', one->>'doctor'), E'\n') FROM jsonb_array_elements(exchanges) one
)"""
BATCH = 500  # pages a transaction writes when many are due, and locks with their topics: for 250 ms

# Retracted answers are empty rows.
ENTRIES = r"""
INSERT INTO {entries} (page_id, impacts, title_words)
SELECT
    page.id,
    search_impacts(
        page.title,
        concat_ws(' ', topic.name, area.name, array_to_string(topic.synonyms, ' ')),
        page.text,
        (
            SELECT string_agg(
                regexp_replace(concat_ws(E'\n', short_answer, explanation, self_care, {exchanged}), {links}, ' ', 'g'),
                E'\n' ORDER BY position, answer.id
            ) FROM {answers} AS answer WHERE answer.question_id = page.id
        )
    ),
    tsvector_to_array(to_tsvector('health', page.title))
FROM {pages} AS page
JOIN {topics} AS topic ON topic.id = page.topic_id
JOIN {topics} AS area ON area.id = page.area_id
WHERE page.answer_count > 0 AND page.id = ANY(%s)
ON CONFLICT (page_id) DO UPDATE SET impacts = EXCLUDED.impacts, title_words = EXCLUDED.title_words
"""


@transaction.atomic(savepoint=False)
def write(pages):
    """Write the entries of `pages` (ids of public copies); none where every answer was retracted: nobody finds it.

    Locks the pages first: a correction that is going on would otherwise commit its entry and have it overwritten by
    the words it took away. Whoever writes several holds their topics. Two statements; about half a millisecond of the
    database a page.
    """
    locked = (
        PublishedQuestion.objects.filter(pk__in=list(pages)).order_by("pk").select_for_update(no_key=True)
    )
    answers = dict(locked.values_list("pk", "answer_count"))
    if emptied := [page for page, count in answers.items() if not count]:
        SearchEntry.objects.filter(page__in=emptied).delete()
    names = {
        "entries": SearchEntry,
        "pages": PublishedQuestion,
        "answers": PublishedQuestion._meta.get_field("answers").related_model,
        "topics": PublishedQuestion._meta.get_field("topic").related_model,
    }
    tables = {name: connection.ops.quote_name(model._meta.db_table) for name, model in names.items()}
    with connection.cursor() as cursor:
        cursor.execute(ENTRIES.format(**tables, links=LINKS, exchanged=EXCHANGED), [list(answers)])


@transaction.atomic
def _write_batch(pages):
    """write() for pages of any topics, under the locks of these: a topic that moves meanwhile takes its pages along in
    an order of its own. Topics before specialties, as the counts of pages are written."""
    topics = Specialty.objects.filter(pk__in=PublishedQuestion.objects.filter(pk__in=pages).values("topic"))
    levels = topics.order_by(IsNull(F("parent"), True), "pk")
    list(levels.select_for_update(of=("self",), no_key=True).values_list("pk"))
    write(pages)


def write_missing(progress=lambda count: None):
    """Write the entries of pages that have none, BATCH at a time; calls `progress` with how many each time. Periodic,
    so that search is whole soon after a restored backup or rows brought in by hand."""
    missing = PublishedQuestion.objects.published().filter(search_entry=None).order_by("pk")
    while pages := list(missing.values_list("pk", flat=True)[:BATCH]):
        _write_batch(pages)
        progress(len(pages))


def write_renamed(progress=lambda count: None):
    """Write the entries of pages again whose topic or specialty has other names now, or stands elsewhere, BATCH at a
    time; calls `progress` with how many each time. Periodic."""
    for topic in list(SearchTopic.objects.filter(renamed=True).select_related("topic")):
        # By topic, so that a batch holds few of them.
        due = PublishedQuestion.objects.published().under(topic.topic).order_by("topic_id", "pk")
        pages = list(due.values_list("pk", flat=True))
        for start in range(0, len(pages), BATCH):
            batch = pages[start : start + BATCH]
            _write_batch(batch)
            progress(len(batch))
        _no_longer_due(topic)


@transaction.atomic
def _no_longer_due(topic):
    """Forget that `topic` was due, unless it has got other names meanwhile, or another specialty. Locks its row first:
    who moves it in this moment is waited for, and seen."""
    SearchTopic.objects.select_for_update().filter(pk=topic.pk).first()
    same = SearchTopic.objects.filter(pk=topic.pk, names=topic.names, topic__parent=topic.topic.parent_id)
    same.update(renamed=False)
