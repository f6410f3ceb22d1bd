from django.core.management.base import BaseCommand

from portal import roles


class Command(BaseCommand):
    """Make the staff groups and their permissions as portal/roles.py says."""

    help = "Make the staff groups and their permissions as portal/roles.py says (run after each migrate)."

    def handle(self, *args, **options):
        roles.sync()
        self.stdout.write(f"Roles are up to date: {', '.join(roles.ROLES)}.")
