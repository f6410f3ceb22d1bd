"""Fills a database with N published questions, as the real moves leave them, in minutes.

    topics, doctors       a few hundred, of very different size
    pages and answers     written by bench.words in several processes, copied into the tables
    counts, tallies       by the trigger that keeps the topics' counts, and the function of the desk's
    search                by the function that publishing calls, for many rows at once
    related pages         the neighbours in the topic: to look for the likest takes hours, and a page costs the same

A page stands here as one whose query was erased and whose patient let it stay (publication.detach()): nothing private
is behind it. The triggers that ask each row for its history are off meanwhile, and indexes are built at the end.
"""

import json
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from io import StringIO
from itertools import accumulate

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from answers.models import PublishedAnswer
from answers.models.contract import CONTRACT_FIELDS, MARKDOWN_FIELDS
from answers.publication import public_slug, rendered, set_card
from bench.tables import guards_off, indexes_off
from bench.topics import make_doctors, make_topics, topics_for
from bench.waiting import fill_waiting
from bench.words import SEED, Vocabulary, Writer
from questions import related
from questions.models import PublishedQuestion, RelatedPages, SearchEntry
from questions.references import ALPHABET
from questions.search import engine, figures, indexing
from specialties import markdown
from specialties.models import Doctor, Specialty

PART = 2_500  # pages that are copied in one statement
SAMPLE = 50  # pages that are looked at afterwards
PROCESSES = 2
YEARS = 5  # how far back the first answer lies
TABLES = (PublishedQuestion._meta.db_table, PublishedAnswer._meta.db_table)
ENTRIES = SearchEntry._meta.db_table
RELATED = RelatedPages._meta.db_table
PAGE_COLUMNS = (
    "id reference slug topic_id area_id title text age_band sex picture_count asked_on answered_at published_at "
    "changed_at reviewed_on review_due_on approved_by_id query_excerpt answer_excerpt answer_count lead_doctor_id "
    "detached_on source_name source_id draft_version"
).split()
ANSWER_COLUMNS = (
    "question_id doctor_id position credentials rendered answered_at reviewed_on imported detached draft_version "
    "retraction"
).split() + list(CONTRACT_FIELDS)
SOURCES = "Textbook of clinical practice, chapter {} | https://journal.example/articles/{}"


class Plan:
    """What is the same for every part of a fill: how many pages, which topics and doctors, how likely each is."""

    def __init__(self, pages):
        self.pages = pages
        self.today = timezone.localdate()
        self.now = timezone.now().replace(microsecond=0)
        topics = Specialty.objects.topics().order_by("pk").values_list("pk", "parent")
        self.topics = list(topics)
        self.topic_numbers = range(len(self.topics))
        # Half of all pages lie under a few topics: the first has a share like a site's most asked-about.
        self.topic_weights = list(accumulate(1 / (rank + 2) for rank in range(len(self.topics))))
        self.doctors = [
            (doctor.pk, json.dumps(doctor.credentials()))
            for doctor in Doctor.objects.verified().order_by("pk")
        ]
        self.doctor_weights = list(accumulate(1 / (rank + 5) ** 0.7 for rank in range(len(self.doctors))))
        self.moderator = User.objects.filter(is_staff=True).order_by("pk").first().pk
        self.first = (PublishedQuestion.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1


def fill(pages, *, tell=print):
    """`pages` more published questions; the seconds it took, by step."""
    began, steps = time.monotonic(), {}

    def done(step):
        steps[step] = round(time.monotonic() - began - sum(steps.values()), 1)
        tell(f"  {step}: {steps[step]:.0f} s", flush=True)

    doctor = make_topics(topics_for(pages))
    make_doctors(100 + pages // 500)
    fill_waiting(pages, doctor=doctor)
    done("topics, doctors, and what waits")
    plan = Plan(pages)
    with guards_off(), indexes_off([*TABLES, ENTRIES, RELATED]) as rebuild:
        connection.close()  # the processes open their own
        with ProcessPoolExecutor(PROCESSES, initializer=_begin, initargs=(plan,)) as pool:
            for number, _ in enumerate(pool.map(_write_part, range(0, pages, PART)), start=1):
                if number % 20 == 0:
                    tell(
                        f"  {number * PART:,} of {pages:,} pages after {time.monotonic() - began:.0f} s",
                        flush=True,
                    )
        done("pages and answers")
        rebuild(TABLES)
        count_at_desk()
        relate()
        mark_editions()
        done("indexes")
        index(plan)
        done("search entries")
        rebuild([ENTRIES, RELATED])
        figures.refresh()
        done("search indexes and figures")
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence(%s, 'id'), (SELECT max(id) FROM {table}))", [table]
            )
        cursor.execute("VACUUM ANALYZE")
    done("vacuum")
    check()
    return steps


