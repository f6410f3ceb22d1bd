"""Trains the second reader of the red flags anew, after its examples were changed."""

from django.core.management.base import BaseCommand

from questions.redflags import training


class Command(BaseCommand):
    """Reads data/examples-*.tsv and writes data/weights.txt beside them; the same result each time."""

    help = "Train the second reader of the red flags on its labelled examples (about a minute)."

    def handle(self, *args, **options):
        labelled = training.examples()
        self.stdout.write(f"Learning from {len(labelled):,} examples …")
        self.stdout.write(f"Wrote {training.write(labelled):,} features to {training.secondreader.WEIGHTS}.")
