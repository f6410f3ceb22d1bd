"""What was measured, as JSON and as a table in markdown."""

import json
import os
import platform
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from bench.load import CLIENT
from bench.server import FOLDER, THREADS, WORKERS

COLUMNS = (
    "page | requests/s | p50 | p95 | p99 | CPU web | CPU nginx | CPU database | CPU / bare view | spread | SQL | kB | "
    "kB Brotli"
).split(" | ")

BEGIN, END = "<!-- tables: make bench DOCS=1 -->", "<!-- /tables -->"


def write(found, options):
    """Keep what there is, after each size."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    content = {
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine(),
        "client": CLIENT,
        "rounds": options.rounds,
        "seconds": options.seconds,
        "sizes": {
            size: {
                "web_memory": one.web_memory,
                "database_memory": one.database_memory,
                "pages": {
                    name: {**asdict(kind), "ratio": kind.ratio, "spread": kind.spread}
                    for name, kind in one.kinds.items()
                },
            }
            for size, one in found.items()
        },
    }
    (FOLDER / "bench.json").write_text(json.dumps(content, indent=1), encoding="utf-8")
    (FOLDER / "bench.md").write_text(table(found), encoding="utf-8")


def write_docs(found):
    """Put the tables into docs/performance.md, between its marks."""
    path = Path(settings.BASE_DIR) / "docs" / "performance.md"
    before, _begin, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    _old, _end, after = rest.partition(END)
    assert _begin and _end, f"{BEGIN} and {END} are no longer in {path}"
    day = datetime.now(UTC).date().isoformat()
    path.write_text(
        f"{before}{BEGIN}\n\nMeasured on {day}.\n\n{table(found)}\n{END}{after}", encoding="utf-8"
    )


def machine():
    """Where it was measured, in a line."""
    version = f"{connection.pg_version // 10_000}" if connection.pg_version else ""
    return f"{os.cpu_count()} processors, Python {platform.python_version()}, PostgreSQL {version}"


def table(found):
    """All sizes, one table each."""
    parts = []
    for size, one in found.items():
        lines = [
            f"### {size:,} published questions",
            "",
            f"{machine()}; gunicorn with {WORKERS} × {THREADS} threads; asked by {CLIENT}. Milliseconds; CPU for each "
            f"request. Memory (PSS): web {one.web_memory / 1e6:.0f} MB, PostgreSQL {one.database_memory / 1e6:.0f} MB.",
            "",
            "| " + " | ".join(COLUMNS) + " |",
            "|---" + "|--:" * (len(COLUMNS) - 1) + "|",
        ]
        lines += [_row(name, kind) for name, kind in one.kinds.items()]
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def _row(name, kind):
    cells = [
        name,
        f"{kind.median('per_second'):.0f}",
        *(f"{kind.median(each):.1f}" for each in ("p50", "p95", "p99")),
        f"{kind.median('web'):.2f}",
        f"{kind.median('proxy'):.2f}" if kind.median("proxy") else "",
        f"{kind.median('database'):.2f}",
        f"**{kind.ratio:.2f}**",
        f"{kind.spread:.0%}",
        str(kind.statements),
        f"{kind.raw / 1000:.1f}",
        f"{kind.compressed / 1000:.1f}",
    ]
    return "| " + " | ".join(cells) + " |"
