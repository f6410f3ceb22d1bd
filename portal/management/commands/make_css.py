"""`manage.py make_css`: writes the one stylesheet of the public pages anew (see `portal.stylesheet`)."""

from django.core.management.base import BaseCommand

from portal import stylesheet


class Command(BaseCommand):
    help = "Writes static/css/public.css and its right-to-left twin from Bootstrap, askwell.css and the templates."
    requires_system_checks: list[str] = []

    def handle(self, **options: object) -> None:
        """Write both files."""
        stylesheet.write()
        self.stdout.write("Written: " + ", ".join(f"static/css/{name}" for name in stylesheet.MADE))
