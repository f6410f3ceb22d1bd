from django.core.management.base import BaseCommand, CommandError

from questions.redaction.kinds import CLASSES
from questions.redaction.report import measure


class Command(BaseCommand):
    """Print how many labelled identifiers the detectors mark, class by class, and the false alarms in clean texts."""

    help = (
        "Recall and false alarms of the de-identification detectors on a file of JSON lines: text, and spans of "
        "[start, end, class]; a text without spans is a clean one."
    )

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument("--list", action="store_true", help="list what was missed and the false alarms")

    def handle(self, *args, **options):
        try:
            with open(options["file"], encoding="utf-8") as file:
                report = measure(file)
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{options['file']}: {error}") from error
        self.classes(report)
        self.clean(report)
        for number, reason in report.broken:
            self.stdout.write(f"line {number} was left out: {reason}")
        if options["list"]:
            for number, what, words in report.odd:
                self.stdout.write(f"line {number}, {what}: {words}")

    def classes(self, report):
        """A row a class: identifiers labelled, those a mark of any kind covers by half or more."""
        self.stdout.write(f"{'class':<12}{'labelled':>9}{'marked':>8}{'recall':>9}")
        rows = [(key, report.classes[key]) for key in CLASSES if key in report.classes]
        for key, tally in rows:
            self.stdout.write(f"{key:<12}{tally.spans:>9}{tally.found:>8}{tally.found / tally.spans:>9.1%}")
        for label, keys in (
            ("names, places", {"names", "places"}),
            ("the others", set(CLASSES) - {"names", "places"}),
        ):
            spans = sum(tally.spans for key, tally in rows if key in keys)
            found = sum(tally.found for key, tally in rows if key in keys)
            if spans:
                self.stdout.write(f"{label:<12}{spans:>8}{found:>8}{found / spans:>9.1%}")

    def clean(self, report):
        """How many texts without an identifier got a mark, and of which kinds."""
        if report.clean:
            share = f"{report.alarmed / report.clean:.1%}"
            self.stdout.write(f"clean texts {report.clean}, with a false alarm {report.alarmed} ({share})")
            kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(report.alarms.items()))
            self.stdout.write(f"false alarms by kind: {kinds or 'none'}")
