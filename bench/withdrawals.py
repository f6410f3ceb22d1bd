"""Pages go, and come, while readers read: is one served after its withdrawal returned, does search know at once?

    make bench-withdrawals

First a moderator takes pages down one after the other while readers ask for those very pages 50 times a second, half of
them through nginx: none may be served by the site to whoever asks after the withdrawal returned, and none by nginx
a second later. Then queries are published and taken down, 30 a second each, and after each the search is asked for a
word that stands on that page alone. Works on a copy of the database that `make bench` filled; ends with 1 on a fault.
"""

import argparse
import itertools
import logging
import queue
import sys
import threading
import time
from collections import Counter

from django.db import transaction

from accounts.models import User
from answers import publication
from bench import proxy, queues, server
from bench.databases import copied, filled
from questions.models import PublicDraft, PublishedQuestion, Question
from tests.copies import switch
from tests.factories import EVERY_CLASS, make_approved_answer, make_moderator, make_public_draft
from tests.factories.people import numbers
from tests.together import at_once

READS, MOVES = 50, 30  # a second
READERS = 16
GRACE = 1.0  # seconds for which nginx may keep a page
A_DAY = 24 * 3600


class Pace:
    """Lets `rate` a second through, whoever asks; stop() ends it."""

    def __init__(self, rate):
        self.next, self.step, self.lock, self.ended = time.monotonic(), 1 / rate, threading.Lock(), False

    def wait(self):
        """False once it has ended."""
        with self.lock:
            self.next = max(self.next + self.step, time.monotonic() - 1)
            at = self.next
        time.sleep(max(0.0, at - time.monotonic()))
        return not self.ended


def run(*jobs):
    """All at once; the first error is raised again."""
    for error in at_once(*jobs, seconds=A_DAY):
        if isinstance(error, Exception):
            raise error


# -- Taken down while it is read ----------------------------------------------------------------------------------


class Reading:
    """Readers of pages that are being taken down, and when each withdrawal had returned."""

    def __init__(self, pages, ports, *, reads):
        self.pages, self.ports = pages, ports  # ports: {name: port}
        self.gone = {}  # page: when
        self.reads = []  # (name, page, asked at, status)
        self.pace = Pace(reads)

    def read(self, offset):
        """One reader: of every four pages two just went, one is about to go, one goes later."""
        names = itertools.cycle(self.ports)
        for number in itertools.count(offset):
            if not self.pace.wait():
                return
            at = len(self.gone) + (-1, 0, -2 - number % 20, number % 30)[number % 4]
            page = self.pages[max(0, min(at, len(self.pages) - 1))]
            name, asked_at = next(names), time.monotonic()
            status = server.get(self.ports[name], page.get_absolute_url()).status
            self.reads.append((name, page.pk, asked_at, status))

    def take_down(self, by):
        try:
            for page in self.pages:
                publication.withdraw_imported(page, by=by, reason_code="asked")
                self.gone[page.pk] = time.monotonic()
        finally:
            self.pace.ended = True

    def late(self, name):
        """(seconds after its withdrawal at which a page was asked for, status) of all answers but 410."""
        return [
            (asked_at - self.gone[page], status)
            for each, page, asked_at, status in self.reads
            if each == name and status != 410 and page in self.gone and asked_at > self.gone[page]
        ]


def read_while_taken_down(count, ports, *, reads):
    """The first part; how many faults."""
    keys = list(PublishedQuestion.objects.published().order_by("?").values_list("pk", flat=True)[:count])
    reading = Reading(list(PublishedQuestion.objects.filter(pk__in=keys)), ports, reads=reads)
    moderator, began = make_moderator(), time.monotonic()
    run(
        lambda: reading.take_down(moderator),
        *(lambda offset=offset: reading.read(offset) for offset in range(READERS)),
    )
    seconds = time.monotonic() - began
    print(
        f"{count} withdrawals in {seconds:.0f} s, {len(reading.reads)} reads ({len(reading.reads) / seconds:.0f} a "
        f"second), {sum(status == 410 for *_, status in reading.reads)} of them answered with 410",
        flush=True,
    )
    faults = 0
    for name, port in ports.items():
        late = reading.late(name)
        time.sleep(GRACE)
        left = Counter(server.get(port, page.get_absolute_url()).status for page in reading.pages)
        bad = [after for after, _status in late if name == "site" or after > GRACE]
        told = (
            f", the last after {max(late)[0]:.2f} s, {dict(Counter(status for _, status in late))}"
            if late
            else ""
        )
        print(
            f"  {name}: {len(late)} not gone when asked for after their withdrawal{told}; at the end {dict(left)}"
        )
        faults += len(bad) + count - left[410]
    return faults


