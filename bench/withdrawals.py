"""Pages go, and come, while readers read: is one served after its withdrawal returned, does search know at once?

    make bench-withdrawals

First a moderator takes pages down one after the other while readers ask for those very pages 50 times a second, half of
them through nginx: none may be served by the site to whoever asks after the withdrawal returned, and none by nginx
a second later. Then queries are published and taken down, 30 a second each where the machine can, and after each move
the search is asked for a word that stands on that page alone (bench/moving.py). Works on a copy of the database that
`make bench` filled; ends with 1 on a fault.
"""

import argparse
import itertools
import logging
import sys
import time
from collections import Counter

from accounts.models import User
from answers import publication
from bench import proxy, server
from bench.databases import copied, filled
from bench.moving import search_while_moving
from bench.pace import Pace, run
from questions.models import PublishedQuestion
from tests.factories import make_moderator
from tests.factories.people import numbers

READS = 50  # a second
READERS = 16
GRACE = 1.0  # seconds for which nginx may keep a page


class Reading:
    """Readers of pages that are being taken down, and when each withdrawal had returned."""

    def __init__(self, pages, ports, *, reads):
        self.pages, self.ports = pages, ports  # ports: {name: port}
        self.gone = {}  # page: when
        self.reads = []  # (name, page, asked at, status)
        self.pace, self.ended = Pace(reads), False

    def read(self, offset):
        """One reader: of every four pages two just went, one is about to go, one goes later."""
        names = itertools.cycle(self.ports)
        for number in itertools.count(offset):
            self.pace.wait()
            if self.ended:
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
            self.ended = True

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
        server.running(url) as (web, port),
        proxy.running(port) as (_nginx, cached),
    ):
        ports = {"site": port} | ({"nginx": cached} if cached else {})
        if not cached:
            print("nginx is not installed: without it")
        faults = read_while_taken_down(options.withdrawals, ports, reads=options.reads)
        faults += search_while_moving(options.published, port, web=web)
    print("no faults" if not faults else f"{faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
