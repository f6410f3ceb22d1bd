"""Teaches the helper for promotion anew, after its examples were changed."""

from django.core.management.base import BaseCommand

from answers.advice import promotion_model


class Command(BaseCommand):
    """Reads promotion_examples.tsv and writes promotion_weights.txt beside it; the same result each time."""

    help = (
        "Train the model of the helper for promotion on its labelled sentences (about a quarter of a minute)."
    )

    def handle(self, *args, **options):
        labelled = promotion_model.examples()
        self.stdout.write(f"Learning from {len(labelled):,} sentences …")
        self.stdout.write(f"Wrote {promotion_model.train(labelled):,} features to {promotion_model.WEIGHTS}.")
