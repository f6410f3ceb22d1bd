"""What processes have computed and hold, read from /proc (Linux)."""

import os
from contextlib import suppress
from pathlib import Path

from django.db import connection

TICKS = os.sysconf("SC_CLK_TCK")


def _stat(pid):
    """The fields of /proc/PID/stat behind the name, which may hold spaces; None when the process is gone."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return None


def parent(pid):
    return int(_stat(pid)[1])


def family(pid):
    """`pid` and its children."""
    everybody = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
    return [pid, *(each for each in everybody if (stat := _stat(each)) and int(stat[1]) == pid)]


def cpu(pid):
    """Seconds that `pid` and its children have computed, those that ended included."""
    ticks = 0
    for each in family(pid):
        if stat := _stat(each):
            # utime and stime; of the parent also those of the children it has waited for
            ticks += sum(map(int, stat[11:15] if each == pid else stat[11:13]))
    return ticks / TICKS


def memory(pid):
    """Bytes that `pid` and its children hold, shared ones counted by their share (PSS)."""
    total = 0
    for each in family(pid):
        with suppress(FileNotFoundError, ProcessLookupError, PermissionError):
            rollup = Path(f"/proc/{each}/smaps_rollup").read_text()
            total += (
                next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) * 1024
            )
    return total


def postmaster():
    """The process whose children are all of PostgreSQL's; it must run on this machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return parent(cursor.fetchone()[0])
