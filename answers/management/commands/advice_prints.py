from django.core.management.base import BaseCommand
from django.db import transaction

from answers.models import AnswerPrint, AnswerVersion

EVERY = 1000  # versions between two lines of progress


class Command(BaseCommand):
    """Make the prints that near-copies are found by, where they are missing: of answers sent before there were any."""

    help = "Makes the missing prints of answers (all of them with --all, after a change of SECRET_KEY)."

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="make those anew that are there")

    def handle(self, *args, **options):
        wanted = AnswerVersion.objects.wanting_prints()
        if not options["all"]:
            wanted = wanted.filter(word_print=None)
        ids = list(wanted.values_list("pk", flat=True))
        for number, pk in enumerate(ids, start=1):
            with transaction.atomic():
                version = AnswerVersion.objects.select_for_update().filter(pk=pk).first()  # erased meanwhile
                if version is not None:
                    AnswerPrint.objects.remember(version)
            if number % EVERY == 0:
                self.stdout.write(f"{number} of {len(ids)}")
        self.stdout.write(f"{len(ids)} prints made.")
