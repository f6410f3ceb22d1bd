from django.core.management.base import BaseCommand

from questions.redflags.sync import sync


class Command(BaseCommand):
    """Add shipped red flags and help numbers that are not in the database; never overwrite an edited one."""

    help = (
        "Add shipped red flags and help numbers that are missing; edited ones stay (run after each migrate)."
    )

    def handle(self, *args, **options):
        added, renewed, numbers = sync()
        for word, codes in (("Added", added), ("Renewed", renewed)):
            if codes:
                self.stdout.write(f"{word} {len(codes)} red flags: {', '.join(codes)}.")
        if numbers:
            self.stdout.write(f"Added {len(numbers)} help numbers. Check those of your country in the admin.")
        if not (added or renewed or numbers):
            self.stdout.write("Red flags and help numbers are up to date.")
