"""Readers who ask again as soon as they are answered: wrk where it is installed, else a small client of ours."""

import http.client
import itertools
import re
import shutil
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass

from bench.server import HEADERS

CONNECTIONS = 4
WRK = shutil.which("wrk")
CLIENT = "wrk" if WRK else "a client of our own in Python: wrk is not installed"
# Each of wrk's threads begins elsewhere in the list, so that they don't ask for the same at the same time.
SCRIPT = """
local requests, at, threads = {}, 0, 0
setup = function(thread) thread:set("number", threads); threads = threads + 1 end
init = function()
%s
  at = number * math.floor(#requests / 2)
end
request = function() at = at %% #requests + 1; return requests[at] end
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format("FIGURES %%d %%d %%d %%d %%d %%d\\n", summary.requests, summary.duration,
    e.connect + e.read + e.write + e.timeout + e.status,
    latency:percentile(50), latency:percentile(95), latency:percentile(99)))
end
"""


@dataclass(frozen=True)
class Load:
    """What came of some seconds of it; milliseconds, and bytes with headers."""

    requests: int
    seconds: float
    p50: float
    p95: float
    p99: float

    @property
    def per_second(self):
        return self.requests / self.seconds


class Failed(Exception):
    """Some requests were not answered, or with an error."""


def load(port, requests, *, seconds):
    """Ask for `requests`, (path, headers) in turn, for so many seconds on CONNECTIONS connections."""
    return (_wrk if WRK else _ours)(port, requests, seconds)


def _wrk(port, requests, seconds):
    lines = (
        f"requests[#requests + 1] = wrk.format('GET', {_lua(path)}, {_table({**HEADERS, **headers})})"
        for path, headers in requests
    )
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(SCRIPT % "\n".join(lines))
        file.flush()
        command = [WRK, "-t2", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "30s", "-s", file.name]
        made = subprocess.run(
            [*command, f"http://127.0.0.1:{port}/"], capture_output=True, text=True, check=True
        )
    found = re.search(r"FIGURES (\d+) (\d+) (\d+) (\d+) (\d+) (\d+)", made.stdout)
    if not found:
        raise Failed(made.stdout + made.stderr)
    count, microseconds, errors, *latencies = map(int, found.groups())
    if errors:
        raise Failed(f"{errors} of {count} requests, such as {requests[0][0]}")
    return Load(count, microseconds / 1e6, *(each / 1000 for each in latencies))


def _lua(text):
    assert not set("'\\\n") & set(text), text
    return f"'{text}'"


def _table(headers):
    return "{" + ", ".join(f"[{_lua(name)}] = {_lua(value)}" for name, value in headers.items()) + "}"


def _ours(port, requests, seconds):
    found, end = [], time.monotonic() + seconds
    threads = [
        threading.Thread(target=_ask, args=(port, requests[number:] + requests[:number], end, found))
        for number in range(CONNECTIONS)
    ]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    bad = [status for status, _ in found if not 200 <= status < 400]
    if bad or not found:
        raise Failed(f"{len(bad)} of {len(found)} requests, such as {requests[0][0]}: {bad[:3]}")
    times = sorted(milliseconds for _, milliseconds in found)
    return Load(
        len(times), time.monotonic() - began, *(times[int(len(times) * share)] for share in (0.5, 0.95, 0.99))
    )


def _ask(port, requests, end, found):
    """One connection."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for path, headers in itertools.cycle(requests):
        began = time.monotonic()
        connection.request("GET", path, headers={**HEADERS, **headers})
        response = connection.getresponse()
        response.read()
        found.append((response.status, (time.monotonic() - began) * 1000))
        if time.monotonic() > end:
            break
    connection.close()
