"""What every page may say about the site itself."""

from django.conf import settings
from django.utils.translation import gettext_lazy

EMERGENCY_TEXT = gettext_lazy(
    "You, or the person you are asking for, have chest pain, trouble breathing, signs of a stroke, heavy "
    "bleeding, a fit, a sudden severe headache, or thoughts of ending your life."
)


def facts():
    """Site-wide facts, from the settings alone: the same for everyone."""
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "demo": settings.DEMO,
        "emergency_number": settings.EMERGENCY_NUMBER,
        "operator_name": settings.OPERATOR_NAME,
        "operator_address": settings.OPERATOR_ADDRESS,
        "contact_email": settings.CONTACT_EMAIL,
        # What asking costs is made of these.
        "prices": (settings.FREE_QUERIES, settings.QUERY_PRICE, settings.QUERY_CURRENCY),
    }