def check():
    """Some pages, each part made again by the functions that publishing calls: AssertionError where they differ."""
    stored = ["query_excerpt", "answer_excerpt", "answer_count", "slug"]
    entries = SearchEntry.objects.values_list("impacts", "title_words")
    keys = list(PublishedQuestion.objects.order_by("?").values_list("pk", flat=True)[:SAMPLE])
    for page in PublishedQuestion.objects.filter(pk__in=keys).select_related("topic", "area"):
        before, entry = [getattr(page, name) for name in stored], entries.get(pk=page.pk)
        for answer in page.answers.all():
            assert answer.rendered == rendered(answer), page
        page.query_excerpt, page.slug = markdown.excerpt(page.text), public_slug(page.title)
        set_card(page)
        with transaction.atomic():
            engine.index(page)
            assert entry == entries.get(pk=page.pk), page
            transaction.set_rollback(True)
        assert before == [getattr(page, name) for name in stored], page


# -- Pages and answers ----------------------------------------------------------------------------------------

_plan: Plan
_vocabulary: Vocabulary


def _begin(plan):
    global _plan, _vocabulary
    _plan, _vocabulary = plan, Vocabulary()


def _write_part(start):
    """Write the pages from number `start` on, with their answers, and copy them into the tables."""
    pages, answers = StringIO(), StringIO()
    writer = Writer(_vocabulary, f"{SEED}/{start}")
    for number in range(start, min(start + PART, _plan.pages)):
        page, own = _page(writer, number)
        pages.write(_line(page, PAGE_COLUMNS))
        for answer in own:
            answers.write(_line(answer, ANSWER_COLUMNS))
    with connection.cursor() as cursor:
        for table, columns, rows in zip(
            TABLES, (PAGE_COLUMNS, ANSWER_COLUMNS), (pages, answers), strict=True
        ):
            rows.seek(0)
            cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN", rows)


def _page(writer, number):
    """A page and its answers, as dicts of columns."""
    plan, rng = _plan, writer.rng
    (topic, (topic_id, area_id)) = rng.choices(list(enumerate(plan.topics)), cum_weights=plan.topic_weights)[
        0
    ]
    how_many = 1 if rng.random() < 0.88 else 2
    doctors = rng.choices(plan.doctors, cum_weights=plan.doctor_weights, k=how_many)
    answered = plan.now - timedelta(
        seconds=60 + int((plan.pages - number) / plan.pages * YEARS * 365 * 86_400)
    )
    due = plan.today + timedelta(days=rng.randint(1, 729) if rng.random() < 0.98 else -rng.randint(1, 60))
    reviewed = max(due - timedelta(days=730), answered.date())
    title, text = writer.title(topic), writer.query(topic)
    page_id = plan.first + number
    answers = [
        _answer(writer, topic, page_id, position, doctor, answered, reviewed)
        for position, doctor in enumerate(doctors)
    ]
    page = {
        "id": page_id,
        "reference": reference(number),
        "slug": public_slug(title),
        "topic_id": topic_id,
        "area_id": area_id,
        "title": title,
        "text": text,
        "age_band": rng.choice(("", "18–29", "30–39", "40–49")),
        "sex": rng.choice(("", "female", "male")),
        "picture_count": 0,
        "asked_on": answered.date() - timedelta(days=rng.randint(0, 5)),
        "answered_at": answered,
        "published_at": answered,
        "changed_at": answered,
        "reviewed_on": reviewed,
        "review_due_on": due,
        "approved_by_id": plan.moderator,
        "query_excerpt": excerpt(text),
        "answer_excerpt": excerpt(answers[0]["short_answer"]),
        "answer_count": how_many,
        "lead_doctor_id": doctors[0][0],
        "detached_on": plan.today,
        "source_name": "",
        "source_id": "",
        "draft_version": 1,
    }
    return page, answers


