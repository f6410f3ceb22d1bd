import re

from django.core.management.base import BaseCommand, CommandError

from accounts import seals

MOST_LINES = 1000


class Command(BaseCommand):
    """Check that no row of the trail and of the log of looks was changed, taken away or added."""

    help = "Checks the trail and the log of looks against their seals; names what is not as it was written."

    def add_arguments(self, parser):
        parser.add_argument(
            "--kept",
            default="",
            metavar="NUMBER:ROOT",
            help="the line that an earlier run printed: the seal must still be that one",
        )

    def handle(self, *args, kept, **options):
        if kept and not re.fullmatch(r"[1-9][0-9]{0,17}:[0-9a-f]{64}", kept):
            raise CommandError(
                "--kept takes the line as it was printed: a number, a colon and 64 letters and digits."
            )
        self.told = 0
        found = seals.check(self.tell, kept=kept)
        seals.remember(found)
        if found.faults > MOST_LINES:
            self.stdout.write(f"... and {found.faults - MOST_LINES:,} more")
        self.stdout.write(
            f"Checked {found.rows:,} rows in {found.seals:,} seals; {found.waiting:,} of them are not sealed yet."
        )
        if found.newest:
            self.stdout.write(f"Newest seal, to write down elsewhere: {found.newest}")
        if found.faults:
            raise CommandError(f"{found.faults:,} faults: the trail is not as it was written.")
        self.stdout.write("Everything is as it was written.")

    def tell(self, fault):
        """Print a fault while there are few."""
        self.told += 1
        if self.told <= MOST_LINES:
            self.stdout.write(str(fault))