# -- Published and found, taken down and not found ----------------------------------------------------------------


def word(number):
    """A word that stands nowhere else."""
    letters = "bcdfghjklmnpqrstvwxz"
    return "qu" + "".join(letters[number // 20**place % 20] + "a" for place in range(4)) + "x"


def waiting_copies(count):
    """`count` public copies that only have to be approved: copies of one that went the whole road so far."""
    approved = make_approved_answer(consent="no_need")
    draft = make_public_draft(question=approved.question, title=f"What is {word(0)}?")
    moderator = make_moderator(senior=True)
    publication.sign_off(draft, by=moderator, classes=EVERY_CLASS, seen_version=draft.version)
    draft.refresh_from_db()
    make = queues.Copies(count, 2 * queues.ROOM, [approved.question.specialty])
    first = 2 * queues.ROOM + 100_000
    words = f"(ARRAY{[f'What is {word(number)}?' for number in range(1, count + 1)]})[n]"
    with transaction.atomic():
        switch("DISABLE")
        make.answer(approved, 1)
        make.of(draft, 1, question_id=make.key(1), title=words)
        make.of(draft.answers.get(), 1, draft_id=make.key(1), source_id=make.key(1))
        # Those of the desk's benchmark are so now and then, and would ask for a second signature.
        Question.objects.filter(pk__gt=first, pk__lte=first + count).update(self_harm=False)
        switch("ENABLE")
    return list(PublicDraft.objects.filter(pk__gt=first, pk__lte=first + count).order_by("pk")), moderator


class Moving:
    """Those who publish and take down; after each move the search is asked."""

    def __init__(self, drafts, moderator, port):
        self.drafts, self.moderator, self.port = drafts, moderator, port
        self.todo, self.public = queue.Queue(), queue.Queue()
        for number, draft in enumerate(drafts, start=1):
            self.todo.put((number, draft))
        self.paces = Pace(MOVES), Pace(MOVES)
        self.checked, self.wrong = [], []

    def publish(self):
        while self.paces[0].wait():
            try:
                number, draft = self.todo.get_nowait()
            except queue.Empty:
                return
            publication.approve(draft, by=self.moderator, seen_version=draft.version)
            page = PublishedQuestion.objects.get(question=draft.question_id)
            self.look_for(number, page, expected=True)
            self.public.put((number, page))

    def take_down(self):
        while self.paces[1].wait():
            try:
                number, page = self.public.get(timeout=5)
            except queue.Empty:
                return
            question = Question.objects.select_related("asker").get(pk=page.question_id)
            publication.withdraw(question, by=question.asker, seen_version=question.version)
            self.look_for(number, page, expected=False)

    def look_for(self, number, page, *, expected):
        found = page.reference.encode() in server.get(self.port, f"/search/?q={word(number)}").content
        self.checked.append(expected)
        if found != expected:
            self.wrong.append((page.reference, "not found" if expected else "still found"))


def search_while_moving(count, port):
    """The second part; how many faults."""
    drafts, moderator = waiting_copies(count)
    moving, began = Moving(drafts, moderator, port), time.monotonic()
    run(*[moving.publish] * 3, *[moving.take_down] * 3)
    seconds = time.monotonic() - began
    published, down = sum(moving.checked), len(moving.checked) - sum(moving.checked)
    rate = len(moving.checked) / seconds
    print(
        f"{published} published and {down} taken down in {seconds:.0f} s, {rate:.0f} moves a second, "
        f"the search asked after each: {len(moving.wrong)} wrong"
    )
    short = 2 * count - len(moving.checked)
    for what in moving.wrong[:5]:
        print("  FAULT", *what)
    return len(moving.wrong) + short


def main(arguments):
    parser = argparse.ArgumentParser(description="Pages go, and come, while readers read.")
    parser.add_argument("--withdrawals", type=int, default=1000)
    parser.add_argument("--reads", type=int, default=READS, help="a second, while pages are taken down")
    parser.add_argument("--published", type=int, default=500)
    parser.add_argument("--size", type=int, default=10_000, help="published questions in the database")
    options = parser.parse_args(arguments)
    logging.disable(logging.INFO)
    with filled(options.size) as (name, _url):
        for _ in range(User.objects.count()):
            next(numbers)  # the factories count from one in each process, and name people by it
    with (
        copied(name) as url,
        server.running(url) as (_process, port),
        proxy.running(port) as (_nginx, cached),
    ):
        ports = {"site": port} | ({"nginx": cached} if cached else {})
        if not cached:
            print("nginx is not installed: without it")
        faults = read_while_taken_down(options.withdrawals, ports, reads=options.reads)
        faults += search_while_moving(options.published, port)
    print("no faults" if not faults else f"{faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