def _answer(writer, topic, page_id, position, doctor, answered, reviewed):
    parts = writer.answer(topic)
    parts |= {
        "help_emergency": "",
        "sources": SOURCES.format(page_id % 40, page_id),
        "clinical_opinion": False,
        "findings": "{}",
    }
    return {
        **parts,
        "question_id": page_id,
        "doctor_id": doctor[0],
        "position": position,
        "credentials": doctor[1],
        "rendered": json.dumps({field: render(parts[field]) for field in MARKDOWN_FIELDS if parts[field]}),
        "answered_at": answered,
        "reviewed_on": reviewed,
        "imported": False,
        "detached": True,
        "draft_version": 1,
        "retraction": "",
    }


def render(text):
    """What specialties.markdown.render() makes of text without emphasis and links, which a parser needs longer for."""
    if text.startswith("- "):
        items = "".join(f"<li>{line[2:]}</li>\n" for line in text.split("\n"))
        return f"<ul>\n{items}</ul>\n"
    return "".join(f"<p>{part}</p>\n" for part in text.split("\n\n"))


def excerpt(text, *, characters=200):
    """What specialties.markdown.excerpt() makes of such text."""
    return markdown.shortened(text.replace("\n\n", " "), characters=characters)


def reference(number):
    """A reference of its own for each number, as scattered as random ones."""
    rest, letters = (number * 179_424_673 + 1_299_709) % len(ALPHABET) ** 8, []
    for _ in range(8):
        rest, at = divmod(rest, len(ALPHABET))
        letters.append(ALPHABET[at])
    return f"Q-{''.join(letters[:4])}-{''.join(letters[4:])}"


def _line(row, columns):
    return "\t".join(_field(row[column]) for column in columns) + "\n"


def _field(value):
    if isinstance(value, str):
        return (
            value.replace("\n", "\\n")
            if "\\" not in value
            else value.replace("\\", "\\\\").replace("\n", "\\n")
        )
    return str(value)


def count_at_desk():
    """The desk's tally of pages whose review comes due, as its trigger writes it and draws it together."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO questions_desktally (queue, urgent, day, change) "
            f"SELECT queue, urgent, day, count(*) FROM {TABLES[0]} page, desk_places(page) GROUP BY queue, urgent, day"
        )


def relate():
    """Each page's related ones, as many as are stored: those before and after it in its topic."""
    beside = "PARTITION BY topic_id ORDER BY id ROWS BETWEEN %s PRECEDING AND %s FOLLOWING"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {RELATED} (page_id, pages, computed_at) "
            f"SELECT id, array_remove(array_agg(id) OVER ({beside}), id), now() FROM {TABLES[0]} "
            "ON CONFLICT DO NOTHING",
            [related.STORED // 2, related.STORED // 2],
        )


def mark_editions():
    """Give each specialty the mark by which readers know what they hold, as the triggers do for each row."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT new_editions(VARIADIC array_agg(id) || 0::bigint) FROM specialties_specialty "
            "WHERE parent_id IS NULL"
        )


# -- Search -------------------------------------------------------------------------------------------------------


def index(plan):
    """Write the search entries of all new pages as publishing writes one, and count the words."""
    connection.close()
    spans = [
        range(start, min(start + PART, plan.first + plan.pages))
        for start in range(plan.first, plan.first + plan.pages, PART)
    ]
    with ProcessPoolExecutor(PROCESSES, initializer=connection.close) as pool:
        list(pool.map(indexing.write, spans))
