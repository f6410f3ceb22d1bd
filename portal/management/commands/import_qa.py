import os
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import reset_queries

from portal.import_store import Store, one_at_a_time
from portal.importing import BadLine, Item, lines_of, parse, today
from questions.search import engine as search

BATCH_LINES = 500
BATCH_BYTES = 8_000_000


class Command(BaseCommand):
    """Bring the questions and answers of an earlier site in, as public copies marked as imported."""

    help = "Imports the public questions and answers of an earlier site (JSONL; see docs/import.md)."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="one JSON object per line, UTF-8")
        parser.add_argument(
            "--source",
            default="an earlier site",
            help="name of the earlier site, printed on each page; with source_id it recognises what is there",
        )
        parser.add_argument("--dry-run", action="store_true", help="check everything, keep nothing")

    def handle(self, *args: Any, file: Path, source: str, dry_run: bool, **options: Any) -> None:
        source = " ".join(source.split())
        if not 0 < len(source) <= 120:
            raise CommandError("--source must have 1 to 120 characters.")
        self.lines, self.bad = 0, 0
        try:
            with open(file, "rb") as opened, one_at_a_time(waiting=self.wait):
                self.began = time.monotonic()
                self.store = Store(source_name=source, dry_run=dry_run)
                self.size = os.fstat(opened.fileno()).st_size
                self.read(opened)
        except OSError as error:
            raise CommandError(f"Can't read {file}: {error.strerror}.") from None
        self.finish(dry_run=dry_run)

    def wait(self) -> None:
        self.stdout.write("Another import is running; this one begins when it has ended.")
        self.stdout.flush()

    def read(self, opened: Any) -> None:
        """Check line after line, and hand the good ones to the store in batches, each committed whole."""
        batch: list[Item] = []
        weight = 0
        day = today()
        for number, raw in lines_of(opened):
            self.lines = number
            try:
                item = parse(raw, line=number, today=day)
            except BadLine as error:
                self.refuse(number, str(error))
                continue
            if item is None:
                continue
            batch.append(item)
            weight += item.size
            if len(batch) >= BATCH_LINES or weight >= BATCH_BYTES:
                self.flush(batch, at=opened.tell())
                batch, weight = [], 0
        self.flush(batch, at=opened.tell())

    def flush(self, batch: list[Item], *, at: int) -> None:
        if batch:
            self.store.add(batch, refuse=self.refuse)
            reset_queries()  # with DEBUG on, Django keeps each statement: in the end the whole file
        rate = self.lines / max(time.monotonic() - self.began, 0.001)
        share = 100 * at // self.size if self.size else 100
        counts = self.store.counts
        self.stdout.write(
            f"{share:3} %  {self.lines:,} lines: {counts.imported:,} imported, "
            f"{counts.there:,} already there, {self.bad:,} refused ({rate:,.0f} lines/s)"
        )
        self.stdout.flush()

    def refuse(self, line: int, reason: str) -> None:
        """Report a bad line at once: whoever waits may stop and mend the file."""
        self.bad += 1
        self.stderr.write(f"line {line}: {reason}")

    def finish(self, *, dry_run: bool) -> None:
        store, counts = self.store, self.store.counts
        if counts.imported and not dry_run:
            search.refresh()
        self.stdout.write(
            f"{'Would import' if dry_run else 'Imported'} {counts.imported:,} questions; "
            f"{counts.there:,} were there already. "
            f"New: {len(store.topics_made):,} specialties and topics, "
            f"{len(store.doctors_made):,} doctors not verified here."
        )
        if counts.withdrawn:
            self.stdout.write(f"Left out: {counts.withdrawn:,} that were taken down here since.")
        if self.bad:
            kept = "would be imported" if dry_run else "are imported"
            raise CommandError(
                f"{self.bad:,} of {self.lines:,} lines were refused (listed above); the good ones {kept}.",
                returncode=1,
            )
