#!/usr/bin/env python3
"""Django's command line for Askwell."""

import os
import sys


def main() -> None:
    """Run a command; without packages or settings, say in one sentence what to run first."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    try:
        from django.conf import settings
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit(
            "manage.py: Django is not installed here; run `make demo`, then use .venv/bin/python manage.py."
        )
    try:
        settings.INSTALLED_APPS  # noqa: B018 - reads the settings now, so that a fault in them is one sentence
    except ImproperlyConfigured as error:
        sys.exit(f"manage.py: {error}")
    except ModuleNotFoundError as error:
        sys.exit(f"manage.py: the package {error.name} is not installed here; run `make demo`.")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
