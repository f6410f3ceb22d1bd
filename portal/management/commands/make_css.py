"""`manage.py make_css`: writes the stylesheets that pages load anew (see `portal.stylesheet`)."""

from django.core.management.base import BaseCommand

from portal import stylesheet


class Command(BaseCommand):
    help = "Writes static/css from Bootstrap, the stylesheets in styles/ and what the templates use of them."
    requires_system_checks: list[str] = []

    def handle(self, **options: object) -> None:
        """Write all files."""
        self.stdout.write("Written: " + ", ".join(f"static/css/{name}" for name in stylesheet.write()))
