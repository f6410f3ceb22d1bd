"""`manage.py make_words`: brings the catalogues of `locale/` up to the code (see `portal.catalogues`)."""

from django.core.management.base import BaseCommand

from portal import catalogues


class Command(BaseCommand):
    help = "Brings the catalogues of all languages up to the messages of the code, and compiles them."
    requires_system_checks: list[str] = []

    def handle(self, **options: object) -> None:
        """Write all catalogues."""
        for language, lacking in catalogues.write().items():
            self.stdout.write(f"{language}: {lacking} messages to be translated")
