"""The desk with 20,000 waiting items: as many queries as with a few, and each row is found by an index."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.desk.lines import queues
from portal.desk.lines.queue import counts
from questions.models import Question
from tests import factories
from tests.copies import copies, reference, switch

MANY = 4_000  # of each of five kinds
KEYS = ("queries", "answers", "publications", "approvals", "reports")
DESK = reverse("admin:desk")
BIG = "questions_question|answers_answer|answers_report|accounts_auditevent|questions_publicdraft"


EARLIER = "now() - n * interval '1 hour'"


def fill(count, *, moderator, start):
    """`count` more of what waits: queries, answers, copies to prepare and to approve, reports; keys from `start` on."""
    answer = factories.make_submitted_answer(moderator=moderator)
    waiting, report = factories.make_question(), factories.make_report()
    done = [factories.make_approved_answer(consent="show_first", moderator=moderator) for _time in range(2)]
    draft = factories.make_public_draft(question=done[1].question, moderator=moderator)
    switch("DISABLE")
    urgent = "mod(n, 10) = 0"
    key = f"{start} + n"
    copies(
        waiting,
        count,
        id=key,
        reference=reference(key),
        submitted_at=EARLIER,
        urgent=urgent,
    )
    copies(report, count, id=key, key="gen_random_uuid()", made_at=EARLIER)
    key = f"{start} + 100000 + n"
    copies(answer.question, count, id=key, reference=reference(key), urgent=urgent)
    copies(answer, count, id=key, question_id=key, submitted_at=EARLIER)
    copies(answer.latest_version, count, id=key, answer_id=key)
    for key, one in zip((f"{start} + 200000 + n", f"{start} + 300000 + n"), done, strict=True):
        copies(one.question, count, id=key, reference=reference(key), answered_at=EARLIER)
        copies(one.approved_version, count, id=key, answer_id=key)
        copies(one, count, id=key, question_id=key, approved_version_id=key)
    copies(draft, count, id=key, question_id=key, prepared_at=EARLIER)
    switch("ENABLE")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def visit(client):
    """The desk, each list and its second page, "next" in one queue and in all, an item, and skipping it."""
    with CaptureQueriesContext(connection) as made:
        assert client.get(DESK).status_code == 200
        for key in KEYS:
            page = client.get(f"{DESK}waiting/{key}/")
            after = page.context["rows"] and page.context["next_after"]
            assert client.get(f"{DESK}waiting/{key}/?after={after}").status_code == 200
            item = client.get(f"{DESK}waiting/{key}/next/").url
            assert client.get(item).status_code == 200
            assert client.get(f"{DESK}waiting/{key}/next/?after={after}").url != item
        assert client.get(f"{DESK}waiting/queries/?marks=urgent&age=24&mine=1").status_code == 200
        assert client.get(f"{DESK}next/").status_code == 302
    return [query["sql"] for query in made.captured_queries]


def plan_of(sql):
    """How the database answers when it may not simply read a small table from end to end."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + sql)
        plan = "\n".join(line for (line,) in cursor.fetchall())
        cursor.execute("SET LOCAL enable_seqscan = on")
    return plan


@pytest.mark.long
@pytest.mark.django_db
def test_the_desk_costs_the_same_queries_at_20_000_items_and_finds_each_by_an_index(signed_in, senior):
    moderator, client = factories.make_moderator(), signed_in(senior)
    fill(30, moderator=moderator, start=1_000_000)
    visit(client)
    few = visit(client)
    fill(MANY, moderator=moderator, start=2_000_000)

    many = visit(client)

    assert Question.objects.count() > 4 * MANY
    assert len(many) == len(few)
    numbers = counts([queues.BY_KEY[key] for key in KEYS])
    assert {number > MANY for number, _urgent in numbers.values()} == {True}
    assert [
        sql for sql in many if "COUNT(" in sql and "cache_entry" not in sql and "LIMIT 501" not in sql
    ] == []
    plans = [plan_of(sql) for sql in many if sql.startswith("SELECT")]
    assert [plan for plan in plans if re.search(rf"Seq Scan on ({BIG})\b", plan)] == []
    assert len(plans) > 100
