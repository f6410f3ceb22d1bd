"""The account bar on a doctor's pages."""

from django.urls import reverse
from django.utils.translation import gettext as _


def account_links(current=""):
    """The entries of the bar; `current` is the URL name of the page it stands on."""
    entries = {
        "dashboard": _("Dashboard"),
        "own-answers": _("My answers"),
        "opinions": _("Second opinions"),
        "snippets": _("Snippets"),
        "doctor-statistics": _("Statistics"),
        "doctor-apply": _("My profile and licence"),
        "my-questions": _("My own queries"),
        "doctor-notices": _("Notices"),
        "my-data": _("My data"),
        "mfa_index": _("Account security"),
        "doctor-help": _("Help"),
    }
    return [
        {"label": label, "url": reverse(name), "current": name == current} for name, label in entries.items()
    ]
