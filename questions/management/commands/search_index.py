"""Makes the search whole: after a first migration of a filled site, or a restored backup."""

from django.core.management.base import BaseCommand

from questions import related
from questions.search import engine


class Command(BaseCommand):
    """Writes the entries of public pages that have none, counts the words, and finds the related pages of those that
    have none. Stands being cut off and run again."""

    help = "Index public pages that search doesn't know yet, count words, find related pages. The worker does the same."

    def handle(self, **options):
        """About half a millisecond a page, in transactions of some hundred; then some ten for its related pages."""
        self.written = 0
        engine.refresh(progress=self.tell)
        self.stdout.write(f"{self.written:,} pages indexed; words counted.")
        found, more = 0, related.MOST
        while more == related.MOST:  # fewer are the last ones
            more = related.find()
            found += more
            self.stdout.write(f"  related pages of {found:,}")

    def tell(self, count):
        """Say how far it is, every ten thousand pages."""
        before, self.written = self.written, self.written + count
        if before // 10_000 < self.written // 10_000:
            self.stdout.write(f"  {self.written:,} pages")
