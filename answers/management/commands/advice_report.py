from django.core.management.base import BaseCommand, CommandError

from answers.advice.report import HONEST, KINDS, LABELS, measure


class Command(BaseCommand):
    """Print recall and false alarms of the helpers for contact, promotion and near-copies on labelled answers."""

    help = (
        "Recall and false alarms of the editor's helpers on a file of JSON lines: text (or parts of an answer), label "
        "honest, contact, promotion or copy, and of a copy the text (or texts) it is of."
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
        self.table(report.tallies)
        for number, reason in report.broken:
            self.stdout.write(f"line {number} was left out: {reason}")
        if options["list"]:
            for label, tally in report.tallies.items():
                for number, said in tally.odd:
                    what = "false alarm" if label == HONEST else f"missed ({label})"
                    self.stdout.write(f"{what}, line {number}: {'; '.join(said) or 'nothing said'}")

    def table(self, tallies):
        """A row a label: answers, those rightly (of honest ones: wrongly) spoken about, and by which helper."""
        self.stdout.write(
            f"{'label':<11}{'answers':>8}{'found':>7}{'':>9}" + "".join(f"{kind:>11}" for kind in KINDS)
        )
        for label in LABELS:
            if tally := tallies.get(label):
                share = f"{tally.found / tally.texts:.1%}"
                by = "".join(f"{tally.by[kind]:>11}" for kind in KINDS)
                name = "honest (!)" if label == HONEST else label
                self.stdout.write(f"{name:<11}{tally.texts:>8}{tally.found:>7}{share:>9}{by}")
