from django.apps import AppConfig

from portal import checks  # noqa: F401 - registers the checks


class PortalConfig(AppConfig):
    """The roof: settings, home, information pages, the moderation desk."""

    name = "portal"
    default_auto_field = "django.db.models.BigAutoField"
