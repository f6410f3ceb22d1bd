from django.core.management.base import BaseCommand, CommandError

from questions.models import FlagLevel
from questions.redflags.report import HARMLESS, measure

ORDER = [FlagLevel.EMERGENCY, FlagLevel.SELF_HARM, FlagLevel.URGENT]


def share(part, whole):
    return f"{part / whole:.1%}" if whole else "–"


class Command(BaseCommand):
    """Print recall and false alarms of the rules in force on a file of labelled texts."""

    help = "Recall and false alarms of the red flags in force on a file of `text<TAB>label` lines."

    def add_arguments(self, parser):
        parser.add_argument(
            "file", help="labels: emergency, urgent, self_harm, harmless (or none, ok, safe, routine)"
        )
        parser.add_argument("--list", action="store_true", help="list the texts missed and the false alarms")

    def handle(self, *args, **options):
        try:
            with open(options["file"], encoding="utf-8") as file:
                report = measure(file)
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{options['file']}: {error}") from error
        self.table(report.tallies)
        for number, reason in report.broken:
            self.stdout.write(f"line {number} was left out: {reason}")
        if options["list"]:
            self.texts(report.tallies)

    def table(self, tallies):
        """A row a label: caught by any rule, and by one as serious as the label or more."""
        self.stdout.write(f"{'label':<12}{'texts':>7}{'caught':>9}{'recall':>9}{'as serious':>12}")
        for level in (level for level in ORDER if level in tallies):
            found = tallies[level]
            self.stdout.write(
                f"{level:<12}{found.texts:>7}{found.flagged:>9}{share(found.flagged, found.texts):>9}"
                f"{share(found.flagged_enough, found.texts):>12}"
            )
        if found := tallies.get(HARMLESS):
            alarms = share(found.flagged, found.texts)
            self.stdout.write(f"{HARMLESS:<12}{found.texts:>7}{found.flagged:>9}  false alarms {alarms}")

    def texts(self, tallies):
        for label, found in tallies.items():
            for number, text in found.missed:
                self.stdout.write(f"missed ({label}), line {number}: {text}")
            for number, text, codes in found.alarms:
                self.stdout.write(f"false alarm, line {number}: {text}  [{', '.join(codes)}]")
