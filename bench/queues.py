"""What the pages of the desk cost with few and with many waiting items of each kind.

    .venv/bin/python -m bench.queues [FEW MANY]        default: 10 20000

Fills every queue of the desk with copies of an item that went the whole road, then opens the desk, the first page of
each queue, lists narrowed by a filter, and "next". Prints for each the number of database queries, the milliseconds of
CPU (of this process and of PostgreSQL's for its connection) and of the clock, with few and with many, and how many
times as long the many take.
"""

import sys
import time
from types import SimpleNamespace

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.inbox import database_cpu
from bench.scratch import database
from portal.desk.lines.queues import QUEUES
from questions.models import PublicDraft, PublishedQuestion
from tests import factories
from tests.copies import copies, reference, switch

ROUNDS, REQUESTS = 3, 3
DESK = "/admin/desk/"
EARLIER = "now() - n * interval '1 minute'"
ROOM = 10_000_000  # keys between one fill and the next
FILTERS = {
    "queries": ("?marks=urgent", "?marks=self_harm", "?age=168", "?mine=1"),
    "answers": ("?marks=urgent", "?marks=self_harm", "?age=168"),
    "publications": ("?marks=urgent", "?age=168"),
    "corrections": ("?marks=minor",),
}


class Copies:
    """Makes `count` copies of rows, with what SQL says of them: `n` is the number of the copy, `{key}` its key."""

    def __init__(self, count, start, topics):
        self.count, self.start, self.topics = count, start, topics

    def key(self, kind):
        return f"({self.start} + {kind * 100_000} + n)"

    def of(self, row, kind, **changes):
        copies(row, self.count, **{"id": self.key(kind), **changes})
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {row._meta.db_table}")  # or the triggers read the whole grown table

    def query(self, question, kind, **changes):
        topic = f"(ARRAY{[topic.pk for topic in self.topics]})[1 + mod(n, {len(self.topics)})]"
        self.of(
            question,
            kind,
            **{
                "reference": reference(self.key(kind)),
                "specialty_id": topic,
                "urgent": "mod(n, 20) = 0",
                "self_harm": "mod(n, 500) = 7",
                "submitted_at": EARLIER,
                **changes,
            },
        )

    def answer(self, answer, kind, **changes):
        """With its query and its latest version."""
        key = self.key(kind)
        self.query(answer.question, kind, answered_at=EARLIER)
        self.of(answer.latest_version, kind, answer_id=key)
        approved = {"approved_version_id": key} if answer.approved_version_id else {}
        self.of(answer, kind, question_id=key, **approved, **changes)

    def copy(self, draft, kind):
        """With its query and answer: a public copy in preparation."""
        self.answer(draft.question.answers.get(), kind)
        self.of(draft, kind, question_id=self.key(kind), prepared_at=EARLIER)

    def page(self, page, kind, **changes):
        """With all that is behind it."""
        key = self.key(kind)
        self.copy(page.question.public_draft, kind)
        self.of(page, kind, question_id=key, reference=reference(key), changed_at=EARLIER, **changes)
        self.of(page.answers.get(), kind, question_id=key, source_id=key)


def cast():
    """One item of each kind, by the whole road."""
    make = factories
    page = make.make_published_question()
    shown = make.make_public_draft(question=make.make_approved_answer(consent="show_first").question)
    make.approve_copy(shown)
    corrected = make.make_published_question()
    make.make_correction(corrected.question)
    return SimpleNamespace(
        query=make.make_question(),
        answer=make.make_submitted_answer(),
        replied=make.make_follow_up(reply="Yes."),
        asked=make.make_follow_up(),
        appeal=make.make_appeal(),
        decision_appeal=make.make_decision_appeal(),
        allowed=make.make_approved_answer(consent="show_first"),
        prepared=make.make_public_draft(question=make.make_approved_answer(consent="no_need").question),
        shown=PublicDraft.objects.get(pk=shown.pk),
        corrected=PublishedQuestion.objects.get(pk=corrected.pk),
        page=PublishedQuestion.objects.get(pk=page.pk),
        opinion=make.make_opinion(),
        page_report=make.make_page_report(page=page),
        report=make.make_report(),
        applied=make.make_doctor(verified=False),
        verified=make.make_doctor(),
    )


