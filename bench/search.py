"""How long the database takes for a search.

    export DATABASE_URL=$(.venv/bin/python -m portal.localdb start bench)
    .venv/bin/python -m bench.search [N …]        default: 10000

Among N published questions, looks up what the search's page prints, in this process: 200 searches of each
kind, each once, after a few others. Prints of each kind the milliseconds that all statements of a search took together
by the clock, how many they were, and how many pages were found.
"""

import random
import statistics
import sys
import time
from dataclasses import dataclass

from django.db import connection

from bench.databases import filled
from bench.pages import COMMON, NATURAL, SHORT, asked, topic_names
from bench.words import EVERYDAY, FUNCTION, SEED
from questions.search.engine import MAX_LENGTH, SearchTimeout, within
from questions.search.results import Results, words_of
from questions.views.search import RESULTS
from specialties.models import Specialty

EACH = 200
WARM = 20  # before them: a session plans its statements, the database reads what all searches need
EVERYWHERE = (
    FUNCTION[FUNCTION.index("day") :] + EVERYDAY[:50]
)  # words that most pages have, and that say something
HEADER = "| search | p50 | p95 | p99 | max | SQL | found p50 | found none | too late |"


class Clock:
    """Measures the statements of a connection, as its execute_wrapper()."""

    def __init__(self):
        self.seconds, self.statements = 0.0, 0

    def __call__(self, execute, *call):
        began = time.perf_counter()
        try:
            return execute(*call)
        finally:
            self.seconds += time.perf_counter() - began
            self.statements += 1


@dataclass(frozen=True)
class Looked:
    """What a search cost the database, and how many pages it found; None when it was too late."""

    seconds: float
    statements: int
    found: int | None


def look_up(words):
    """All that the search's page reads for what was typed."""
    clock, results = Clock(), Results(words_of(words))
    try:
        with connection.execute_wrapper(clock), within():
            results.read().cards(results.hits[:RESULTS])
        found = len(results.hits)
    except SearchTimeout:
        found = None
    return Looked(clock.seconds, clock.statements, found)


def searches(count):
    """{kind: `count` searches} about the topics of the site."""
    rng = random.Random(f"{SEED}/search")
    names = topic_names(rng, min(count // 2, Specialty.objects.topics().count()))
    pairs = [f"{name.split()[0]} {rng.choice(EVERYDAY)}" for name in rng.choices(names, k=count)]
    # A few of them and, of every eight searches, once as many as are read.
    common = [" ".join(rng.choices(EVERYWHERE, k=number % 8 or MAX_LENGTH // 4)) for number in range(count)]
    kinds = {
        "short": SHORT + names + pairs,
        "natural": NATURAL + asked(rng, count, words=16),
        "long": asked(rng, count, words=90),
        "common words": COMMON + common,
    }
    return {kind: rng.sample(found[:count], count) for kind, found in kinds.items()}


def line(kind, looked):
    """A line of the table."""
    cut = statistics.quantiles((1000 * one.seconds for one in looked), n=100, method="inclusive")
    found = [one.found for one in looked if one.found is not None]
    figures = [
        *(f"{cut[at - 1]:.1f}" for at in (50, 95, 99)),
        f"{1000 * max(one.seconds for one in looked):.1f}",
        f"{statistics.mean(one.statements for one in looked):.1f}",
        f"{statistics.median(found) if found else 0:.0f}",
        found.count(0),
        len(looked) - len(found),
    ]
    return f"| {kind} | {' | '.join(map(str, figures))} |"


def main(sizes):
    for size in sizes:
        with filled(size):
            print(f"\n{size:,} published questions; milliseconds of the database\n\n{HEADER}")
            print("|---" + "|--:" * 8 + "|")
            for kind, words in searches(WARM + EACH).items():
                looked = [look_up(one) for one in words][WARM:]
                print(line(kind, looked), flush=True)


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or [10_000])
