"""Pages as an import leaves them: one by the importer itself, and many for tests of what a page costs."""

import json
from datetime import date

from django.db import connection

from portal.import_store import Store
from portal.importing import parse
from questions.models import PublishedQuestion
from tests.factories import make_doctor, make_specialty

ROWS = """
WITH letters AS (SELECT '23456789BCDFGHJKMNPQRSTVWXZ'::text AS all_of_them)
INSERT INTO questions_publishedquestion (
    reference, slug, topic_id, area_id, title, text, age_band, sex, picture_count, answered_at, published_at,
    changed_at, query_excerpt, answer_excerpt, answer_count, lead_doctor_id, imported_on, source_name, source_id)
SELECT 'Q-' || substr(all_of_them, 1 + i / 729 %% 27, 1) || substr(all_of_them, 1 + i / 27 %% 27, 1)
        || substr(all_of_them, 1 + i %% 27, 1) || substr(all_of_them, 1 + i / 19683 %% 27, 1) || '-2222',
    'archive-' || i, topic.id, topic.parent_id, 'Archive ' || i, repeat('some words about pain ', 20), '', '', 0,
    now() - i * interval '1 hour', now(), now(), 'Query ' || i, 'Answer ' || i, 1, (%(doctors)s::bigint[])[1 + i %% 10],
    current_date, 'Old site', i::text
FROM letters, generate_series(1, %(count)s) AS i
JOIN specialties_specialty topic ON topic.id = (%(topics)s::bigint[])[1 + i %% 40]
"""
ANSWERS = """
INSERT INTO answers_publishedanswer (
    question_id, doctor_id, position, credentials, rendered, answered_at, imported, detached, short_answer,
    explanation,
    self_care, help_non_urgent, help_urgent, help_emergency, limits, sources, clinical_opinion, findings)
SELECT id, lead_doctor_id, 0, '{}', '{}', answered_at, true, false, '', 'Answer', '', '', '', '', '', '', false, '{}'
FROM questions_publishedquestion
"""

# Not by search_impacts(), which would take as long as all the rest.
ENTRIES = """
INSERT INTO questions_searchentry (page_id, impacts, title_words)
SELECT id, jsonb_build_object('archiv', 67, source_id, 67, 'word', 30, 'pain', 60), ARRAY['archiv', source_id]
FROM questions_publishedquestion
"""


def refused(line, reason):
    raise AssertionError(f"line {line}: {reason}")


def make_imported(number=1, **changes):
    """One imported page, by the importer's own road."""
    entry = {
        "specialty": "Migraine",
        "parent": "Neurology",
        "title": f"Why on Sundays? ({number})",
        "question": "My head hurts every Sunday.",
        "answers": [
            {"doctor": "Dr Jane Roe", "text": "Often it is the coffee.", "answered_on": "2019-03-06"}
        ],
        "source_id": f"old-{number}",
        **changes,
    }
    item = parse(json.dumps(entry).encode(), line=number, today=date(2026, 5, 31))
    Store(source_name="Old Site").add([item], refuse=refused)
    return PublishedQuestion.objects.filter(source_id=item.source_id).first()


def make_archive(count):
    """Write `count` imported questions with an answer each under 40 topics of 8 specialties by 10 doctors.

    Returns (a topic, its doctor). Leaves the statistics fresh, as autovacuum does within a minute.
    """
    areas = [make_specialty() for _ in range(8)]
    topics = [make_specialty(parent=areas[number % 8]) for number in range(40)]
    doctors = [make_doctor(specialties=[areas[0]]) for _ in range(10)]
    values = {"count": count, "topics": [row.pk for row in topics], "doctors": [row.pk for row in doctors]}
    with connection.cursor() as cursor:
        # The session's earlier tests may have left the guards plans for tables of few rows, with which each row's
        # check reads all rows: minutes instead of seconds.
        cursor.execute("DISCARD PLANS")
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(ROWS, values)
        cursor.execute(ANSWERS)
        cursor.execute(ENTRIES)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL enable_seqscan = on")
        cursor.execute("ANALYZE")  # and plans are made anew
    topics[0].refresh_from_db()
    return topics[0], doctors[0]


def scanned(queries):
    """The large public tables that any of these captured queries reads from end to end."""
    tables = set()
    for query in queries:
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN (FORMAT JSON) " + query["sql"])
            plan = cursor.fetchone()[0]
        tables |= _scanned_by(json.loads(plan)[0]["Plan"] if isinstance(plan, str) else plan[0]["Plan"])
    return tables & {"questions_publishedquestion", "answers_publishedanswer"}


def _scanned_by(plan):
    found = {plan["Relation Name"]} if plan["Node Type"] == "Seq Scan" else set()
    return found.union(*[_scanned_by(child) for child in plan.get("Plans", [])])