def of_care(make, people):
    make.query(people.query, 1)
    make.answer(people.answer, 2, submitted_at=EARLIER)
    for kind, follow_up in ((3, people.replied), (4, people.asked)):
        make.answer(follow_up.answer, kind)
        times = {"asked_at": EARLIER, **({"replied_at": EARLIER} if follow_up.reply else {})}
        make.of(follow_up, kind, answer_id=make.key(kind), key="gen_random_uuid()", **times)
    make.query(people.appeal.question, 5)
    make.of(people.appeal, 5, question_id=make.key(5), made_at=EARLIER)
    make.of(people.decision_appeal.statement, 6)
    make.of(people.decision_appeal, 6, statement_id=make.key(6), made_at=EARLIER)


def of_pages(make, people):
    make.answer(people.allowed, 10)
    make.copy(people.prepared, 11)
    make.copy(people.shown, 12)
    make.page(people.corrected, 13)
    make.page(people.page, 14, review_due_on="current_date - mod(n, 60)")
    make.page(people.page, 15, review_wanted_at=EARLIER)
    make.page(people.opinion.published_answer.question, 16)
    key = "gen_random_uuid()"
    make.of(people.opinion, 16, published_answer_id=make.key(16), key=key, given_at=EARLIER)
    make.of(people.page_report, 17, key=key, made_at=EARLIER, urgent="mod(n, 20) = 0")


def of_doctors(make, people):
    make.of(people.report, 20, key="gen_random_uuid()", made_at=EARLIER, urgent="mod(n, 20) = 0")
    key = make.key(21)
    own = {"slug": f"'doctor-' || {key}", "register_number": f"'N-' || {key}"}
    make.of(people.applied, 21, user_id="NULL::bigint", applied_at=EARLIER, **own)
    key = make.key(22)
    own = {"slug": f"'doctor-' || {key}", "register_number": f"'N-' || {key}"}
    make.of(people.verified.user, 22, email=f"{key} || '@example.org'")
    make.of(people.verified, 22, user_id=key, licence_expires_on="current_date + mod(n, 28)::int", **own)


PARTS = (of_care, of_pages, of_doctors)


def fill(count, *, start, topics, people, parts=PARTS):
    """`count` more in each queue. Nobody asks copies for their history; what the desk keeps of them it keeps."""
    make = Copies(count, start, topics)
    for part in parts:
        with transaction.atomic():
            switch("DISABLE")
            part(make, people)
            switch("ENABLE")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def cost(client, address):
    """(queries, ms of CPU, ms of the clock) of one request: the least of several rounds."""
    client.get(address)
    with CaptureQueriesContext(connection) as made:
        assert client.get(address).status_code in (200, 302), address
        queries = len(made)
    rounds = []
    for _ in range(ROUNDS):
        began, ours, theirs = time.perf_counter_ns(), time.process_time_ns(), database_cpu()
        for _ in range(REQUESTS):
            client.get(address)
        spent = time.process_time_ns() - ours + database_cpu() - theirs
        rounds.append((spent / REQUESTS / 1e6, (time.perf_counter_ns() - began) / REQUESTS / 1e6))
    return queries, *(min(each) for each in zip(*rounds, strict=True))


def addresses(topic):
    yield DESK
    for queue in QUEUES:
        yield f"{DESK}waiting/{queue.key}/"
        yield f"{DESK}waiting/{queue.key}/next/"
        if queue.specialty:
            yield f"{DESK}waiting/{queue.key}/?specialty={topic.pk}"
        yield from (f"{DESK}waiting/{queue.key}/{words}" for words in FILTERS.get(queue.key, ()))
    yield f"{DESK}next/"


def main(few, many):
    with database():
        area = factories.make_specialty(name="Neurology")
        topics = [factories.make_specialty(parent=area) for _ in range(10)]
        people = cast()
        client = Client()
        client.force_login(factories.make_moderator(senior=True))
        found = {}
        for number, size in enumerate((few, many), start=1):
            fill(size - (few if number > 1 else 0), start=number * ROOM, topics=topics, people=people)
            for address in addresses(topics[0]):
                found.setdefault(address, []).append(cost(client, address))
        print(f"{'':52} {'queries':>8} {'CPU ms':>17} {'clock ms':>17} {'times':>6}")
        print(f"{'':52} {'':>8} {few:>8} {many:>8} {few:>8} {many:>8}")
        for address, (first, last) in found.items():
            queries = f"{first[0]}" if first[0] == last[0] else f"{first[0]}→{last[0]}"
            print(
                f"{address:52} {queries:>8} {first[1]:>8.1f} {last[1]:>8.1f} {first[2]:>8.1f} {last[2]:>8.1f}"
                f" {last[1] / first[1]:>6.1f}"
            )


if __name__ == "__main__":
    main(*([int(each) for each in sys.argv[1:]] or [10, 20_000]))
