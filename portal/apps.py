from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The roof: settings, home, information pages, the moderation desk."""

    name = "portal"
    default_auto_field = "django.db.models.BigAutoField"
