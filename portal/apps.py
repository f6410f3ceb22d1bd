from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps

from portal import checks  # noqa: F401 - registers the checks


class PortalConfig(AppConfig):
    """The roof: settings, home, information pages, the moderation desk."""

    name = "portal"
    default_auto_field = "django.db.models.BigAutoField"


class PortalAdminConfig(admin_apps.AdminConfig):
    """Django's admin, with the portal's site as its default one."""

    default = False  # INSTALLED_APPS names it; "portal" alone stays PortalConfig
    default_site = "portal.admin_site.PortalAdminSite"
