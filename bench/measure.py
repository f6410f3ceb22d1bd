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

BEHIND = ", behind nginx"  # ends the name of a kind that is asked for there
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
        """CPU of a request, of all processes together, over that of the bare view in the same round."""
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
    proxy: float
    database: float

    @property
    def cpu(self):
        return self.web + self.proxy + self.database


@dataclass
class Found:
    """All kinds of one size, and bytes of memory at the end."""

    kinds: dict
    web_memory: int = 0
    database_memory: int = 0


@dataclass(frozen=True)
class Site:
    """The processes of a running site, each with its children, and the ports of the server and of nginx before it."""

    web: int
    database: int
    port: int
    proxy: int | None = None
    proxy_port: int | None = None

    def cpu(self):
        """Seconds computed by the web, by nginx and by the database."""
        return (
            processes.cpu(self.web),
            processes.cpu(self.proxy) if self.proxy else 0.0,
            processes.cpu(self.database),
        )

    def port_of(self, kind):
        """Where a kind of page is asked for."""
        return self.proxy_port if kind.endswith(BEHIND) else self.port


def measure(site, kinds, *, rounds, seconds):
    """Every kind in every round, each after a shorter turn of the bare view."""
    found = Found({kind: Kind() for kind in kinds})
    for kind, requests in kinds.items():
        _look_at(found.kinds[kind], site.port_of(kind), requests)
        load(site.port_of(kind), requests, seconds=1)  # warm
    for number in range(1, rounds + 1):
        for kind, requests in kinds.items():
            found.kinds[kind].bare.append(_sample(site, site.port, BARE, max(1, seconds // 2)))
            found.kinds[kind].samples.append(_sample(site, site.port_of(kind), requests, seconds))
        print(f"  round {number} of {rounds}", flush=True)
    found.web_memory, found.database_memory = processes.memory(site.web), processes.memory(site.database)
    return found


def _sample(site, port, requests, seconds):
    """So many seconds of load, again and again until the site has computed for ENOUGH of them: few tell nothing."""
    before, made = site.cpu(), []
    while not made or (sum(site.cpu()) - sum(before) < ENOUGH and len(made) < MOST):
        made.append(load(port, requests, seconds=seconds))
    if not (count := sum(one.requests for one in made)):
        raise SystemExit(f"{requests[0][0]} gave no answer within {seconds} seconds: raise SECONDS.")
    return Sample(
        count / sum(one.seconds for one in made),
        *(median(getattr(one, name) for one in made) for name in ("p50", "p95", "p99")),
        *((after - earlier) / count * 1000 for after, earlier in zip(site.cpu(), before, strict=True)),
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
    first = client.get(path, secure=True)
    if expected == 304:  # by this process's own mark, if the pages' changed since the server began
        client = Client(headers={"host": HOST, "if-none-match": first.headers["ETag"]})
        client.get(path, secure=True)
    with CaptureQueriesContext(connection) as made:
        assert client.get(path, secure=True).status_code == expected
    kind.statements = len(made)
    assert not settings.DEBUG
