from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.demo import seed
from portal.demo.seed_people import SIGN_INS


class Command(BaseCommand):
    """Fill the site with a fictional cast and queries in every state, through the real moves."""

    help = "Fills the site with a fictional cast and queries in every state. Only while DEBUG is on."

    def add_arguments(self, parser):
        parser.add_argument(
            "--accounts-file",
            type=Path,
            default=Path(settings.BASE_DIR) / "var" / "demo-accounts.json",
            help="where the sign-ins are written (default: var/demo-accounts.json)",
        )

    def handle(self, *args, accounts_file, **options):
        if not settings.DEBUG:
            # Its passwords are printed in the source: on a real site they would be open doors.
            raise CommandError("seed_demo runs only while DEBUG is on: its passwords are known to everybody.")
        self.stdout.write("Seeding the demonstration ...")
        made = seed.run(say=self.say, accounts_file=accounts_file)
        if any(made.values()):
            self.stdout.write("Made " + ", ".join(f"{count} {what}" for what, count in made.items()) + ".")
        else:
            self.stdout.write("Everything was there already: nothing was added.")
        for each in SIGN_INS:
            self.stdout.write(f"  {each.role:<18} {each.email:<26} {each.password}")

    def say(self, line):
        self.stdout.write(line)
        self.stdout.flush()
