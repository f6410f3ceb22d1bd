"""Teaches the models of the helpers anew, after their examples were changed."""

from django.core.management.base import BaseCommand

from answers.advice.sentence_model import CONTACT, PROMOTION


class Command(BaseCommand):
    """Reads <name>_examples.tsv and writes <name>_weights.txt beside it; the same result each time."""

    help = "Train the models of the helpers for promotion and contact on their labelled sentences (a minute)."

    def handle(self, *args, **options):
        for model in (PROMOTION, CONTACT):
            self.stdout.write(f"Learning {model.name} …")
            sentences, features = model.train()
            self.stdout.write(
                f"{sentences:,} sentences; wrote {features:,} features to {model.weights_file}."
            )
