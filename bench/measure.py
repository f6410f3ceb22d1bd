"""Measures kinds of page against the bare view, in rounds."""

from dataclasses import dataclass, field
from statistics import median

import brotli
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import processes
from bench.load import load
from bench.server import HOST, get

BARE = [("/bare/", {})]
ENOUGH, MOST = 0.5, 10  # seconds of CPU that a sample needs; how often it is prolonged at most
BROTLI = 5  # quality: what a proxy does as it goes


@dataclass
class Kind:
    """What was found of a kind of page: of each round a Sample and one of the bare view beside it."""

    samples: list = field(default_factory=list)
    bare: list = field(default_factory=list)
    statements: int = 0
    raw: int = 0
    compressed: int = 0

    def median(self, name):
        return median(getattr(each, name) for each in self.samples)

    @property
    def ratios(self):
        """CPU of a request, web and database together, over that of the bare view in the same round."""
        return [one.cpu / other.cpu for one, other in zip(self.samples, self.bare, strict=True)]

    @property
    def ratio(self):
        return median(self.ratios)

    @property
    def spread(self):
        return (max(self.ratios) - min(self.ratios)) / self.ratio


@dataclass(frozen=True)
class Sample:
    """Some seconds of one page: requests a second, milliseconds of the clock, and of CPU for each request."""

    per_second: float
    p50: float
    p95: float
    p99: float
    web: float
    database: float

    @property
    def cpu(self):
        return self.web + self.database


@dataclass
class Found:
    """All kinds of one size, and bytes of memory at the end."""

    kinds: dict
    web_memory: int = 0
    database_memory: int = 0


def measure(process, port, kinds, *, rounds, seconds):
    """Every kind in every round, each after a shorter turn of the bare view."""
    database = processes.postmaster()
    found = Found({kind: Kind() for kind in kinds})
    for kind, requests in kinds.items():
        _look_at(found.kinds[kind], port, requests)
        load(port, requests, seconds=1)  # warm
    for number in range(1, rounds + 1):
        for kind, requests in kinds.items():
            found.kinds[kind].bare.append(_sample(process.pid, database, port, BARE, max(1, seconds // 2)))
            found.kinds[kind].samples.append(_sample(process.pid, database, port, requests, seconds))
        print(f"  round {number} of {rounds}", flush=True)
    found.web_memory, found.database_memory = processes.memory(process.pid), processes.memory(database)
    return found


def _sample(web, database, port, requests, seconds):
    """So many seconds of load, again and again until the server has computed for ENOUGH of them: few tell nothing."""
    began, made = (processes.cpu(web), processes.cpu(database)), []
    while not made or (processes.cpu(web) - began[0] < ENOUGH and len(made) < MOST):
        made.append(load(port, requests, seconds=seconds))
    ours, theirs = processes.cpu(web) - began[0], processes.cpu(database) - began[1]
    count = sum(one.requests for one in made)
    return Sample(
        count / sum(one.seconds for one in made),
        *(median(getattr(one, name) for one in made) for name in ("p50", "p95", "p99")),
        ours / count * 1000,
        theirs / count * 1000,
    )


def _look_at(kind, port, requests):
    """What a page weighs and how often it asks the database: of the first of its kind."""
    path, headers = requests[0]
    expected = 304 if "If-None-Match" in headers else 200
    for each, sent in requests:
        status = get(port, each, sent).status
        assert status == expected, (each, status)
    answer = get(port, path, headers).content
    kind.raw, kind.compressed = len(answer), len(brotli.compress(answer, quality=BROTLI))
    client = Client(headers={"host": HOST, **headers})
    if "Cookie" in headers:
        client.cookies.load(headers["Cookie"])
    client.get(path, secure=True)
    with CaptureQueriesContext(connection) as made:
        assert client.get(path, secure=True).status_code == expected
    kind.statements = len(made)
    assert not settings.DEBUG
