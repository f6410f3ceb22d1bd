"""Computes the public figures: how long patients waited in the last days, and how much was declined or sent back.

From the trail of decisions, whose rows nobody changes, and not from the columns of a query, which its moves rewrite.
Each wait is counted once a query, in the days in which it ended, and without the time in which the query lay with its
patient: while more was asked of them, between a refusal and their appeal, while a public text waited for their look.
The trail names no specialty: it is the one the query has now; an erased query counts for the whole site alone.
The whole site is left out where it less the specialties told leaves fewer than FEWEST: that would tell of them.
"""

from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from answers.models import FEWEST, Measure, ServiceLevel

DAYS = 30

# recent   queries of which something happened within the days, so that no older row is read than theirs
# steps    their trail: who sent the query, and until when a state lasted; care and publication are two roads
# dated    the same, with when the query was sent and when each wait of it ended for the first time
# queries  a row a query: what it waited, how long it lay with its patient, what was decided within the days
# Each passes once over the rows, sorted by query: no join of two of them that the planner could misjudge.
# A moderator's triage and a patient's reply are both "question.open": whoever sent the query isn't its moderator.
SQL = """
WITH recent AS (
    SELECT DISTINCT reference FROM accounts_auditevent
    WHERE at > %(since)s AND at <= %(until)s AND reference <> '' AND verb IN (
        'question.open', 'question.declined', 'question.more_information',
        'answer.approved', 'answer.returned', 'publication.published')
), steps AS (
    SELECT event.*, first_value(actor_id) OVER (
            PARTITION BY reference ORDER BY verb <> 'question.submitted', id) AS asker,
        lead(at) OVER (PARTITION BY reference, split_part(verb, '.', 1) = 'publication',
            split_part(verb, '.', 1) = 'answer' ORDER BY id) AS ended
    FROM recent JOIN accounts_auditevent event USING (reference)
    WHERE event.at <= %(until)s AND event.verb IN (
        'question.submitted', 'question.open', 'question.more_information', 'question.answered',
        'question.closed', 'question.declined', 'question.withdrawn', 'question.rewritten', 'appeal.made',
        'answer.approved', 'answer.returned',
        'publication.allowed', 'publication.private', 'publication.awaiting_patient', 'publication.published',
        'publication.withdrawn')
), dated AS (
    SELECT steps.*,
        min(at) FILTER (WHERE verb = 'question.submitted') OVER query AS sent_at,
        min(at) FILTER (WHERE verb IN ('question.open', 'question.more_information', 'question.declined')
            AND actor_id IS DISTINCT FROM asker) OVER query AS triaged_at,
        min(at) FILTER (WHERE verb = 'answer.approved') OVER query AS answered_at,
        greatest(min(at) FILTER (WHERE verb = 'answer.approved') OVER query,
            min(at) FILTER (WHERE verb = 'publication.allowed') OVER query) AS ready_at,
        min(at) FILTER (WHERE verb = 'publication.published') OVER query AS published_at
    FROM steps WINDOW query AS (PARTITION BY reference)
), queries AS (
    SELECT reference, sent_at, triaged_at, answered_at, ready_at, published_at,
        coalesce(sum(least(ended, answered_at) - at) FILTER (WHERE at < answered_at
            AND verb IN ('question.more_information', 'question.declined')), interval '0') AS asked_back,
        coalesce(sum(greatest(least(ended, published_at) - greatest(at, ready_at), interval '0')) FILTER (
            WHERE at < published_at AND verb IN ('publication.awaiting_patient', 'publication.private')),
            interval '0') AS shown,
        count(*) FILTER (WHERE at > %(since)s AND verb IN ('answer.approved', 'answer.returned')) AS reviewed,
        count(*) FILTER (WHERE at > %(since)s AND verb = 'answer.returned') AS returned,
        (array_agg(verb ORDER BY id DESC) FILTER (WHERE at > %(since)s AND (verb = 'question.declined'
            OR verb = 'question.open' AND actor_id IS DISTINCT FROM asker)))[1] AS last_word
    FROM dated GROUP BY reference, sent_at, triaged_at, answered_at, ready_at, published_at
), placed AS (
    SELECT queries.*, coalesce(specialty.parent_id, specialty.id) AS area
    FROM queries LEFT JOIN questions_question query USING (reference)
    LEFT JOIN specialties_specialty specialty ON specialty.id = query.specialty_id
), figures AS (
    SELECT measure, area, grouping(area) = 1 AS whole, count(*) AS number,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY wait) AS median,
        percentile_cont(0.9) WITHIN GROUP (ORDER BY wait) AS ninety, NULL::numeric AS percent
    FROM placed, LATERAL (VALUES
        ('triage', triaged_at, triaged_at - sent_at),
        ('answer', answered_at, answered_at - sent_at - asked_back),
        ('publication', published_at, published_at - ready_at - shown)) AS waits (measure, ended, wait)
    WHERE ended > %(since)s AND wait IS NOT NULL GROUP BY GROUPING SETS ((measure), (measure, area))
    UNION ALL
    SELECT measure, area, grouping(area) = 1, sum(number)::int, NULL, NULL, round(100.0 * sum(part) / sum(number))
    FROM placed, LATERAL (VALUES
        ('returned', reviewed, returned),
        ('declined', (last_word IS NOT NULL)::int, (last_word = 'question.declined')::int)
        ) AS shares (measure, number, part)
    WHERE number > 0 GROUP BY GROUPING SETS ((measure), (measure, area))
)
SELECT measure, area, number, median, ninety, percent FROM (
    SELECT *, number - sum(number) FILTER (WHERE NOT whole AND area IS NOT NULL AND number >= %(fewest)s)
        OVER (PARTITION BY measure) AS rest FROM figures
) AS beside
WHERE number >= %(fewest)s AND (whole AND (rest IS NULL OR rest = 0 OR rest >= %(fewest)s) OR area IS NOT NULL)
"""


@transaction.atomic
def compute():
    """Make the ServiceLevels of the last DAYS anew; a periodic job. Reads the trail of those days' queries in one
    query; readers see the old figures until all new ones stand."""
    now = timezone.now()
    figures = [ServiceLevel(computed_at=now, **figure) for figure in of_days(until=now)]
    made = ServiceLevel.objects.bulk_create(
        figures,
        update_conflicts=True,
        unique_fields=["specialty", "measure"],
        update_fields=["number", "median", "ninety", "percent", "computed_at"],
    )
    ServiceLevel.objects.exclude(computed_at=now).delete()
    return len(made)


def of_days(*, until):
    """The figures of the DAYS before `until`, as columns of ServiceLevel. One query."""
    values = {"until": until, "since": until - timedelta(days=DAYS), "fewest": FEWEST}
    with connection.cursor() as cursor:
        cursor.execute(SQL, values)
        rows = cursor.fetchall()
    names = ("measure", "specialty_id", "number", "median", "ninety", "percent")
    return [dict(zip(names, (Measure(row[0]), *row[1:]), strict=True)) for row in rows]
