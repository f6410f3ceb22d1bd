"""Makes the search whole: after a first migration of a filled site, or a restored backup."""

from django.core.management.base import BaseCommand

from questions.search import engine


class Command(BaseCommand):
    """Writes the entries of public pages that have none, then counts the words. Stands being cut off and run again."""

    help = "Index public pages that search doesn't know yet, and count words. The worker does the same within minutes."

    def handle(self, **options):
        """About half a millisecond a page, in transactions of some hundred pages."""
        self.written = 0
        engine.refresh(progress=self.tell)
        self.stdout.write(f"{self.written:,} pages indexed; words counted.")

    def tell(self, count):
        """Say how far it is, every ten thousand pages."""
        before, self.written = self.written, self.written + count
        if before // 10_000 < self.written // 10_000:
            self.stdout.write(f"  {self.written:,} pages")
