"""Makes the search whole: after a first migration of a filled site, or a restored backup."""

from django.core.management.base import BaseCommand

from questions.related import MOST, find
from questions.search import engine


class Command(BaseCommand):
    """Writes the entries of public pages that have none or are due and counts the words; with --related it finds the
    related pages of those that have none, too. Stands being cut off and run again."""

    help = "Index public pages that search doesn't know yet or as they were, and count words. The worker does the same."

    def add_arguments(self, parser):
        parser.add_argument(
            "--related",
            action="store_true",
            help="find related pages at once, twelve milliseconds each, instead of leaving them to the worker",
        )

    def handle(self, *, related, **options):
        """About half a millisecond a page, in transactions of some hundred; then some twelve for its related pages."""
        self.written = 0
        engine.refresh(progress=self.tell)
        self.stdout.write(f"{self.written:,} pages indexed; words counted.")
        if related:
            self.find_related()

    def find_related(self):
        """Find all that are missing, and say how far it is."""
        found, more = 0, MOST
        while more == MOST:  # fewer are the last ones
            more = find()
            found += more
            self.stdout.write(f"  related pages of {found:,}")

    def tell(self, count):
        """Say how far it is, every ten thousand pages."""
        before, self.written = self.written, self.written + count
        if before // 10_000 < self.written // 10_000:
            self.stdout.write(f"  {self.written:,} pages")
